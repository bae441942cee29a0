//! What changed in the contract, from one state to another.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use super::arguments::TreeArguments;
use super::diff_arguments::{DiffArguments, DiffFailOn, DiffFormat};
use super::error::CommandError;
use super::incomplete::Lost;
use super::{incomplete, open};
use crate::analysis::{Analysis, CHANGE_WITHOUT_VERSION};
use crate::change::{
    self, Class, Comparison, Contract, Evidence, Verdict, compare_trees, compare_versions, is_service_code,
};
use crate::report::{printed, write_json};
use crate::source::{Repository, Revision, read_typed};
use crate::triage::Unread;
use crate::yaml::yaml_value;

/// The most bytes of a document that are read.
const LONGEST: u64 = 256 << 20;

/// One of the two states.
enum State {
    /// A document of OpenAPI.
    Document(Contract),
    /// A reference, and the commit that it was read from.
    Tree(Box<Analysis>, Option<(Repository, Revision)>),
}

/// Compares, prints, and fails as it is asked to.
pub(super) fn run(
    arguments: &DiffArguments,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    for rule in &arguments.allow {
        if rule != CHANGE_WITHOUT_VERSION.id {
            return Err(CommandError::Usage(format!(
                "`--allow {rule}`: all that a comparison allows is {}",
                CHANGE_WITHOUT_VERSION.id
            )));
        }
    }
    let (mut comparison, unread) = match &arguments.microversion {
        Some(range) => {
            let analysis = match state(arguments.old.as_deref(), arguments)? {
                State::Tree(analysis, _) => analysis,
                State::Document(_) => return Err(no_versions()),
            };
            let comparison = compare_versions(&analysis, range.from, range.to)?;
            (comparison, unread(&analysis)?)
        }
        None => two_states(arguments)?,
    };
    if !arguments.allow.is_empty() {
        comparison.excuse();
    }
    print(&comparison, arguments, out)?;
    if comparison.changes.iter().any(|(change, verdict)| fails(arguments.fail_on, change.class, *verdict)) {
        return Ok(1);
    }
    incomplete::exit_code(Lost::inputs(unread), arguments.allow_incomplete, "the comparison", log)
}

fn no_versions() -> CommandError {
    CommandError::Usage("`--microversion` compares two states of a reference: name no document".to_owned())
}

/// Does a change fail the run? What is a correction of the text, or is allowed, never does.
fn fails(fail_on: DiffFailOn, class: Class, verdict: Verdict) -> bool {
    let lacks = matches!(verdict, Verdict::Fault | Verdict::Doubt);
    let is_known = matches!(verdict, Verdict::Correction | Verdict::Excused);
    !is_known
        && match fail_on {
            DiffFailOn::Never => false,
            DiffFailOn::Breaking => lacks || class == Class::Breaking,
            DiffFailOn::Compatible => lacks || class != Class::Documentation,
        }
}

fn two_states(arguments: &DiffArguments) -> Result<(Comparison, Unread), CommandError> {
    let old = state(arguments.old.as_deref(), arguments)?;
    let new = match (&arguments.new, &old) {
        (None, State::Document(_)) => {
            return Err(CommandError::Usage("name the other document as well: OLD and NEW".to_owned()));
        }
        (new, _) => state(new.as_deref(), arguments)?,
    };
    Ok(match (old, new) {
        (State::Tree(old, from), State::Tree(new, to)) => {
            let comparison = compare_trees(&old, &new, evidence(from, to)?)?;
            let (before, now) = (unread(&old)?, unread(&new)?);
            let incomplete = before.incomplete + now.incomplete;
            (comparison, Unread { incomplete, ..now })
        }
        (State::Document(old), State::Document(new)) => {
            (Comparison::of_contracts(&old, &new), Unread::default())
        }
        (State::Tree(old, _), State::Document(new)) => {
            (Comparison::of_contracts(&change::published_contract(&old)?, &new), unread(&old)?)
        }
        (State::Document(old), State::Tree(new, _)) => {
            (Comparison::of_contracts(&old, &change::published_contract(&new)?), unread(&new)?)
        }
    })
}

/// What was lost of a reference.
fn unread(analysis: &Analysis) -> Result<Unread, CommandError> {
    Ok(analysis.generated(&[])?.summary.unread)
}

/// Did the commits in between change the code of the service? What is not committed counts as the last
/// commit.
fn evidence(
    from: Option<(Repository, Revision)>,
    to: Option<(Repository, Revision)>,
) -> Result<Evidence, CommandError> {
    let Some((repository, from)) = from else { return Ok(Evidence::None) };
    let to = match to {
        Some((_, to)) => to,
        None => repository.revision("HEAD")?,
    };
    let changed = repository.changed_paths(&from, &to)?;
    let is_code = changed.iter().any(|path| is_service_code(path));
    Ok(if is_code { Evidence::Code } else { Evidence::TextAlone })
}

/// What a name means: a document or a folder that is there, else a revision; nothing is the reference as it
/// is.
fn state(named: Option<&str>, arguments: &DiffArguments) -> Result<State, CommandError> {
    let tree = TreeArguments::from(arguments.tree.clone());
    let Some(name) = named else {
        return Ok(State::Tree(Box::new(open::analysis(&tree)?), None));
    };
    let path = Path::new(name);
    let is_document =
        ["json", "yaml", "yml"].iter().any(|end| path.extension().is_some_and(|own| own == *end));
    if path.is_file() && is_document {
        return document(path).map(State::Document);
    }
    if path.exists() {
        let tree = TreeArguments { source: Some(path.to_owned()), ..tree };
        return Ok(State::Tree(Box::new(open::analysis(&tree)?), None));
    }
    let found = open::find(&tree)?;
    let repository = Repository::open(&found.layout.root)?;
    let mut revisions = repository.since(name)?;
    let files = revisions.swap_remove(0);
    let again = repository.revision(files.id())?;
    let analysis = change::read_state(Arc::new(files), &found.layout, &found.config).map_err(|error| {
        CommandError::Usage(format!("at {name} there is no reference to compare with: {error}"))
    })?;
    Ok(State::Tree(Box::new(analysis), Some((repository, again))))
}

/// Reads a document of OpenAPI.
fn document(path: &Path) -> Result<Contract, CommandError> {
    let shown = path.display().to_string();
    let text =
        read_typed(path, LONGEST).map_err(|source| CommandError::Read { path: shown.clone(), source })?;
    let wrong = |why: String| CommandError::Usage(format!("{shown}: {why}"));
    let value: Value = match path.extension().is_some_and(|end| end == "json") {
        true => serde_json::from_str(&text).map_err(|error| wrong(format!("is no JSON: {error}")))?,
        false => yaml_value(&text).map_err(|error| wrong(format!("is no YAML: {error}")))?,
    };
    let mut contract = Contract::default();
    contract.add(&value).map_err(|error| wrong(error.to_string()))?;
    Ok(contract)
}

fn print(
    comparison: &Comparison,
    arguments: &DiffArguments,
    out: &mut dyn Write,
) -> Result<(), CommandError> {
    let text = match arguments.format {
        DiffFormat::Text => comparison.text(arguments.descriptions),
        DiffFormat::Markdown => comparison.markdown(arguments.descriptions),
        DiffFormat::Json => {
            write_json(&comparison.json(), out)?;
            return Ok(());
        }
    };
    out.write_all(printed(&text).as_bytes())?;
    Ok(())
}
