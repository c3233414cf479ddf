//! The addresses of the studio. All stand below its token.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, State as Shared};
use axum::http::{StatusCode, header};
use axum::middleware;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::Semaphore;

use super::State;
use super::asked::Asked;
use super::engine::{Engine, File};
use super::guard::{guard, refuse};
use super::photos::MOST_BYTES;
use crate::diag::{Diagnostic, Result};
use crate::job::Format;

/// Most bytes of a request in words.
const MOST_WORDS: usize = 256 << 10;

const INDEX: &str = include_str!("page/index.html");
const STYLE: &str = include_str!("page/app.css");
const WORDS: &str = include_str!("page/words.json");
const ICON: &str = include_str!("page/icon.svg");
const PROGRAM: &str = include_str!("page/app.js");

type Studio = Shared<Arc<State>>;
type Body = std::result::Result<Bytes, BytesRejection>;

/// Every address, behind the guard.
pub fn router(state: Arc<State>) -> Router {
    Router::new()
        .route(
            "/{token}/",
            get(async || file("text/html; charset=utf-8", INDEX)),
        )
        .route("/{token}/app.css", get(async || file("text/css", STYLE)))
        .route(
            "/{token}/app.js",
            get(async || file("text/javascript", PROGRAM)),
        )
        .route(
            "/{token}/icon.svg",
            get(async || file("image/svg+xml", ICON)),
        )
        .route(
            "/{token}/words.json",
            get(async || file("application/json", WORDS)),
        )
        .route("/{token}/api/choices", get(choices))
        .route("/{token}/api/drawing", get(drawing))
        .route("/{token}/api/events", get(events))
        .route("/{token}/api/preview", post(preview))
        .route("/{token}/api/small", post(small))
        .route("/{token}/api/download", post(download))
        .fallback(nothing)
        .layer(DefaultBodyLimit::max(MOST_WORDS))
        .route(
            "/{token}/api/photo",
            post(photo).layer(DefaultBodyLimit::max(MOST_BYTES)),
        )
        .layer(middleware::from_fn_with_state(Arc::clone(&state), guard))
        .with_state(state)
}

fn file(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

async fn nothing() -> Response {
    let message = Diagnostic::error("there is nothing at this address");
    refuse(StatusCode::NOT_FOUND, &message)
}

async fn choices(Shared(state): Studio) -> Response {
    let made = work(&state, &state.makers, Engine::choices).await;
    made.map_or_else(|message| failed(&message), |value| json(&value))
}

async fn drawing(Shared(state): Studio) -> Response {
    let made = work(&state, &state.makers, Engine::drawing).await;
    made.map_or_else(|message| failed(&message), |value| json(&value))
}

async fn preview(Shared(state): Studio, body: Body) -> Response {
    let made = match understood(body) {
        Ok(asked) => work(&state, &state.makers, move |engine| engine.preview(&asked)).await,
        Err(refused) => return *refused,
    };
    made.map_or_else(|message| failed(&message), |value| json(&value))
}

async fn small(Shared(state): Studio, body: Body) -> Response {
    let made = match understood(body) {
        Ok(asked) => work(&state, &state.helpers, move |engine| engine.small(asked)).await,
        Err(refused) => return *refused,
    };
    match made {
        Ok(png) => ([(header::CONTENT_TYPE, kind(Format::Png))], png).into_response(),
        Err(message) => failed(&message),
    }
}

async fn photo(Shared(state): Studio, body: Body) -> Response {
    let kept = match body {
        Ok(bytes) => state.engine.photo(bytes.to_vec()),
        Err(rejection) => return too_large(&rejection, MOST_BYTES),
    };
    kept.map_or_else(|message| failed(&message), |value| json(&value))
}

async fn download(Shared(state): Studio, body: Body) -> Response {
    let made = match understood(body) {
        Ok(asked) => work(&state, &state.makers, move |engine| engine.file(&asked)).await,
        Err(refused) => return *refused,
    };
    match made {
        Ok(File {
            name,
            bytes,
            format,
        }) => {
            // Names of files are Latin letters, digits and hyphens; see `job::name`.
            let disposition = format!("attachment; filename=\"{name}\"");
            let headers = [
                (header::CONTENT_TYPE, kind(format).to_owned()),
                (header::CONTENT_DISPOSITION, disposition),
            ];
            (headers, bytes).into_response()
        }
        Err(message) => failed(&message),
    }
}

/// Tells a page that the watched file was saved, as server-sent events.
async fn events(
    Shared(state): Studio,
) -> Sse<impl Stream<Item = std::result::Result<Event, Infallible>>> {
    let saves = unfold(state.saved.clone(), |mut saved| async move {
        saved.changed().await.ok()?;
        let count = *saved.borrow_and_update();
        let event = Event::default().event("saved").data(count.to_string());
        Some((Ok(event), saved))
    });
    Sse::new(saves).keep_alive(KeepAlive::default())
}

/// Works away from the threads that answer, when it is its turn. The turn lasts as long as the
/// work does, even if nobody waits for it any more.
async fn work<T: Send + 'static>(
    state: &Arc<State>,
    turns: &Arc<Semaphore>,
    job: impl FnOnce(&Engine) -> Result<T> + Send + 'static,
) -> Result<T> {
    let stopped = || Diagnostic::error("the studio is about to end");
    let turn = Arc::clone(turns).acquire_owned().await;
    let turn = turn.map_err(|_| stopped())?;
    let state = Arc::clone(state);
    let made = tokio::task::spawn_blocking(move || {
        let made = job(&state.engine);
        drop(turn);
        made
    });
    made.await.map_err(|_| stopped())?
}

fn understood(body: Body) -> std::result::Result<Asked, Box<Response>> {
    let bytes = body.map_err(|rejection| Box::new(too_large(&rejection, MOST_WORDS)))?;
    Asked::parse(&bytes).map_err(|message| Box::new(refuse(StatusCode::BAD_REQUEST, &message)))
}

fn too_large(rejection: &BytesRejection, most: usize) -> Response {
    let message = match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Diagnostic::error(format!(
            "this is larger than {} KB, which is the most",
            most >> 10
        )),
        _ => Diagnostic::error(format!("the request was cut off: {rejection}")),
    };
    refuse(rejection.status(), &message)
}

/// Something that cannot be made as it was asked for.
fn failed(message: &Diagnostic) -> Response {
    refuse(StatusCode::UNPROCESSABLE_ENTITY, message)
}

fn json(value: &serde_json::Value) -> Response {
    let body = value.to_string();
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

const fn kind(format: Format) -> &'static str {
    match format {
        Format::Png => "image/png",
        Format::Pdf => "application/pdf",
        Format::Svg => "image/svg+xml",
        Format::Jpeg => "image/jpeg",
        Format::Webp => "image/webp",
    }
}
