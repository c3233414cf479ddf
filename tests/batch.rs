//! Batches as a user meets them: job files, parts, interruptions, and what is said of them.

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use common::Project;

const JOB: &str = r#"
slogans = ["january-19/remember", "january-19/freedom"]
lang = ["en", "ru"]
layouts = ["bold", "stack"]
sizes = ["square", "a4"]
formats = ["svg"]

[[exclude]]
lang = "ru"
layout = "stack"

[[poster]]
text = "Hands off!"
size = "story"
palette = "red"
"#;

/// A sheet of tiny posters.
fn sheet(rows: usize) -> String {
    let mut sheet = "slogan,lang,name\n".to_owned();
    for row in 0..rows {
        let _ = writeln!(sheet, "Peace {},en,p{row:05}", row % 50);
    }
    sheet
}

/// A layout that is quick to fill.
const TINY: &str = "<rect width=\"100\" height=\"100\" fill=\"#fff\"/>\
    <rect data-slot=\"slogan\" width=\"100\" height=\"100\"/>";

fn tiny(rows: usize) -> Project {
    Project::new()
        .svg("tiny.svg", TINY)
        .file("s.csv", sheet(rows))
}

const TINY_ARGS: [&str; 8] = [
    "batch", "s.csv", "-l", "tiny.svg", "-s", "40x40px", "-q", "-f",
];

