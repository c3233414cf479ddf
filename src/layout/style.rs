//! Computed style of an element: `style` attribute over style sheet over presentation attribute,
//! inherited where CSS inherits.

use roxmltree::Node;
use simplecss::{AttributeOperator, Element, PseudoClass, StyleSheet};

use super::{Align, Case, TextStyle, WritingMode};

/// The style rules of a document.
pub struct Cascade<'a> {
    sheet: StyleSheet<'a>,
}

impl<'a> Cascade<'a> {
    /// The rules of all `<style>` elements, in document order.
    pub fn new(document: &'a roxmltree::Document<'a>) -> Self {
        let mut sheet = StyleSheet::new();
        for node in document
            .descendants()
            .filter(|n| n.has_tag_name_in_svg("style"))
        {
            for text in node.children().filter_map(|child| child.text()) {
                sheet.parse_more(text);
            }
        }
        Self { sheet }
    }

    /// Rules as selector, property and value.
    pub fn declarations(&self) -> impl Iterator<Item = (String, &'a str, &'a str)> {
        self.sheet.rules.iter().flat_map(|rule| {
            rule.declarations
                .iter()
                .map(|d| (rule.selector.to_string(), d.name, d.value))
        })
    }

    /// What is declared for the element itself.
    pub fn declared(&self, node: Node<'a, 'a>, name: &str) -> Option<&'a str> {
        let inline = node.attribute("style").and_then(|style| {
            simplecss::DeclarationTokenizer::from(style)
                .filter(|declaration| declaration.name == name)
                .last()
        });
        let ruled = self
            .sheet
            .rules
            .iter()
            // Few rules say anything of one property, and to match them takes longer.
            .filter(|rule| rule.declarations.iter().any(|said| said.name == name))
            .filter(|rule| rule.selector.matches(&Styled(node)))
            .flat_map(|rule| &rule.declarations)
            .filter(|declaration| declaration.name == name);
        let important = ruled.clone().rfind(|declaration| declaration.important);
        important
            .map(|declaration| declaration.value)
            .or(inline.map(|declaration| declaration.value))
            .or(ruled
                .clone()
                .next_back()
                .map(|declaration| declaration.value))
            .or_else(|| node.attribute(name))
            .filter(|value| *value != "inherit")
    }

    /// What is declared for the element, else for the nearest element around it.
    pub fn inherited(&self, node: Node<'a, 'a>, name: &str) -> Option<&'a str> {
        node.ancestors()
            .filter(Node::is_element)
            .find_map(|ancestor| self.declared(ancestor, name))
    }

    /// The text style of an element whose font size is `size` units.
    pub fn text_style(&self, node: Node<'a, 'a>, size: f64) -> TextStyle {
        let default = TextStyle::default();
        let get = |name| self.inherited(node, name);
        let families: Vec<String> = get("font-family")
            .into_iter()
            .flat_map(|list| list.split(','))
            .map(|name| name.trim().trim_matches(['"', '\'']).to_owned())
            .filter(|name| !name.is_empty())
            .collect();
        TextStyle {
            families: if families.is_empty() {
                default.families
            } else {
                families
            },
            weight: get("font-weight")
                .and_then(weight)
                .unwrap_or(default.weight),
            align: get("text-align")
                .and_then(align)
                .or_else(|| get("text-anchor").and_then(align))
                .unwrap_or(default.align),
            case: match get("text-transform") {
                Some("uppercase") => Case::Upper,
                Some("lowercase") => Case::Lower,
                _ => Case::AsTyped,
            },
            line_height: get("line-height")
                .and_then(|value| in_ems(value, size, true))
                .unwrap_or(default.line_height),
            letter_spacing: get("letter-spacing")
                .and_then(|value| in_ems(value, size, false))
                .unwrap_or(default.letter_spacing),
            writing_mode: match get("writing-mode") {
                Some("vertical-rl" | "tb-rl" | "tb") => WritingMode::VerticalRl,
                Some("vertical-lr") => WritingMode::VerticalLr,
                _ => WritingMode::Horizontal,
            },
        }
    }
}

fn weight(value: &str) -> Option<u16> {
    match value {
        "normal" => Some(400),
        "bold" | "bolder" => Some(700),
        "lighter" => Some(300),
        number => number.parse().ok(),
    }
}

fn align(value: &str) -> Option<Align> {
    match value {
        "start" => Some(Align::Start),
        "end" => Some(Align::End),
        "left" => Some(Align::Left),
        "right" => Some(Align::Right),
        "center" | "middle" => Some(Align::Center),
        _ => None,
    }
}

/// A length relative to the font size; a bare number counts as ems only where CSS says so.
fn in_ems(value: &str, size: f64, bare_is_em: bool) -> Option<f64> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|n| n.is_finite());
    if let Some(percent) = value.strip_suffix('%') {
        number(percent).map(|n| n / 100.0)
    } else if let Some(em) = value.strip_suffix("em") {
        number(em)
    } else if let Some(px) = value.strip_suffix("px") {
        number(px).map(|n| n / size)
    } else if bare_is_em {
        number(value)
    } else {
        number(value).map(|n| n / size)
    }
}

/// The namespace of SVG.
pub const SVG: &str = "http://www.w3.org/2000/svg";

/// Questions about a node that the XML library leaves to us.
pub trait SvgNode {
    /// Whether it is an SVG element of that name.
    fn has_tag_name_in_svg(&self, name: &str) -> bool;
}

impl SvgNode for Node<'_, '_> {
    fn has_tag_name_in_svg(&self, name: &str) -> bool {
        self.is_element()
            && self.tag_name().name() == name
            && self.tag_name().namespace().is_none_or(|uri| uri == SVG)
    }
}

/// A node as the selector matcher sees it.
#[derive(Clone, Copy)]
struct Styled<'a>(Node<'a, 'a>);

impl Element for Styled<'_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(Self)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(Self)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        self.0
            .attribute(name)
            .is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        matches!(class, PseudoClass::FirstChild) && self.prev_sibling_element().is_none()
    }
}
