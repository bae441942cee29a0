//! Where the pages about the program are.

/// The address of the docs site: `homepage` in `Cargo.toml`, the one place where it is set.
pub(super) const SITE: &str = env!("CARGO_PKG_HOMEPAGE");

/// The address of the page about a rule.
pub(super) fn rule(id: &str) -> String {
    format!("{}/reference/rules.html#{id}", SITE.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_rule_has_its_place_on_the_site() {
        assert!(super::SITE.starts_with("https://"));
        assert!(super::rule("a-b").ends_with("/reference/rules.html#a-b"));
    }
}
