use std::collections::BTreeSet;

use rayon::prelude::*;

use super::document::{self, Parsed};
use super::library::{self, Library};
use super::reader::{Assembly, count, holds_data};
use super::{Reference, conflict, expansion, misplaced, outline, similar, url_reader, wanted, younger};
use crate::collections::{HashMap, HashSet};
use crate::config::Config;
use crate::finding::{Findings, gather, gather_habit};
use crate::place::SourceId;
use crate::rst::{self, Kind};
use crate::source::{Sources, folder_of};

/// How many rounds of files that include files from outside the source directory are followed.
const ROUNDS: usize = 8;

/// Reads the tree into a model. Files that directives name are loaded into `sources` on the way.
pub(crate) fn build(sources: &mut Sources, config: &Config, findings: &mut Findings) -> Reference {
    let mut parsed = Parsed::default();
    parse(sources, &mut parsed);
    for _ in 0..ROUNDS {
        if !load_includes(sources, &mut parsed, findings) {
            break;
        }
    }
    let documents = document::documents(sources, &parsed, findings);
    let wanted = wanted::load(sources, &documents, &parsed, findings);
    // A dictionary is read by one thread alone; what needs none of them is done meanwhile.
    let (mut library, outlines) = rayon::join(
        || Library::read(sources, &wanted, findings),
        || {
            let outline = |document| {
                let scope = document::scope(document, &parsed);
                (outline::sections(document, &parsed, &scope), scope)
            };
            documents.par_iter().map(outline).collect::<Vec<_>>()
        },
    );
    let mut reference = Reference {
        service_type: config.service_type.clone(),
        microversions: config.microversions.clone(),
        ..Reference::default()
    };
    for (document, (sections, scope)) in documents.iter().zip(outlines) {
        outline::check_levels(&sections, findings);
        Assembly::new(sources, &parsed, &library, document, &sections, scope).read(&mut reference, findings);
    }
    findings.extend(library.findings_of_blocks(&reference));
    gather(findings);
    gather_habits(findings);
    keep_only(sources, &mut reference);
    conflict::check(sources, findings);
    reference.counts = count(reference.operations.as_slice());
    reference.unreferenced = unreferenced(sources, &library);
    similar::suggest(sources, &reference.unreferenced, findings);
    for path in &reference.unreferenced {
        // Nothing in them is looked at: a name is enough to point at.
        sources.adopt(path.clone(), String::new());
    }
    reference.definitions = library.definitions;
    expansion::cut_descriptions(reference.operations.iter(), &mut reference.definitions, findings);
    reference.samples = library.samples;
    misplaced::mark(&mut reference);
    reference.younger = younger::younger(sources, &reference.samples, &reference.unreferenced);
    reference.dictionaries = library.dictionaries;
    reference.statuses = library.statuses;
    reference.blocks = parsed;
    name_operations(&reference, findings);
    reference
}

/// What a house writes so all over is one finding.
fn gather_habits(findings: &mut Findings) {
    for (words, told) in url_reader::HABITS {
        gather_habit(
            findings,
            |finding| finding.rule() == &url_reader::URL_MALFORMED && finding.headline().contains(words),
            |count| format!("{count} {told}"),
        );
    }
    let sources: BTreeSet<SourceId> = findings
        .iter()
        .filter(|finding| finding.rule() == &library::TYPE_UNKNOWN)
        .map(|finding| finding.place().source())
        .collect();
    for source in sources {
        gather_habit(
            findings,
            |finding| finding.rule() == &library::TYPE_UNKNOWN && finding.place().source() == source,
            |count| format!("the types of {count} entries are not understood"),
        );
    }
}

