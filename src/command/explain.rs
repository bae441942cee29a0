use std::ffi::OsStr;
use std::io::Write;

use super::arguments::ExplainArguments;
use super::error::CommandError;
use crate::analysis::{Analysis, all_rules};
use crate::finding::{Rule, nearest};
use crate::report::printed;

/// Explains an operation or a sample of a tree.
pub(super) fn run(
    analysis: &Analysis,
    arguments: &ExplainArguments,
    out: &mut dyn Write,
) -> Result<u8, CommandError> {
    let text = if let Some(operation) = &arguments.operation {
        analysis.explain_operation(operation)?
    } else if let Some(file) = &arguments.sample {
        analysis.explain_sample(&from_root(analysis, file))?
    } else {
        return Err(CommandError::Usage("name a rule, or --operation, or --sample".to_owned()));
    };
    out.write_all(printed(&text).as_bytes())?;
    Ok(0)
}

/// The path from the root of a file that the user named from the current folder, or by an absolute path; any
/// other one stays as it is.
fn from_root(analysis: &Analysis, file: &str) -> String {
    let layout = analysis.sources().layout();
    let given = std::path::absolute(file).ok().filter(|path| path.is_file());
    let below = given.as_deref().and_then(|path| path.strip_prefix(&layout.root).ok());
    let names = below.and_then(|path| path.iter().map(OsStr::to_str).collect::<Option<Vec<_>>>());
    names.map_or_else(|| file.to_owned(), |names| names.join("/"))
}

/// Explains a rule.
pub(super) fn rule(id: &str, out: &mut dyn Write) -> Result<u8, CommandError> {
    let all = all_rules();
    let Some(rule) = all.iter().find(|rule| rule.id == id) else {
        let near = nearest(id, all.iter().map(|rule| rule.id));
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if id.ends_with(".json") => "a sample is named with `--sample`".to_owned(),
            None if id.contains('/') => "an operation is named with `--operation`".to_owned(),
            None => "`apiref rules` lists them".to_owned(),
        };
        return Err(CommandError::Usage(format!("no rule is called `{id}`; {hint}")));
    };
    write_rule(rule, out)?;
    Ok(0)
}

fn write_rule(rule: &Rule, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{} ({})\n\n{}.\n", rule.id, rule.severity, capital(rule.summary))?;
    writeln!(out, "{}\n", rule.explanation)?;
    if rule.unread {
        writeln!(
            out,
            "Input is lost with it: a check that has it does not end with 0, unless the baseline or a reason at the place excuses it.\n"
        )?;
    }
    if let Some(fix) = rule.fix {
        writeln!(out, "Its fix: {fix}.\n")?;
    }
    writeln!(out, "Bad:\n\n{}\n", indented(rule.bad))?;
    writeln!(out, "Good:\n\n{}", indented(rule.good))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!("    {line}") });
    lines.collect::<Vec<_>>().join("\n")
}