/// Every file of a folder that is not hidden, by its path below it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(here) = folders.pop() {
        for entry in fs::read_dir(here).unwrap().flatten() {
            let path = entry.path();
            let name = path.strip_prefix(folder).unwrap().display().to_string();
            if path.is_dir() {
                folders.push(path);
            } else if !entry.file_name().to_string_lossy().starts_with('.') {
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

/// The part of a summary that does not change with the machine.
fn without_time(said: &str) -> String {
    let mut out = String::new();
    for line in said.lines() {
        match line.split_once(" made in `output`: ") {
            Some((made, rest)) => {
                let after = rest.split_once("; ").map_or("", |(_, after)| after);
                let _ = writeln!(out, "{made} made; {after}");
            }
            None => {
                let _ = writeln!(out, "{line}");
            }
        }
    }
    out.trim_end().to_owned()
}

#[test]
fn lists_multiply_single_posters_follow_and_some_are_left_out() {
    let project = Project::new().file("job.toml", JOB);
    let dry = project
        .run(&["batch", "job.toml", "--dry-run"])
        .success()
        .stdout();
    assert_eq!(
        dry,
        "14 files of 14 posters; 6 sheets of paper; about 196 kB\n"
    );
    assert!(!project.path("output").exists());
    project
        .run(&[
            "batch",
            "job.toml",
            "--name",
            "{lang}/{layout}/{id}-{size}-{palette}",
            "-q",
        ])
        .notes("");
    let made: Vec<String> = files(&project.path("output")).into_keys().collect();
    assert_eq!(
        made,
        [
            "en/bold/freedom-a4-own.svg",
            "en/bold/freedom-square-own.svg",
            "en/bold/remember-a4-own.svg",
            "en/bold/remember-square-own.svg",
            "en/stack/freedom-a4-own.svg",
            "en/stack/freedom-square-own.svg",
            "en/stack/remember-a4-own.svg",
            "en/stack/remember-square-own.svg",
            "ru/bold/freedom-a4-own.svg",
            "ru/bold/freedom-square-own.svg",
            "ru/bold/remember-a4-own.svg",
            "ru/bold/remember-square-own.svg",
            "und/bold/hands-off-story-red.svg",
            "und/stack/hands-off-story-red.svg",
        ]
    );
}

#[test]
fn what_the_command_line_says_wins() {
    let project = Project::new().file("job.toml", JOB);
    let args = "batch job.toml -s story -l plain --lang fr -f png --dry-run";
    let ran = project.run(&args.split(' ').collect::<Vec<_>>());
    ran.fails(
        2,
        "error: `exclude` leaves out the layout `stack`, which the job does not have\n  --> job.toml:8:1",
    );
}

#[test]
fn a_failed_row_is_told_with_its_number_and_the_others_are_made() {
    let project = Project::new()
        .svg("gone.svg", "<image href=\"gone.png\" width=\"9\" height=\"9\"/>")
        .file(
            "s.csv",
            "slogan;lang;size;layout\n\"Peace;\nnow\";en;square;\nx;en;sqare;\n\nМир;ru;story;\nx;en;;gone.svg\nx;xx;;\n",
        );
    let ran = project.run(&["batch", "s.csv", "-f", "svg", "--report", "r.csv"]);
    let said = ran.stderr();
    assert_eq!(
        without_time(&said),
        "error: row 3 is not made: there is no size `sqare`\n\
         hint: did you mean `square`?\n\
         hint: see `pasteup sizes`, or write it out: `500x700mm`, `24x36in`, `1080x1350px`\n\
         error: row 6 is not made: the picture `gone.png` cannot be read: No such file or directory (os error 2)\n  \
           --> gone.svg:2:14\n\
         hint: put it beside the layout, or embed it\n\
         error: row 7 is not made: `xx` is not a language that is known by name\n\
         hint: did you mean `ab`, Abkhazian (ab)?\n\
         2 files made; 3 failed"
            .replace("hint: did you mean `ab`, Abkhazian (ab)?", nearest(&said))
    );
    let report = fs::read_to_string(project.path("r.csv")).unwrap();
    let lines: Vec<&str> = report.lines().collect();
    assert_eq!(lines[0], "row,file,status,bytes,message");
    assert!(lines[1].starts_with("3,,failed,,there is no size"));
    assert!(
        lines[4].starts_with("2,peace-now-bold-en-square.svg,made,"),
        "{report}"
    );
    assert!(
        lines[5].starts_with("5,mir-bold-ru-story.svg,made,"),
        "{report}"
    );
    let json = project.run(&["batch", "s.csv", "-f", "svg", "-q", "--report", "r.json"]);
    assert!(!json.stderr().is_empty());
    let report: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(project.path("r.json")).unwrap()).unwrap();
    assert_eq!(report.as_array().unwrap().len(), 5);
    assert_eq!(report[3]["status"], "made");
}

/// Whatever language is suggested for `xx`: the list grows.
fn nearest(said: &str) -> &str {
    said.lines()
        .filter(|line| line.starts_with("hint: "))
        .find(|line| line.contains('(') && line.contains(")?") || line.contains("BCP 47"))
        .unwrap_or_default()
}

#[test]
fn messages_of_job_files() {
    let project = Project::new()
        .file(
            "key.toml",
            "slogan = \"january-19/remember\"\nlayuts = [\"bold\"]\n",
        )
        .file("kind.toml", "texts = [\"x\"]\nsizes = 4\n")
        .file("none.toml", "lang = [\"en\"]\n")
        .file("bad.toml", "texts = [\"x\n")
        .file("layout.toml", "texts = [\"x\"]\nlayouts = [\"blod\"]\n")
        .file(
            "twice.toml",
            "texts = [\"x\"]\nlang = [\"en\", \"fr\"]\nname = \"{slogan}\"\n",
        )
        .file("names.csv", "slogan,name\nx,a\ny,a\n")
        .file("heads.csv", "slogan,sise\nx,a4\n")
        .file("empty.csv", "")
        .file("bytes.csv", [0xE9, 0x2C, 0x41])
        .file("job.xlsx", "PK");
    let said = |file: &str, message: &str| {
        project.run(&["batch", file]).fails(2, message);
    };
    said(
        "key.toml",
        "error: a job does not know `layuts`\n  --> key.toml:2:1\nhint: did you mean `layouts`?",
    );
    said(
        "kind.toml",
        "error: `4` stands where text in quotes should\n  --> kind.toml:2:9",
    );
    said(
        "none.toml",
        "error: the job has no slogan\n  --> none.toml\n\
         hint: write `texts = [\"To remember is to fight!\"]`, or `slogans = [\"january-19/remember\"]`",
    );
    let ran = project.run(&["batch", "bad.toml"]);
    assert!(
        ran.stderr().starts_with("error: the job is not TOML: "),
        "{}",
        ran.stderr()
    );
    said(
        "layout.toml",
        "error: there is no layout `blod`\nhint: did you mean `bold`?",
    );
    said(
        "twice.toml",
        "error: two posters would have the same name, `x.png`\nhint: add `{lang}` to `--name`",
    );
    said(
        "names.csv",
        "error: two posters would have the same name, `a.png`: rows 2 and 3\nhint: add `{slogan}` to `--name`",
    );
    said(
        "heads.csv",
        "error: the column `sise` is neither an option nor a slot of these layouts\n  --> heads.csv:1:2\n\
         hint: did you mean `size`?\n\
         hint: options are `text`, `lang`, `layout`, `size`, `format`, `palette`, `dpi`, `file`, `image`, `focus`, `qr`, slots are `slogan`, `note`",
    );
    said(
        "empty.csv",
        "error: the sheet is empty\n  --> empty.csv\nhint: its first row names the columns: slogan, lang, size",
    );
    said(
        "bytes.csv",
        "error: the job is not text in UTF-8\n  --> bytes.csv\nhint: save it again, and choose `CSV UTF-8` or `Unicode (UTF-8)`",
    );
    said(
        "job.xlsx",
        "error: a job is a file whose name ends in `.toml`, `.csv` or `.tsv`\n  --> job.xlsx\nhint: save a spreadsheet as CSV in UTF-8",
    );
    said(
        "no.csv",
        "error: the job cannot be read: No such file or directory (os error 2)\n  --> no.csv\nhint: check the path",
    );
    project.run(&["batch", "key.toml", "--shard", "3/2"]).fails(
        2,
        "error: `--shard 3/2` is not a part\nhint: write `--shard 1/4` for the first of four parts",
    );
    project.run(&["batch", "names.csv", "--name", "{lan}"]).fails(
        1,
        "error: row 2 is not made: the name `{lan}` asks for `{lan}`, which is not known\nhint: did you mean `lang`?\n\
         error: row 3 is not made: the name `{lan}` asks for `{lan}`, which is not known\nhint: did you mean `lang`?\n\
         0 files made in `output`; 2 failed",
    );
    project.run(&["batch", "names.csv", "--name", "../{slogan}"]).fails(
        2,
        "error: the name `../{slogan}` does not name a file below the folder\nhint: for example `{lang}/{slogan}-{size}`",
    );
    assert!(!project.path("a.png").exists());
}

#[test]
fn a_slogan_of_the_catalogue_may_stand_in_a_sheet() {
    let project = Project::new().file(
        "s.csv",
        "slogan,lang\njanuary-19/remember,ru\n24/7,en\njanuary-19/rember,en\n",
    );
    let ran = project.run(&["batch", "s.csv", "-f", "svg", "--name", "{text}"]);
    assert_eq!(
        without_time(&ran.stderr()),
        "error: row 4 is not made: campaign `january-19` has no slogan `rember`\n\
         hint: did you mean `remember`?\n\
         2 files made; 1 failed"
    );
}

/// One thread and two write the same bytes, and so do parts.
#[test]
fn threads_and_parts_do_not_change_a_byte() {
    let project = tiny(60);
    let run = |rest: &[&str]| {
        let mut args = TINY_ARGS.to_vec();
        args.push("png,pdf,svg");
        args.extend_from_slice(rest);
        project.run(&args).success();
    };
    run(&["-o", "one", "--threads", "1"]);
    run(&["-o", "two", "--threads", "2"]);
    let one = files(&project.path("one"));
    assert_eq!(one.len(), 180);
    assert!(one == files(&project.path("two")));
    for part in ["1/3", "2/3", "3/3"] {
        run(&["-o", "parts", "--shard", part]);
        run(&["-o", &part.replace('/', "-"), "--shard", part]);
    }
    assert!(one == files(&project.path("parts")));
    let sizes = ["1-3", "2-3", "3-3"].map(|part| files(&project.path(part)).len());
    assert_eq!(sizes, [60; 3], "no file is in two parts");
}

#[test]
fn a_batch_goes_on_where_it_was_killed() {
    let project = tiny(600);
    let args = |folder: &'static str| [&TINY_ARGS[..], &["png", "-o", folder]].concat();
    project.run(&args("whole")).success();
    let whole = files(&project.path("whole"));

    let mut child = spawn(&project, &args("killed"));
    wait_for_files(&project.path("killed"), 20, &mut child);
    child.kill().unwrap();
    child.wait().unwrap();
    let finished = files(&project.path("killed"));
    assert!(
        finished.len() < whole.len(),
        "it was too quick to be killed"
    );
    for (name, bytes) in &finished {
        assert!(whole[name] == *bytes, "`{name}` is half written");
    }

    let mut again = args("killed");
    again.retain(|arg| *arg != "-q");
    again.push("--resume");
    let said = project.run(&again).success().stderr();
    let unchanged: usize = said
        .split("; ")
        .find_map(|part| part.strip_suffix(" unchanged\n"))
        .and_then(|count| count.parse().ok())
        .unwrap_or_else(|| panic!("{said}"));
    // A poster may have been renamed, and its line not yet written.
    assert!(unchanged + 4 >= finished.len() && unchanged <= finished.len());
    assert!(files(&project.path("killed")) == whole);

    // What somebody changed, and what is made of something else, is made again.
    fs::write(project.path("killed/p00001.png"), "changed").unwrap();
    let said = project.run(&again).success().stderr();
    assert!(
        said.starts_with("1 file made in `killed`: ") && said.contains("; 599 unchanged"),
        "{said}"
    );
    let red = Project::svg(project, "tiny.svg", &TINY.replace("#fff", "#d00"));
    let said = red.run(&again).success().stderr();
    assert!(said.starts_with("600 files made in `killed`: "), "{said}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_finishes_what_is_being_written_and_says_how_to_go_on() {
    let project = tiny(2000);
    let mut args = [&TINY_ARGS[..], &["png"]].concat();
    args.retain(|arg| *arg != "-q");
    let mut child = spawn(&project, &args);
    wait_for_files(&project.path("output"), 5, &mut child);
    let pid = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &pid])
            .status()
            .unwrap()
            .success()
    );
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{said}");
    let go_on =
        "stopped; go on with:\n  pasteup batch s.csv -l tiny.svg -s 40x40px -f png --resume\n";
    assert!(said.ends_with(go_on), "{said}");
    let made = files(&project.path("output")).len();
    assert!(
        said.starts_with(&format!("{made} files made in `output`: ")),
        "{said} {made}"
    );
    let hidden: Vec<_> = fs::read_dir(project.path("output"))
        .unwrap()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().ends_with(".part"))
        .collect();
    assert!(hidden.is_empty());
}

