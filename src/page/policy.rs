//! The policy of a page: its own script and its own style run, and nothing else does.

/// The style of every page.
pub(super) const STYLE: &str = include_str!("assets/style.css");

/// The script of every page.
pub(super) const SCRIPT: &str = concat!(
    "(function () {\n'use strict';\n",
    include_str!("assets/element.js"),
    include_str!("assets/prose.js"),
    include_str!("assets/tree.js"),
    include_str!("assets/sample.js"),
    include_str!("assets/finding.js"),
    include_str!("assets/operation.js"),
    include_str!("assets/find.js"),
    include_str!("assets/place.js"),
    include_str!("assets/live.js"),
    "})();\n"
);

/// The SHA-256 of [`STYLE`] and [`SCRIPT`], as policies write it: a test recomputes them.
const STYLE_HASH: &str = include_str!("assets/style.sha256").trim_ascii();
const SCRIPT_HASH: &str = include_str!("assets/script.sha256").trim_ascii();

/// The policy of a page, for its `meta` element. One that is served may ask its server.
pub(super) fn policy(is_live: bool) -> String {
    let connect = if is_live { "connect-src 'self'; " } else { "" };
    format!(
        "default-src 'none'; script-src 'sha256-{SCRIPT_HASH}'; style-src 'sha256-{STYLE_HASH}'; \
         img-src data:; {connect}base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
         trusted-types 'none'"
    )
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use sha2::{Digest as _, Sha256};

    use super::*;

    fn hash(text: &str) -> String {
        base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text))
    }

    /// `APIREF_UPDATE=1` writes the hashes anew.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test writes what it expects")]
    fn the_hashes_are_those_of_script_and_style() {
        for (name, text, hash_of) in [("style", STYLE, STYLE_HASH), ("script", SCRIPT, SCRIPT_HASH)] {
            if std::env::var_os("APIREF_UPDATE").is_some() {
                let path = format!("{}/src/page/assets/{name}.sha256", env!("CARGO_MANIFEST_DIR"));
                std::fs::write(path, hash(text) + "\n").unwrap();
            } else {
                assert_eq!(hash(text), hash_of, "the hash of the {name}: run with APIREF_UPDATE=1");
            }
        }
    }

    #[test]
    fn nothing_in_script_or_style_ends_it() {
        for text in [STYLE, SCRIPT] {
            assert!(!text.contains("</") && !text.contains("<!--") && !text.contains('\r'));
        }
        for sink in ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function("] {
            assert!(!SCRIPT.contains(sink), "{sink}");
        }
    }
}
