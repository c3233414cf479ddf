//! What tells on its author: names, paths, programs, dates, data in pictures.
//!
//! A poster may be printed by strangers and passed on. None of this is seen on paper, and all of it is
//! in the file.

use std::collections::BTreeSet;

use lopdf::Object;

use super::{list, quoted};
use crate::preflight::Case;
use crate::preflight::report::Finding;
use crate::preflight::source::text;
use crate::preflight::xmp::value;

/// Names of people.
pub(in crate::preflight) fn author(case: &Case) -> Option<Finding> {
    let info = ["Author", "Company", "Manager", "Owner"];
    let xmp = [
        "dc:creator",
        "pdf:Author",
        "photoshop:AuthorsPosition",
        "xmpRights:Owner",
        "dc:publisher",
    ];
    let names = said(case, &info, &xmp);
    Some(if names.is_empty() {
        Finding::pass("", "nobody is named")
    } else {
        let names = list(names.iter().map(|name| quoted(name)));
        Finding::fail(
            names.clone(),
            format!("the file names {names}, and goes to everybody who gets the poster"),
        )
        .fix("empty the author field of the document, or export from an account without your name")
    })
}

/// Programs and machines. One that names the system or the device tells more than a shop needs.
pub(in crate::preflight) fn tools(case: &Case) -> Option<Finding> {
    let info = [
        "Creator",
        "Producer",
        "PTEX.Fullbanner",
        "SourceModified",
        "AAPL:Keywords",
    ];
    let xmp = [
        "xmp:CreatorTool",
        "pdf:Producer",
        "stEvt:softwareAgent",
        "tiff:Model",
        "xmpMM:OriginalDocumentID",
    ];
    let tools = said(case, &info, &xmp);
    let told = list(tools.iter().map(|tool| quoted(tool)));
    let device = |tool: &&String| {
        let words = [
            "windows",
            "macintosh",
            "macos",
            "mac os",
            "linux",
            "iphone",
            "ipad",
            "android",
            "ubuntu",
            "debian",
            "microsoft: print",
            "xerox",
            "ricoh",
            "canon",
            "konica",
            "kyocera",
            "epson",
            "brother",
        ];
        let tool = tool.to_lowercase();
        words.iter().any(|word| tool.contains(word))
    };
    Some(if tools.is_empty() {
        Finding::pass("", "no program is named")
    } else if tools.iter().any(|tool| device(&tool)) {
        Finding::fail("", format!("the file names the system or device it was made on: {told}"))
            .fix("export with another program, or empty these fields: `exiftool -all= file.pdf`, then `qpdf --linearize`")
    } else {
        Finding::note(
            "",
            format!("the file names the program it was made with: {told}"),
        )
    })
}

/// When, and in which time zone, which is nearly where.
pub(in crate::preflight) fn dates(case: &Case) -> Option<Finding> {
    let info = ["CreationDate", "ModDate"];
    let xmp = [
        "xmp:CreateDate",
        "xmp:ModifyDate",
        "xmp:MetadataDate",
        "stEvt:when",
    ];
    let dates = said(case, &info, &xmp);
    let zones: BTreeSet<_> = dates.iter().filter_map(|date| zone(date)).collect();
    Some(if !zones.is_empty() {
        let zones = list(&zones);
        Finding::fail(
            zones.clone(),
            format!("the dates tell the time zone {zones}, so nearly where it was made"),
        )
        .fix("export with the clock set to UTC, or empty the dates")
    } else if dates.iter().all(|date| is_midnight(date)) {
        Finding::pass("", "no more than a day is told, in UTC")
    } else if let Some(date) = dates.first() {
        Finding::note(day(date), "the file says when it was made, to the second")
    } else {
        Finding::pass("", "no dates")
    })
}

