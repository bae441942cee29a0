use glob::{MatchOptions, Pattern};
use serde::Deserialize;

/// A pattern for paths and operations: `*` and `?` stay within one step, `**` as a whole step stands for any
/// number of them. Braces have no meaning, so that a path variable (`/servers/{server_id}`) stands for
/// itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Glob(Pattern);

const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

impl Glob {
    /// Does the whole of `text` fit?
    pub fn matches(&self, text: &str) -> bool {
        self.0.matches_with(text, OPTIONS)
    }
}

impl TryFrom<String> for Glob {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match Pattern::new(&text) {
            Ok(pattern) => Ok(Self(pattern)),
            Err(error) => Err(format!("`{text}` is no pattern: {}", error.msg)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, text: &str) -> bool {
        Glob::try_from(pattern.to_owned()).unwrap().matches(text)
    }

    #[test]
    fn a_star_stays_within_a_step() {
        assert!(fits("api-ref/source/v2/*.inc", "api-ref/source/v2/snapshots.inc"));
        assert!(!fits("api-ref/source/*.inc", "api-ref/source/v2/snapshots.inc"));
        assert!(fits("snapshot?.inc", "snapshots.inc"));
    }

    #[test]
    fn two_stars_take_any_number_of_steps() {
        assert!(fits("api-ref/**/*.inc", "api-ref/snapshots.inc"));
        assert!(fits("api-ref/**/*.inc", "api-ref/source/v2/snapshots.inc"));
        assert!(fits("api-ref/**", "api-ref/source/v2/samples/a.json"));
        assert!(!fits("api-ref/**", "doc/api-ref.inc"));
    }

    #[test]
    fn path_variables_stand_for_themselves() {
        assert!(fits("POST /servers/{server_id}/*", "POST /servers/{server_id}/action"));
        assert!(fits("* /servers", "GET /servers"));
        assert!(!fits("POST /servers/{server_id}", "POST /servers/{id}"));
    }

    #[test]
    fn a_pattern_that_cannot_match_is_refused() {
        assert!(Glob::try_from("a**".to_owned()).is_err());
    }
}
