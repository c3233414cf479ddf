//! A good A3 poster for a European shop, and a switch for each way to spoil it.

use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};

/// What is wrong with a poster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    NoTrim,
    ArtAndTrim,
    TrimOutside,
    Huge,
    UserUnit,
    Rotated,
    LastPageRotated,
    Cropped,
    SmallBleed,
    NoBleedBox,
    BackgroundStops,
    CropMarks,
    TypeNearEdge,
    TypeOverEdge,
    Blank,
    RgbShape,
    RgbPicture,
    RgbInForm,
    RgbInPattern,
    RgbInType3,
    RgbInInlinePicture,
    RgbGradient,
    TaggedCmyk,
    SpotOverLab,
    Registration,
    RichBlackType,
    RichBlackOutline,
    RgbBlackLine,
    WhiteOverprint,
    HeavyInk,
    HeavyPicture,
    HeavyGradient,
    Opacity,
    RgbGroup,
    RgbPage,
    NoPageGroup,
    FontMissing,
    InvisibleFontMissing,
    NoCidMap,
    Notdef,
    CoarsePicture,
    Hairline,
    ScaledHairline,
    ThinBar,
    UnknownFilter,
    EndlessForm,
    OrdinaryPdf,
    Newer,
    NoIntent,
    TwoIntents,
    NoProfile,
    ScreenProfile,
    MisnamedProfile,
    NoTrapped,
    NoXmp,
    CompressedXmp,
    PoorXmp,
    TwinsDiffer,
    NoId,
    BytesBefore,
    BytesAfter,
    ThreePages,
    Encrypted,
    LayersWithoutDefault,
    Link,
    Script,
    Attachment,
    Lzw,
    TransferCurve,
    PostScript,
    Author,
    Path,
    Device,
    TimeZone,
    CameraData,
}

use Fault::*;

const MM: f32 = 72.0 / 25.4;
/// A3 with 3 mm of bleed, its lower left corner away from the origin.
const BLEED: [f32; 4] = [10.0 * MM, 10.0 * MM, 313.0 * MM, 436.0 * MM];
const TRIM: [f32; 4] = [13.0 * MM, 13.0 * MM, 310.0 * MM, 433.0 * MM];
const MEDIA: [f32; 4] = [0.0, 0.0, 323.0 * MM, 446.0 * MM];

fn numbers(values: [f32; 4]) -> Object {
    values
        .iter()
        .map(|&value| Object::Real(value))
        .collect::<Vec<_>>()
        .into()
}

fn string(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

/// The bytes of a poster with these faults; none makes the good one.
pub fn poster(faults: &[Fault]) -> Vec<u8> {
    Poster {
        doc: Document::with_version("1.6"),
        faults,
    }
    .write()
}

struct Poster<'a> {
    doc: Document,
    faults: &'a [Fault],
}

