//! Letters that are still text.

use super::{count, list, quoted};
use crate::preflight::report::Finding;
use crate::preflight::shop::Letters;
use crate::preflight::{Case, Page};

/// A font that is not in the file is replaced by another, and the poster looks different.
pub(in crate::preflight) fn fonts(case: &Case, page: &Page) -> Option<Finding> {
    let fonts = &page.seen.fonts;
    if fonts.is_empty() {
        return Some(Finding::pass("outlines", "no fonts are needed"));
    }
    let figure = count(fonts.len(), "font");
    let missing: Vec<_> = fonts.iter().filter(|(_, font)| !font.embedded).collect();
    let names = list(missing.iter().map(|(name, font)| {
        let hidden = if font.visible { "" } else { ", invisible text" };
        format!("{} ({}{hidden})", quoted(name), font.kind)
    }));
    Some(if !missing.is_empty() {
        let message = format!("not in the file: {names}; another font will stand in");
        Finding::fail(figure, message)
            .fix("embed all fonts when you export, or turn the type into outlines")
    } else if case.shop.fonts == Letters::Outlines {
        Finding::fail(
            figure,
            "the shop opens files in a drawing program and wants outlines, not fonts",
        )
        .fix("turn all type into outlines")
    } else {
        Finding::pass(figure, "all of them are in the file")
    })
}

/// What readers need to find glyphs and to copy text.
pub(in crate::preflight) fn font_keys(case: &Case, page: &Page) -> Option<Finding> {
    let fonts = &page.seen.fonts;
    let names = |pick: fn(&crate::preflight::walk::seen::FontUse) -> bool| {
        let picked: Vec<_> = fonts.iter().filter(|(_, font)| pick(font)).collect();
        list(picked.iter().map(|(name, _)| quoted(name)))
    };
    let (no_map, no_unicode) = (names(|font| font.lacks_map), names(|font| !font.to_unicode));
    if fonts.is_empty() {
        return None;
    }
    Some(if !no_map.is_empty() {
        let message = format!("no `CIDToGIDMap`: {no_map}; readers may show the wrong letters");
        let finding = if case.shop.standard == crate::preflight::Standard::None {
            Finding::note("", message)
        } else {
            Finding::fail("", message)
        };
        finding.fix("export it with another program, or turn the type into outlines")
    } else if !no_unicode.is_empty() {
        Finding::note(
            "",
            format!("text in {no_unicode} can't be searched or read aloud; it prints all the same"),
        )
    } else {
        Finding::pass("", "letters can be found and read back")
    })
}

/// Glyph 0 is the empty box of a font that has not got the letter.
pub(in crate::preflight) fn missing_glyphs(_: &Case, page: &Page) -> Option<Finding> {
    let missing = page.seen.notdef;
    if page.seen.text == 0 {
        return None;
    }
    Some(if missing == 0 {
        Finding::pass("", "no empty boxes in the text")
    } else {
        let message = "letters that the font has not got are shown as empty boxes";
        Finding::fail(count(missing, "letter"), message).fix("choose a font that has this script")
    })
}
