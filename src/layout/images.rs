//! Pictures that stand in files beside a layout.

use roxmltree::Node;

use super::cuts::XLINK;
use super::parse::Reader;
use super::style::SvgNode as _;
use super::{Artboard, Image};
use crate::diag::{Diagnostic, Result};

impl<'a> Reader<'a> {
    /// Pictures that stand in files beside the layout.
    pub(super) fn images(&self, root: Node<'a, 'a>) -> Result<Vec<Image>> {
        let mut images = Vec::new();
        for node in root
            .descendants()
            .filter(|node| node.has_tag_name_in_svg("image"))
        {
            // What stands in the place of a user's picture goes, wherever it came from.
            let gone = node
                .ancestors()
                .filter(Node::is_element)
                .any(|around| self.is_private(around));
            if gone || self.slot_id(node).is_some() {
                continue;
            }
            let href = node
                .attribute_node("href")
                .or_else(|| node.attribute_node((XLINK, "href")));
            let Some(href) = href.filter(|href| !href.value().trim_start().starts_with("data:"))
            else {
                continue;
            };
            let name = href.value().trim().trim_start_matches("./");
            let outside = name.contains("://")
                || name.starts_with(['/', '\\'])
                || name.contains(':')
                || name.split(['/', '\\']).any(|step| step == "..");
            if outside || name.is_empty() {
                return Err(Diagnostic::error(format!(
                    "the picture `{name}` is not in the layout's folder"
                ))
                .at(self.place(href.range()))
                .hint("embed it, or put it beside the layout and link to it by its file name"));
            }
            images.push(Image {
                name: name.to_owned(),
                range: href.range_value(),
                bytes: Vec::new(),
            });
        }
        Ok(images)
    }
}

/// Reads the pictures of an artboard.
///
/// # Errors
/// One is not there.
pub(super) fn load(
    board: &mut Artboard,
    read: impl Fn(&str) -> std::io::Result<Vec<u8>>,
) -> Result<()> {
    for at in 0..board.images.len() {
        let image = &board.images[at];
        let bytes = read(&image.name).map_err(|error| {
            Diagnostic::error(format!(
                "the picture `{}` cannot be read: {error}",
                image.name
            ))
            .at(board.place(image.range.clone()))
            .hint("put it beside the layout, or embed it")
        })?;
        board.images[at].bytes = bytes;
    }
    Ok(())
}
