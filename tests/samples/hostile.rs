//! Samples that mean ill: each ends in a report, and leaves nothing behind.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use crate::book::{QUIET, Run, page, run_now};
use crate::support::Book;

/// Begins code that needs more than two seconds.
const SLOW: &str = "# slow\n";

/// Runs code with two seconds of time, or with twenty if it says so, and returns the book, and what came.
fn run(code: &str) -> (Book, Run) {
    let seconds = if code.starts_with(SLOW) { 20 } else { 2 };
    let book = page(&format!("```python run timeout={seconds}\n{code}```\n"));
    let _alone = QUIET.write().unwrap_or_else(PoisonError::into_inner);
    let run = run_now(&book, "");
    let left: Vec<_> = fs::read_dir(book.root().join(".crib/run")).unwrap().collect();
    assert!(left.is_empty(), "{left:?} is left behind");
    (book, run)
}

/// Asserts that code fails with a message that contains these words.
#[track_caller]
fn assert_fails(code: &str, words: &str) {
    let (_book, run) = run(code);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    let found = run.findings();
    assert!(found.len() == 1 && found[0].contains(words), "{found:?}\n{:?}", run.details());
}

#[track_caller]
fn assert_passes(code: &str) {
    let (_book, run) = run(code);
    assert_eq!(run.code, Some(0), "{:?}\n{:?}", run.findings(), run.details());
}

/// Returns how many processes have a word in their command line.
fn n_processes(word: &str) -> usize {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let lines = processes.filter_map(|entry| fs::read(entry.path().join("cmdline")).ok());
    lines.filter(|line| String::from_utf8_lossy(line).contains(word)).count()
}

#[test]
fn endless_loops_are_stopped() {
    assert_fails("while True: pass\n", "a.md:2: the sample `n1` takes longer than 2 s");
    assert_fails(
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nx = 1\nwhile True: signal.pause()\n",
        "a.md:5: the sample `n1` takes longer than 2 s",
    );
    assert_fails("import os\nos.kill(os.getpid(), 19)\n", "takes longer than 2 s");
    assert_fails(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\n",
        "takes longer than 2 s",
    );
}

#[test]
fn fork_bombs_stay_small() {
    assert_fails("import os\nwhile True: os.fork()\n", "starts more than 128 processes");
}

#[test]
fn memory_is_limited() {
    assert_fails("x = bytearray(4 << 30)\n", "a.md:2: the sample `n1` raises `MemoryError`");
    assert_fails(
        "# slow\nimport mmap\nx = [mmap.mmap(-1, 1 << 28) for _ in range(16)]\nfor m in x: m.write(b'x' * (1 << 28))\n",
        "a.md:5: the sample `n1` uses more than 1024 MiB of memory",
    );
    assert_fails(
        "# slow\nimport os, time\nfor _ in range(8):\n    if os.fork() == 0:\n        x = b'x' * (300 << 20)\n        time.sleep(9)\ntime.sleep(9)\n",
        "uses more than 1024 MiB of memory",
    );
}

#[test]
fn memory_without_a_name_is_limited_too() {
    assert_fails(
        "# slow\nimport os, time\nfds = [os.memfd_create(str(n)) for n in range(15)]\nfor fd in fds: os.write(fd, bytes(200 << 20))\ntime.sleep(1)\n",
        "uses more than 1024 MiB of memory",
    );
}

#[test]
fn floods_of_output_are_stopped() {
    assert_fails(
        "while True: print('x' * 10_000)\n",
        "a.md:2: the sample `n1` prints more than 1 MiB",
    );
    assert_fails("import os\nwhile True: os.write(2, b'x' * 100_000)\n", "prints more than 1 MiB");
    assert_fails("print('x' * (2 << 20))\n", "prints more than 1 MiB");
}

#[test]
fn files_outside_are_out_of_reach() {
    let home = std::env::var("HOME").unwrap();
    let book = page("");
    let content = book.root().join("content/a.md");
    for path in
        ["/etc/passwd", "/etc/shadow", "../../content/a.md", content.to_str().unwrap(), &home]
    {
        let (_book, run) = run(&format!("import os\nos.stat({path:?})\nopen({path:?}).read()\n"));
        let found = run.findings();
        let is_refused =
            ["FileNotFoundError", "PermissionError"].iter().any(|name| found[0].contains(name));
        assert!(is_refused, "{path}: {found:?}");
    }
    let outside = [
        "/tmp/crib-hostile",
        "/var/tmp/crib-hostile",
        "/usr/crib-hostile",
        "/crib-hostile",
        "/sample/../crib-hostile",
        "/proc/1/root/tmp/crib-hostile",
        "/proc/self/cwd/../../tmp/crib-hostile",
    ];
    for path in outside {
        let (_book, run) = run(&format!("open({path:?}, 'w')\n"));
        let found = run.findings();
        assert!(
            found[0].contains("raises `PermissionError")
                || found[0].contains("raises `FileNotFoundError")
                || found[0].contains("raises `OSError"),
            "{path}: {found:?}"
        );
        assert!(!Path::new(path).exists(), "{path}");
    }
    assert_passes("open('mine.txt', 'w').write('x')\nprint(open('mine.txt').read())\n#> x\n");
    assert_passes("import tempfile\nwith tempfile.TemporaryFile() as f:\n    f.write(b'x')\n");
    assert_passes(
        "import os\nprint(os.getcwd(), __file__)\n#> /sample/work /sample/program/main.py\n",
    );
    assert_passes(
        "import multiprocessing.shared_memory as s\nm = s.SharedMemory(create=True, size=9)\nm.close(); m.unlink()\n",
    );
}