#[test]
fn ten_thousand_rows_take_no_more_memory_than_a_hundred() {
    if !Path::new("/proc/self/status").exists() {
        eprintln!("not tested: this system does not say how much memory a process took");
        return;
    }
    let peak = |rows: usize| {
        let project = tiny(rows);
        let args = [&TINY_ARGS[..], &["svg", "--threads", "2"]].concat();
        let mut child = spawn(&project, &args);
        let status = format!("/proc/{}/status", child.id());
        let mut peak = 0;
        while child.try_wait().unwrap().is_none() {
            if let Ok(text) = fs::read_to_string(&status) {
                let line = text.lines().find(|line| line.starts_with("VmHWM:"));
                let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
                peak = peak.max(kib.unwrap_or(0));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(files(&project.path("output")).len(), rows);
        peak
    };
    let (few, many) = (peak(100), peak(10_000));
    eprintln!("100 rows: {few} KiB, 10 000 rows: {many} KiB");
    // The rows themselves and a number for each poster are kept: 500 bytes a row.
    assert!(many < few + 6 * 1024, "{few} KiB grew to {many} KiB");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_stops_the_batch_and_nothing_is_half_there() {
    let project = tiny(300);
    let disk = project.path("disk");
    fs::create_dir(&disk).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=160k", "none"])
        .arg(&disk)
        .stderr(Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        eprintln!("not tested: a small disk cannot be mounted here");
        return;
    }
    let mut args = [&TINY_ARGS[..], &["png", "-o", "disk"]].concat();
    args.retain(|arg| *arg != "-q");
    let ran = project.run(&args);
    let said = ran.stderr();
    let left = files(&disk);
    let hidden = fs::read_dir(&disk)
        .unwrap()
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().ends_with(".part"));
    let remounted = Command::new("mount")
        .args(["-o", "remount,size=8m"])
        .arg(&disk)
        .status()
        .is_ok_and(|status| status.success());
    args.push("--resume");
    let again = project.run(&args);
    let whole = files(&disk);
    let _ = Command::new("umount").arg(&disk).status();

    assert!(
        said.contains("cannot be written: no space left on device"),
        "{said}"
    );
    assert!(
        said.contains("hint: make room or choose another place with `--output`"),
        "{said}"
    );
    assert!(said.contains("stopped; go on with:\n"), "{said}");
    assert!(
        said.matches("error: ").count() <= 2,
        "said once a thread: {said}"
    );
    assert!(!left.is_empty() && left.len() < 300 && !hidden);
    assert!(
        left.values()
            .all(|bytes| image::load_from_memory(bytes).is_ok())
    );
    assert!(remounted, "the disk cannot be made larger");
    again.success();
    assert_eq!(whole.len(), 300);
}

#[test]
fn a_folder_that_takes_nothing_is_said_before_the_work() {
    let project = tiny(3).file("file", "");
    let args = |folder: &'static str| [&TINY_ARGS[..], &["png", "-o", folder]].concat();
    project.run(&args("file")).fails(
        2,
        "error: the folder `file` cannot be made: file exists\nhint: choose another place with `--output`",
    );
    if Path::new("/proc/self").exists() {
        project.run(&args("/proc")).fails(
            2,
            "error: nothing can be written to the folder `/proc`: no such file or directory\n\
             hint: choose another place with `--output`",
        );
    }
    project.run(&["batch", "s.csv", "--report", "r.txt"]).fails(
        2,
        "error: the report `r.txt` is neither `.csv` nor `.json`\nhint: for example `--report report.csv`",
    );
}

fn spawn(project: &Project, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_pasteup"))
        .args(args)
        .current_dir(project.path(""))
        .env("XDG_DATA_HOME", project.path("data"))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn wait_for_files(folder: &Path, count: usize, child: &mut Child) {
    loop {
        let there = fs::read_dir(folder).map_or(0, |entries| {
            let visible =
                |entry: &fs::DirEntry| !entry.file_name().to_string_lossy().starts_with('.');
            entries.flatten().filter(visible).count()
        });
        if there >= count {
            return;
        }
        assert!(
            child.try_wait().unwrap().is_none(),
            "it ended before it was stopped"
        );
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// A picture of one colour, as an SVG: what it shows is told by its name.
fn flat(color: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\" fill=\"{color}\"/></svg>"
    )
}

#[test]
fn pictures_stand_beside_the_sheet_and_one_that_vanished_stops_no_other() {
    let layout = "<rect width=\"100\" height=\"100\" fill=\"#fff\"/>\
        <rect data-slot=\"face\" data-kind=\"image\" width=\"50\" height=\"50\"/>\
        <rect data-slot=\"slogan\" y=\"50\" width=\"100\" height=\"50\"/>";
    let project = Project::new()
        .svg("a.svg", layout)
        .file("sheets/one.svg", flat("#f00"))
        .file("sheets/two.svg", flat("#00f"))
        .file(
            "sheets/s.csv",
            "slogan,face,name\nOne,one.svg,one\nTwo,two.svg,two\nThree,three.svg,three\n",
        );
    let args = ["batch", "sheets/s.csv", "-l", "a.svg", "-s", "40x40px"];
    let ran = project.run(&args);
    assert_eq!(
        without_time(&ran.stderr()),
        "error: row 4 is not made: the picture cannot be read: no such file or directory\n  \
         --> sheets/three.svg\nhint: check the path\n2 files made; 1 failed"
    );
    let pixel = |file: &str| {
        let picture = image::open(project.path(file)).unwrap().into_rgb8();
        picture.get_pixel(5, 5).0
    };
    assert_eq!(pixel("output/one.png"), [255, 0, 0]);
    assert_eq!(pixel("output/two.png"), [0, 0, 255]);

    // Another picture under the same name is another poster; the missing one can be brought.
    fs::write(project.path("sheets/two.svg"), flat("#0f0")).unwrap();
    fs::write(project.path("sheets/three.svg"), flat("#000")).unwrap();
    let again = project.run(&[&args[..], &["--resume"]].concat());
    assert_eq!(without_time(&again.stderr()), "2 files made; 1 unchanged");
    assert_eq!(pixel("output/two.png"), [0, 255, 0]);

    // In TOML the same is said once for all.
    let job = "texts = [\"One\"]\nimage = { face = \"sheets/one.svg\" }\nlayouts = [\"a.svg\"]\n\
        sizes = [\"40x40px\"]\nname = \"toml\"\n";
    let project = project.file("job.toml", job);
    project.run(&["batch", "job.toml", "-q"]).notes("");
    assert_eq!(
        image::open(project.path("output/toml.png"))
            .unwrap()
            .into_rgb8()
            .get_pixel(5, 5)
            .0,
        [255, 0, 0]
    );
}

#[test]
fn what_a_poster_is_made_of_is_not_written_over() {
    let layout = "<rect data-slot=\"face\" data-kind=\"image\" width=\"100\" height=\"100\"/>";
    let project = Project::new()
        .svg("a.svg", layout)
        .file("face.svg", flat("#f00"));
    project
        .run(&["make", "-l", "a.svg", "--image", "face=face.svg", "-s", "40x40px", "-o", "face.svg"])
        .fails(
            1,
            "error: `face.svg` is what the poster is made of and is not overwritten\nhint: choose another name with `--output`",
        );
    assert_eq!(
        fs::read_to_string(project.path("face.svg")).unwrap(),
        flat("#f00")
    );
}

#[test]
fn a_name_is_a_persons_where_the_layout_has_a_place_for_one() {
    let layout = "<rect data-slot=\"slogan\" width=\"100\" height=\"50\"/><rect data-slot=\"name\" y=\"50\" width=\"100\" height=\"50\"/>";
    let project = Project::new()
        .svg("a.svg", layout)
        .file("s.csv", "slogan,name,file\nFreedom!,A. Example,first\n");
    let ran = project.run(&["batch", "s.csv", "-l", "a.svg", "-f", "svg", "--json", "-q"]);
    let told: serde_json::Value = serde_json::from_str(&ran.stdout()).unwrap();
    assert_eq!(told["file"], "output/first.svg");
    assert_eq!(told["slots"]["name"]["text"], "A. Example");
}

/// Everything for one action, in one language; made twice, the same bytes.
#[test]
fn a_kit_has_everything_and_is_the_same_twice() {
    let project = Project::new().file(
        "data/pasteup/slogans/action.toml",
        "[campaign]\ntitle = \"Action\"\nslogans = [\"hands\"]\n\n[lang.en]\nstanding = \"original\"\nhands = \"Hands off!\"\n\n\
         [lang.fr]\nstanding = \"draft\"\nhands = \"Bas les pattes !\"\n",
    );
    let args = ["kit", "action", "--lang", "en,fr", "--zip"];
    project.run(&args).success();
    let zip = fs::read(project.path("output/action.zip")).unwrap();
    let made: Vec<String> = files(&project.path("output/action")).into_keys().collect();
    let parts = [
        "README.txt",
        "alt-texts.txt",
        "contact-sheet.pdf",
        "feeds/hands-landscape.png",
        "feeds/hands-portrait.png",
        "feeds/hands-square.png",
        "feeds/hands-story.png",
        "home/hands-a4.pdf",
        "shop/hands-a2.pdf",
        "shop/hands-a3.pdf",
        "tiled/hands-a2.pdf",
    ];
    let wanted: Vec<String> = ["en", "fr"]
        .iter()
        .flat_map(|lang| parts.map(|part| format!("{lang}/{part}")))
        .collect();
    assert_eq!(made, wanted);
    let read = |file: &str| fs::read_to_string(project.path(file)).unwrap();
    assert_eq!(
        read("output/action/fr/alt-texts.txt"),
        "hands: Affiche avec les mots : « Bas les pattes ! »\n"
    );
    assert!(read("output/action/fr/README.txt").starts_with("Affiches : Action\n"));

    fs::remove_dir_all(project.path("output")).unwrap();
    project.run(&args).success();
    assert!(fs::read(project.path("output/action.zip")).unwrap() == zip);
}

#[test]
fn a_kit_that_cannot_make_one_slogan_makes_the_others() {
    let project = Project::new().file(
        "data/pasteup/slogans/action.toml",
        format!(
            "[campaign]\ntitle = \"Action\"\nslogans = [\"long\", \"hands\"]\n\n[lang.en]\nstanding = \"original\"\nlong = \"{}\"\nhands = \"Hands off!\"\n",
            "Incomprehensibilities ".repeat(400).trim()
        ),
    );
    let ran = project.run(&["kit", "action"]);
    assert!(
        ran.stderr()
            .contains("feeds/long-square.png` is not made: "),
        "{}",
        ran.stderr()
    );
    ran.code(1);
    for file in ["feeds/hands-square.png", "tiled/hands-a2.pdf"] {
        assert!(
            project.path(&format!("output/action/en/{file}")).is_file(),
            "{file}"
        );
    }
    assert!(
        !project
            .path("output/action/en/feeds/long-square.png")
            .exists()
    );
}