/// `2024-01-19`, of any way to write it.
fn day(date: &str) -> String {
    let digits: String = date.chars().filter(char::is_ascii_digit).take(8).collect();
    match (digits.get(..4), digits.get(4..6), digits.get(6..8)) {
        (Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        _ => digits,
    }
}

/// Whether a date stops at the day, or says midnight.
fn is_midnight(date: &str) -> bool {
    let digits: String = date.chars().filter(char::is_ascii_digit).take(14).collect();
    digits
        .get(8..)
        .is_none_or(|time| time.bytes().all(|digit| digit == b'0'))
}

/// The offset of a date from UTC, `+02:00`; nothing if it is UTC itself or not said.
fn zone(date: &str) -> Option<String> {
    let time = date
        .char_indices()
        .skip(12)
        .find(|(_, c)| "+-".contains(*c))?;
    let (_, offset) = date.split_at(time.0);
    let digits: String = offset
        .chars()
        .filter(char::is_ascii_digit)
        .take(4)
        .collect();
    let hours = digits.get(..2)?;
    let minutes = digits.get(2..4).unwrap_or("00");
    (format!("{hours}{minutes}") != "0000").then(|| format!("{}{hours}:{minutes}", &offset[..1]))
}

/// Places on somebody's disk, which often hold a name.
pub(in crate::preflight) fn paths(case: &Case) -> Option<Finding> {
    let mut found = BTreeSet::new();
    for words in everything(case) {
        found.extend(path_in(&words));
    }
    Some(if found.is_empty() {
        Finding::pass("", "none")
    } else {
        let paths = list(found.iter().map(|path| quoted(path)));
        Finding::fail(
            "",
            format!("the file tells where it lay on a disk: {paths}"),
        )
        .fix("export it from a folder without your name, and link no files")
    })
}

/// The first path of a text.
fn path_in(words: &str) -> Option<String> {
    let roots = [
        "/home/",
        "/Users/",
        "/root/",
        "/media/",
        "file://",
        ":\\Users\\",
        ":\\",
        ":/Users/",
        "\\\\",
    ];
    let at = roots.iter().filter_map(|root| words.find(root)).min()?;
    // A drive letter stands before its colon, and a web address is no path.
    let start = words[..at]
        .char_indices()
        .next_back()
        .filter(|(_, c)| words[at..].starts_with(':') && c.is_ascii_alphabetic());
    let start = start.map_or(at, |(start, _)| start);
    let host = words[..at]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() && !words[at..].starts_with(':'));
    let end = words[start..]
        .find(['<', '"', '\n', '\r', ')'])
        .map_or(words.len(), |end| start + end);
    (!host && end - start > 3).then(|| words[start..end].trim().to_owned())
}

/// What cameras and editors leave in pictures.
pub(in crate::preflight) fn picture_data(case: &Case) -> Option<Finding> {
    let data: BTreeSet<_> = case
        .pages
        .iter()
        .flat_map(|page| page.seen.picture_data.iter())
        .collect();
    let pieces = |dict| case.source.get(dict, "PieceInfo").is_some();
    let pieces = case.source.catalog().is_some_and(pieces)
        || case.pages.iter().any(|page| pieces(page.dict));
    let all = data
        .into_iter()
        .copied()
        .chain(pieces.then_some("a drawing program's own copy of the work"));
    let all: Vec<_> = all.collect();
    Some(if all.is_empty() {
        Finding::pass("", "none")
    } else {
        let message = format!(
            "hidden in the file: {}; it may tell the camera, the place and earlier versions",
            list(&all)
        );
        Finding::fail("", message)
            .fix("remove it from the pictures (`exiftool -all= photo.jpg`) and export again")
    })
}

/// What Info and XMP say under some keys, each once.
fn said(case: &Case, info_keys: &[&str], xmp_keys: &[&str]) -> Vec<String> {
    let mut values = Vec::new();
    let info = case.source.info();
    let info = info_keys
        .iter()
        .filter_map(|key| case.source.text(info?, key));
    let packet = case.xmp.as_deref();
    let xmp = xmp_keys.iter().filter_map(|key| value(packet?, key));
    for value in info.chain(xmp).map(|value| value.trim().to_owned()) {
        let empty = value.is_empty()
            || [
                "anonymous",
                "unknown",
                "(unspecified)",
                "unknownapplication",
            ]
            .contains(&value.to_lowercase().as_str());
        if !empty && !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// All words of the metadata, and the targets of links and file references.
fn everything(case: &Case) -> Vec<String> {
    let info = case.source.info();
    let mut words: Vec<_> = info
        .into_iter()
        .flat_map(|info| info.iter())
        .filter_map(|(_, value)| text(value))
        .collect();
    words.extend(case.xmp.clone());
    for object in case.source.doc.objects.values() {
        let Ok(dict) = object.as_dict() else { continue };
        let target =
            ["URI", "UF", "F"]
                .into_iter()
                .filter_map(|key| match case.source.get(dict, key) {
                    Some(string @ Object::String(..)) => text(string),
                    _ => None,
                });
        words.extend(target);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_zones_are_told_from_dashes() {
        assert_eq!(zone("D:20240119103000+03'00'").as_deref(), Some("+03:00"));
        assert_eq!(zone("2024-01-19T10:30:00-05:00").as_deref(), Some("-05:00"));
        assert_eq!(zone("2024-01-19T10:30:00Z"), None);
        assert_eq!(zone("D:20240119103000+00'00'"), None);
    }

    #[test]
    fn paths_are_told_from_addresses() {
        let path = |words| path_in(words);
        assert_eq!(
            path("made from C:\\Users\\rosa\\poster.indd").as_deref(),
            Some("C:\\Users\\rosa\\poster.indd")
        );
        assert_eq!(
            path("<x>/home/rosa/a.svg</x>").as_deref(),
            Some("/home/rosa/a.svg")
        );
        assert_eq!(path("https://example.org/home/page"), None);
        assert_eq!(path("Bread and roses"), None);
    }
}
