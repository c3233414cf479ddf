//! The studio as a browser sees it: the page, what is refused, previews, downloads, live reload; and
//! once from end to end in headless Chromium.

#[path = "studio/browser.rs"]
mod browser;
mod common;

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use common::Project;
use serde_json::{Value, json};

/// A studio that runs until the test ends.
struct Studio {
    child: Child,
    port: u16,
    /// `/` and the token.
    base: String,
}

impl Studio {
    fn start(project: &Project, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pasteup"))
            .args(["studio", "--port", "0"])
            .args(more)
            .current_dir(project.path(""))
            .env("XDG_DATA_HOME", project.path("data"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let out = child.stdout.take().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        let rest = line.trim().strip_prefix("http://127.0.0.1:").unwrap();
        let (port, token) = rest.split_once('/').unwrap();
        Self {
            child,
            port: port.parse().unwrap(),
            base: format!("/{}", token.trim_end_matches('/')),
        }
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}{}/", self.port, self.base)
    }

    fn get(&self, path: &str) -> Answer {
        self.send("GET", &format!("{}{path}", self.base), &[], b"")
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        let path = format!("{}{path}", self.base);
        self.send("POST", &path, &[], body.to_string().as_bytes())
    }

    /// Sends a request; `Host` is ours unless `headers` say otherwise.
    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let host = format!("127.0.0.1:{}", self.port);
        send(self.port, method, path, &host, headers, body)
    }
}

impl Drop for Studio {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a server said.
struct Answer {
    status: u16,
    /// Status line and headers, in small letters.
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    #[track_caller]
    fn ok(self) -> Self {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.body));
        self
    }
}

/// HTTP, as much of it as the tests need: one request a connection.
fn send(
    port: u16,
    method: &str,
    path: &str,
    host: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(120)))
        .unwrap();
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    for (name, value) in headers {
        let _ = write!(request, "{name}: {value}\r\n");
    }
    let _ = write!(request, "Content-Length: {}\r\n\r\n", body.len());
    stream.write_all(request.as_bytes()).unwrap();
    // A server that refuses a body closes before it was sent.
    let _ = stream.write_all(body);
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        let read = reader
            .read_line(&mut head)
            .expect("the server said nothing");
        assert!(read > 0, "the server closed in the middle of {head:?}");
    }
    let head = head.to_lowercase();
    // chromedriver hands its end of the line on to the browser, so it never closes.
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"))
        .expect("an answer tells its length");
    let mut body = vec![0; length.trim().parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        body,
        head,
    }
}

fn hindi() -> Value {
    json!({"text": "याद रखना ही लड़ना है!", "lang": "hi", "layout": "stack", "size": "a4", "palette": "night"})
}

#[test]
fn the_page_comes_with_strict_headers() {
    let project = Project::new();
    let studio = Studio::start(&project, &[]);
    let page = studio.get("/").ok();
    for header in [
        "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self';",
        "cache-control: no-store",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
        "content-type: text/html; charset=utf-8",
    ] {
        assert!(page.head.contains(header), "{header}\n{}", page.head);
    }
    let html = String::from_utf8(page.body).unwrap();
    assert!(!html.contains("http"), "the page names another place");
    assert!(!html.contains("style=") && !html.contains("<script>"));
    for file in ["/app.css", "/app.js", "/words.json", "/icon.svg"] {
        studio.get(file).ok();
    }
    let choices = studio.get("/api/choices").ok().json();
    let layouts = choices["layouts"].as_array().unwrap();
    assert!(layouts.iter().any(|layout| layout["name"] == "bold"));
    assert_eq!(studio.get("/nothing").status, 404);
}

#[test]
fn strangers_are_refused() {
    let project = Project::new();
    let studio = Studio::start(&project, &[]);
    let home = format!("{}/", studio.base);
    // A name that somebody lets point to 127.0.0.1.
    let rebound = send(studio.port, "GET", &home, "evil.example", &[], b"");
    assert_eq!(rebound.status, 421);
    let message = rebound.json()["error"]["message"].clone();
    assert_eq!(
        message,
        "the studio does not answer to the name `evil.example`"
    );
    assert!(rebound.head.contains("content-security-policy"));
    let guessed = studio.send("GET", "/0123456789abcdef0123456789abcdef/", &[], b"");
    assert_eq!(guessed.status, 403);
    assert_eq!(studio.send("GET", "/", &[], b"").status, 403);
    let path = format!("{}/api/preview", studio.base);
    let other = [("Origin", "https://evil.example")];
    assert_eq!(studio.send("POST", &path, &other, b"{}").status, 403);
}

#[test]
fn too_much_is_refused() {
    let project = Project::new();
    let studio = Studio::start(&project, &[]);
    let answer = studio.post("/api/preview", &json!({"text": "x".repeat(300 << 10)}));
    assert_eq!(answer.status, 413);
    let answer = studio.post("/api/preview", &json!({"text": "x".repeat(30_000)}));
    assert_eq!(answer.status, 400);
    // Files of the machine are nobody's business.
    let asked = json!({"text": "x", "layout": "/etc/passwd.svg", "size": "a4"});
    let answer = studio.post("/api/preview", &asked);
    assert_eq!(answer.status, 422);
    let message = answer.json()["error"]["message"].clone();
    assert_eq!(message, "the studio does not open `/etc/passwd.svg`");
}

