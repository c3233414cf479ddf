//! The output intent: for which press the inks are meant (ISO 32000-1, 14.11.5).

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

use super::{Mend, text_string};
use crate::output::pdf::profile;
use crate::output::pdf::spec::{Colours, PrintSpec};

impl Mend {
    /// Replaces what printpdf wrote, which names the profile under a key that nobody reads.
    pub(super) fn intent(&mut self, print: &PrintSpec) -> Option<()> {
        let inks = print.colours == Colours::Inks;
        let root = self.pdf.trailer.get(b"Root").ok()?.as_reference().ok()?;
        if !(inks || print.standard.requirements().intent) {
            self.pdf
                .get_dictionary_mut(root)
                .ok()?
                .remove(b"OutputIntents");
            return Some(());
        }
        let mut stream = Stream::new(
            dictionary! { "N" => 4, "Filter" => "FlateDecode" },
            print.profile.deflated().to_vec(),
        );
        stream.allows_compression = false;
        let profile = self.pdf.add_object(stream);
        let intent = dictionary! {
            "Type" => "OutputIntent",
            "S" => "GTS_PDFX",
            "OutputConditionIdentifier" => text_string(&print.profile.condition),
            "RegistryName" => Object::string_literal("http://www.color.org"),
            "Info" => text_string(&print.profile.name),
            "DestOutputProfile" => profile,
        };
        let catalog = self.pdf.get_dictionary_mut(root).ok()?;
        catalog.set("OutputIntents", vec![Object::from(intent)]);
        Some(())
    }

    /// The profile of sRGB, written once.
    pub(super) fn srgb(&mut self) -> ObjectId {
        if let Some(id) = self.srgb {
            return id;
        }
        let dict: Dictionary = dictionary! { "N" => 3, "Alternate" => "DeviceRGB" };
        let id = self.pdf.add_object(Stream::new(dict, profile::srgb()));
        self.srgb = Some(id);
        id
    }
}
