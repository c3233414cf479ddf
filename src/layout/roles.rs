//! Which rules of a drawing's style give a role its colour, so that a palette may overrule them.

use super::RoleRule;
use super::parse::Reader;
use crate::color::Role;

/// Properties that a palette may colour.
const COLORED: [&str; 5] = ["fill", "stroke", "stop-color", "color", "flood-color"];

impl Reader<'_> {
    pub(super) fn roles(&self) -> Vec<RoleRule> {
        let mut rules: Vec<RoleRule> = Vec::new();
        let mut emphasis = Vec::new();
        for (selector, property, value) in self.cascade.declarations() {
            let Some(property) = COLORED.into_iter().find(|name| *name == property) else {
                continue;
            };
            let own = value.parse().ok();
            if value == "none" || value.starts_with("url(") {
                continue;
            }
            let last = selector.rsplit([' ', '>']).next().unwrap_or_default();
            // The matcher writes the class `.ink` as `[class~='ink']`.
            let mut classes = last
                .split("[class~='")
                .skip(1)
                .filter_map(|rest| rest.split('\'').next());
            if let Some(role) = classes.clone().find_map(Role::from_class) {
                rules.push(RoleRule {
                    role,
                    selector,
                    property,
                    own,
                });
            } else if classes.any(|class| class == "emphasis") {
                emphasis.push((selector, property, own));
            }
        }
        // Emphasized words follow the role whose colour they were drawn in.
        for (selector, property, own) in emphasis {
            let order = [Role::Accent, Role::Second, Role::Ink, Role::Paper];
            let role = order.into_iter().find(|role| {
                rules
                    .iter()
                    .any(|rule| rule.role == *role && own.is_some() && rule.own == own)
            });
            rules.extend(role.map(|role| RoleRule {
                role,
                selector,
                property,
                own,
            }));
        }
        rules
    }
}