#[test]
fn a_photo_is_kept_in_memory_up_to_a_bound() {
    let project = Project::new();
    let studio = Studio::start(&project, &[]);
    let path = format!("{}/api/photo", studio.base);
    let large = studio.send("POST", &path, &[], &vec![0; (24 << 20) + 1]);
    assert_eq!(large.status, 413);
    let message = large.json()["error"]["message"].clone();
    assert_eq!(message, "this is larger than 24576 KB, which is the most");
    assert_eq!(studio.send("POST", &path, &[], b"").status, 422);

    let photo = image::RgbImage::from_fn(900, 900, |x, y| {
        image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90])
    });
    photo.save(project.path("face.png")).unwrap();
    let bytes = fs::read(project.path("face.png")).unwrap();
    let kept = studio.send("POST", &path, &[], &bytes).ok().json();
    let asked = json!({"text": "Freedom!", "layout": "portrait", "size": "square",
        "format": "png", "images": {"portrait": kept["photo"]}});
    let taken = studio.post("/api/download", &asked).ok().body;
    project
        .run(&[
            "make",
            "Freedom!",
            "-l",
            "portrait",
            "-s",
            "square",
            "--image",
            "portrait=face.png",
            "-o",
            "made.png",
        ])
        .success();
    assert!(taken == fs::read(project.path("made.png")).unwrap());
    // Nothing but what the command line made lies in the folder.
    let mut files: Vec<_> = fs::read_dir(project.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    files.sort();
    assert_eq!(files, ["face.png", "made.png"]);
}

#[test]
fn a_preview_and_downloads_are_what_the_command_line_makes() {
    let project = Project::new();
    let studio = Studio::start(&project, &[]);
    let stem = "output/yaad-rkhnaa-hii-lrddnaa-hai-stack-hi-a4-night";
    let common = [
        "make",
        "याद रखना ही लड़ना है!",
        "--lang",
        "hi",
        "-l",
        "stack",
        "-s",
        "a4",
        "--palette",
        "night",
        "-f",
    ];
    let preview = studio.post("/api/preview", &hindi()).ok().json();
    let stem = preview["file"]
        .as_str()
        .map_or(stem.to_owned(), |file| format!("output/{file}"));
    for (format, finish, more) in [
        ("svg", "", &[][..]),
        ("png", "", &[]),
        ("pdf", "", &[]),
        ("pdf", "tiles", &["--tile", "a4"]),
        ("pdf", "shop", &["--shop", "generic"]),
    ] {
        let mut asked = hindi();
        asked["format"] = json!(format);
        asked["finish"] = json!(finish);
        let answer = studio.post("/api/download", &asked).ok();
        let args = [&common[..], &[format], more].concat();
        project.run(&args).success();
        let file = format!("{stem}.{format}");
        let made = fs::read(project.path(&file)).unwrap();
        assert!(answer.body == made, "{file} differs from the download");
        let name = file.trim_start_matches("output/");
        let disposition = format!("content-disposition: attachment; filename=\"{name}\"");
        assert!(answer.head.contains(&disposition), "{}", answer.head);
        if format == "svg" {
            assert_eq!(preview["svg"].as_str().unwrap().as_bytes(), made);
        }
    }
}

#[test]
fn what_does_not_fit_is_said_of_its_slot() {
    let project = Project::new().svg(
        "tight.svg",
        r#"<rect data-slot="slogan" data-min-size="40" x="10" y="10" width="80" height="80"/>"#,
    );
    let studio = Studio::start(&project, &["--watch", "tight.svg"]);
    let asked =
        json!({"text": "კეთილი იყოს შენი მობრძანება", "layout": "tight.svg", "size": "drawn"});
    let answer = studio.post("/api/preview", &asked);
    assert_eq!(answer.status, 422);
    let error = answer.json()["error"].clone();
    assert_eq!(error["slot"], "slogan", "{error}");
    assert!(!error["hints"].as_array().unwrap().is_empty());
    assert_eq!(error["surplus"]["unit"], "words", "{error}");
    assert_eq!(error["surplus"]["all"], 4, "{error}");
    let args = [
        "make",
        "კეთილი იყოს შენი მობრძანება",
        "-l",
        "tight.svg",
        "-s",
        "drawn",
    ];
    let said = project.run(&args).stderr();
    assert!(said.contains(error["message"].as_str().unwrap()), "{said}");
}

#[test]
fn a_saved_drawing_is_reported() {
    let rect =
        |y: u8| format!(r#"<rect data-slot="slogan" x="5" y="{y}" width="90" height="40"/>"#);
    let project = Project::new().svg("my.svg", &rect(5));
    let studio = Studio::start(&project, &["--watch", "my.svg"]);
    let drawing = studio.get("/api/drawing").ok().json();
    assert_eq!(drawing["slots"][0]["id"], "slogan");

    let mut stream = TcpStream::connect(("127.0.0.1", studio.port)).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    let request = format!(
        "GET {}/api/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n",
        studio.base, studio.port
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    assert!(lines.any(|line| line == "content-type: text/event-stream"));
    // As Inkscape saves: another file, then renamed.
    let project = project.svg("my.svg.part", &rect(50));
    fs::rename(project.path("my.svg.part"), project.path("my.svg")).unwrap();
    assert!(lines.any(|line| line == "event: saved"));
}

#[test]
fn the_page_speaks_six_languages_in_full() {
    let words: Value = serde_json::from_str(include_str!("../src/studio/page/words.json")).unwrap();
    let keys = |tag: &str| -> Vec<String> {
        let all = words[tag].as_object().unwrap();
        assert!(all.values().all(|text| !text.as_str().unwrap().is_empty()));
        all.keys().cloned().collect()
    };
    for tag in ["ru", "fr", "es", "nl", "tr"] {
        assert_eq!(keys(tag), keys("en"), "{tag}");
    }
    let html = include_str!("../src/studio/page/index.html");
    for said in html.split("data-say=\"").skip(1) {
        let key = said.split('"').next().unwrap();
        assert!(words["en"][key].is_string(), "`{key}` has no text");
    }
}
