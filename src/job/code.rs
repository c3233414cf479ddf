//! The text of a QR code: a link that leads somewhere, or plain words.

use crate::diag::{Diagnostic, Result};

/// Checks the text of a QR code before it is printed a thousand times.
///
/// # Errors
/// It is empty, or a link (`https:`, `http:`, `mailto:`, `tel:`) that no telephone would open.
pub fn check_code(text: &str) -> Result<()> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Diagnostic::error("the QR code says nothing")
            .hint("give it a link: `--qr https://example.org`"));
    }
    let (scheme, rest) = text.split_once(':').unwrap_or(("", text));
    let fault = match scheme.to_ascii_lowercase().as_str() {
        "https" | "http" => web(rest),
        "mailto" => mail(rest),
        "tel" => telephone(rest),
        _ => return plain(text),
    };
    match fault {
        None => Ok(()),
        Some((what, hint)) => {
            Err(Diagnostic::error(format!("the QR code's link `{text}` {what}")).hint(hint))
        }
    }
}

/// What is wrong, and what to write instead.
type Fault = Option<(&'static str, &'static str)>;

fn web(rest: &str) -> Fault {
    const RIGHT: &str =
        "write it as a browser shows it, for example `https://example.org/petition`";
    let Some(rest) = rest.strip_prefix("//") else {
        return Some(("has no `//` after its scheme", RIGHT));
    };
    if let Some(fault) = characters(rest) {
        return Some(fault);
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let address = authority.rsplit('@').next().unwrap_or_default();
    let (host, port) = address.split_once(':').unwrap_or((address, "80"));
    let labels_stand = host.split('.').all(|label| {
        !label.is_empty()
            && label.chars().count() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    });
    if host.is_empty() {
        Some(("names no site", RIGHT))
    } else if !labels_stand || !host.contains('.') {
        Some(("names a site that cannot be", RIGHT))
    } else if port.parse::<u16>().is_err() {
        Some(("has a port that is no number", RIGHT))
    } else {
        None
    }
}

fn mail(rest: &str) -> Fault {
    const RIGHT: &str = "write it as `mailto:letters@example.org`";
    if let Some(fault) = characters(rest) {
        return Some(fault);
    }
    let address = rest.split('?').next().unwrap_or_default();
    match address.split_once('@') {
        Some((name, site))
            if !name.is_empty()
                && site.contains('.')
                && !site.starts_with('.')
                && !site.ends_with('.') =>
        {
            None
        }
        _ => Some(("is not a mail address", RIGHT)),
    }
}

fn telephone(rest: &str) -> Fault {
    const RIGHT: &str = "write it with the code of the country: `tel:+31201234567`";
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    let stands = rest
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | '(' | ')' | ';' | '='));
    (digits < 3 || !stands).then_some(("is not a telephone number", RIGHT))
}

/// Characters that no link has, and escapes that are none.
fn characters(rest: &str) -> Fault {
    const SPACE: &str = "take the space out, or write `%20`";
    if rest.chars().any(char::is_whitespace) {
        return Some(("has a space in it", SPACE));
    }
    let odd = |c: char| {
        c.is_control() || matches!(c, '<' | '>' | '"' | '\\' | '^' | '`' | '{' | '|' | '}')
    };
    if rest.chars().any(odd) {
        return Some((
            "has characters that no link has",
            "copy it again from the browser's address line",
        ));
    }
    let escapes = rest.split('%').skip(1);
    let broken = escapes
        .map(|after| after.get(..2))
        .any(|code| code.is_none_or(|code| !code.chars().all(|c| c.is_ascii_hexdigit())));
    broken.then_some((
        "has a `%` without two hexadecimal digits",
        "copy it again from the browser's address line",
    ))
}

/// Plain words are what they are, but for a link whose beginning was forgotten.
fn plain(text: &str) -> Result<()> {
    let lower = text.to_lowercase();
    let forgotten = lower.starts_with("www.")
        || (!text.contains(char::is_whitespace)
            && text.contains('/')
            && text
                .split('/')
                .next()
                .is_some_and(|host| host.contains('.')));
    if forgotten {
        return Err(Diagnostic::error(format!(
            "the QR code's link `{text}` does not say that it is one"
        ))
        .hint(format!(
            "write `https://{text}`: telephones show anything else as words"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_lead_somewhere_pass() {
        for link in [
            "https://example.org",
            "HTTPS://example.org:8443/a?b=c#d",
            "https://пример.рф/путь",
            "mailto:letters@example.org?subject=Hello",
            "tel:+31-20-123",
            "Freedom to all!",
            "19:00 Central Square",
        ] {
            assert_eq!(check_code(link), Ok(()), "{link}");
        }
    }

    #[test]
    fn links_that_lead_nowhere_do_not() {
        let said = |link: &str| check_code(link).unwrap_err().message;
        assert_eq!(said(" "), "the QR code says nothing");
        for (link, what) in [
            ("https:example.org", "has no `//` after its scheme"),
            ("https://", "names no site"),
            ("https://example", "names a site that cannot be"),
            ("https://-a.org", "names a site that cannot be"),
            ("https://a.org/b c", "has a space in it"),
            ("https://a.org:x/", "has a port that is no number"),
            (
                "https://a.org/100%",
                "has a `%` without two hexadecimal digits",
            ),
            ("https://a.org/<b>", "has characters that no link has"),
            ("mailto:nobody", "is not a mail address"),
            ("tel:police", "is not a telephone number"),
            ("www.example.org", "does not say that it is one"),
            ("example.org/petition", "does not say that it is one"),
        ] {
            assert_eq!(said(link), format!("the QR code's link `{link}` {what}"));
        }
    }
}
