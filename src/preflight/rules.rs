//! The checks as a table: each with its name, and how a user brings it about.

use super::checks::{boxes, color, content, file, fonts, private, standard};
use super::report::{Finding, Report, Row, Verdict};
use super::{Case, Page};

/// A check, documented with how a user makes it fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Check {
    /// Saved with a newer or older PDF version than the standard names.
    Version,
    /// Cut off while it was sent, or wrapped into something by a mail program.
    FileEnds,
    /// Written by a program that leaves `/ID` out.
    FileId,
    /// Pictures far finer than paper shows.
    FileSize,
    /// Exported with a password, or "protected" by an office program.
    Encryption,
    /// Several posters in one file.
    PageCount,
    /// Damaged, or far too complicated.
    Readable,
    /// Nothing on the page: a hidden layer, or a page too many.
    BlankPage,
    /// Exported without saying how large the finished poster is.
    TrimBox,
    /// Boxes set by hand that stick out of one another.
    BoxOrder,
    /// A poster larger than a PDF page may be.
    PageSize,
    /// A landscape poster made by turning the view.
    Rotation,
    /// A page in a scale of its own.
    Scale,
    /// Cropped in a viewer, which only hides what is outside.
    CropBox,
    /// Exported without bleed.
    Bleed,
    /// Exported with bleed, but the background stops at the trim.
    BleedInk,
    /// Crop marks ticked in the export dialogue.
    Marks,
    /// Type set close to the edge.
    SafeMargin,
    /// Exported as an ordinary PDF.
    Standard,
    /// No printing condition chosen in the export dialogue.
    OutputIntent,
    /// The condition named, but its profile not embedded.
    Profile,
    /// A program that does not say whether colours were trapped.
    Trapped,
    /// A program that writes no XMP.
    Xmp,
    /// Metadata edited in one of its two places only.
    InfoTwins,
    /// Buttons, scripts or forms left in.
    Actions,
    /// Links or comments left in.
    Annotations,
    /// Files attached, often the original document.
    Attachments,
    /// Layers exported as layers.
    Layers,
    /// An old program that packs with LZW.
    Lzw,
    /// An old program that passes PostScript on.
    DeviceControl,
    /// Drawn for a screen, or pictures from a phone.
    ColorSpaces,
    /// CMYK pictures tagged by a program that tags everything.
    TaggedCmyk,
    /// A Pantone swatch in the palette.
    Spots,
    /// The swatch called "Registration" taken for black.
    Registration,
    /// Dark colours converted without a limit.
    TotalInk,
    /// Black type converted from RGB.
    BlackType,
    /// White type set to overprint, or black that was white before.
    Overprint,
    /// Shadows and opacity in a standard that has none.
    Transparency,
    /// Shadows and opacity that blend in RGB.
    BlendSpace,
    /// Fonts named but not put into the file.
    Fonts,
    /// Fonts put in without what is needed to read them back.
    FontKeys,
    /// A script that the font has not got.
    MissingGlyphs,
    /// A picture taken from the web.
    Resolution,
    /// Lines set to "hairline".
    Hairlines,
    /// The name of an account or a person in the metadata.
    Author,
    /// The place of a file on somebody's disk.
    Paths,
    /// Names of programs, systems and machines.
    Tools,
    /// When, and in which time zone.
    Dates,
    /// Camera and editing data in pictures.
    PictureData,
}

/// What a check looks at: the file, or each page. `None` means that the shop does not ask.
enum Judge {
    File(fn(&Case) -> Option<Finding>),
    Page(fn(&Case, &Page) -> Option<Finding>),
}

struct Rule {
    check: Check,
    id: &'static str,
    title: &'static str,
    judge: Judge,
}

macro_rules! rules {
    ($($check:ident $id:literal $title:literal $kind:ident $judge:path;)*) => {
        const TABLE: &[Rule] = &[$(Rule {
            check: Check::$check, id: $id, title: $title, judge: Judge::$kind($judge),
        }),*];
    };
}

