//! What of a sheaf goes into a printpdf document, and what waits until that is written.

use printpdf::{
    ExtendedGraphicsState, ExtendedGraphicsStateId, FontId, Mm, PdfDocument, PdfPage, ShadingId,
    XObjectId,
};

use crate::output::pdf::paint::Tone;
use crate::output::pdf::sheaf::{Resource, Role, Sheaf, State, Stream};
use crate::units::Affine;

/// What printpdf has no place for, kept until its document is written.
pub struct Parts {
    /// What each stream names and is; the page comes first.
    pub streams: Vec<(Vec<Resource>, Option<Role>)>,
    /// Graphics states, for their masks.
    pub states: Vec<State>,
    /// Whether each shading is in colour or in gray.
    pub shadings: Vec<Tone>,
    /// Shading patterns: the shading, and the map from its space to that of the stream.
    pub gradients: Vec<(usize, Affine)>,
    /// Whether each picture is smoothed.
    pub smooth: Vec<bool>,
    /// The alpha of each picture that printpdf has no format for.
    pub alphas: Vec<Option<Vec<u8>>>,
}

impl Parts {
    /// Puts into a printpdf document what fits there, the page first and then each form as one
    /// more page.
    pub fn split(sheaf: Sheaf, page: Stream) -> (Self, PdfDocument) {
        let mut document = PdfDocument::new("");
        let resources = &mut document.resources;
        let (mut smooth, mut alphas) = (Vec::new(), Vec::new());
        for (number, picture) in sheaf.pictures.into_iter().enumerate() {
            let id = XObjectId(Resource::Image(number).name());
            resources.xobjects.map.insert(id, picture.data);
            smooth.push(picture.smooth);
            alphas.push(picture.alpha);
        }
        for (number, state) in sheaf.states.iter().enumerate() {
            let id = ExtendedGraphicsStateId(Resource::State(number).name());
            resources.extgstates.map.insert(id, graphics_state(state));
        }
        let mut shadings = Vec::new();
        for (number, (shading, tone)) in sheaf.shadings.into_iter().enumerate() {
            let id = ShadingId(Resource::Shading(number).name());
            resources.shadings.map.insert(id, shading);
            shadings.push(tone);
        }
        if let Some(font) = sheaf.font {
            let id = FontId(Resource::Font.name());
            resources.fonts.map.insert(id, font);
        }

        let mut streams = Vec::new();
        let forms = sheaf
            .streams
            .into_iter()
            .map(|(stream, role)| (stream, Some(role)));
        for (stream, role) in std::iter::once((page, None)).chain(forms) {
            // `finish` sets the boxes; printpdf would write an offset box wrongly anyway.
            document
                .pages
                .push(PdfPage::new(Mm(1.0), Mm(1.0), stream.ops));
            streams.push((stream.used.into_iter().collect(), role));
        }
        let parts = Self {
            streams,
            states: sheaf.states,
            shadings,
            gradients: sheaf.gradients,
            smooth,
            alphas,
        };
        (parts, document)
    }
}

/// What printpdf can say of a graphics state; the soft mask is added later.
fn graphics_state(state: &State) -> ExtendedGraphicsState {
    let plain = State::default();
    let mut gs = ExtendedGraphicsState::default();
    if state.opacity < plain.opacity {
        gs = gs
            .with_current_fill_alpha(state.opacity)
            .with_current_stroke_alpha(state.opacity);
    }
    if state.blend != plain.blend {
        gs = gs.with_blend_mode(state.blend);
    }
    gs
}
