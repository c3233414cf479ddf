//! Pictures: JPEG files as they are, others as pixels, embedded SVG as vectors.

use std::collections::BTreeMap;
use std::sync::Arc;

use ::image::DynamicImage;
use printpdf::{
    DictItem, ExternalStream, ExternalXObject, Op, RawImage, RawImageData, RawImageFormat, XObject,
    XObjectId, XObjectTransform,
};
use usvg::ImageKind;

use super::fill::luminance;
use super::{Pen, Tone, jpeg, set_state};
use crate::diag::Diagnostic;
use crate::output::pdf::ink::Press;
use crate::output::pdf::sheaf::{Picture, Resource, Role, Sheaf, State, Stream, convert_real};
use crate::output::pdf::spec::Colours;

/// From a file to a picture in the document.
type Reader = fn(&[u8], Tone, &Press) -> Option<Picture>;

/// Paints an image into the rectangle `0 0 width height` of its user space.
pub fn paint(image: &usvg::Image, pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    if !image.is_visible() {
        return;
    }
    let (file, read): (_, Reader) = match image.kind() {
        ImageKind::SVG(tree) => {
            drawing(tree, pen, stream, sheaf);
            return;
        }
        ImageKind::JPEG(file) => (file, read_jpeg),
        ImageKind::PNG(file) | ImageKind::GIF(file) | ImageKind::WEBP(file) => (file, read_pixels),
    };
    let Some(resource) = picture(file, read, image, pen.tone, sheaf) else {
        sheaf.notes.push(
            Diagnostic::warning("an image in the layout could not be read and is left out")
                .hint("save it anew as PNG or JPEG"),
        );
        return;
    };
    let size = (
        f64::from(image.size().width()),
        f64::from(image.size().height()),
    );
    place(resource, size, &State::default(), stream, sheaf);
}

/// Whether anything in an embedded drawing mixes with what lies below it.
pub fn blends(image: &usvg::Image) -> bool {
    match image.kind() {
        ImageKind::SVG(tree) => super::blends(tree.root()),
        _ => false,
    }
}

/// An embedded drawing: a part of the page, unless it has something to mix among itself.
fn drawing(tree: &usvg::Tree, pen: Pen, stream: &mut Stream, sheaf: &mut Sheaf) {
    if !super::blends(tree.root()) {
        super::children(tree.root(), pen, stream, sheaf);
        return;
    }
    let mut content = Stream::default();
    super::children(tree.root(), pen.afresh(), &mut content, sheaf);
    let bounds = super::layer_bounds(tree.root(), pen);
    let form = sheaf.add_stream(
        content,
        Role::Group {
            bounds,
            space: None,
        },
    );
    super::use_form(form, &State::default(), stream, sheaf);
}

/// Paints a picture into the rectangle `0 0 width height`, `y` downwards.
pub fn place(
    resource: Resource,
    (width, height): (f64, f64),
    state: &State,
    stream: &mut Stream,
    sheaf: &mut Sheaf,
) {
    stream.save();
    set_state(state, stream, sheaf);
    let id = XObjectId(stream.naming(resource));
    let transform = XObjectTransform {
        scale_x: Some(convert_real(width)),
        scale_y: Some(convert_real(-height)),
        translate_y: Some(printpdf::Pt(convert_real(height))),
        no_auto_scale: true,
        ..XObjectTransform::default()
    };
    stream.push(Op::UseXobject { id, transform });
    stream.leave();
}

/// The resource of an embedded file. The same file is read once.
fn picture(
    file: &Arc<Vec<u8>>,
    read: Reader,
    image: &usvg::Image,
    tone: Tone,
    sheaf: &mut Sheaf,
) -> Option<Resource> {
    let smooth = is_smooth(image.rendering_mode());
    let origin = Some((Arc::as_ptr(file).addr(), tone));
    let known = sheaf
        .pictures
        .iter()
        .position(|picture| picture.origin == origin && picture.smooth == smooth);
    if let Some(number) = known {
        return Some(Resource::Image(number));
    }
    let picture = read(file, tone, &sheaf.press)?;
    Some(sheaf.add_picture(Picture {
        smooth,
        origin,
        ..picture
    }))
}

