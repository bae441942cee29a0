//! Which file was meant where the one that is named is not there.

use super::document::INCLUDE_MISSING;
use super::reader::{FILE_MISSING, SAMPLE_MISSING};
use crate::finding::{Findings, Fix, nearest};
use crate::place::{Place, SourceId};
use crate::source::{Sources, folder_of};

/// For how many missing files a similar one is looked for. Where more are missing, it is no slip of the pen.
const MOST: usize = 200;

/// Says in the help of each missing file which one may be meant.
pub(super) fn suggest(sources: &Sources, unreferenced: &[String], findings: &mut Findings) {
    let rules = [&INCLUDE_MISSING, &FILE_MISSING, &SAMPLE_MISSING];
    let missing = findings.iter_mut().filter(|finding| rules.contains(&finding.rule()));
    for finding in missing.take(MOST) {
        let (from, argument) = (finding.place().source(), finding.subject().name().to_owned());
        let argument = argument.as_str();
        if let Some(meant) = beside(sources, unreferenced, from, argument) {
            finding.advise(format!("did you mean `{meant}`?"));
            if let Place::Text(span) = *finding.place()
                && sources.slice(span) == argument
            {
                finding.fix(Fix::suggested(format!("name `{meant}`")).replacing(span, meant));
            }
        } else if let Some(meant) = elsewhere(sources, argument) {
            finding.advise(format!(
                "did you mean `{meant}`? Mend the path, which starts at the folder of the root document"
            ));
        }
    }
}

/// A file with nearly the same name in the folder that the argument names, as an argument.
/// A sample that no operation shows is meant rather than one that has its place.
fn beside(sources: &Sources, unreferenced: &[String], from: SourceId, argument: &str) -> Option<String> {
    let (folder, name) = argument.rsplit_once('/').unwrap_or(("", argument));
    let layout = sources.layout();
    for start in [folder_of(sources.path(from)), &layout.source_dir] {
        let Some(path) = layout.resolve(start, argument) else { continue };
        let files = sources.list(folder_of(&path));
        let names = || files.iter().map(|path| base(path)).filter(|other| suffix(other) == suffix(name));
        let other_case = names().find(|other| *other != name && other.eq_ignore_ascii_case(name));
        let of_none = files.iter().filter(|path| unreferenced.contains(path)).map(|path| base(path));
        let of_none = of_none.filter(|other| suffix(other) == suffix(name));
        let meant = other_case.or_else(|| nearest(name, of_none)).or_else(|| nearest(name, names()));
        if let Some(meant) = meant {
            return Some(if folder.is_empty() { meant.to_owned() } else { format!("{folder}/{meant}") });
        }
    }
    None
}

/// The only file of that name in another folder, by its path from the root.
fn elsewhere(sources: &Sources, argument: &str) -> Option<String> {
    let name = base(argument);
    let mut namesakes = sources.tree().iter().filter(|path| base(path).eq_ignore_ascii_case(name));
    match (namesakes.next(), namesakes.next()) {
        (Some(only), None) => Some(only.clone()),
        _ => None,
    }
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn suffix(name: &str) -> Option<&str> {
    match name.rsplit_once('.')?.1 {
        "yml" => Some("yaml"),
        suffix => Some(suffix),
    }
}
