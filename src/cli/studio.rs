//! `pasteup studio`.

use std::process::{Command, Stdio};

use super::args::{HomeArgs, PrintArgs, StudioArgs};
use super::home::Home;
use super::press::Press;
use super::say;
use crate::diag::Result;
use crate::job::{Edges, Format};
use crate::library::Library;
use crate::output;
use crate::studio::{Finish, Options, serve};

/// The rules that a PDF for a shop follows until somebody names a shop.
const SHOP: &str = "generic";

/// The paper of a printer at home.
const HOME: &str = "a4";

/// Serves the page until Ctrl-C.
///
/// # Errors
/// The port is taken, or the file to watch is not there.
pub fn run(args: &StudioArgs, library: Library, system_fonts: bool) -> Result<()> {
    let options = Options {
        port: args.port,
        watch: args.watch.clone(),
        system_fonts,
        finishes: vec![for_home(&library)?, for_a_shop(&library)?],
    };
    serve(options, library, |address| {
        say(address);
        if args.open && !args.no_open {
            open(address);
        }
    })
}

/// What `make --tile a4` makes.
fn for_home(library: &Library) -> Result<Finish> {
    let home = Home::new(&HomeArgs {
        tile: Some(HOME.to_owned()),
        ..HomeArgs::default()
    })?;
    let press = Press::new(&PrintArgs::default(), library)?;
    let library = library.clone();
    Ok(Finish {
        name: "tiles",
        format: Format::Pdf,
        edges: Edges::default(),
        finisher: Box::new(move |planned, made, fonts, notes| {
            home.check(planned)?;
            let options = press.options(planned);
            let sheets = home.bytes(planned, made, (&library, fonts), &options, notes)?;
            match sheets {
                Some((bytes, _)) => Ok(bytes),
                None => output::pdf::pdf(&made.artwork, &options, notes),
            }
        }),
    })
}

/// What `make --shop generic` makes.
fn for_a_shop(library: &Library) -> Result<Finish> {
    let asked = PrintArgs {
        shop: Some(SHOP.to_owned()),
        ..PrintArgs::default()
    };
    let press = Press::new(&asked, library)?;
    Ok(Finish {
        name: "shop",
        format: Format::Pdf,
        edges: press.edges,
        finisher: Box::new(move |planned, made, _, notes| {
            press.check(planned)?;
            let options = press.options(planned);
            let bytes = output::pdf::pdf(&made.artwork, &options, notes)?;
            press.judge(&bytes, planned, made, notes)?;
            Ok(bytes)
        }),
    })
}

/// Hands the address to the browser. Where there is none, it stands on the terminal all the same.
fn open(address: &str) {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let _ = Command::new(opener)
        .arg(address)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}
