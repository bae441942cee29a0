/// What stands between two slashes of a path template: fixed texts with variables between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment {
    /// The fixed texts, one more than there are variables: `{region}:{id}` has an empty one, a colon, and an
    /// empty one.
    parts: Vec<String>,
    /// The names of the variables.
    names: Vec<String>,
}

/// How much of a segment is fixed. Greater is more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// One variable and nothing else.
    Variable,
    /// Variables with text around them, or several.
    Partial,
    /// Fixed text.
    Literal,
}

impl Segment {
    /// Reads a segment. A brace without its counterpart is text.
    pub(crate) fn parse(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut names = Vec::new();
        let mut part = String::new();
        let mut rest = text;
        while let Some((before, name, after)) = next_variable(rest) {
            part.push_str(before);
            parts.push(std::mem::take(&mut part));
            names.push(name.to_owned());
            rest = after;
        }
        part.push_str(rest);
        parts.push(part);
        Self { parts, names }
    }

    /// How much of it is fixed.
    pub(crate) fn kind(&self) -> Kind {
        match self.names.as_slice() {
            [] => Kind::Literal,
            [_] if self.parts.iter().all(String::is_empty) => Kind::Variable,
            _ => Kind::Partial,
        }
    }

    /// The fixed texts: two segments of the same texts differ in the names of their variables alone.
    pub(crate) fn parts(&self) -> &[String] {
        &self.parts
    }

    /// The names of the variables, in order.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// What both stand for, as a segment: the one that says more, or of two partial ones the texts of both
    /// with `*` between. Only of segments that overlap.
    pub(crate) fn common(&self, other: &Self) -> String {
        let (narrow, wide) = if self.kind() >= other.kind() { (self, other) } else { (other, self) };
        if narrow.kind() != Kind::Partial || wide.kind() != Kind::Partial || narrow.parts == wide.parts {
            return narrow.to_string();
        }
        let (mine, theirs) = (narrow.ends(), wide.ends());
        let longer = |a: &str, b: &str| if a.len() >= b.len() { a.to_owned() } else { b.to_owned() };
        let mut texts = vec![longer(mine.0, theirs.0)];
        texts.extend(narrow.middles().chain(wide.middles()).map(str::to_owned));
        texts.push(longer(mine.1, theirs.1));
        texts.join("*")
    }

    fn ends(&self) -> (&str, &str) {
        ends(&self.parts)
    }

    fn middles(&self) -> impl Iterator<Item = &str> {
        middles(&self.parts)
    }
}

impl std::fmt::Display for Segment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut names = self.names.iter();
        for part in &self.parts {
            f.write_str(part)?;
            if let Some(name) = names.next() {
                write!(f, "{{{name}}}")?;
            }
        }
        Ok(())
    }
}

/// The text before the first variable, its name, and the text after it.
fn next_variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Is there a text that two lists of fixed texts stand for, with one character or more in each gap?
pub(super) fn overlap(one: &[String], other: &[String]) -> bool {
    match (one, other) {
        ([text], [same]) => text == same,
        ([text], parts) | (parts, [text]) => fits(text, parts),
        _ => {
            // Between its ends each has a gap that takes whatever the other has in the middle.
            let ((start, end), (other_start, other_end)) = (ends(one), ends(other));
            (start.starts_with(other_start) || other_start.starts_with(start))
                && (end.ends_with(other_end) || other_end.ends_with(end))
        }
    }
}

/// Does the text consist of the parts with one character or more in each gap?
pub(super) fn fits(text: &str, parts: &[String]) -> bool {
    let (start, end) = ends(parts);
    let Some(mut rest) = text.strip_prefix(start) else { return false };
    for middle in middles(parts) {
        let found = after_first(rest).and_then(|rest| rest.split_once(middle));
        let Some((_, after)) = found else { return false };
        rest = after;
    }
    after_first(rest).is_some_and(|rest| rest.ends_with(end))
}

fn after_first(text: &str) -> Option<&str> {
    let mut letters = text.chars();
    letters.next().map(|_| letters.as_str())
}

fn ends(parts: &[String]) -> (&str, &str) {
    match parts {
        [start, .., end] => (start, end),
        [only] => (only, ""),
        [] => ("", ""),
    }
}

fn middles(parts: &[String]) -> impl Iterator<Item = &str> {
    let inner = if let [_, inner @ .., _] = parts { inner } else { &[] };
    inner.iter().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_texts_with_variables_between() {
        let kinds = ["volumes", "{id}", "{region}:{id}", "x{y}", "{a}{b}", "{open", "open}", ""];
        let expected = [
            Kind::Literal,
            Kind::Variable,
            Kind::Partial,
            Kind::Partial,
            Kind::Partial,
            Kind::Literal,
            Kind::Literal,
            Kind::Literal,
        ];
        assert_eq!(kinds.map(|text| Segment::parse(text).kind()), expected);
        assert_eq!(kinds.map(|text| Segment::parse(text).to_string()), kinds);
    }

    #[test]
    fn what_two_segments_share_is_shown() {
        let common = |a: &str, b: &str| Segment::parse(a).common(&Segment::parse(b));
        assert_eq!(common("{id}", "detail"), "detail");
        assert_eq!(common("{region}:{id}", "{name}"), "{region}:{id}");
        assert_eq!(common("a{x}", "{y}.{z}b"), "a*.*b");
    }

    #[test]
    fn a_variable_needs_a_character() {
        let overlaps = |a: &str, b: &str| overlap(&Segment::parse(a).parts, &Segment::parse(b).parts);
        assert!(overlaps("a:b", "{x}:{y}"));
        assert!(!overlaps(":b", "{x}:{y}"));
        assert!(!overlaps("é", "{x}{y}"));
        assert!(overlaps("éa", "{x}{y}"));
        assert!(!overlaps("a{x}", "b{y}"));
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(256))]

        #[test]
        fn segments_overlap_where_a_text_fits_both(one in "([ab]|\\{x\\}){1,4}", other in "([ab]|\\{x\\}){1,4}") {
            let (one, other) = (Segment::parse(&one), Segment::parse(&other));
            let parts = [&one, &other].map(|segment| segment.parts.join("[ab]+"));
            let [mine, theirs] = parts.map(|text| regex::Regex::new(&format!("^{text}$")).unwrap());
            // Four pieces each: no text that both stand for needs more characters than these.
            let both = texts(8).into_iter().any(|text| mine.is_match(&text) && theirs.is_match(&text));
            proptest::prop_assert_eq!(overlap(&one.parts, &other.parts), both);
            proptest::prop_assert_eq!(overlap(&other.parts, &one.parts), both);
        }
    }

    /// All texts of the letters a and b up to a length.
    fn texts(longest: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut from = 0;
        for _ in 0..longest {
            let longer: Vec<String> =
                all[from..].iter().flat_map(|text| [format!("{text}a"), format!("{text}b")]).collect();
            from = all.len();
            all.extend(longer);
        }
        all
    }
}