impl Poster<'_> {
    fn has(&self, fault: Fault) -> bool {
        self.faults.contains(&fault)
    }

    fn write(mut self) -> Vec<u8> {
        let pages = self.doc.new_object_id();
        let count = if self.has(ThreePages) { 3 } else { 1 };
        let kids: Vec<Object> = (1..=count)
            .map(|number| self.page(pages, number == count).into())
            .collect();
        let tree = dictionary! { "Type" => "Pages", "Count" => count, "Kids" => kids };
        self.doc.objects.insert(pages, tree.into());
        let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => pages };
        self.intent(&mut catalog);
        self.xmp(&mut catalog);
        self.extras(&mut catalog);
        let catalog = self.doc.add_object(catalog);
        self.doc.trailer.set("Root", catalog);
        let info = self.info();
        let info = self.doc.add_object(info);
        self.doc.trailer.set("Info", info);
        if !self.has(NoId) {
            let id = string("0123456789abcdef");
            self.doc.trailer.set("ID", vec![id.clone(), id]);
        }
        if self.has(Newer) {
            self.doc.version = "1.7".into();
        }
        if self.has(Encrypted) {
            self.encrypt();
        }
        let mut bytes = Vec::new();
        self.doc.save_to(&mut bytes).unwrap();
        if self.has(BytesBefore) {
            bytes.splice(0..0, *b"\n\n\n");
        }
        if self.has(BytesAfter) {
            bytes.extend_from_slice(
                b"\nContent-Disposition: attachment; filename=poster.pdf\n--boundary--\n",
            );
        }
        bytes
    }

    fn encrypt(&mut self) {
        use lopdf::{EncryptionState, EncryptionVersion, Permissions};
        let version = EncryptionVersion::V2 {
            document: &self.doc,
            owner_password: "owner",
            user_password: "",
            key_length: 128,
            permissions: Permissions::PRINTABLE,
        };
        let state = EncryptionState::try_from(version).unwrap();
        self.doc.encrypt(&state).unwrap();
    }

    fn page(&mut self, parent: lopdf::ObjectId, last: bool) -> lopdf::ObjectId {
        let media = if self.has(Huge) {
            [0.0, 0.0, 15_000.0, 15_000.0]
        } else {
            MEDIA
        };
        let mut page =
            dictionary! { "Type" => "Page", "Parent" => parent, "MediaBox" => numbers(media) };
        if !self.has(NoTrim) {
            let trim = if self.has(TrimOutside) {
                [0.0, 0.0, 330.0 * MM, 446.0 * MM]
            } else {
                TRIM
            };
            page.set("TrimBox", numbers(trim));
        }
        if !self.has(NoBleedBox) {
            let small = [TRIM[0] - MM, TRIM[1] - MM, TRIM[2] + MM, TRIM[3] + MM];
            page.set(
                "BleedBox",
                numbers(if self.has(SmallBleed) { small } else { BLEED }),
            );
        }
        if self.has(ArtAndTrim) {
            page.set("ArtBox", numbers(TRIM));
        }
        if self.has(Cropped) {
            page.set("CropBox", numbers(TRIM));
        }
        if self.has(Rotated) || (last && self.has(LastPageRotated)) {
            page.set("Rotate", 90);
        }
        if self.has(UserUnit) {
            page.set("UserUnit", 2);
        }
        if !self.has(NoPageGroup) {
            let space = if self.has(RgbPage) {
                "DeviceRGB"
            } else {
                "DeviceCMYK"
            };
            page.set(
                "Group",
                dictionary! { "S" => "Transparency", "CS" => space },
            );
        }
        if self.has(Link) {
            let link = dictionary! {
                "Type" => "Annot", "Subtype" => "Link", "Rect" => numbers([100.0, 100.0, 200.0, 200.0]),
            };
            page.set("Annots", vec![link.into()]);
        }
        let resources = self.resources();
        page.set("Resources", resources);
        let content = self.content();
        let mut stream = Stream::new(Dictionary::new(), content.into_bytes());
        if self.has(UnknownFilter) {
            stream.dict.set("Filter", "MysteryDecode");
        }
        if self.has(Lzw) {
            let spare = dictionary! { "Filter" => "LZWDecode" };
            let spare = self
                .doc
                .add_object(Stream::new(spare, vec![0x80, 0x0B, 0x60, 0x50]));
            page.set("Spare", spare);
        }
        let content = self.doc.add_object(stream);
        page.set("Contents", content);
        self.doc.add_object(page)
    }

    fn content(&self) -> String {
        if self.has(Blank) {
            return "q Q".into();
        }
        let [left, bottom, right, top] = if self.has(BackgroundStops) {
            TRIM
        } else {
            BLEED
        };
        let (width, height) = (right - left, top - bottom);
        let ground = if self.has(HeavyInk) {
            "1 0.9 0.9 0.9 k"
        } else {
            "0 1 1 0 k"
        };
        let mut content = format!("{ground} {left} {bottom} {width} {height} re f\n");
        content += &self.type_and_lines();
        let ppi = if self.has(CoarsePicture) { 20.0 } else { 300.0 };
        let side = 30.0 / ppi * 72.0;
        let _ = writeln!(content, "q {side} 0 0 {side} 400 400 cm /Photo Do Q");
        for (fault, operators) in DRAWN {
            if self.has(*fault) {
                content += operators;
                content.push('\n');
            }
        }
        content
    }

    fn type_and_lines(&self) -> String {
        let (x, y) = match () {
            () if self.has(TypeNearEdge) => (TRIM[0] + 2.0 * MM, 300.0),
            () if self.has(TypeOverEdge) => (TRIM[0] - 2.0 * MM, 300.0),
            () => (100.0, 300.0),
        };
        let black = if self.has(RichBlackType) {
            "0.6 0.4 0.4 1 k"
        } else {
            "0 0 0 1 k"
        };
        let text = if self.has(Notdef) {
            "<00010000>"
        } else {
            "<00010002>"
        };
        format!(
            "/Over gs BT /Wide 12 Tf {black} {x} {y} Td {text} Tj ET\n\
             0 0 0 1 K 0.5 w 100 200 m 300 200 l S\n"
        )
    }

    fn resources(&mut self) -> Dictionary {
        let wide = self.wide_font();
        let plain =
            dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
        let photo = self.photo();
        let form = self.form("0 0 m 1 0 0 rg 100 100 50 50 re f", Dictionary::new());
        let outer = self.form(
            "/Inner Do",
            dictionary! { "XObject" => dictionary! { "Inner" => form } },
        );
        let group = self.form("0 g 100 100 50 50 re f", Dictionary::new());
        let space = dictionary! { "S" => "Transparency", "CS" => "DeviceRGB" };
        self.stream(group).set("Group", space);
        let endless = self.doc.new_object_id();
        let again = Stream::new(
            dictionary! {
                "Subtype" => "Form", "BBox" => numbers([0.0, 0.0, 900.0, 900.0]),
                "Resources" => dictionary! { "XObject" => dictionary! { "Endless" => endless } },
            },
            b"/Endless Do /Endless Do".to_vec(),
        );
        self.doc.objects.insert(endless, again.into());
        let script = Stream::new(dictionary! { "Subtype" => "PS" }, b"showpage".to_vec());
        let script = self.doc.add_object(script);
        let screen = self.rgb_picture();
        let (pattern, drawn) = (self.pattern(), self.type3());
        dictionary! {
            "Font" => dictionary! { "Wide" => wide, "Plain" => plain, "Drawn" => drawn },
            "XObject" => dictionary! {
                "Photo" => photo, "Outer" => outer, "RgbGroup" => group, "Endless" => endless,
                "Script" => script, "Screen" => screen,
            },
            "Pattern" => dictionary! { "Cell" => pattern },
            "Shading" => dictionary! {
                "Rainbow" => shading("DeviceRGB", &[1.0, 0.0, 0.0]),
                "Dark" => shading("DeviceCMYK", &[1.0, 1.0, 1.0, 1.0]),
            },
            "ColorSpace" => self.spaces(),
            "ExtGState" => dictionary! {
                "Over" => dictionary! { "op" => true, "OP" => true, "OPM" => 1 },
                "Half" => dictionary! { "ca" => 0.5 },
                "Curve" => dictionary! { "TR" => dictionary! { "FunctionType" => 2, "N" => 2 } },
            },
        }
    }

    fn stream(&mut self, id: lopdf::ObjectId) -> &mut Dictionary {
        &mut self
            .doc
            .get_object_mut(id)
            .unwrap()
            .as_stream_mut()
            .unwrap()
            .dict
    }

    fn form(&mut self, content: &str, resources: Dictionary) -> lopdf::ObjectId {
        let dict = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => numbers([0.0, 0.0, 900.0, 900.0]),
            "Resources" => resources,
        };
        self.doc
            .add_object(Stream::new(dict, content.as_bytes().to_vec()))
    }

    fn spaces(&mut self) -> Dictionary {
        let profile = self.profile(*b"prtrCMYK");
        let lab = vec![
            "Lab".into(),
            dictionary! { "WhitePoint" => vec![0.96.into(), 1.into(), 0.82.into()] }.into(),
        ];
        let tint = |ends: usize| {
            dictionary! {
                "FunctionType" => 2, "N" => 1, "Domain" => vec![0.into(), 1.into()],
                "C1" => vec![1.into(); ends],
            }
        };
        dictionary! {
            "Tagged" => vec!["ICCBased".into(), profile.into()],
            "Lab" => lab.clone(),
            "Orange" => vec!["Separation".into(), "Orange".into(), lab.into(), tint(3).into()],
            "All" => vec!["Separation".into(), "All".into(), "DeviceCMYK".into(), tint(4).into()],
        }
    }

    fn pattern(&mut self) -> lopdf::ObjectId {
        let dict = dictionary! {
            "PatternType" => 1, "PaintType" => 1, "TilingType" => 1, "XStep" => 10, "YStep" => 10,
            "BBox" => numbers([0.0, 0.0, 10.0, 10.0]), "Resources" => Dictionary::new(),
        };
        self.doc
            .add_object(Stream::new(dict, b"1 0 0 rg 0 0 5 5 re f".to_vec()))
    }

    fn type3(&mut self) -> Dictionary {
        let letter = self.doc.add_object(Stream::new(
            Dictionary::new(),
            b"1000 0 d0 0 0 1 rg 0 0 500 500 re f".to_vec(),
        ));
        dictionary! {
            "Type" => "Font", "Subtype" => "Type3", "FontBBox" => numbers([0.0, 0.0, 1000.0, 1000.0]),
            "FontMatrix" => [0.001, 0.0, 0.0, 0.001, 0.0, 0.0].map(Object::from).to_vec(),
            "CharProcs" => dictionary! { "a" => letter },
            "Encoding" => dictionary! { "Differences" => vec![97.into(), "a".into()] },
            "FirstChar" => 97, "LastChar" => 97, "Widths" => vec![1000.into()],
            "Resources" => Dictionary::new(),
        }
    }

    fn wide_font(&mut self) -> lopdf::ObjectId {
        let mut descriptor =
            dictionary! { "Type" => "FontDescriptor", "FontName" => "ABCDEF+Oswald" };
        if !self.has(FontMissing) {
            let file = self
                .doc
                .add_object(Stream::new(Dictionary::new(), vec![0, 1, 0, 0]));
            descriptor.set("FontFile2", file);
        }
        let mut part = dictionary! {
            "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "ABCDEF+Oswald",
            "FontDescriptor" => descriptor, "DW" => 600,
            "W" => vec![1.into(), vec![500.into(), 700.into()].into()],
        };
        if !self.has(NoCidMap) {
            part.set("CIDToGIDMap", "Identity");
        }
        let unicode = self.doc.add_object(Stream::new(
            Dictionary::new(),
            b"begincmap endcmap".to_vec(),
        ));
        self.doc.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "ABCDEF+Oswald",
            "Encoding" => "Identity-H", "DescendantFonts" => vec![part.into()], "ToUnicode" => unicode,
        })
    }

    fn photo(&mut self) -> lopdf::ObjectId {
        let ink = if self.has(HeavyPicture) { 0xF0 } else { 0x80 };
        let mut dict = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 30, "Height" => 30,
            "BitsPerComponent" => 8, "ColorSpace" => "DeviceCMYK",
        };
        let mut content = vec![ink; 30 * 30 * 4];
        if self.has(CameraData) {
            dict.set("Filter", "DCTDecode");
            content = b"\xFF\xD8\xFF\xE1\0\x20Exif\0\0MM\0*".to_vec();
        }
        self.doc.add_object(Stream::new(dict, content))
    }

    fn rgb_picture(&mut self) -> lopdf::ObjectId {
        let dict = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 30, "Height" => 30,
            "BitsPerComponent" => 8, "ColorSpace" => "DeviceRGB",
        };
        self.doc.add_object(Stream::new(dict, vec![9; 30 * 30 * 3]))
    }

    fn profile(&mut self, class_and_space: [u8; 8]) -> lopdf::ObjectId {
        let mut bytes = vec![0; 132];
        bytes[12..20].copy_from_slice(&class_and_space);
        bytes[36..40].copy_from_slice(b"acsp");
        if class_and_space == *b"prtrCMYK" {
            bytes[100] = 1;
        }
        self.doc
            .add_object(Stream::new(dictionary! { "N" => 4 }, bytes))
    }

    fn intent(&mut self, catalog: &mut Dictionary) {
        let profile = self.profile(if self.has(ScreenProfile) {
            *b"mntrRGB "
        } else {
            *b"prtrCMYK"
        });
        let mut intent = dictionary! {
            "Type" => "OutputIntent", "S" => "GTS_PDFX", "OutputConditionIdentifier" => string("FOGRA39"),
            "RegistryName" => string("http://www.color.org"), "Info" => string("Coated FOGRA39"),
        };
        let key = if self.has(MisnamedProfile) {
            "DestinationOutputProfile"
        } else {
            "DestOutputProfile"
        };
        if !self.has(NoProfile) {
            intent.set(key, profile);
        }
        let intent = Object::from(intent);
        if !self.has(NoIntent) {
            let count = if self.has(TwoIntents) { 2 } else { 1 };
            catalog.set("OutputIntents", vec![intent; count]);
        }
    }

    fn xmp(&mut self, catalog: &mut Dictionary) {
        if self.has(NoXmp) {
            return;
        }
        let title = if self.has(TwinsDiffer) {
            "Another title"
        } else {
            "Bread and roses"
        };
        let standard = if self.has(OrdinaryPdf) {
            ""
        } else {
            "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"
        };
        let date = "<xmp:CreateDate>2024-01-19T00:00:00Z</xmp:CreateDate>\
            <xmp:ModifyDate>2024-01-19T00:00:00Z</xmp:ModifyDate>\
            <xmp:MetadataDate>2024-01-19T00:00:00Z</xmp:MetadataDate>";
        let media = "<xmpMM:DocumentID>uuid:1</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>\
            <xmpMM:RenditionClass>default</xmpMM:RenditionClass>";
        let media = if self.has(PoorXmp) { "" } else { media };
        let packet = format!(
            "<?xpacket begin='\u{feff}' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>\
             <rdf:RDF><rdf:Description>{standard}<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>{title}</rdf:li>\
             </rdf:Alt></dc:title>{date}{media}<pdf:Trapped>False</pdf:Trapped></rdf:Description></rdf:RDF>\
             </x:xmpmeta><?xpacket end='w'?>"
        );
        let mut stream = Stream::new(
            dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
            packet.into_bytes(),
        );
        if self.has(CompressedXmp) {
            stream.compress().unwrap();
        }
        let stream = self.doc.add_object(stream);
        catalog.set("Metadata", stream);
    }

    fn info(&self) -> Dictionary {
        let mut info = dictionary! { "Title" => string("Bread and roses") };
        let mut set = |fault, key: &str, value: &str| {
            if self.has(fault) {
                info.set(key, string(value));
            }
        };
        set(Author, "Author", "Rosa L.");
        set(Path, "Subject", "C:\\Users\\rosa\\poster.indd");
        set(
            Device,
            "Producer",
            "macOS Version 13.4 (Build 22F66) Quartz PDFContext",
        );
        set(TimeZone, "CreationDate", "D:20240119103000+03'00'");
        if !self.has(NoTrapped) {
            info.set("Trapped", "False");
        }
        info
    }

    fn extras(&mut self, catalog: &mut Dictionary) {
        if self.has(LayersWithoutDefault) {
            let layer = self
                .doc
                .add_object(dictionary! { "Type" => "OCG", "Name" => string("Notes") });
            catalog.set("OCProperties", dictionary! { "OCGs" => vec![layer.into()] });
        }
        if self.has(Script) {
            let script = dictionary! { "S" => "JavaScript", "JS" => string("app.alert(1)") };
            catalog.set("OpenAction", script);
        }
        if self.has(Attachment) {
            let file = Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"draft".to_vec());
            let file = self.doc.add_object(file);
            let spec = dictionary! { "Type" => "Filespec", "EF" => dictionary! { "F" => file } };
            let names = dictionary! { "Names" => vec![string("draft.txt"), spec.into()] };
            catalog.set("Names", dictionary! { "EmbeddedFiles" => names });
        }
    }
}

