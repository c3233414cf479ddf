//! Entities that a DOCTYPE declares, as Illustrator writes them for its namespaces.
//!
//! A filled layout keeps slices of its source but not the DOCTYPE, so entities are put in before
//! anything is read. Line numbers stay as they are.

/// What expansion may add at most, in bytes: entities that multiply each other stop here.
const MOST_GROWTH: usize = 1 << 20;

/// The source with its own entities put in; as it is, where it declares none or they grow beyond
/// all measure (the XML parser then says what is wrong).
pub fn expand(source: String) -> String {
    let Some((doctype, rest)) = split(&source) else {
        return source;
    };
    let entities = declared(&source[doctype.clone()]);
    if entities.is_empty() {
        return source;
    }
    let lines = source[doctype.clone()].matches('\n').count();
    let mut out = source[..doctype.start].to_owned();
    out.push_str(&"\n".repeat(lines));
    let most = rest.len() + MOST_GROWTH;
    match replaced(rest, &entities, most, 0) {
        Some(text) => out + &text,
        None => source,
    }
}

/// The DOCTYPE, and what stands behind it.
fn split(source: &str) -> Option<(std::ops::Range<usize>, &str)> {
    let start = source.find("<!DOCTYPE")?;
    let subset = source[start..].find('[')? + start;
    let end = source[subset..].find(']')? + subset;
    let end = source[end..].find('>')? + end + 1;
    Some((start..end, &source[end..]))
}

/// Names and values of `<!ENTITY name "value">`. What stands in other files is never read.
fn declared(doctype: &str) -> Vec<(&str, &str)> {
    let pieces = doctype.split("<!ENTITY").skip(1);
    let read = pieces.filter_map(|piece| {
        let (name, rest) = piece.trim_start().split_once(char::is_whitespace)?;
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let value = rest[1..].split(quote).next()?;
        Some((name, value))
    });
    read.collect()
}

fn replaced(text: &str, entities: &[(&str, &str)], most: usize, depth: usize) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = if rest.starts_with("<![CDATA[") {
            let end = rest.find("]]>").map_or(rest.len(), |end| end + 3);
            out.push_str(&rest[..end]);
            end
        } else if let Some((name, value)) = entities.iter().find(|(name, _)| names(rest, name)) {
            // An entity within an entity within an entity: that deep, nobody means well.
            let value = (depth < 4).then(|| replaced(value, entities, most, depth + 1))??;
            out.push_str(&value);
            name.len() + 2
        } else {
            out.push_str(&rest[..1]);
            1
        };
        if out.len() > most {
            return None;
        }
        rest = &rest[taken..];
    }
    out.push_str(rest);
    Some(out)
}

fn names(text: &str, entity: &str) -> bool {
    text.strip_prefix('&')
        .and_then(|text| text.strip_prefix(entity))
        .is_some_and(|text| text.starts_with(';'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_put_in_and_lines_stay() {
        let source = "<!DOCTYPE svg [\n<!ENTITY ns \"http://x/\">\n]>\n<svg a=\"&ns;\">&amp;</svg>";
        assert_eq!(
            expand(source.to_owned()),
            "\n\n\n<svg a=\"http://x/\">&amp;</svg>"
        );
    }

    #[test]
    fn laughter_stays_as_it_is() {
        let ten = |name: &str| format!("&{name};").repeat(200);
        let source = format!(
            "<!DOCTYPE svg [<!ENTITY a \"{}\"><!ENTITY b \"{}\"><!ENTITY c \"{}\">]><svg>&c;</svg>",
            "ha".repeat(100),
            ten("a"),
            ten("b")
        );
        assert_eq!(expand(source.clone()), source);
        let own = "<!DOCTYPE svg [<!ENTITY a \"&a;\">]><svg>&a;</svg>";
        assert_eq!(expand(own.to_owned()), own);
    }
}
