//! The studio in headless Chromium, driven over `WebDriver`; skipped with a note where there is none.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use serde_json::{Value, json};

use crate::common::Project;
use crate::{Studio, send};

/// A browser of its own, with an empty profile.
struct Browser {
    driver: Child,
    port: u16,
    session: String,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts a browser that saves downloads to a folder; `None` where there is none.
    fn start(downloads: &Path, width: u32, height: u32, dark: bool) -> Option<Self> {
        let driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut driver) = driver else {
            eprintln!(
                "SKIPPED: there is no chromedriver; apt-get install chromium chromium-driver"
            );
            return None;
        };
        // It says which port it found; one that we looked for might be taken meanwhile.
        let said = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = said
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, port) = line.split_once("successfully on port ")?;
                port.trim_end_matches('.').parse().ok()
            })
            .expect("chromedriver says its port");
        let profile = tempfile::tempdir().unwrap();
        let mut args: Vec<String> = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=en",
            "--hide-scrollbars",
        ]
        .map(str::to_owned)
        .to_vec();
        args.push(format!("--user-data-dir={}", profile.path().display()));
        args.push(format!("--window-size={width},{height}"));
        if dark {
            args.push("--blink-settings=preferredColorScheme=0".to_owned());
        }
        let mut browser = Self {
            driver,
            port,
            session: String::new(),
            _profile: profile,
        };
        let mut options = json!({
            "args": args,
            "prefs": {"download.default_directory": downloads.display().to_string()},
        });
        if width < 600 {
            let metrics = json!({"width": width, "height": height, "pixelRatio": 2.0});
            options["mobileEmulation"] = json!({"deviceMetrics": metrics});
        }
        let wanted = json!({"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}});
        let session = browser.call("POST", "/session", &wanted);
        session["sessionId"]
            .as_str()
            .unwrap_or_else(|| panic!("no session: {session}"))
            .clone_into(&mut browser.session);
        Some(browser)
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let host = format!("127.0.0.1:{}", self.port);
        let body = body.to_string();
        let body = if method == "GET" { "" } else { &body };
        let kind = [("Content-Type", "application/json")];
        let answer = send(self.port, method, path, &host, &kind, body.as_bytes());
        answer.json()["value"].clone()
    }

    fn session(&self, method: &str, path: &str, body: &Value) -> Value {
        self.call(method, &format!("/session/{}{path}", self.session), body)
    }

    fn open(&self, studio: &Studio) {
        self.session("POST", "/url", &json!({"url": studio.address()}));
        self.wait("return 'ready' in document.body.dataset");
        self.wait("return document.querySelector('#picture').naturalWidth > 0");
    }

    fn run(&self, script: &str) -> Value {
        let asked = json!({"script": script, "args": []});
        self.session("POST", "/execute/sync", &asked)
    }

    fn wait(&self, script: &str) {
        until(script, || {
            (self.run(script) == Value::Bool(true)).then_some(())
        });
    }

    fn find(&self, selector: &str) -> String {
        let asked = json!({"using": "css selector", "value": selector});
        let found = self.session("POST", "/element", &asked);
        let element = found.as_object().unwrap().values().next().unwrap();
        format!("/element/{}", element.as_str().unwrap())
    }

    fn type_into(&self, selector: &str, text: &str) {
        let element = self.find(selector);
        self.session("POST", &format!("{element}/clear"), &json!({}));
        self.session("POST", &format!("{element}/value"), &json!({"text": text}));
    }

    fn click(&self, selector: &str) {
        let element = self.find(selector);
        let answer = self.session("POST", &format!("{element}/click"), &json!({}));
        assert!(answer.is_null(), "{answer}");
    }

    fn shoot(&self, name: &str) {
        let Some(folder) = std::env::var_os("STUDIO_SHOTS") else {
            return;
        };
        let shot = self.session("GET", "/screenshot", &json!({}));
        let png = base64::engine::general_purpose::STANDARD.decode(shot.as_str().unwrap());
        fs::write(Path::new(&folder).join(name), png.unwrap()).unwrap();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            self.session("DELETE", "", &json!({}));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

#[track_caller]
fn until<T>(what: &str, mut probe: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = probe() {
            return found;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "never: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

const SETTLED: &str = "return document.querySelector('#easel').ariaBusy === 'false' \
     && [...document.querySelectorAll('.wall [data-wave] .shot')].every((shot) => shot.firstChild)";

#[test]
fn somebody_types_sees_and_downloads() {
    let project = Project::new();
    let downloads = project.path("downloads");
    fs::create_dir_all(&downloads).unwrap();
    let Some(browser) = Browser::start(&downloads, 1440, 900, false) else {
        return;
    };
    let studio = Studio::start(&project, &[]);
    browser.open(&studio);
    let before = browser.run("return document.querySelector('#picture').src");
    browser.type_into("#text", "Свободу политзаключённым!");
    browser.wait("return document.querySelector('#picture').alt.includes('политзаключённым!')");
    let after = browser.run("return document.querySelector('#picture').src");
    assert_ne!(before, after);
    // By keyboard alone: the layouts are one stop, arrows go through them.
    browser.run("document.querySelector('[name=layout][value=stack]').focus()");
    browser.run("document.querySelector('[name=layout][value=stack]').click()");
    browser.wait(SETTLED);
    browser.shoot("desktop.png");

    browser.click("[data-format=png]");
    project
        .run(&[
            "make",
            "Свободу политзаключённым!",
            "-l",
            "stack",
            "-s",
            "square",
        ])
        .success();
    let folder = fs::read_dir(project.path("output")).unwrap();
    let made = folder.into_iter().next().unwrap().unwrap();
    let taken = downloads.join(made.file_name());
    let bytes = until("the download ends", || fs::read(&taken).ok());
    assert!(bytes == fs::read(made.path()).unwrap());
    let errors = browser.run("return document.querySelectorAll('.said .error').length");
    assert_eq!(errors, 0);
}

#[test]
fn the_page_fits_a_telephone_and_the_night() {
    let project = Project::new();
    let Some(browser) = Browser::start(&project.path(""), 390, 844, true) else {
        return;
    };
    let studio = Studio::start(&project, &[]);
    browser.open(&studio);
    browser.run("const s = document.querySelector('#speech'); s.value = 'ru'; s.dispatchEvent(new Event('change'))");
    browser.wait("return document.querySelector('label[for=text]').textContent === 'Ваш лозунг'");
    let wide = browser.run("return document.documentElement.scrollWidth <= innerWidth");
    assert_eq!(wide, true, "the page is wider than the telephone");
    browser.wait(SETTLED);
    browser.shoot("phone-dark.png");
    browser.type_into("#text", "أن نتذكر يعني أن نناضل!");
    browser.run("document.querySelector('.layouts').scrollIntoView()");
    browser.wait(SETTLED);
    browser.shoot("phone-layouts.png");
}

#[test]
fn a_designer_sees_every_save() {
    let rect = |width: u8| {
        format!(
            r##"<rect width="100" height="100" fill="#e8161e"/>
<rect data-slot="slogan" fill="#fff" x="5" y="5" width="{width}" height="90"/>"##
        )
    };
    let project = Project::new().svg("my.svg", &rect(90));
    let Some(browser) = Browser::start(&project.path(""), 1440, 1800, false) else {
        return;
    };
    let studio = Studio::start(&project, &["--watch", "my.svg"]);
    browser.open(&studio);
    browser.wait("return document.querySelectorAll('#shapes img').length === 7");
    browser.wait("return document.querySelectorAll('#scripts figure').length === 12");
    browser.click("#show-frames");
    let project = project.svg("my.svg", &rect(50));
    browser.wait("return document.body.dataset.saved === '1'");
    browser.wait(
        "return document.querySelector('#frames polygon').getAttribute('points').includes('0.55')",
    );
    browser.wait(SETTLED);
    browser.run("document.querySelector('#desk').scrollIntoView()");
    browser.shoot("designer.png");
    drop(project);
}

/// The controls in view without an accessible name, as the browser tells it to a screen reader.
fn unnamed(browser: &Browser) -> Vec<String> {
    let controls = browser.run(
        "return [...document.querySelectorAll('input, select, textarea, button, summary')] \
         .filter((one) => one.checkVisibility())",
    );
    let controls = controls.as_array().unwrap();
    assert!(controls.len() > 60, "only {} controls", controls.len());
    let ask = |control: &Value, what: &str| {
        let id = control.as_object().unwrap().values().next().unwrap();
        let path = format!("/element/{}/{what}", id.as_str().unwrap());
        browser.session("GET", &path, &Value::Null)
    };
    controls
        .iter()
        .filter(|one| {
            ask(one, "computedlabel")
                .as_str()
                .is_none_or(|label| label.trim().is_empty())
        })
        .map(|one| ask(one, "property/outerHTML").to_string())
        .collect()
}

#[test]
fn keys_and_screen_readers_reach_everything() {
    const RIGHT: &str = "\u{E014}";
    let project = Project::new();
    let Some(browser) = Browser::start(&project.path(""), 1440, 900, false) else {
        return;
    };
    let studio = Studio::start(&project, &[]);
    browser.open(&studio);
    browser.click("#catalogue summary");
    browser.run(
        "const s = document.querySelector('#size'); s.value = 'a4'; s.dispatchEvent(new Event('change'))",
    );
    assert_eq!(unnamed(&browser), Vec::<String>::new());
    // All layouts are one stop; an arrow takes the next.
    let chosen = "document.querySelector('[name=layout]:checked').value";
    assert_eq!(browser.run(&format!("return {chosen}")), "bold");
    let element = browser.find("[name=layout]:checked");
    browser.session("POST", &format!("{element}/value"), &json!({"text": RIGHT}));
    browser.wait(&format!("return {chosen} === 'candle'"));
    // What does not fit is said beside the field, and the field says so itself.
    browser.run("document.querySelector('[name=layout][value=banner]').click()");
    browser.type_into("#text", &"Freedom to all political prisoners! ".repeat(12));
    browser.wait("return document.querySelector('#text').ariaInvalid === 'true'");
    let said = browser.run(
        "const box = document.querySelector('#said-slogan'); \
         return box.getAttribute('role') + ' ' + box.textContent",
    );
    let said = said.as_str().unwrap();
    let plain =
        "status This does not work: The text is too long for this layout. Shorten it by about ";
    assert!(said.starts_with(plain), "{said}");
    browser.shoot("does-not-fit.png");
}

#[test]
fn a_dropped_photo_is_in_the_picture() {
    let project = Project::new();
    let Some(browser) = Browser::start(&project.path(""), 1440, 900, false) else {
        return;
    };
    let photo = image::RgbImage::from_pixel(900, 900, image::Rgb([10, 200, 30]));
    photo.save(project.path("face.png")).unwrap();
    let studio = Studio::start(&project, &[]);
    browser.open(&studio);
    browser.run("document.querySelector('[name=layout][value=portrait]').click()");
    browser.wait("return Boolean(document.querySelector('#slot-portrait'))");
    browser.wait(SETTLED);
    let painted = "const picture = document.querySelector('#picture'); \
        const canvas = document.createElement('canvas'); canvas.width = canvas.height = 100; \
        const pen = canvas.getContext('2d'); pen.drawImage(picture, 0, 0, 100, 100); \
        return [...pen.getImageData(20, 75, 1, 1).data].join()";
    let before = browser.run(painted);
    let path = project.path("face.png").display().to_string();
    let element = browser.find("#slot-portrait");
    browser.session("POST", &format!("{element}/value"), &json!({"text": path}));
    browser.wait(
        "return document.querySelector('#slot-portrait').parentNode.textContent.includes('in the poster')",
    );
    until("the photo is painted", || {
        (browser.run(painted) != before).then_some(())
    });
    browser.shoot("photo.png");
    browser.type_into("#slot-link", "https:/memohrc.org");
    browser.wait("return document.querySelector('#said-link .error') !== null");
}

/// Milliseconds from a keystroke to the new picture on the screen.
#[test]
fn the_picture_follows_a_keystroke_within_a_tenth_of_a_second() {
    let project = Project::new();
    let Some(browser) = Browser::start(&project.path(""), 1440, 900, false) else {
        return;
    };
    let studio = Studio::start(&project, &[]);
    browser.open(&studio);
    for (layout, text) in [
        ("bold", "Freedom to all political prisoners!"),
        ("stack", "Свободу политзаключённым!"),
        ("portrait", "أن نتذكر يعني أن نناضل!"),
        ("linocut", "याद रखना ही लड़ना है!"),
    ] {
        browser.run(&format!(
            "document.querySelector('[name=layout][value={layout}]').click(); \
             document.querySelector('#text').value = ''"
        ));
        browser.wait(SETTLED);
        let asked = json!({"script": KEYSTROKES, "args": [text]});
        let times = browser.session("POST", "/execute/async", &asked);
        let mut times: Vec<f64> = serde_json::from_value(times).unwrap();
        times.sort_by(f64::total_cmp);
        let (median, longest) = (times[times.len() / 2], times[times.len() - 1]);
        println!("{layout}: median {median:.0} ms, longest {longest:.0} ms");
        assert!(median < 100.0, "{layout}: {times:?}");
    }
}

const KEYSTROKES: &str = "
    const [text, done] = arguments;
    const field = document.querySelector('#text'), picture = document.querySelector('#picture');
    (async () => {
      const times = [];
      for (const letter of text) {
        field.value += letter;
        if (letter === ' ') continue;
        const start = performance.now();
        const shown = new Promise((then) => picture.addEventListener('load', then, { once: true }));
        field.dispatchEvent(new Event('input'));
        await shown;
        await picture.decode();
        await new Promise(requestAnimationFrame);
        times.push(performance.now() - start);
        await new Promise((then) => setTimeout(then, 120));
      }
      done(times);
    })();
";