/// Faults that are operators at the end of the page.
const DRAWN: &[(Fault, &str)] = &[
    (CropMarks, "0 0 0 1 K 0.5 w 36.85 5 m 36.85 20 l S"),
    (RgbShape, "1 0 0 rg 100 100 50 50 re f"),
    (RgbPicture, "q 7 0 0 7 100 100 cm /Screen Do Q"),
    (RgbInForm, "/Outer Do"),
    (RgbInPattern, "/Pattern cs /Cell scn 100 100 50 50 re f"),
    (RgbInType3, "BT /Drawn 12 Tf 100 100 Td (a) Tj ET"),
    (
        RgbInInlinePicture,
        "q 1 0 0 1 100 100 cm BI /W 4 /H 4 /CS /RGB /BPC 8 /F /Fl ID abc\nEI Q",
    ),
    (RgbGradient, "q 100 100 50 50 re W n /Rainbow sh Q"),
    (TaggedCmyk, "/Tagged cs 0 0 0 1 scn 100 100 50 50 re f"),
    (SpotOverLab, "/Orange cs 1 scn 100 100 50 50 re f"),
    (Registration, "/All cs 0.5 scn 100 100 50 50 re f"),
    (
        RichBlackOutline,
        "0.6 0.4 0.4 1 k 100 100 m 101 100 l 101 200 l 100 200 l h f",
    ),
    (RgbBlackLine, "0 0 0 RG 1 w 100 100 m 200 100 l S"),
    (WhiteOverprint, "/Over gs 0 0 0 0 k 100 100 50 50 re f"),
    (HeavyGradient, "q 100 100 50 50 re W n /Dark sh Q"),
    (Opacity, "/Half gs 0 1 0 0 k 100 100 50 50 re f"),
    (RgbGroup, "/RgbGroup Do"),
    (
        InvisibleFontMissing,
        "BT 3 Tr /Plain 12 Tf 100 100 Td (hidden) Tj ET",
    ),
    (Hairline, "0 0 0 1 K 0.1 w 100 100 m 200 100 l S"),
    (
        ScaledHairline,
        "q 0.1 0 0 0.1 0 0 cm 0 0 0 1 K 1 w 1000 1000 m 2000 1000 l S Q",
    ),
    (ThinBar, "0 0 0 1 k 100 100 200 0.1 re f"),
    (EndlessForm, "/Endless Do"),
    (TransferCurve, "/Curve gs"),
    (PostScript, "/Script Do"),
];

fn shading(space: &str, end: &[f32]) -> Dictionary {
    let color = |values: &[f32]| {
        values
            .iter()
            .map(|&value| Object::Real(value))
            .collect::<Vec<_>>()
    };
    let function = dictionary! {
        "FunctionType" => 2, "N" => 1, "Domain" => vec![0.into(), 1.into()],
        "C0" => color(&vec![0.0; end.len()]), "C1" => color(end),
    };
    dictionary! {
        "ShadingType" => 2, "ColorSpace" => space, "Function" => function,
        "Coords" => vec![0.into(), 0.into(), 100.into(), 0.into()],
    }
}
