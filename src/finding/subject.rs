use std::fmt;
use std::str::FromStr;

/// What a finding is about: a kind of thing and its name in the sources. Baselines and fingerprints are made
/// of this and not of the words of a finding, so a name is the user's own and never a sentence of ours.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    kind: SubjectKind,
    name: String,
}

/// The kinds of things that a finding can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SubjectKind {
    /// An entry of a dictionary, by its name.
    Entry,
    /// A field of an entry, by the names of both: `size.required`.
    Field,
    /// A row of a table, by its name.
    Row,
    /// A key of a body, by its name.
    Key,
    /// A variable of a URL, by its name.
    Variable,
    /// A URL or a path, as it is written.
    Url,
    /// An operation, by its title.
    Operation,
    /// A section, by its title.
    Section,
    /// A status code, as it is written.
    Code,
    /// A method, as it is written.
    Method,
    /// A directive, by its name.
    Directive,
    /// A file: by its path from the root, or as it is written where it is not there; without a name it is the
    /// file in which the finding stands.
    File,
    /// A rule, by its id.
    Rule,
}

impl SubjectKind {
    const ALL: [Self; 13] = [
        Self::Entry,
        Self::Field,
        Self::Row,
        Self::Key,
        Self::Variable,
        Self::Url,
        Self::Operation,
        Self::Section,
        Self::Code,
        Self::Method,
        Self::Directive,
        Self::File,
        Self::Rule,
    ];

    /// The word that stands for it in a baseline. It never changes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Field => "field",
            Self::Row => "row",
            Self::Key => "key",
            Self::Variable => "variable",
            Self::Url => "url",
            Self::Operation => "operation",
            Self::Section => "section",
            Self::Code => "code",
            Self::Method => "method",
            Self::Directive => "directive",
            Self::File => "file",
            Self::Rule => "rule",
        }
    }

    /// Does it belong to no operation in particular? An entry stays what it is when another operation comes
    /// to use it.
    pub fn is_shared(self) -> bool {
        matches!(self, Self::Entry | Self::Field | Self::File | Self::Rule)
    }
}

impl Subject {
    /// A thing of this kind.
    pub fn new(kind: SubjectKind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into() }
    }

    /// An entry of a dictionary.
    pub fn entry(name: impl Into<String>) -> Self {
        Self::new(SubjectKind::Entry, name)
    }

    /// A row of a table.
    pub fn row(name: impl Into<String>) -> Self {
        Self::new(SubjectKind::Row, name)
    }

    /// A key of a body.
    pub fn key(name: impl Into<String>) -> Self {
        Self::new(SubjectKind::Key, name)
    }

    /// A file.
    pub fn file(path: impl Into<String>) -> Self {
        Self::new(SubjectKind::File, path)
    }

    /// The file in which the finding stands, whatever its name is.
    pub fn whole_file() -> Self {
        Self::file("")
    }

    /// An operation, by its title.
    pub fn operation(title: impl Into<String>) -> Self {
        Self::new(SubjectKind::Operation, title)
    }

    /// A variable of a URL.
    pub fn variable(name: impl Into<String>) -> Self {
        Self::new(SubjectKind::Variable, name)
    }

    /// A URL or a path.
    pub fn url(text: impl Into<String>) -> Self {
        Self::new(SubjectKind::Url, text)
    }

    /// A directive, by its name.
    pub fn directive(name: impl Into<String>) -> Self {
        Self::new(SubjectKind::Directive, name)
    }

    /// The kind of the thing.
    pub fn kind(&self) -> SubjectKind {
        self.kind
    }

    /// The name of the thing.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.as_str(), self.name)
    }
}

/// The text is no subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a subject is a kind and a name, such as `entry size`")]
pub struct NoSubject;

impl FromStr for Subject {
    type Err = NoSubject;

    fn from_str(text: &str) -> Result<Self, NoSubject> {
        let (word, name) = text.split_once(' ').ok_or(NoSubject)?;
        let kind = SubjectKind::ALL.into_iter().find(|kind| kind.as_str() == word).ok_or(NoSubject)?;
        Ok(Self::new(kind, name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_reads_back() {
        for kind in SubjectKind::ALL {
            for name in ["size", "", " two  words ", "`"] {
                let subject = Subject::new(kind, name);
                assert_eq!(subject.to_string().parse(), Ok(subject));
            }
        }
        assert_eq!("enty size".parse::<Subject>(), Err(NoSubject));
        assert_eq!("entry".parse::<Subject>(), Err(NoSubject));
    }
}