#[test]
fn files_that_can_be_read_cannot_be_changed() {
    let (_book, run) = run("import os\nos.utime('/usr')\n");
    let found = run.findings();
    assert!(found[0].contains("raises `OSError: [Errno 30] Read-only file system"), "{found:?}");
}

#[test]
fn disks_stay_free() {
    assert_fails(
        "for n in range(9):\n    with open(f'{n}', 'wb') as f: f.write(bytes(60 << 20))\n",
        "raises `OSError: [Errno 28] No space left on device",
    );
}

#[test]
fn what_we_write_down_is_out_of_reach() {
    let list = "import os\nprint(sorted(os.listdir('..')))\n#> ['harness.py', 'home', 'job', 'program', 'spec.json', 'tmp', 'work']\n";
    assert_passes(list);
    // Notes that are none of the harness's change nothing for anyone else.
    for note in [
        "lines\\t0-0",
        "lines\\t500-900,9-3",
        "lines\\t1-18446744073709551615",
        "done\\t18446744073709551615\\t5",
        "done\\t9\\t99999999",
        "part\\t7\\t99999",
        "raised\\t9\\t9\\tX",
        "\\xff\\t\\t",
    ] {
        let (_book, run) = run(&format!(
            "import os\nfor fd in range(3, 9):\n    try: os.write(fd, b'{note}\\n')\n    except OSError: pass\nprint(1)\n#> 2\n"
        ));
        assert!(run.code == Some(1) || run.code == Some(0), "{note}: {}", run.stderr);
    }
}

#[test]
fn sockets_of_the_machine_are_out_of_reach() {
    let folder = tempfile::tempdir_in("/tmp").unwrap();
    let path = folder.path().join("s");
    let _listener = std::os::unix::net::UnixListener::bind(&path).unwrap();
    let code = format!(
        "import socket\nsocket.socket(socket.AF_UNIX).connect({:?})\n",
        path.to_str().unwrap()
    );
    assert_fails(&code, "raises `FileNotFoundError");
}

#[test]
fn the_network_is_loopback_alone() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    assert_fails(
        &format!("import socket\nsocket.create_connection(('127.0.0.1', {port}))\n"),
        "raises `ConnectionRefusedError",
    );
    assert_fails(
        "import socket\nsocket.create_connection(('192.0.2.1', 80))\n",
        "raises `OSError: [Errno 101] Network is unreachable",
    );
    assert_passes(
        "import socket
server = socket.create_server(('127.0.0.1', 0))
client = socket.create_connection(server.getsockname())
print(server.accept()[0].send(b'x'))
#> 1
server.close(); client.close()
",
    );
}

#[test]
fn nothing_outlives_its_sample() {
    let word = "crib-hostile-daemon";
    let code = format!(
        "import subprocess, sys
for session in (True, False):
    p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)', '{word}'], start_new_session=session)
    p.returncode = 0
"
    );
    let started = Instant::now();
    assert_passes(&code);
    assert!(started.elapsed() < Duration::from_secs(20));
    assert_eq!(n_processes(word), 0);
}

#[test]
fn only_itself_can_be_killed() {
    assert_fails("import os\nos.kill(os.getpid(), 9)\n", "is ended by SIGKILL");
    assert_fails(
        "import os\nos.kill(os.getppid(), 9)\n",
        "a.md:3: the sample `n1` raises `PermissionError",
    );
    // Everyone that it may signal is itself.
    assert_fails("import os, time\nos.kill(-1, 9)\ntime.sleep(1)\n", "the sample `n1`");
    assert_fails("import os\nos.abort()\n", "is ended by SIGABRT");
    assert_fails("import ctypes\nctypes.string_at(0)\n", "is ended by SIGSEGV");
}

#[test]
fn odd_ends_are_reported() {
    assert_fails("input()\n", "a.md:2: the sample `n1` raises `EOFError");
    assert_fails("print(1)\n#> 1\nimport os\nos.close(1)\nprint(2)\n#> 2\n", "the sample `n1`");
    assert_fails(
        "import os\nos.write(1, b'\\xff\\x00\\n')\n",
        "a.md:3: the sample `n1` prints what the page does not show",
    );
    assert_fails("def f(): f()\nf()\n", "raises `RecursionError");
}

#[test]
fn mounts_and_privileges_are_out_of_reach() {
    assert_passes("import os\nprint(os.getuid())\n#> 1000\n");
    assert_fails("import os\nos.setuid(0)\n", "raises `OSError");
    assert_fails("import os\nos.mkdir('m')\nos.chroot('m')\n", "raises `PermissionError");
    assert_fails(
        "import subprocess\nsubprocess.run(['mount', '-t', 'tmpfs', 'x', '.'], check=True, stderr=-3)\n",
        "raises `CalledProcessError",
    );
}

#[test]
fn calls_that_reach_around_the_sandbox_are_refused() {
    // add_key and keyctl: the keys of the session that started us.
    for number in [248, 250] {
        let code = format!(
            "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\nprint(libc.syscall({number}, b'user', b'k', b'v', 1, -3), ctypes.get_errno())\n#> -1 1\n"
        );
        if cfg!(target_arch = "x86_64") {
            assert_passes(&code);
        }
    }
    assert_fails(
        "import resource\nresource.prlimit(1, resource.RLIMIT_NOFILE, (0, 0))\n",
        "a.md:3: the sample `n1` raises `PermissionError",
    );
    assert_passes("import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))\n");
}

#[test]
fn an_end_cannot_be_forged() {
    let book = page("```bash run\nprintf '\\0crib exit 0\\n' >&2\nexit 7\n```\n");
    let run = run_now(&book, "");
    assert!(run.findings()[0].contains("ends with exit status 7"), "{:?}", run.findings());
}
