//! The keys that make a PDF a PDF/X (ISO 15930-7 for X-4, ISO 15930-4 for X-1a:2003).

use lopdf::Dictionary;

use super::{list, quoted};
use crate::preflight::Case;
use crate::preflight::filter;
use crate::preflight::icc::Profile;
use crate::preflight::report::Finding;
use crate::preflight::shop::{Intent, Standard};
use crate::preflight::xmp::value;

/// Profiles beyond this are none.
const LARGEST_PROFILE: usize = 32 << 20;

/// The file must say what it is: in XMP since X-4, in Info before.
pub(in crate::preflight) fn standard(case: &Case) -> Option<Finding> {
    let info = |key| {
        case.source
            .info()
            .and_then(|info| case.source.text(info, key))
    };
    let xmp = |key| case.xmp.as_deref().and_then(|packet| value(packet, key));
    let said = xmp("pdfxid:GTS_PDFXVersion")
        .or_else(|| info("GTS_PDFXConformance"))
        .or_else(|| info("GTS_PDFXVersion"));
    let figure = said.clone().unwrap_or_default();
    let wanted = case.shop.standard;
    let good = match wanted {
        Standard::None => {
            let message = if said.is_some() {
                "the shop takes any PDF"
            } else {
                "an ordinary PDF; the shop takes any"
            };
            return Some(Finding::pass(figure, message));
        }
        Standard::X4 => xmp("pdfxid:GTS_PDFXVersion").as_deref() == Some("PDF/X-4"),
        // Of 2003 the version says it all, of 2001 a second key says which part it is.
        Standard::X1a => match info("GTS_PDFXVersion").as_deref() {
            Some("PDF/X-1a:2003") => true,
            Some("PDF/X-1:2001") => info("GTS_PDFXConformance").as_deref() == Some("PDF/X-1a:2001"),
            _ => false,
        },
    };
    Some(if good {
        Finding::pass(
            figure,
            format!("the file says that it is {}", wanted.name()),
        )
    } else {
        let message = match &said {
            Some(said) => format!(
                "the file says that it is {said} but the shop wants {}",
                wanted.name()
            ),
            None => format!(
                "the file is an ordinary PDF but the shop wants {}",
                wanted.name()
            ),
        };
        Finding::fail(figure, message).fix(format!("choose {} when you export", wanted.name()))
    })
}

/// The output intents for print.
fn intents<'a>(case: &'a Case) -> Vec<&'a Dictionary> {
    let source = case.source;
    let all = source
        .catalog()
        .and_then(|catalog| source.array(catalog, "OutputIntents"));
    let dicts = all
        .into_iter()
        .flatten()
        .filter_map(|intent| source.resolve(intent)?.as_dict().ok());
    dicts
        .filter(|intent| source.name(intent, "S") == Some("GTS_PDFX"))
        .collect()
}

/// The bytes of the profile of the output intent.
pub(in crate::preflight) fn intent_profile(case: &Case) -> Option<Vec<u8>> {
    let intent = *intents(case).first()?;
    let stream = case.source.stream(intent, "DestOutputProfile")?;
    filter::plain(case.source, stream, LARGEST_PROFILE).ok()
}

/// Exactly one, which names the press and paper that the colours are made for.
pub(in crate::preflight) fn output_intent(case: &Case) -> Option<Finding> {
    let found = intents(case);
    let fix = "choose an output intent (such as Coated FOGRA39) when you export";
    let [intent] = found[..] else {
        let message = match found.len() {
            0 => "nothing says which press and paper the colours are made for".to_owned(),
            many => format!("there are {many} output intents for print, and may be only one"),
        };
        return Some(match case.shop.intent {
            Intent::Cmyk => Finding::fail("", message).fix(fix),
            Intent::Any => Finding::note("", message),
        });
    };
    let condition = case
        .source
        .text(intent, "OutputConditionIdentifier")
        .unwrap_or_default();
    Some(if condition.is_empty() {
        Finding::fail("", "the output intent does not name its printing condition").fix(fix)
    } else if let Some(wanted) = case
        .shop
        .condition
        .as_ref()
        .filter(|&wanted| *wanted != condition)
    {
        let message = format!("the colours are made for {condition} but the shop prints {wanted}");
        Finding::fail(condition, message)
            .fix(format!("choose {wanted} as output intent when you export"))
    } else {
        Finding::pass(
            condition,
            "the press and paper that the colours are made for",
        )
    })
}

