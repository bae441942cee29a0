use std::hash::{DefaultHasher, Hash, Hasher};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::data::{Data, View};
use super::overview::{overview, title};
use super::policy::{SCRIPT, STYLE, policy};
use super::since::Since;
use crate::analysis::{Analysis, AnalysisError, Checked, Column};
use crate::change::History;
use crate::report::escape_json;
use crate::text::visible;

/// A report as a page: one HTML file.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    html: String,
    version: u64,
}

/// What a page shows beside text and samples.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Beside<'a> {
    /// What changed since an earlier state.
    pub(crate) since: Option<&'a Since>,
    /// What was open over time.
    pub(crate) history: Option<&'a History>,
    /// What other witnesses say beside the rows.
    pub(crate) columns: &'a [Column],
}

impl Page {
    /// The page of a tree and of what is reported of it.
    pub(crate) fn new(analysis: &Analysis, checked: &Checked) -> Result<Self, AnalysisError> {
        Self::made(analysis, checked, Beside::default(), false)
    }

    /// The same, with what stands beside it.
    pub(crate) fn with(
        analysis: &Analysis,
        checked: &Checked,
        beside: Beside<'_>,
    ) -> Result<Self, AnalysisError> {
        Self::made(analysis, checked, beside, false)
    }

    /// The same, which asks its server for a newer one.
    pub(crate) fn live(analysis: &Analysis, checked: &Checked) -> Result<Self, AnalysisError> {
        Self::made(analysis, checked, Beside::default(), true)
    }

    fn made(
        analysis: &Analysis,
        checked: &Checked,
        beside: Beside<'_>,
        is_live: bool,
    ) -> Result<Self, AnalysisError> {
        let data = Data::new(analysis, checked, beside)?;
        let view = View::new(analysis);
        let json = serde_json::to_string(&data)
            .map_err(|error| AnalysisError::Internal(format!("a page cannot be written: {error}")))?;
        let (title, overview, json) = (title(view), overview(view, checked, beside, &data), inert(&json));
        let version = version(&[&title, overview.0.as_str(), &json]);
        let html = document(&title, &overview, &json, is_live.then_some(version));
        Ok(Self { html: html.into_string(), version })
    }

    /// What tells it from pages with other content.
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// The text of the file.
    pub(crate) fn html(&self) -> &str {
        &self.html
    }
}

fn version(parts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}

/// JSON that ends no element and begins no comment, and in which nothing is hidden.
fn inert(json: &str) -> String {
    escape_json(json).replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// The file. The policy comes first, so that it holds for all that follows.
fn document(title: &str, overview: &Markup, json: &str, live: Option<u64>) -> Markup {
    let title = visible(title);
    html! {
        (DOCTYPE)
        html lang="en" data-live=[live] {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy(live.is_some()));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="generator" content="apiref";
                meta name="color-scheme" content="light dark";
                title { (title) " – API reference report" }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header {
                    a.name href="#overview" { (title) }
                    nav aria-label="Views" {
                        a href="#overview" { "Overview" }
                        a href="#findings" { "Findings" }
                        @if live.is_some() && cfg!(feature = "viewer") {
                            a href="viewer/" { "Documents" }
                        }
                    }
                    div #slider-box hidden {
                        label for="slider" { "Microversion" }
                        input #slider type="range" min="0" max="0" value="0" step="1";
                        output #slider-value for="slider" {}
                    }
                    button #help-open type="button" aria-haspopup="dialog" { "Keys" }
                }
                div #columns {
                    nav #side aria-label="Operations" {
                        label for="find" { "Find operations, rules, keys" }
                        input #find type="search" autocomplete="off" spellcheck="false";
                        div #hits aria-live="polite" {}
                        div #chapters {}
                    }
                    main #main tabindex="-1" {
                        noscript { p.warning { "Operations and findings are shown by a script in this file." } }
                        (overview)
                        div #view {}
                    }
                }
                p #status.status role="status" {}
                dialog #help aria-labelledby="help-title" {}
                script #data type="application/json" { (PreEscaped(json)) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_ends_no_element() {
        let json = inert("[\"</script><!--\", \"\\u2028\", \"\u{202e}\"]");
        assert!(!json.contains(['<', '>', '\u{2028}', '\u{202e}']), "{json}");
        assert_eq!(
            serde_json::from_str::<Vec<String>>(&json).unwrap(),
            ["</script><!--", "\u{2028}", "\u{202e}"]
        );
    }
}
