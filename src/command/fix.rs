use std::collections::BTreeMap;
use std::io::{BufRead, IsTerminal, Write};

use super::arguments::FixArguments;
use super::baseline;
use super::compare::specifications;
use super::error::CommandError;
use super::output::Place;
use super::replace::put_all;
use super::reporting::selection;
use super::run::unless_closed;
use crate::analysis::Analysis;
use crate::finding::FixLevel;
use crate::fix::{Applied, ChangedFile, FixOptions, Mended, mend};
use crate::report::printed;
use crate::source::{Files, GitError, Revision, RootPath};
use crate::triage::number;

/// Mends what can be proven, or shows how.
pub(super) fn run(
    analysis: &mut Analysis,
    arguments: &FixArguments,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    baseline::read(analysis, arguments.baseline.as_deref())?;
    let specs =
        if arguments.spec.is_empty() { Vec::new() } else { specifications(&arguments.spec, analysis)? };
    let mut options = FixOptions {
        specs: specs.into(),
        level: if arguments.suggested { FixLevel::Suggested } else { FixLevel::Safe },
        selection: selection(&arguments.select, &arguments.ignore)?,
        operations: arguments.operation.clone(),
        fingerprints: arguments.finding.clone(),
        ..FixOptions::default()
    };
    let mut mended = mend(analysis, &options)?;
    if arguments.interactive {
        options.fingerprints = picked(analysis, &options, &mended.applied, out)?;
        if options.fingerprints.is_empty() {
            writeln!(log, "nothing was changed")?;
            return Ok(0);
        }
        // What was picked is proven again, as it is written.
        mended = mend(analysis, &options)?;
    }
    if arguments.diff {
        for file in &mended.files {
            write!(out, "{}", printed(&file.diff()))?;
        }
        out.flush()?;
        unless_closed(tell(log, &mended, "can be mended", arguments.suggested))?;
        return Ok(u8::from(!mended.files.is_empty()));
    }
    write_files(analysis, &mended.files, arguments.allow_dirty)?;
    for fix in &mended.applied {
        let line = format!("{}: [{}] {}", fix.place, fix.rule, fix.title);
        unless_closed(writeln!(out, "{}", printed(&line)).map_err(CommandError::from))?;
    }
    unless_closed(tell(log, &mended, "mended", arguments.suggested))?;
    Ok(0)
}

/// The last line: what was done, what is left, and what could be done about it.
fn tell(log: &mut dyn Write, mended: &Mended, how: &str, suggested: bool) -> Result<(), CommandError> {
    let mut line = format!(
        "{} {how} in {}; {} left",
        number(mended.applied.len(), "findings"),
        number(mended.files.len(), "files"),
        mended.left
    );
    if mended.suggested > 0 && !suggested {
        line.push_str(&format!(
            ", {} of them with a fix to look at: `apiref fix --suggested --diff`",
            mended.suggested
        ));
    }
    if mended.refused > 0 {
        line.push_str(&format!(", {} of them with a fix that does not hold", mended.refused));
    }
    if mended.is_cut {
        line.push_str("; there are more than one run tries: run it again");
    }
    if !mended.files.is_empty() {
        line.push_str("; `apiref generate` renews the documents");
    }
    Ok(writeln!(log, "{line}")?)
}

/// Asks about one proven fix after the other. Returns the fingerprints of the findings to mend.
fn picked(
    analysis: &Analysis,
    options: &FixOptions,
    proven: &[Applied],
    out: &mut dyn Write,
) -> Result<Vec<String>, CommandError> {
    let input = std::io::stdin();
    if !input.is_terminal() {
        let text = "`--interactive` asks, and there is nobody to answer: run it on a terminal, or name findings with `--finding`";
        return Err(CommandError::Usage(text.to_owned()));
    }
    let mut answers: BTreeMap<&str, bool> = BTreeMap::new();
    let mut picked = Vec::new();
    for fix in proven {
        let wanted = match answers.get(fix.rule) {
            Some(answer) => *answer,
            None => {
                let mut one = options.clone();
                one.fingerprints = vec![fix.fingerprint.clone()];
                let alone = mend(analysis, &one)?;
                writeln!(out, "{}", printed(&format!("{}: [{}] {}", fix.place, fix.rule, fix.title)))?;
                for file in &alone.files {
                    write!(out, "{}", printed(&file.diff()))?;
                }
                match ask(&mut input.lock(), out)? {
                    Answer::Yes => true,
                    Answer::No => false,
                    Answer::All => {
                        answers.insert(fix.rule, true);
                        true
                    }
                    Answer::Quit => break,
                }
            }
        };
        if wanted {
            picked.push(fix.fingerprint.clone());
        }
    }
    Ok(picked)
}

enum Answer {
    Yes,
    No,
    /// This one, and all others of its rule.
    All,
    Quit,
}

fn ask(input: &mut dyn BufRead, out: &mut dyn Write) -> Result<Answer, CommandError> {
    loop {
        write!(out, "apply this fix? [y]es, [n]o, [a]ll of this rule, [q]uit: ")?;
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(Answer::Quit);
        }
        match line.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => return Ok(Answer::Yes),
            "n" | "no" | "" => return Ok(Answer::No),
            "a" | "all" => return Ok(Answer::All),
            "q" | "quit" => return Ok(Answer::Quit),
            _ => {}
        }
    }
}

/// Writes all files or none, if nobody else has changed them.
fn write_files(analysis: &Analysis, files: &[ChangedFile], dirty: bool) -> Result<(), CommandError> {
    if files.is_empty() {
        return Ok(());
    }
    let root = &analysis.sources().layout().root;
    if !dirty {
        refuse_dirty(root, files)?;
    }
    let mut prepared = Vec::with_capacity(files.len());
    for file in files {
        let place = Place::Below { root: root.clone(), path: file.path.clone() };
        if place.read()?.as_deref() != Some(file.before.as_str()) {
            let why = "has changed since it was read: run `apiref fix` again";
            return Err(CommandError::Refused { path: file.path.clone(), why });
        }
        prepared.extend(place.prepare(&file.after)?);
    }
    put_all(prepared)
}

/// Refuses files with changes that are in no commit: what was mended could not be told from them. Outside a
/// repository, and before its first commit, there is nothing to compare with.
fn refuse_dirty(root: &std::path::Path, files: &[ChangedFile]) -> Result<(), CommandError> {
    let commit = match Revision::open(root, "HEAD") {
        Ok(commit) => commit,
        Err(GitError::NoRepository(_) | GitError::NoProgram) => return Ok(()),
        Err(error) => return Err(CommandError::Usage(format!("{error}; `--allow-dirty` does without git"))),
    };
    for file in files {
        let committed = RootPath::new(&file.path).and_then(|path| commit.read(path, u64::MAX).ok());
        if committed.as_deref() != Some(file.before.as_bytes()) {
            let why = "has changes that are in no commit: commit them, or pass `--allow-dirty`";
            return Err(CommandError::Refused { path: file.path.clone(), why });
        }
    }
    Ok(())
}
