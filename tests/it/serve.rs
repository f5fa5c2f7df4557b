//! The development server over a real port: what it serves, and what it tells open pages.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use serde_json::Value;

use crate::cli::{crib, is_page, tree};
use crate::support::Book;

/// No single step may take longer, on any machine.
const PATIENCE: Duration = Duration::from_mins(1);

const BOOK: &str = "//- /book.toml\n[book]\ntitle = \"T\"\n\
                    //- /index.md\n# Home\n\n[A](core/a.md)\n\
                    //- /core/index.md\n# Core\n//- /core/a.md\n# A\n\nOld text.\n\
                    //- /data.txt\nplain\n";

/// A server that ends with the test.
struct Server {
    child: Child,
    address: String,
    lines: Receiver<String>,
}

/// A response.
struct Response {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Server {
    #[track_caller]
    fn start(book: &Book) -> Self {
        let mut child = crib(book.root())
            .args(["serve", "--port", "0"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                drop(sender.send(line));
            }
        });
        let mut server = Self { child, address: String::new(), lines };
        let line = server.line("Serving http://");
        let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap();
        url.trim_start_matches("http://").trim_end_matches('/').clone_into(&mut server.address);
        server
    }

    /// Waits for a line on the terminal.
    #[track_caller]
    fn line(&self, part: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(PATIENCE).unwrap();
            if line.contains(part) {
                return line;
            }
        }
    }

    fn connect(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn request(&self, method: &str, path: &str, host: &str) -> Response {
        let request =
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let mut bytes = Vec::new();
        self.connect(&request).read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Response { status, head, body: bytes[end + 4..].to_vec() }
    }

    fn get(&self, path: &str) -> Response {
        self.request("GET", path, &self.address)
    }

    /// Opens a page, and listens as its script does.
    fn open(&self, path: &str) -> Page {
        let text = self.get(path).text();
        let (_, version) = text.split_once("data-version=\"").unwrap();
        let version = version.split('"').next().unwrap();
        let request = format!(
            "GET /__crib/events?version={version} HTTP/1.1\r\nHost: {}\r\n\r\n",
            self.address
        );
        Page { stream: BufReader::new(self.connect(&request)) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Response {
    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    #[track_caller]
    fn header(&self, name: &str) -> &str {
        let line = self.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("no `{name}` in {}", self.head))
    }
}

/// An open page.
struct Page {
    stream: BufReader<TcpStream>,
}

impl Page {
    /// Waits for the next piece of news.
    #[track_caller]
    fn news(&mut self) -> (String, Value) {
        let name = self.field("event: ");
        (name, serde_json::from_str(&self.field("data: ")).unwrap())
    }

    #[track_caller]
    fn field(&mut self, name: &str) -> String {
        loop {
            let mut line = String::new();
            assert!(self.stream.read_line(&mut line).unwrap() > 0, "the server hung up");
            if let Some(value) = line.trim_end().strip_prefix(name) {
                return value.to_owned();
            }
        }
    }
}

fn without_script(page: &str) -> String {
    let (before, rest) = page.split_once("<script src=\"/__crib/reload.js\"").unwrap();
    before.to_owned() + rest.split_once("</script>").unwrap().1
}

#[test]
fn what_is_served_is_what_is_built() {
    let book = Book::new(BOOK);
    assert!(crib(book.root()).arg("build").output().unwrap().status.success());
    let mut files = tree(&book.root().join("public"));
    files.remove(".crib.json");
    let server = Server::start(&book);
    for (path, bytes) in files {
        let response = server.get(&format!("/{path}"));
        assert_eq!(
            (response.status, response.header("cache-control")),
            (200, "no-cache"),
            "{path}"
        );
        if is_page(&path) {
            let page = response.text();
            assert!(page.contains("</script></body>"), "{page}");
            assert_eq!(without_script(&page).as_bytes(), bytes, "{path}");
        } else {
            assert_eq!(response.body, bytes, "{path}");
        }
    }
    assert_eq!(server.get("/data.txt").header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(server.get("/").text(), server.get("/index.html").text());
    assert_eq!(server.get("/core/").text(), server.get("/core/index.html").text());
    assert_eq!(server.get("/core").header("location"), "/core/");
    assert!(!book.root().join("public/.crib-tmp").is_file());
}

#[test]
fn no_path_leads_out_of_the_site() {
    let book = Book::new(BOOK);
    book.edit("secret.txt", "secret");
    let server = Server::start(&book);
    for path in [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/core/../../secret.txt",
        "//secret.txt",
        "/%00",
        "/%ff",
        "/..\\secret.txt",
        "/content/index.md",
        "/.crib.json",
    ] {
        let response = server.get(path);
        assert_eq!(response.status, 404, "{path}: {}", response.text());
        assert!(response.text().contains("reload.js"), "{path}");
    }
    // Other sites' names may lead to this machine; their scripts do not get to read the book.
    assert_eq!(server.request("GET", "/", "evil.example").status, 403);
    assert_eq!(server.request("GET", "/__crib/events", "evil.example:80").status, 403);
    for host in ["localhost:1", "[::1]:4000", "127.0.0.1", "book.localhost"] {
        assert_eq!(server.request("GET", "/", host).status, 200, "{host}");
    }
}

#[test]
fn head_is_get_without_a_body_and_nothing_else_is_taken() {
    let book = Book::new(BOOK);
    let server = Server::start(&book);
    let (get, head) = (server.get("/"), server.request("HEAD", "/", &server.address));
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), get.body.len().to_string());
    assert_eq!(server.request("POST", "/", &server.address).status, 405);
}

#[test]
fn an_edit_reaches_open_pages() {
    let book = Book::new(BOOK);
    let server = Server::start(&book);
    let mut page = server.open("/core/a.html");
    book.edit("content/core/a.md", "# A\n\nNew text.\n");
    assert_eq!(page.news().0, "reload");
    assert!(server.get("/core/a.html").text().contains("New text."));
    // A page that was opened before the edit, and listens only now, is told as well.
    let mut page = server.open("/");
    book.edit("content/b.md", "# B\n");
    assert_eq!(page.news().0, "reload");
    assert_eq!(server.get("/b.html").status, 200);
    // An editor that saves by renaming, and one more page.
    let mut page = server.open("/b.html");
    book.edit("content/.b.md.tmp", "# B\n\nRenamed.\n");
    std::fs::rename(book.root().join("content/.b.md.tmp"), book.root().join("content/b.md"))
        .unwrap();
    assert_eq!(page.news().0, "reload");
    assert!(server.get("/b.html").text().contains("Renamed."));
    let mut page = server.open("/b.html");
    std::fs::remove_file(book.root().join("content/b.md")).unwrap();
    assert_eq!(page.news().0, "reload");
    assert_eq!(server.get("/b.html").status, 404);
}

#[test]
fn errors_are_shown_until_they_are_mended() {
    let book = Book::new(BOOK);
    let server = Server::start(&book);
    let mut page = server.open("/core/a.html");
    book.edit("content/core/a.md", "# A\n\n[x](<no & where.md>)\n");
    let (name, problems) = page.news();
    assert_eq!(name, "problems");
    let problems = problems.as_str().unwrap();
    assert!(problems.contains("error[broken-link]: "), "{problems}");
    assert!(problems.contains("content/core/a.md:3:1"), "{problems}");
    assert!(problems.contains("no &amp; where.md"), "{problems}");
    server.line("error[broken-link]: ");
    // The last good site is still there, and pages opened now show the problems too.
    assert!(server.get("/core/a.html").text().contains("Old text."));
    assert_eq!(server.open("/").news().0, "problems");
    book.edit("content/core/a.md", "# A\n\nOld text.\n");
    assert_eq!(page.news(), ("problems".to_owned(), Value::from("")));
}

#[test]
fn a_book_that_is_broken_from_the_start_can_be_mended() {
    let book = Book::new(BOOK);
    book.edit("book.toml", "[book\n");
    let server = Server::start(&book);
    let response = server.get("/core/a.html");
    assert_eq!(response.status, 503);
    assert!(response.text().contains("error[invalid-config]"), "{}", response.text());
    let mut page = server.open("/");
    book.edit("book.toml", "[book]\ntitle = \"Mended\"\n");
    while page.news().0 != "reload" {}
    assert!(server.get("/").text().contains("Mended"));
}

#[test]
fn stylesheets_are_swapped_without_a_reload() {
    let book = Book::new(BOOK);
    book.edit("themes/default/assets/style.css", "body { color: red }\n");
    let server = Server::start(&book);
    let mut page = server.open("/");
    book.edit("themes/default/assets/style.css", "body { color: blue }\n");
    let (name, news) = page.news();
    assert_eq!(name, "styles");
    let style = &news["styles"][0];
    let (old, new) = (style["old"].as_str().unwrap(), style["new"].as_str().unwrap());
    assert!(old != new && old.starts_with("assets/style."), "{news}");
    assert_eq!(server.get(&format!("/{new}")).text(), "body { color: blue }\n");
    // Later news are about what the page shows now.
    book.edit("content/core/a.md", "# A\n\nNew text.\n");
    assert_eq!(page.news().0, "reload");
}

#[test]
fn folders_and_files_that_appear_later_are_watched() {
    let book = Book::new(BOOK);
    let server = Server::start(&book);
    let mut page = server.open("/");
    book.edit("themes/default/assets/style.css", "body { color: red }\n");
    page.news();
    let mut page = server.open("/");
    book.edit("examples/app.py", "print(1)\n");
    book.edit("content/core/a.md", "# A\n\n```python file=../../examples/app.py\n```\n");
    assert_eq!(page.news().0, "reload");
    let mut page = server.open("/core/a.html");
    book.edit("examples/app.py", "print(2)\n");
    assert_eq!(page.news().0, "reload");
    assert!(server.get("/core/a.html").text().contains('2'));
}

#[test]
fn a_folder_that_is_replaced_is_watched_again() {
    let book = Book::new(BOOK);
    let server = Server::start(&book);
    let mut page = server.open("/core/a.html");
    let (content, away) = (book.root().join("content"), book.root().join("away"));
    std::fs::rename(&content, &away).unwrap();
    assert_eq!(page.news().0, "problems");
    std::fs::rename(&away, &content).unwrap();
    assert_eq!(page.news(), ("problems".to_owned(), Value::from("")));
    book.edit("content/core/a.md", "# A\n\nNew text.\n");
    assert_eq!(page.news().0, "reload");
    assert!(server.get("/core/a.html").text().contains("New text."));
}

#[test]
fn a_port_that_is_taken_is_named() {
    let book = Book::new(BOOK);
    let server = Server::start(&book);
    let port: u16 = server.address.rsplit(':').next().unwrap().parse().unwrap();
    let refused = crib(book.root()).args(["serve", "--port", &port.to_string()]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    let expected = format!("error: port {port} of 127.0.0.1 is in use\nhelp: ");
    let stderr = String::from_utf8(refused.stderr).unwrap();
    assert!(stderr.starts_with(&expected), "{stderr}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_server_though_pages_listen() {
    let book = Book::new(BOOK);
    let mut server = Server::start(&book);
    let _page = server.open("/");
    let id = server.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}
