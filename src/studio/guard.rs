//! Keeps strangers out: other machines, other sites in the same browser, and too much of anything.
//!
//! The listener is on 127.0.0.1, so no other machine reaches it. A site that the browser has open
//! could: by its own form (stopped by the token, which it cannot know), or by a name of its own
//! that it lets point to 127.0.0.1 (DNS rebinding, stopped by the Host header).

use std::sync::Arc;

use axum::extract::{Request, State as Shared};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::{State, answer};
use crate::diag::Diagnostic;

/// Everything comes from the studio itself; pictures of posters are made by the page from bytes.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

/// What every answer says to the browser.
const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];

/// Lets through what comes from our own page, and puts the headers on every answer.
pub async fn guard(Shared(state): Shared<Arc<State>>, request: Request, next: Next) -> Response {
    let verdict = admit(
        request.headers(),
        request.uri().path(),
        state.port,
        &state.token,
    );
    let mut response = match verdict {
        Ok(()) => next.run(request).await,
        Err((status, message)) => refuse(status, &message),
    };
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A refusal as JSON, in the same form as any other message.
pub fn refuse(status: StatusCode, message: &Diagnostic) -> Response {
    let body = json!({"error": answer::message(message)}).to_string();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

fn admit(
    headers: &HeaderMap,
    path: &str,
    port: u16,
    token: &str,
) -> Result<(), (StatusCode, Diagnostic)> {
    let ours = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let said = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = said(header::HOST).unwrap_or_default();
    if !ours.iter().any(|own| own == host) {
        let message = Diagnostic::error(format!("the studio does not answer to the name `{host}`"));
        let message = message.hint("open the address that `pasteup studio` printed");
        return Err((StatusCode::MISDIRECTED_REQUEST, message));
    }
    let origin = said(header::ORIGIN).is_none_or(|origin| {
        let host = origin.strip_prefix("http://").unwrap_or_default();
        ours.iter().any(|own| own == host)
    });
    if !origin {
        let message = Diagnostic::error("another site asked for this");
        let message = message.hint("open the address that `pasteup studio` printed");
        return Err((StatusCode::FORBIDDEN, message));
    }
    let rest = path.strip_prefix('/').unwrap_or_default();
    if !same(rest.split('/').next().unwrap_or_default(), token) {
        let message = Diagnostic::error("this address is not the one of this run of the studio");
        let message = message.hint("open the address that `pasteup studio` printed last");
        return Err((StatusCode::FORBIDDEN, message));
    }
    Ok(())
}

/// Compares in a time that does not tell how much was right.
fn same(said: &str, token: &str) -> bool {
    let pairs = said.bytes().zip(token.bytes());
    said.len() == token.len() && pairs.fold(0, |wrong, (a, b)| wrong | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(host: &'static str, origin: Option<&'static str>, path: &str) -> Option<u16> {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(host));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
        }
        let verdict = admit(&headers, path, 80, "abc");
        verdict.err().map(|(status, _)| status.as_u16())
    }

    #[test]
    fn only_our_own_page_is_let_in() {
        assert_eq!(status("127.0.0.1:80", None, "/abc/"), None);
        assert_eq!(
            status("localhost:80", Some("http://localhost:80"), "/abc/x"),
            None
        );
        assert_eq!(status("evil.example:80", None, "/abc/"), Some(421));
        assert_eq!(status("127.0.0.1", None, "/abc/"), Some(421));
        assert_eq!(
            status("127.0.0.1:80", Some("https://evil.example"), "/abc/"),
            Some(403)
        );
        assert_eq!(status("127.0.0.1:80", Some("null"), "/abc/"), Some(403));
        assert_eq!(status("127.0.0.1:80", None, "/abd/"), Some(403));
        assert_eq!(status("127.0.0.1:80", None, "/"), Some(403));
    }
}