/// What is wrong in a sample is about the operations that show it.
fn name_operations(reference: &Reference, findings: &mut Findings) {
    let mut shown: HashMap<SourceId, Vec<String>> = HashMap::default();
    for operation in reference.operations.iter() {
        for file in operation.samples.iter().filter_map(|sample| reference.sample_file(sample)) {
            shown.entry(file.source).or_default().push(operation.key());
        }
    }
    for finding in findings.iter_mut().filter(|finding| finding.operations().is_empty()) {
        for operation in shown.get(&finding.place().source()).into_iter().flatten() {
            finding.add_operation(operation.clone());
        }
    }
}

fn parse(sources: &Sources, parsed: &mut Parsed) {
    let fresh: Vec<(SourceId, &str)> = sources
        .iter()
        .filter(|(id, source)| !parsed.contains_key(id) && is_rst(&source.path))
        .map(|(id, source)| (id, source.text.as_str()))
        .collect();
    let blocks: Vec<_> = fresh
        .into_par_iter()
        .map(|(id, text)| (id, rst::parse(id, &conflict::resolved(text), holds_data)))
        .collect();
    parsed.extend(blocks);
}

fn is_rst(path: &str) -> bool {
    path.ends_with(".rst") || path.ends_with(".inc")
}

/// Reads included files that are not below the source directory, and those without the usual suffix. True if
/// there were any.
fn load_includes(sources: &mut Sources, parsed: &mut Parsed, findings: &mut Findings) -> bool {
    let roots: BTreeSet<String> = parsed.keys().map(|id| folder_of(sources.path(*id)).to_owned()).collect();
    let mut missing = BTreeSet::new();
    for block in parsed.values().flatten().flat_map(rst::Block::walk) {
        let Kind::Directive(directive) = &block.kind else { continue };
        let argument = directive.arguments.value.trim();
        if directive.name != "include" || argument.is_empty() || argument.starts_with('<') {
            continue;
        }
        let paths = roots.iter().filter_map(|folder| sources.layout().resolve(folder, argument));
        missing.extend(paths.filter(|path| sources.find(path).is_none_or(|id| !parsed.contains_key(&id))));
    }
    let missing: Vec<String> = missing.into_iter().collect();
    let loaded = sources.load_files(&missing, findings);
    let fresh: Vec<SourceId> = loaded.into_iter().flatten().filter(|id| !parsed.contains_key(id)).collect();
    let blocks: Vec<_> = fresh
        .par_iter()
        .map(|id| (*id, rst::parse(*id, &conflict::resolved(sources.text(*id)), holds_data)))
        .collect();
    parsed.extend(blocks);
    !fresh.is_empty()
}

/// Of a lone `.inc`, only its own operations.
fn keep_only(sources: &Sources, reference: &mut Reference) {
    let Some(only) = sources.layout().only.as_deref().and_then(|path| sources.find(path)) else { return };
    let roots: Vec<usize> = (0..reference.documents.len())
        .filter(|at| reference.documents.get(*at).is_some_and(|document| document.root == only))
        .collect();
    if !roots.is_empty() {
        reference.keep(|operation| roots.contains(&operation.document));
        return;
    }
    reference.keep(|operation| operation.span.source == only);
}

/// JSON files beside shown samples that nothing shows.
fn unreferenced(sources: &Sources, library: &Library) -> Vec<String> {
    let shown: HashSet<&str> = library.shown_files().map(|file| sources.path(file)).collect();
    let folders: BTreeSet<&str> = shown.iter().map(|path| folder_of(path)).collect();
    // What lies below the source directory is known.
    let walked: HashSet<&str> = sources.tree().iter().map(|path| folder_of(path)).collect();
    let outside = folders.iter().filter(|folder| !walked.contains(*folder));
    let listed: Vec<String> = outside.flat_map(|folder| sources.list(folder)).collect();
    let inside = sources.tree().iter().filter(|path| folders.contains(folder_of(path)));
    let beside: BTreeSet<&String> = inside.chain(&listed).filter(|path| path.ends_with(".json")).collect();
    beside.into_iter().filter(|path| !shown.contains(path.as_str())).cloned().collect()
}