fn is_smooth(rendering: usvg::ImageRendering) -> bool {
    use usvg::ImageRendering as How;
    match rendering {
        How::OptimizeQuality | How::Smooth | How::HighQuality => true,
        How::OptimizeSpeed | How::CrispEdges | How::Pixelated => false,
    }
}

/// A JPEG file is embedded as it is where PDF takes it, so a photo loses nothing.
fn read_jpeg(file: &[u8], tone: Tone, press: &Press) -> Option<Picture> {
    match tone {
        Tone::Colour if !press.pictures_in_inks => jpeg::embed(file)
            .map(opaque)
            .or_else(|| read_pixels(file, tone, press)),
        Tone::Colour | Tone::Gray => read_pixels(file, tone, press),
    }
}

fn read_pixels(file: &[u8], tone: Tone, press: &Press) -> Option<Picture> {
    let image = ::image::load_from_memory(file).ok()?;
    let inks = press.pictures_in_inks.then_some(Press::pixels as ToInks);
    Some(pixels(&image, tone, press, inks))
}

/// A part of the drawing that became pixels. Where colours are inks, it is in inks, its flat colours
/// in the same ones as those of the vectors around it.
pub fn drawn(image: &DynamicImage, tone: Tone, press: &Press) -> Picture {
    let inks = (press.colours == Colours::Inks).then_some(Press::drawn as ToInks);
    Picture {
        smooth: true,
        ..pixels(image, tone, press, inks)
    }
}

/// From pixels of three bytes to pixels of four inks.
type ToInks = fn(&Press, &[u8]) -> Vec<u8>;

/// A picture that covers what lies below.
fn opaque(data: XObject) -> Picture {
    Picture {
        data,
        alpha: None,
        smooth: false,
        translucent: false,
        origin: None,
    }
}

/// Pixels of four inks as a picture, which printpdf has no format for.
fn in_inks(content: Vec<u8>, width: usize, height: usize) -> XObject {
    let number = |side: usize| DictItem::Int(i64::try_from(side).unwrap_or(0));
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    let dict = BTreeMap::from([
        ("Type".to_owned(), name("XObject")),
        ("Subtype".to_owned(), name("Image")),
        ("Width".to_owned(), number(width)),
        ("Height".to_owned(), number(height)),
        ("BitsPerComponent".to_owned(), DictItem::Int(8)),
        ("ColorSpace".to_owned(), name("DeviceCMYK")),
    ]);
    XObject::External(ExternalXObject {
        stream: ExternalStream {
            dict,
            content,
            compress: true,
        },
        width: None,
        height: None,
        dpi: None,
    })
}

/// Pixels as a picture with as few channels as it needs. The alpha is not premultiplied.
fn pixels(image: &DynamicImage, tone: Tone, press: &Press, inks: Option<ToInks>) -> Picture {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let rgba = image.to_rgba8();
    let covers = rgba.pixels().all(|pixel| pixel.0[3] == u8::MAX);
    let gray = tone == Tone::Gray || rgba.pixels().all(|p| p.0[0] == p.0[1] && p.0[1] == p.0[2]);
    if let (Some(inks), false) = (inks, gray) {
        let rgb: Vec<u8> = rgba
            .pixels()
            .flat_map(|p| [p.0[0], p.0[1], p.0[2]])
            .collect();
        return Picture {
            alpha: (!covers).then(|| rgba.pixels().map(|pixel| pixel.0[3]).collect()),
            translucent: !covers,
            ..opaque(in_inks(inks(press, &rgb), width, height))
        };
    }
    let mut bytes = Vec::with_capacity(width * height * 4);
    for pixel in rgba.pixels() {
        let [red, green, blue, alpha] = pixel.0;
        if gray {
            bytes.push(convert_byte(luminance([red, green, blue])));
        } else {
            bytes.extend([red, green, blue]);
        }
        if !covers {
            bytes.push(alpha);
        }
    }
    let data = XObject::Image(RawImage {
        pixels: RawImageData::U8(bytes),
        width,
        height,
        data_format: match (gray, covers) {
            (true, true) => RawImageFormat::R8,
            (true, false) => RawImageFormat::RG8,
            (false, true) => RawImageFormat::RGB8,
            (false, false) => RawImageFormat::RGBA8,
        },
        tag: Vec::new(),
    });
    Picture {
        translucent: !covers,
        ..opaque(data)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range of u8 first"
)]
fn convert_byte(value: f64) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}
