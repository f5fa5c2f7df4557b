//! Samples with servers: PostgreSQL, Redis, RabbitMQ. `scripts/servers` starts them.

use std::fs;

use crate::book::{Run, crib_test, page, test};

#[track_caller]
fn passing(text: &str) -> Run {
    let run = test(&page(text), "");
    let messages = run.findings();
    assert_eq!(run.code, Some(0), "{messages:?}\n{:?}\n{}", run.details(), run.stderr);
    run
}

#[test]
fn each_sql_sample_has_a_database_of_its_own() {
    let create = "CREATE TABLE pet (name text);\nINSERT INTO pet VALUES ('Ada'), ('Bob');";
    let sample = |items: &str, code: &str, output: &str| {
        format!("```sql run service=postgres {items}\n{code}\n```\n\n```output\n{output}\n```\n\n")
    };
    let tags = "CREATE TABLE\nINSERT 0 2";
    let text = [
        sample("id=one", create, tags),
        sample("id=two", create, tags),
        sample("after=one", "SELECT * FROM pet ORDER BY name;", "Ada\nBob"),
    ];
    let run = passing(&text.concat());
    assert!(run.lines[0]["on"].as_str().unwrap().starts_with("PostgreSQL "), "{:?}", run.lines[0]);
}

#[test]
fn errors_of_sql_are_at_their_lines() {
    let text = "```sql run service=postgres\nSELECT 1;\n\nSELECT nothing;\n```\n";
    let run = test(&page(text), "");
    assert!(run.findings()[0].contains("ends with exit status 3"), "{:?}", run.findings());
    assert!(run.details()[0].contains("a.md:4: ERROR:"), "{:?}", run.details());
    passing("```sql run service=postgres raises=\"does not exist\"\nSELECT nothing;\n```\n");
}

#[test]
fn python_reaches_its_server_and_no_other() {
    passing(
        "```python run service=postgres
import os, socket
host, port = os.environ['PGHOST'], int(os.environ['PGPORT'])
with socket.create_connection((host, port)) as s:
    s.sendall((8).to_bytes(4) + (80877103).to_bytes(4))
    print(s.recv(1) in (b'S', b'N'))
#> True
print('REDIS_URL' in os.environ)
#> False
```\n",
    );
    let port = std::env::var("CRIB_REDIS_URL").expect("CRIB_REDIS_URL is set");
    let port: String =
        port.rsplit(':').next().unwrap().chars().take_while(char::is_ascii_digit).collect();
    let text = format!(
        "```python run service=postgres raises=ConnectionRefusedError\nimport socket\n\
         socket.create_connection(('127.0.0.1', {port}))\n```\n"
    );
    passing(&text);
}

#[test]
fn redis_is_empty_for_each_sample() {
    let sample = "```python run service=redis
import os, socket
from urllib.parse import urlsplit
url = urlsplit(os.environ['REDIS_URL'])
with socket.create_connection((url.hostname, url.port)) as s, s.makefile('rw', newline='\\r\\n') as f:
    for command in [f'AUTH {url.username} {url.password}', f'SELECT {url.path[1:]}', 'DBSIZE', 'SET key value', 'DBSIZE']:
        f.write(command + '\\r\\n'); f.flush()
        print(f.readline().strip())
#> +OK
#> +OK
#> :0
#> +OK
#> :1
```\n\n";
    let run = passing(&sample.repeat(4));
    assert!(run.lines[0]["with"]["redis"].is_string(), "{:?}", run.lines[0]);
}

#[test]
fn rabbitmq_has_a_virtual_host_for_each_sample() {
    let sample = "```python run service=rabbitmq
import os, socket
from urllib.parse import urlsplit
url = urlsplit(os.environ['AMQP_URL'])
with socket.create_connection((url.hostname, url.port)) as s:
    s.sendall(b'AMQP\\x00\\x00\\x09\\x01')
    print(s.recv(1))
#> b'\\x01'
print(url.path.startswith('/crib_'))
#> True
```\n\n";
    passing(&sample.repeat(3));
}

#[test]
fn nothing_is_left_on_the_servers() {
    let show = "```sql run service=postgres\nSELECT current_database();\n```\n";
    let book = page(show);
    let temporary = book.root().join("tmp");
    fs::create_dir(&temporary).unwrap();
    let updated =
        crib_test(book.root()).arg("--update").env("TMPDIR", &temporary).status().unwrap();
    assert_eq!(updated.code(), Some(0));
    let text = fs::read_to_string(book.root().join("content/a.md")).unwrap();
    let name = text.lines().find(|line| line.starts_with("crib_")).expect(&text);
    passing(&format!(
        "```sql run service=postgres\nSELECT count(*) FROM pg_database WHERE datname = '{name}';\n\
         SELECT count(*) FROM pg_roles WHERE rolname = '{name}';\n```\n\n```output\n0\n0\n```\n"
    ));
    let left: Vec<_> = fs::read_dir(&temporary).unwrap().collect();
    assert!(left.is_empty(), "{left:?} are left behind");
}

#[test]
fn samples_have_no_rights_but_on_their_own() {
    passing(
        "```sql run service=postgres raises=\"permission denied\"\nCREATE DATABASE mine;\n```\n",
    );
    passing(
        "```sql run service=postgres id=fails raises=\"does not exist\"\nCREATE TABLE t (n int);\nSELECT nothing;\n```\n\n```output\nCREATE TABLE\n```\n\n\
         ```sql run after=fails\nSELECT count(*) FROM t;\n```\n\n```output\n0\n```\n",
    );
}

#[test]
fn a_redis_sample_cannot_touch_the_server() {
    passing(
        "```python run service=redis
import os, socket
from urllib.parse import urlsplit
url = urlsplit(os.environ['REDIS_URL'])
other = 1 - int(url.path[1:] or 0) if url.path[1:] in ('', '0', '1') else 0
with socket.create_connection((url.hostname, url.port)) as s, s.makefile('rw', newline='\\r\\n') as f:
    f.write(f'AUTH {url.username} {url.password}\\r\\n'); f.flush(); f.readline()
    for command in ['CONFIG SET maxmemory 1mb', 'ACL LIST', 'REPLICAOF 127.0.0.1 1', 'MIGRATE 127.0.0.1 1 k 0 5', f'SELECT {other}', 'FLUSHALL']:
        f.write(command + '\\r\\n'); f.flush()
        print(f.readline().split()[0])
#> -NOPERM
#> -NOPERM
#> -NOPERM
#> -NOPERM
#> -NOPERM
#> -NOPERM
```\n",
    );
}

#[test]
fn what_a_sample_leaves_elsewhere_goes_with_it() {
    passing(
        "```sql run service=postgres\n\\c postgres\nselect lo_create(424242);\n```\n\n```output\n...\n424242\n```\n",
    );
}
