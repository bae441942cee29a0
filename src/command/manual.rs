//! What the arguments say of themselves, for shells and for `man`.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use super::arguments::Arguments;
use super::error::CommandError;

/// The program is called so, whatever its file is called.
const NAME: &str = "apiref";

/// Prints the script that completes commands and options in a shell.
pub(super) fn completions(shell: Shell, out: &mut dyn Write) -> Result<u8, CommandError> {
    // The script is made in memory: its maker gives up on a closed pipe.
    let mut script = Vec::new();
    generate(shell, &mut Arguments::command(), NAME, &mut script);
    out.write_all(&script)?;
    Ok(0)
}

/// Prints the manual page of the program, or of one of its commands.
pub(super) fn page(command: Option<&str>, out: &mut dyn Write) -> Result<u8, CommandError> {
    let program = Arguments::command().disable_help_subcommand(true);
    let page = match command {
        None => Man::new(program),
        Some(name) => {
            let command = program.find_subcommand(name).cloned();
            let unknown = || CommandError::Usage(format!("no command is called `{name}`"));
            let title = format!("{NAME}-{name}");
            Man::new(command.ok_or_else(unknown)?.display_name(&title).bin_name(format!("{NAME} {name}")))
                .title(title)
        }
    };
    page.render(out)?;
    Ok(0)
}