rules! {
    TrimBox       "trim-box"       "trim box"          Page boxes::trim_box;
    BoxOrder      "box-order"      "order of boxes"    Page boxes::box_order;
    PageSize      "page-size"      "page size"         Page boxes::page_size;
    Scale         "scale"          "scale"             Page boxes::scale;
    Rotation      "rotation"       "rotation"          Page boxes::rotation;
    CropBox       "crop-box"       "crop box"          Page boxes::crop_box;
    Bleed         "bleed"          "bleed"             Page boxes::bleed;
    BleedInk      "bleed-ink"      "ink in the bleed"  Page boxes::bleed_ink;
    Marks         "marks"          "printer's marks"   Page boxes::marks;
    SafeMargin    "safe-margin"    "safe margin"       Page boxes::safe_margin;
    BlankPage     "blank-page"     "something to print" Page boxes::blank_page;
    ColorSpaces   "color-spaces"   "colour spaces"     Page color::color_spaces;
    TaggedCmyk    "tagged-cmyk"    "tagged CMYK"       Page color::tagged_cmyk;
    Spots         "spot-colors"    "spot colours"      Page color::spots;
    Registration  "registration"   "registration colour" Page color::registration;
    BlackType     "black-type"     "black type"        Page color::black_type;
    Overprint     "overprint"      "overprint"         Page color::overprint;
    TotalInk      "total-ink"      "total ink"         Page color::total_ink;
    Transparency  "transparency"   "transparency"      Page color::transparency;
    BlendSpace    "blend-space"    "blending space"    Page color::blend_space;
    Fonts         "fonts"          "fonts"             Page fonts::fonts;
    FontKeys      "font-keys"      "font details"      Page fonts::font_keys;
    MissingGlyphs "missing-glyphs" "missing characters" Page fonts::missing_glyphs;
    Resolution    "resolution"     "picture resolution" Page content::resolution;
    Hairlines     "hairlines"      "thin lines"        Page content::hairlines;
    Readable      "readable"       "readable"          Page content::readable;
    Standard      "standard"       "standard"          File standard::standard;
    Version       "pdf-version"    "PDF version"       File file::version;
    OutputIntent  "output-intent"  "output intent"     File standard::output_intent;
    Profile       "profile"        "press profile"     File standard::profile;
    Trapped       "trapped"        "trapping"          File standard::trapped;
    Xmp           "xmp"            "XMP metadata"      File standard::xmp;
    InfoTwins     "info-twins"     "metadata agrees"   File standard::info_twins;
    FileId        "file-id"        "file id"           File file::id;
    FileEnds      "file-ends"      "start and end"     File file::ends;
    FileSize      "file-size"      "file size"         File file::size;
    Encryption    "encryption"     "encryption"        File file::encryption;
    PageCount     "page-count"     "pages"             File file::page_count;
    Layers        "layers"         "layers"            File content::layers;
    Annotations   "annotations"    "annotations"       Page content::annotations;
    Actions       "actions"        "scripts and forms" File content::actions;
    Attachments   "attachments"    "attached files"    File content::attachments;
    Lzw           "lzw"            "LZW"               File content::lzw;
    DeviceControl "device-control" "device control"    Page content::device_control;
    Author        "author"         "author"            File private::author;
    Paths         "paths"          "paths"             File private::paths;
    Tools         "tools"          "programs"          File private::tools;
    Dates         "dates"          "dates"             File private::dates;
    PictureData   "picture-data"   "data in pictures"  File private::picture_data;
}

impl Check {
    /// All checks, in the order of a report.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|rule| rule.check)
    }

    /// The stable name, `trim-box`.
    pub fn id(self) -> &'static str {
        self.rule().id
    }

    /// The name for people, `trim box`.
    pub fn title(self) -> &'static str {
        self.rule().title
    }

    fn rule(self) -> &'static Rule {
        let rule = TABLE.iter().find(|rule| rule.check == self);
        rule.expect("every check has its row in the table, as a test makes sure")
    }
}

/// Rows that one check may fill before the rest is summed up.
const MOST_ROWS: usize = 3;

/// Applies every rule and tells all findings together.
pub(super) fn judge(case: &Case) -> Report {
    let rows = TABLE.iter().flat_map(|rule| match rule.judge {
        Judge::File(judge) => judge(case)
            .map(|finding| rule.row(finding, None))
            .into_iter()
            .collect(),
        Judge::Page(judge) => {
            let found = case.pages.iter().map(|page| judge(case, page));
            let numbered = (1..)
                .zip(found)
                .filter_map(|(page, found)| Some((page, found?)));
            rule.rows(numbered.collect())
        }
    });
    Report {
        rows: rows.collect(),
    }
}

/// The report on a file that can't be looked into.
pub(super) fn locked() -> Report {
    let row = Check::Encryption.rule().row(file::locked(), None);
    Report { rows: vec![row] }
}

impl Rule {
    fn row(&self, finding: Finding, page: Option<usize>) -> Row {
        Row {
            check: self.id,
            title: self.title,
            verdict: finding.verdict,
            figure: finding.figure,
            message: finding.message,
            fix: finding.fix,
            page,
            at: finding.at,
        }
    }

    /// One row where all pages are alike; else a row for each page that is not as it should be.
    fn rows(&self, found: Vec<(usize, Finding)>) -> Vec<Row> {
        let Some((_, first)) = found.first().cloned() else {
            return Vec::new();
        };
        let good = |finding: &Finding| finding.verdict == Verdict::Pass;
        if found
            .iter()
            .all(|(_, each)| *each == first || (good(each) && good(&first)))
        {
            return vec![self.row(first, None)];
        }
        let bad: Vec<_> = found.into_iter().filter(|(_, each)| !good(each)).collect();
        let more = bad.len().saturating_sub(MOST_ROWS);
        let shown = bad.into_iter().take(MOST_ROWS);
        let mut rows: Vec<_> = shown
            .map(|(page, each)| self.row(each, Some(page)))
            .collect();
        if let Some(last) = rows.last_mut().filter(|_| more > 0) {
            last.message = format!(
                "{} (and so on {more} more {})",
                last.message,
                if more == 1 { "page" } else { "pages" }
            );
        }
        rows
    }
}
