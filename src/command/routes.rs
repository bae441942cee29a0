use std::io::Write;

use super::arguments::TreeArguments;
use super::error::CommandError;
use super::incomplete::Lost;
use super::routes_arguments::{RouteFormat, RoutesArguments};
use super::run::unless_closed;
use super::{baseline, gateway, incomplete, open};
use crate::analysis::{Analysis, Form, Importer};
use crate::config::FailOn;
use crate::gateway::ServerUrl;
use crate::report::{Report, escape_json, printed};
use crate::route::{Configuration, Remark, Routes};

/// A tree, and its routes as gateways import them.
struct Part {
    analysis: Analysis,
    routes: Routes,
}

/// Prints the routes of all documents of all trees as one table.
pub(super) fn run(
    arguments: &RoutesArguments,
    verbose: bool,
    out: &mut dyn Write,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let mut parts = parts(arguments, verbose, log)?;
    let table = Routes::joined(parts.iter().map(|part| part.routes.clone()));
    let code = match arguments.format.router() {
        None => print(&table, arguments.format, out).map(|()| 0),
        Some(router) => {
            let configuration = table.configuration(router);
            // Configuration, not for a log. What a gateway is configured with stands for the whole.
            out.write_all(configuration.text.as_bytes())?;
            out.flush()?;
            unless_closed(tell(&mut parts, &configuration, log))?;
            exit_code(&parts, &configuration, arguments.allow_incomplete, log)
        }
    };
    // The process ends here: see `dispatch`.
    std::mem::forget(parts);
    code
}

fn print(table: &Routes, format: RouteFormat, out: &mut dyn Write) -> Result<(), CommandError> {
    let text = match format {
        RouteFormat::Json => table.json(),
        _ => table.text(),
    };
    let text = if format == RouteFormat::Json { escape_json(&text) } else { printed(&text) };
    Ok(out.write_all(text.as_bytes())?)
}

/// Reads every tree.
fn parts(arguments: &RoutesArguments, verbose: bool, log: &mut dyn Write) -> Result<Vec<Part>, CommandError> {
    let trees = trees(&arguments.tree);
    let urls = &arguments.server_url;
    if urls.len() > 1 && urls.len() != trees.len() {
        return Err(CommandError::Usage(format!(
            "--server-url is given {} times for {} sources: give it once for all, or once for each",
            urls.len(),
            trees.len()
        )));
    }
    // A table of one service is about paths as its documents have them.
    let is_plain = trees.len() == 1 && arguments.format.router().is_none();
    let mut parts = Vec::new();
    for (number, tree) in trees.iter().enumerate() {
        let analysis = open::analysis(tree)?;
        if tree.source.is_none() {
            open::tell_root(&analysis, log)?;
        }
        if verbose {
            open::tell_files(&analysis, log)?;
        }
        let url = urls.get(number).or(urls.last()).map(String::as_str);
        let server = gateway::server(url, &analysis)?.unwrap_or_default();
        let routes = routes(&analysis, arguments, &server)?;
        let routes = if is_plain { routes } else { routes.behind(&server) };
        parts.push(Part { analysis, routes });
    }
    Ok(parts)
}

/// The trees that are named, each by itself.
fn trees(named: &TreeArguments) -> Vec<TreeArguments> {
    let first = TreeArguments { more: Vec::new(), ..named.clone() };
    let others =
        named.more.iter().map(|source| TreeArguments { source: Some(source.clone()), ..first.clone() });
    std::iter::once(first.clone()).chain(others).collect()
}

fn routes(
    analysis: &Analysis,
    arguments: &RoutesArguments,
    server: &ServerUrl,
) -> Result<Routes, CommandError> {
    let mut form = Form::configured(analysis.config());
    form.microversion = arguments.microversion.unwrap_or(form.microversion);
    form.importer = Some(Importer { server: server.clone(), options: analysis.config().gateway });
    Ok(analysis.routes(&form)?)
}

/// Says what the configuration does not say.
fn tell(parts: &mut [Part], configuration: &Configuration, log: &mut dyn Write) -> Result<(), CommandError> {
    let mut before = 0;
    for Part { analysis, routes } in parts {
        let number = |remark: &Remark| remark.route.checked_sub(before);
        let own = configuration.remarks.iter().filter_map(|remark| Some((number(remark)?, remark)));
        let own: Vec<Remark> = own
            .filter(|(number, _)| *number < routes.len())
            .map(|(route, remark)| Remark { route, ..remark.clone() })
            .collect();
        before += routes.len();
        baseline::read(analysis, None)?;
        let checked = analysis.remarked(routes, &own)?;
        let report = Report {
            findings: &checked.findings,
            sources: analysis.sources(),
            summary: &checked.summary,
            fail_on: FailOn::default(),
        };
        report.write_lines(log)?;
    }
    Ok(())
}

fn exit_code(
    parts: &[Part],
    configuration: &Configuration,
    is_allowed: bool,
    log: &mut dyn Write,
) -> Result<u8, CommandError> {
    let routes = configuration.remarks.iter().filter(|remark| remark.left_out).count();
    let mut lost = Lost { inputs: 0, routes };
    for part in parts {
        lost.inputs += part.analysis.generated(&[])?.summary.unread.incomplete;
    }
    incomplete::exit_code(lost, is_allowed, "the configuration", log)
}
