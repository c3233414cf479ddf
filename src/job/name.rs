//! File names that any print shop's upload form and any phone takes: Latin letters, digits, hyphens.

/// Longest part of a name that comes from a slogan, in characters.
const LONGEST: usize = 60;

/// A text as part of a file name: transliterated, lower case, words joined by hyphens, cut at a
/// word when it is long. `poster` if nothing is left.
pub fn slug(text: &str) -> String {
    let latin = deunicode::deunicode(text).to_lowercase();
    let mut slug = String::new();
    for word in latin
        .replace('\'', "")
        .split(|c: char| !c.is_ascii_alphanumeric())
    {
        if word.is_empty() {
            continue;
        }
        if !slug.is_empty() && slug.len() + 1 + word.len() > LONGEST {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().take(LONGEST));
    }
    if slug.is_empty() {
        "poster".to_owned()
    } else {
        slug
    }
}

/// A size as part of a file name.
pub fn size(size: &str, turned: bool) -> String {
    let plain = size
        .trim()
        .to_lowercase()
        .replace('×', "x")
        .replace(' ', "");
    let plain = plain.replace(',', ".");
    if turned {
        format!("{plain}-landscape")
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slogans_become_latin_names() {
        assert_eq!(slug("To remember is to fight!"), "to-remember-is-to-fight");
        assert_eq!(slug("No to Putin's war"), "no-to-putins-war");
        assert_eq!(
            slug("Помнить — значит бороться!"),
            "pomnit-znachit-borotsia"
        );
        assert_eq!(slug("!!!"), "poster");
        assert!(slug(&"слово ".repeat(50)).len() <= LONGEST);
    }
}
