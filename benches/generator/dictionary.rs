use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::window::Window;

/// Where a parameter stands, in the order in which a dictionary groups its entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Location {
    Header,
    Path,
    Query,
    Body,
}

impl Location {
    fn name(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Path => "path",
            Self::Query => "query",
            Self::Body => "body",
        }
    }
}

/// One definition.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) kind: &'static str,
    pub(super) required: bool,
    pub(super) window: Window,
    pub(super) description: String,
}

/// A `parameters.yaml` in the making: sorted as its readers want it.
#[derive(Debug, Default)]
pub(super) struct Dictionary(BTreeMap<(Location, String), Entry>);

impl Dictionary {
    /// Adds an entry; the first of a name stays.
    pub(super) fn add(&mut self, location: Location, name: &str, entry: Entry) {
        self.0.entry((location, name.to_owned())).or_insert(entry);
    }

    /// Adds an entry without a window.
    pub(super) fn plain(
        &mut self,
        location: Location,
        name: &str,
        kind: &'static str,
        required: bool,
        description: String,
    ) {
        self.add(location, name, Entry { kind, required, window: Window::default(), description });
    }

    /// The text of the file.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let mut group = None;
        for ((location, name), entry) in &self.0 {
            if group.replace(location) != Some(location) {
                let _ = writeln!(text, "# variables in {}", location.name());
            }
            let _ = writeln!(text, "{name}:\n  description: |");
            for line in lines(&entry.description) {
                let _ = writeln!(text, "    {line}");
            }
            let _ = writeln!(text, "  in: {}\n  required: {}", location.name(), entry.required);
            for (field, bound) in [("min_version", entry.window.since), ("max_version", entry.window.until)] {
                if let Some(bound) = bound {
                    let _ = writeln!(text, "  {field}: {bound}");
                }
            }
            let _ = writeln!(text, "  type: {}", entry.kind);
        }
        text
    }
}

/// Lines of at most 72 characters, where words allow.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < 72 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
