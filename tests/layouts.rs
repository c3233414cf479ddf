//! Layouts: as the programs of designers save them, in every shape, script and palette, and the
//! commands that try them.

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use common::Project;
use pasteup::color::Palette;
use pasteup::diag::Notes;
use pasteup::fonts::Fonts;
use pasteup::job::{Format, Job, Planned, Poster, Text, expand};
use pasteup::layout::{Layout, palettes};
use pasteup::library::Library;
use pasteup::output::{self, pixels};
use pasteup::units::Dpi;
use pasteup::{render, review};

const SLOGAN: &str = "To remember is to fight!";

/// The samples that were drawn by hand in the dialect of each program.
fn dialects() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts");
    let mut files = Vec::new();
    for folder in ["affinity", "figma", "illustrator", "inkscape", "penpot"] {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        files.extend(entries.map(|entry| entry.unwrap().path()));
    }
    files.sort();
    assert!(files.len() >= 5);
    files
}

fn planned(layout: &str, sizes: &[&str], langs: &[&str], library: &Library) -> Vec<Planned> {
    let text = if langs.is_empty() {
        Text::Typed(SLOGAN.to_owned())
    } else {
        Text::Catalogue("january-19/remember".to_owned())
    };
    let job = Job {
        texts: vec![text],
        layouts: vec![layout.to_owned()],
        sizes: sizes.iter().map(|size| (*size).to_owned()).collect(),
        langs: langs.iter().map(|tag| tag.parse().unwrap()).collect(),
        ..Job::default()
    };
    expand(&job, library).unwrap()
}

fn filled(poster: &Poster) -> Poster {
    review::with_samples(poster, review::Fill::All)
}

#[test]
fn files_of_every_program_load_and_are_filled_in_every_shape() {
    let library = Library::default();
    let fonts = Fonts::new(&library).unwrap();
    let mut told = String::new();
    for file in dialects() {
        let layout = Layout::open(&file).unwrap();
        let name = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
        let board = layout.main();
        let _ = writeln!(told, "{}", name.display());
        for slot in &board.slots {
            let _ = writeln!(
                told,
                "  {:?} {:?} {:?} {} {}",
                slot.id, slot.content, slot.shape, slot.style.families[0], slot.fill
            );
        }
        let _ = writeln!(told, "  held by pins: {}", board.tops.len());
        for planned in planned(
            file.to_str().unwrap(),
            &["drawn", "900x300px", "300x900px"],
            &[],
            &library,
        ) {
            let poster = filled(&planned.poster);
            let made = render::artwork(&poster, &fonts, &mut Notes::default()).unwrap();
            let svg = &made.artwork.svg;
            for private in [
                "Jane", "/home/", "pgf", "sodipodi", "inkscape", "ns_ai", "serif", "Freedom!",
            ] {
                assert!(!svg.contains(private), "{}: {private}", name.display());
            }
            let ratio = review::contrast(&poster, "slogan", &fonts)
                .unwrap()
                .unwrap();
            assert!(ratio > 4.0, "{}: {ratio}", name.display());
        }
    }
    common::snapshot("tests/layouts/dialects.txt", &told);
}

