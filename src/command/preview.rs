//! The page while one writes: it is served on loopback, and made anew after each save.

use std::io::Write;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::arguments::PreviewArguments;
use super::baseline;
use super::error::CommandError;
use super::open;
use super::reporting::selection;
use super::server::{Ask, Server};
#[cfg(feature = "viewer")]
use super::viewer;
use super::watched::Watched;
use crate::analysis::Analysis;
use crate::page::Page;
use crate::report::printed;
use crate::triage::Selection;

/// What ends a wait.
enum Event {
    /// Something was saved.
    Save,
    /// The user has seen enough.
    End,
    /// The viewer asks for something.
    #[cfg(feature = "viewer")]
    Asked(viewer::Question, Sender<Option<String>>),
}

/// Serves the page until the user ends it.
pub(super) fn run(
    arguments: &PreviewArguments,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let selection = selection(&arguments.shown.select, &arguments.shown.ignore)?;
    let (sender, events) = channel();
    end_on_signals(sender.clone());
    let ask = ask(sender.clone());
    let mut watched = Watched::new(move || {
        // Nobody waits any more: the process ends.
        let _ = sender.send(Event::Save);
    })?;
    let mut analysis = read(arguments)?;
    watched.follow(&analysis)?;
    let server = Server::start(arguments.port, ask)?;
    server.show(&page(&analysis, &selection)?);
    let address = server.address();
    writeln!(out, "{address}")?;
    out.flush()?;
    writeln!(log, "the page follows each save; Ctrl-C ends")?;
    if arguments.open {
        open_browser(&address, log)?;
    }
    while wait(&events, &analysis) {
        let next = read(arguments).and_then(|next| {
            watched.follow(&next)?;
            Ok((page(&next, &selection)?, next))
        });
        match next {
            Ok((page, next)) => {
                analysis = next;
                server.show(&page);
            }
            // A file is half written, or about to be moved.
            Err(error) => {
                watched.note_trouble();
                let told = error.to_string();
                writeln!(log, "{}", printed(&format!("not now: {told}")))?;
                server.tell_trouble(&told);
            }
        }
    }
    Ok(0)
}

/// Waits for a save, and answers what the viewer asks; false when the user has seen enough.
#[cfg_attr(
    not(feature = "viewer"),
    expect(unused_variables, reason = "without a viewer nobody asks for documents")
)]
fn wait(events: &Receiver<Event>, analysis: &Analysis) -> bool {
    let ends = |event: Event| match event {
        Event::Save => Some(true),
        Event::End => Some(false),
        #[cfg(feature = "viewer")]
        Event::Asked(question, reply) => {
            // Who asked may be gone.
            let _ = reply.send(question.answer(analysis));
            None
        }
    };
    events.iter().find_map(ends).unwrap_or(false)
}

fn read(arguments: &PreviewArguments) -> Result<Analysis, CommandError> {
    let mut analysis = open::analysis(&arguments.tree)?;
    baseline::read(&mut analysis, arguments.shown.baseline.as_deref())?;
    Ok(analysis)
}

/// Answers for all but the page. The reference is asked in the thread that read it.
#[cfg(feature = "viewer")]
fn ask(sender: Sender<Event>) -> Ask {
    Box::new(move |part| {
        viewer::answer(part, &|question| {
            let (reply, answer) = channel();
            sender.send(Event::Asked(question, reply)).ok()?;
            answer.recv().ok()?
        })
    })
}

#[cfg(not(feature = "viewer"))]
fn ask(_: Sender<Event>) -> Ask {
    Box::new(|_| None)
}

fn page(analysis: &Analysis, selection: &Selection) -> Result<Page, CommandError> {
    Ok(Page::live(analysis, &analysis.check(selection)?)?)
}

/// Ctrl-C is how a preview is meant to end.
#[cfg(unix)]
fn end_on_signals(sender: Sender<Event>) {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
    std::thread::spawn(move || {
        if signals.forever().next().is_some() {
            // The process ends already if nobody waits.
            let _ = sender.send(Event::End);
        }
    });
}

#[cfg(not(unix))]
fn end_on_signals(_: Sender<Event>) {}

/// Asks the system to show the address.
fn open_browser(address: &str, log: &mut dyn Write) -> Result<(), CommandError> {
    let (program, before): (&str, &[&str]) = if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut command = std::process::Command::new(program);
    command.args(before).arg(address).stdin(std::process::Stdio::null());
    if let Err(error) = command.spawn() {
        writeln!(log, "no browser could be opened with {program}: {error}")?;
    }
    Ok(())
}
