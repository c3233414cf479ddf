//! A local web page: fill in a poster, see it, take it away; live reload for designers.
//!
//! The page is a thin shell over the same three calls that `make` uses: [`crate::job::expand`],
//! [`crate::render::artwork`] and [`crate::output`]. So what is previewed is what is made, and a
//! download has the bytes that the command line would have written.
//!
//! `asked` reads what the page asks for, `engine` makes it, `answer` says what came of it; `guard`
//! keeps strangers out, `routes` names the addresses, `watch` looks after a designer's file.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch as channel};

use crate::diag::{Diagnostic, Notes, Result};
use crate::fonts::Fonts;
use crate::job::{Edges, Format, Planned};
use crate::library::Library;
use crate::render::Made;

mod answer;
mod asked;
mod engine;
mod guard;
mod photos;
mod routes;
mod watch;

use engine::Engine;

/// How the studio is run.
#[derive(Default)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes one that is free. Default: 0.
    pub port: u16,
    /// A layout that a designer is drawing, reloaded as it is saved. Default: none.
    pub watch: Option<PathBuf>,
    /// Whether the fonts of the machine stand behind Pasteup's own. Default: false.
    pub system_fonts: bool,
    /// Kinds of files beside the plain formats, such as a PDF for a print shop. Default: none.
    pub finishes: Vec<Finish>,
}

/// Writes a file from artwork in a way that only a higher rank knows.
pub type Finisher =
    Box<dyn Fn(&Planned, &Made, &Fonts, &mut Notes) -> Result<Vec<u8>> + Send + Sync>;

/// A kind of file beside the plain formats.
pub struct Finish {
    /// What the page calls it.
    pub name: &'static str,
    /// The format it is a kind of.
    pub format: Format,
    /// What a guillotine needs.
    pub edges: Edges,
    /// Makes the bytes.
    pub finisher: Finisher,
}

/// What every request sees.
struct State {
    /// The address on this machine, as in the Host header.
    port: u16,
    /// What only the person who started the studio knows.
    token: String,
    engine: Engine,
    /// How many posters are made at a time, so that a page that asks for a wall does not freeze
    /// the machine.
    makers: Arc<Semaphore>,
    /// As `makers`, for small pictures: one fewer, so that a preview never waits for a wall.
    helpers: Arc<Semaphore>,
    /// Counts the times that the watched file was saved.
    saved: channel::Receiver<u64>,
}

/// Runs the studio until Ctrl-C. `ready` is told the address once the page can be opened.
///
/// # Errors
/// The port is taken, the library cannot be read, or there is no file to watch.
pub fn serve(options: Options, library: Library, ready: impl FnOnce(&str)) -> Result<()> {
    let port = options.port;
    let watched = options.watch.clone();
    let engine = Engine::new(options, library)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Diagnostic::error(format!("the studio cannot start: {error}")))?;
    let token = token()?;
    runtime.block_on(async {
        let listener = listen(port).await?;
        let port = listener.local_addr().map_or(port, |address| address.port());
        let (saves, saved) = channel::channel(0);
        if let Some(file) = watched {
            watch::spawn(file, saves);
        }
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let address = format!("http://127.0.0.1:{port}/{token}/");
        let state = Arc::new(State {
            port,
            token,
            engine,
            makers: Arc::new(Semaphore::new(cores)),
            helpers: Arc::new(Semaphore::new((cores - 1).max(1))),
            saved,
        });
        let server = axum::serve(listener, routes::router(state));
        ready(&address);
        // Pages that are still open hold a line for events; they are not waited for.
        tokio::select! {
            ended = server => ended
                .map_err(|error| Diagnostic::error(format!("the studio stopped: {error}"))),
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    })
}

/// Listens on this machine only: nobody on the same network can reach the page.
async fn listen(port: u16) -> Result<TcpListener> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address).await.map_err(|error| {
        Diagnostic::error(format!("port {port} cannot be used: {error}"))
            .hint("choose another with `--port`, or leave it out: a free one is found")
    })
}

/// 128 bits from the system, as hexadecimal digits.
fn token() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Diagnostic::error(format!("the system gives no random bytes: {error}")))?;
    Ok(format!("{:032x}", u128::from_le_bytes(bytes)))
}