#[test]
fn every_layout_in_every_shape_and_script_is_made() {
    let library = Library::default();
    let fonts = Fonts::new(&library).unwrap();
    let langs = ["en", "ru", "ar", "hi", "th", "ja", "ta"];
    let wrong = each_layout(&library, |name, wrong| {
        for planned in planned(name, &review::SHAPES, &langs, &library) {
            let poster = filled(&planned.poster);
            if let Err(error) = render::artwork(&poster, &fonts, &mut Notes::default()) {
                wrong.push(format!(
                    "{name} {} {}: {}",
                    poster.lang, poster.size, error.message
                ));
            }
        }
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The check tries every shape, and measures the slogan's contrast by pixels on every artboard in
/// every palette; no layout of ours may need its advice.
#[test]
fn every_layout_passes_the_check() {
    let library = Library::default();
    let wrong = each_layout(&library, |name, wrong| {
        let mut fonts = Fonts::new(&library).unwrap();
        for found in review::check(name, &library, &mut fonts).unwrap() {
            let file = found.place.map_or(String::new(), |place| place.file);
            wrong.push(format!("{name}: {} ({file})", found.message));
        }
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What `docs/designers.md` tells a designer to do, done in two programs: no fault, no advice.
#[test]
fn drawings_from_the_guide_work_the_first_time() {
    for file in ["inkscape/from-the-guide.svg", "figma/from-the-guide.svg"] {
        let library = Library::default();
        let mut fonts = Fonts::new(&library).unwrap();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts");
        let path = path.join(file).display().to_string();
        let found = review::check(&path, &library, &mut fonts).unwrap();
        let said: Vec<_> = found.iter().map(|found| &found.message).collect();
        assert!(said.is_empty(), "{file}: {said:#?}");
        for planned in planned(
            &path,
            &["a4", "square", "story"],
            &["en", "ar", "th"],
            &library,
        ) {
            let poster = filled(&planned.poster);
            render::artwork(&poster, &fonts, &mut Notes::default()).unwrap();
        }
    }
}

#[test]
fn no_slot_lies_over_another_from_one_to_three_to_three_to_one() {
    let library = Library::default();
    let fonts = Fonts::new(&library).unwrap();
    let wrong = each_layout(&library, |name, wrong| {
        for planned in planned(name, &review::SHAPES, &[], &library) {
            let poster = filled(&planned.poster);
            for (one, other) in review::overlaps(&poster) {
                wrong.push(format!("{name} {}: {one} over {other}", poster.size));
            }
            if let Err(error) = render::artwork(&poster, &fonts, &mut Notes::default()) {
                wrong.push(format!("{name} {}: {}", poster.size, error.message));
            }
        }
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn slogans_stand_apart_from_their_ground_in_every_palette() {
    let library = Library::default();
    let fonts = Fonts::new(&library).unwrap();
    let known = palettes(&library).unwrap().into_values();
    let all: Vec<Palette> = std::iter::once(Palette::default()).chain(known).collect();
    let wrong = each_layout(&library, |name, wrong| {
        for planned in planned(name, &["a4"], &[], &library) {
            let poster = filled(&planned.poster);
            let ratios = review::contrasts(&poster, "slogan", &all, &fonts).unwrap();
            for (palette, ratio) in all.iter().zip(ratios) {
                if ratio.is_none_or(|ratio| ratio < review::LEAST_CONTRAST) {
                    wrong.push(format!("{name} {}: {ratio:?}", palette.name));
                }
            }
        }
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Runs a trial on all layouts, on as many threads as there are, and returns what was wrong.
fn each_layout(library: &Library, trial: impl Fn(&str, &mut Vec<String>) + Sync) -> Vec<String> {
    let names = Mutex::new(Layout::names(library));
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let Some(name) = names.lock().unwrap().pop() else {
                        break;
                    };
                    let mut found = Vec::new();
                    trial(&name, &mut found);
                    wrong.lock().unwrap().extend(found);
                }
            });
        }
    });
    let mut wrong = wrong.into_inner().unwrap();
    wrong.sort();
    wrong
}

/// Small pictures that a change of a layout or of the program cannot pass unseen. `UPDATE=1` accepts.
#[test]
fn layouts_look_as_they_did() {
    let library = Library::default();
    let fonts = Fonts::new(&library).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts/thumbs");
    let update = std::env::var_os("UPDATE").is_some();
    let wrong = each_layout(&library, |name, wrong| {
        let poster = &planned(name, &["32x45px"], &[], &library)[0].poster;
        let made = render::artwork(&filled(poster), &fonts, &mut Notes::default()).unwrap();
        let raster = pixels(&made.artwork, Dpi::CSS).unwrap();
        let now = image(&raster);
        let file = folder.join(format!("{name}.png"));
        if update {
            fs::create_dir_all(&folder).unwrap();
            let png = output::bytes(&made.artwork, Format::Png, Dpi::CSS, &mut Notes::default());
            fs::write(&file, png.unwrap()).unwrap();
            assert!(fs::metadata(&file).unwrap().len() <= 4_096);
            return;
        }
        let Ok(then) = image::open(&file) else {
            wrong.push(format!("{name} has no thumbnail; UPDATE=1 makes it"));
            return;
        };
        let then = on_white(&then.into_rgba8());
        let sum: u64 = then
            .iter()
            .zip(now.iter())
            .map(|(a, b)| u64::from(a.abs_diff(*b)))
            .sum();
        let mean = sum as f64 / now.len() as f64;
        if then.dimensions() != now.dimensions() || mean > 2.0 {
            wrong.push(format!(
                "{name} looks different by {mean:.1} of 255; UPDATE=1 accepts"
            ));
        }
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn image(raster: &pasteup::output::Raster) -> image::RgbImage {
    let size = raster.size;
    if raster.opaque {
        return image::RgbImage::from_raw(size.width, size.height, raster.samples.clone()).unwrap();
    }
    let rgba = image::RgbaImage::from_raw(size.width, size.height, raster.samples.clone()).unwrap();
    on_white(&rgba)
}

fn on_white(picture: &image::RgbaImage) -> image::RgbImage {
    image::RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let p = picture.get_pixel(x, y).0;
        let over = |c: u8| {
            let (c, a) = (u32::from(c), u32::from(p[3]));
            u8::try_from((c * a + 255 * (255 - a)) / 255).unwrap()
        };
        image::Rgb([over(p[0]), over(p[1]), over(p[2])])
    })
}

#[test]
fn a_new_layout_passes_the_check_and_is_never_overwritten() {
    let project = Project::new();
    let ran = project.run(&["layouts", "new", "picket"]).success();
    assert_eq!(
        ran.stdout(),
        "picket.svg\n  pasteup layouts check picket.svg\n  pasteup make \"To remember is to fight!\" -l picket.svg\n"
    );
    let ran = project.run(&["layouts", "check", "picket.svg"]).notes("");
    assert_eq!(ran.stdout(), "picket: no errors, no pieces of advice\n");
    project
        .run(&[
            "make",
            SLOGAN,
            "-l",
            "picket.svg",
            "--set",
            "note=19 January",
        ])
        .notes("");
    project.run(&["layouts", "new", "picket.svg"]).fails(
        2,
        "error: `picket.svg` is there already\nhint: take another name, or move the file away",
    );
    project.run(&["layouts", "new", "bold"]).fails(
        2,
        "error: there is a layout `bold` already, which comes with the program\n\
         hint: take another name, so that nobody mistakes one for the other",
    );
}

#[test]
fn the_check_shows_the_line_and_what_to_do() {
    let project = Project::new()
        .svg("none.svg", "<rect width=\"100\" height=\"100\"/>")
        .svg(
            "many.svg",
            "<script>alert(1)</script>\n<rect width=\"100\" height=\"100\" fill=\"#fff\" onclick=\"x()\"/>\n\
             <rect data-slot=\"slogan\" data-optinal=\"true\" x=\"50\" y=\"10\" width=\"60\" height=\"30\" font-family=\"Comic Sans\"/>\n\
             <g data-with=\"nte\"/>\n<path data-slot=\"note\" d=\"M0 0h9v9z\"/>\n\
             <path aria-label=\"Freedom now\" d=\"M10 60h9v9z\"/>",
        );
    project.run(&["layouts", "check", "none.svg"]).fails(
        1,
        "error: there is no slot for text\n  --> none.svg:1:1\n  |\n\
         1 | <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">\n  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n\
         hint: draw a rectangle and name it `slot-slogan`, or give it `data-slot=\"slogan\"`",
    );
    let said = project.run(&["layouts", "check", "many.svg"]).stderr();
    common::snapshot("tests/layouts/check.txt", &said);
}

#[test]
fn show_tells_what_a_layout_takes() {
    let project = Project::new();
    let said = project
        .run(&["layouts", "show", "portrait"])
        .success()
        .stdout();
    for line in [
        "  portrait     a picture, may stay empty",
        "  slogan       words, up to 5 lines, as large as fits",
        "  link         a QR code, may stay empty",
        "pasteup make \"To remember is to fight!\" -l portrait",
    ] {
        assert!(said.contains(line), "{said}");
    }
    project.run(&["layouts", "show", "potrait"]).fails(
        2,
        "error: there is no layout `potrait`\nhint: did you mean `portrait`?",
    );
}

#[test]
fn galleries_are_pages_without_script_or_network_and_pictures() {
    let project = Project::new();
    project
        .run(&[
            "layouts",
            "list",
            "--gallery",
            "a.html",
            "-l",
            "bold,portrait,names,number",
            "--palette",
            "red,night",
        ])
        .success();
    let page = fs::read_to_string(project.path("a.html")).unwrap();
    assert_eq!(page.matches("<figure>").count(), 8);
    assert!(page.contains("<figcaption>portrait · night</figcaption>"));
    assert!(
        !page.contains("<script")
            && !page.contains("src=\"http")
            && !page.contains("class=\"none\">")
    );
    project
        .run(&[
            "layouts",
            "list",
            "--gallery",
            "a.png",
            "-l",
            "bold",
            "--lang",
            "en,ar,ja",
            "--text",
            "19",
        ])
        .success();
    let picture = image::open(project.path("a.png")).unwrap();
    assert!(picture.width() > 400 && picture.height() > 200);
    project.run(&["layouts", "list", "--gallery", "a.pdf"]).fails(
        2,
        "error: a contact sheet is a web page or a picture, and `a.pdf` is neither\nhint: let its name end in `.html` or `.png`",
    );
}

#[test]
fn a_stress_board_is_one_picture_and_names_what_does_not_fit() {
    let project = Project::new().svg(
        "tight.svg",
        "<rect width=\"100\" height=\"100\" fill=\"#fff\"/>\
         <rect data-slot=\"slogan\" x=\"10\" y=\"10\" width=\"80\" height=\"80\" data-min-size=\"14\"/>",
    );
    let ran = project.run(&["layouts", "stress", "tight.svg", "-o", "s.png"]);
    assert_eq!(ran.stdout(), "s.png\n");
    assert!(
        ran.stderr()
            .contains("error: ta at 600x1800px: slot `slogan` fits only at"),
        "{}",
        ran.stderr()
    );
    let picture = image::open(project.path("s.png")).unwrap();
    assert!(picture.width() > 3000, "{}", picture.width());
}