/// The intent's profile: there, of a press, with four inks.
pub(in crate::preflight) fn profile(case: &Case) -> Option<Finding> {
    let intent = *intents(case).first()?;
    let source = case.source;
    let fix = "embed the press profile when you export";
    let Some(stream) = source.stream(intent, "DestOutputProfile") else {
        let message = if source.get(intent, "DestinationOutputProfile").is_some() {
            "the profile is embedded under the wrong name, `DestinationOutputProfile`"
        } else {
            "the output intent has no profile"
        };
        return Some(Finding::fail("", message).fix(fix));
    };
    let profile = intent_profile(case).and_then(|bytes| Profile::read(&bytes));
    let Some(profile) = profile else {
        return Some(Finding::fail("", "the profile of the output intent can't be read").fix(fix));
    };
    let figure = profile
        .name
        .clone()
        .unwrap_or_else(|| profile.space.trim().to_owned());
    let inks = source.number(&stream.dict, "N").unwrap_or(0.0);
    Some(if case.shop.intent == Intent::Any {
        Finding::pass(figure, "embedded")
    } else if !profile.is_press() {
        let message = format!(
            "the profile describes {} in {}, not a press with four inks",
            device(&profile.class),
            profile.space.trim()
        );
        Finding::fail(figure, message).fix("choose a CMYK profile as output intent")
    } else if (inks - 4.0).abs() > 0.1 {
        Finding::fail(
            figure,
            format!("the profile has 4 inks but is said to have {inks} (`/N`)"),
        )
        .fix(fix)
    } else {
        Finding::pass(figure, "a press with four inks")
    })
}

fn device(class: &str) -> &'static str {
    match class {
        "prtr" => "a press",
        "mntr" => "a screen",
        "scnr" => "a camera or scanner",
        _ => "no device",
    }
}

/// Whether colours overlap already, so that the shop does not do it again.
pub(in crate::preflight) fn trapped(case: &Case) -> Option<Finding> {
    if case.shop.standard == Standard::None {
        return None;
    }
    let info = case.source.info();
    let said = info
        .and_then(|info| case.source.name(info, "Trapped"))
        .map(str::to_owned);
    Some(match said.as_deref() {
        Some("True") => Finding::pass("trapped", "colours overlap already"),
        Some("False") => Finding::pass("not trapped", "the shop sets how colours overlap"),
        _ => Finding::fail(
            "",
            "the file does not say whether its colours were trapped (`/Trapped`)",
        )
        .fix(format!("export it as {}", case.shop.standard.name())),
    })
}

/// The packet, open to readers that know no PDF, with what X-4 wants in it.
pub(in crate::preflight) fn xmp(case: &Case) -> Option<Finding> {
    if case.shop.standard != Standard::X4 {
        return None;
    }
    let fix = "export it as PDF/X-4";
    let Some(packet) = &case.xmp else {
        return Some(Finding::fail("", "there is no XMP metadata").fix(fix));
    };
    let source = case.source;
    let stream = source
        .catalog()
        .and_then(|catalog| source.stream(catalog, "Metadata"));
    if stream.is_some_and(|stream| source.get(&stream.dict, "Filter").is_some()) {
        return Some(
            Finding::fail(
                "",
                "the XMP metadata is compressed, so other programs can't find it",
            )
            .fix(fix),
        );
    }
    if !packet.contains("<?xpacket begin") || !packet.contains("<?xpacket end") {
        return Some(Finding::fail("", "the XMP metadata has no packet wrapper").fix(fix));
    }
    let keys = [
        "dc:title",
        "xmp:CreateDate",
        "xmp:ModifyDate",
        "xmp:MetadataDate",
        "xmpMM:DocumentID",
        "xmpMM:VersionID",
        "xmpMM:RenditionClass",
        "pdf:Trapped",
    ];
    let missing: Vec<_> = keys
        .into_iter()
        .filter(|key| value(packet, key).is_none())
        .collect();
    Some(if missing.is_empty() {
        Finding::pass("", "all that PDF/X-4 wants")
    } else {
        Finding::fail(
            "",
            format!(
                "the XMP metadata lacks {}",
                list(missing.iter().map(|key| quoted(key)))
            ),
        )
        .fix(fix)
    })
}

/// Entries of Info and what they are called in XMP.
const TWINS: &[(&str, &str)] = &[
    ("Title", "dc:title"),
    ("Author", "dc:creator"),
    ("Subject", "dc:description"),
    ("Keywords", "pdf:Keywords"),
    ("Creator", "xmp:CreatorTool"),
    ("Producer", "pdf:Producer"),
    ("CreationDate", "xmp:CreateDate"),
    ("ModDate", "xmp:ModifyDate"),
    ("Trapped", "pdf:Trapped"),
];

/// What is said twice must be said alike.
pub(in crate::preflight) fn info_twins(case: &Case) -> Option<Finding> {
    let packet = case.xmp.as_deref()?;
    let Some(info) = case.source.info() else {
        return Some(Finding::pass("", "said once"));
    };
    let differs = |&&(key, name): &&(&str, &str)| {
        let Some(said) = case.source.text(info, key).filter(|said| !said.is_empty()) else {
            return false;
        };
        let twin = value(packet, name).unwrap_or_default();
        let date = |text: &str| {
            text.chars()
                .filter(char::is_ascii_digit)
                .take(14)
                .collect::<String>()
        };
        if name.ends_with("Date") {
            date(&said) != date(&twin)
        } else {
            said.trim() != twin.trim()
        }
    };
    let differ: Vec<_> = TWINS
        .iter()
        .filter(differs)
        .map(|(key, name)| format!("`{key}` and `{name}`"))
        .collect();
    let message = || format!("metadata is said twice and not alike: {}", list(&differ));
    Some(if differ.is_empty() {
        Finding::pass("", "what is said twice is said alike")
    } else if case.shop.standard == Standard::None {
        Finding::note("", message())
    } else {
        Finding::fail("", message()).fix("export it again instead of editing its properties")
    })
}
