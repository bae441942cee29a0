use serde_json::{Value, json};

/// Gateways name things after the title: letters, digits, blanks and hyphens are left of it.
pub(super) fn simplify(document: &mut Value) {
    let Some(title) = document.pointer_mut("/info/title") else { return };
    let simple = simple(title.as_str().unwrap_or_default());
    *title = json!(if simple.is_empty() { "API".to_owned() } else { simple });
}

fn simple(title: &str) -> String {
    let legal: String =
        title.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { ' ' }).collect();
    legal.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_goes() {
        assert_eq!(simple("Block Storage API V3 (CURRENT)"), "Block Storage API V3 CURRENT");
        assert_eq!(simple("Réseau: API – v2.0"), "R seau API v2 0");
        assert_eq!(simple("…"), "");
    }
}
