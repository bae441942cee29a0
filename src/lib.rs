//! `apiref` reads an API reference, emits OpenAPI 3, and proves the samples consistent with it.
//!
//! The input is what OpenStack services publish: reStructuredText with the directives of os-api-ref, a
//! dictionary of parameters in YAML, and JSON samples. The output is one OpenAPI document for each root
//! document, and findings about every place where text and samples disagree.
//!
//! ```
//! use std::sync::Arc;
//!
//! use apiref::{Analysis, Config, Form, Overlay, Selection};
//!
//! let mut files = Overlay::new();
//! files.put(
//!     "api-ref/source/index.rst",
//!     "Boxes
//! =====
//!
//! Show a box
//! ----------
//!
//! .. rest_method:: GET /boxes/{id}
//!
//! Normal response codes: 200
//!
//! Request
//! ~~~~~~~
//!
//! .. rest_parameters:: parameters.yaml
//!
//!    - id: box_id
//!
//! Response
//! ~~~~~~~~
//!
//! .. rest_parameters:: parameters.yaml
//!
//!    - width: box_width
//!
//! Response Example
//! ~~~~~~~~~~~~~~~~
//!
//! .. literalinclude:: box.json
//! ",
//! )?;
//! files.put(
//!     "api-ref/source/parameters.yaml",
//!     "
//! box_id: {in: path, type: string, required: true, description: The box.}
//! box_width: {in: body, type: integer, required: true, description: The width in millimetres.}
//! ",
//! )?;
//! files.put("api-ref/source/box.json", r#"{"width": "wide"}"#)?;
//!
//! let analysis = Analysis::new(Arc::new(files), Config::default())?;
//!
//! let checked = analysis.check(&Selection::default())?;
//! let finding = &checked.findings[0];
//! assert_eq!(finding.rule().id, "sample-type");
//! let at = analysis.sources().position(analysis.sources().span_of(finding.place()));
//! assert_eq!((at.line, at.column), (1, 11));
//!
//! let document = analysis.documents(&Form::default())?.next().expect("there is one root document");
//! assert_eq!(document.value["paths"]["/boxes/{id}"]["get"]["summary"], "Show a box");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! An [`Analysis`] stands over [`Files`]: the [`Disk`], a commit of git ([`Revision`]), its index
//! ([`Index`]), or memory ([`Overlay`]), with one [`Config`]. It answers what people ask of a tree:
//! [`Analysis::check`], [`Analysis::documents`], [`Analysis::routes`], [`Analysis::model`], [`Analysis::at`].
//! A [`Report`] writes findings as text, JSON, SARIF and so on. The command line is one more program on top
//! of these, and the feature `cli` holds what only it needs.
//!
//! # The pipeline
//!
//! Modules stand in the order in which data flows; a module uses only those above it.
//!
//! ```text
//!    files: the disk, a commit of git, memory
//!          │
//!       source            bytes, paths, limits
//!          │
//!     ┌────┴────┐
//!    rst   dictionary     blocks with spans; entries with spans
//!     └────┬────┘
//!      reference          documents → chapters → operations → rows, codes, samples
//!          │
//!        shape            rows + samples → one tree for each body
//!          │
//!     ┌────┴─────┐
//!  openapi    contract    the published document; the samples against what the text declares
//!     │          │
//!  projection    │        the document in another version of OpenAPI
//!     │          │
//!  gateway       │        and as gateways import it
//!     │          │
//!   route        │        the paths of the documents as a gateway sees them
//!     └────┬─────┘
//!         lint            questions about the finished model
//!          │
//!        witness          specifications from code: who stands alone?
//!          │
//!       traffic           recorded exchanges against what the text declares
//!          │
//!        triage           which findings are reported
//!          │
//!      analysis           the front door: everything that people ask of a tree
//!          │
//!       change            two states of a tree: what a change brings
//!          │
//!         fix              edits that mend findings, proven by reading the tree again
//!          │
//!       report            findings → text, JSON, SARIF, ...
//!          │
//!        page             text, samples and schemas side by side, as HTML
//!          │
//!       command           what to run, what to write, which exit code
//! ```
//!
//! # The modules, in reading order
//!
//! - `collections`: maps and sets with one hasher, and values found by typed ids.
//! - `text`: quick looks at all of a text.
//! - `place`: where something stands: sources, byte spans, lines and columns, JSON pointers.
//! - `json`: JSON texts that people write: values, keys that stand twice, first mistakes.
//! - `finding`: what a stage may report, and the kinds of it.
//! - `version`: microversions and the ranges of them.
//! - `config`: what the user decided: `apiref.toml`.
//! - `source`: the files of a tree and where they lie.
//! - `rst`: text to a tree of blocks, and blocks to CommonMark.
//! - `dictionary`: dictionaries of parameters and texts of status codes.
//! - `reference`: the model: which operation owns which rows, codes and samples, and in which microversions
//!   each exists.
//! - `shape`: the tree of a body, and for each node why it stands there.
//! - `yaml`: values as YAML that every reader reads alike.
//! - `openapi`: the documents.
//! - `projection`: a document in another version of OpenAPI, and what that version cannot say.
//! - `gateway`: a document as gateways import it.
//! - `route`: which request belongs to which operation, where one route hides another, and tables for
//!   gateways.
//! - `contract`: samples checked against the shapes, errors told in terms of the documentation.
//! - `lint`: everything else that is worth a finding, one file a rule.
//! - `witness`: what others say about the API: specifications that were derived from code.
//! - `traffic`: recorded exchanges held to the contracts.
//! - `triage`: which findings are reported, and how severe they are.
//! - `analysis`: the front door: a tree that was read, and what it answers.
//! - `change`: two states of a tree: findings that are new, and what changed in the contract.
//! - `fix`: edits that mend findings, and the proof that they do.
//! - `report`: findings in the form that a person or a machine wants.
//! - `page`: one HTML file that shows text, samples and schemas side by side.
//! - `command`: the command line.
//!
//! A stage returns a value and pushes [`Finding`]s. A place stays a span or a pointer until a report shows
//! it.
//!
//! # What is not there
//!
//! - No stage fails on what the user wrote. `Result` is for the disk and for usage; broken input is a
//!   finding, and all around it is still read.
//! - No module uses one below it.
//! - No module but `source` reads the disk, and nothing outside the repository root is ever read.
//! - No module but `command` writes a file or prints. Files appear whole or not at all.
//! - `rst` and `dictionary` know nothing of OpenStack or OpenAPI.
//! - `shape` has one inference and no second one for the check: the published schema and the contract are two
//!   renderings of the same tree. What a sample shows never excuses the sample.
//! - No version is a floating-point number, anywhere: 2.10 is not 2.1.
//! - No output depends on the time, the host, the number of threads, the order of a hash map or the place of
//!   the checkout.
//! - No recursion over input without a bound, no network, no Python.
//! - Nothing is dropped in silence: what was read and is not in a document is in a finding.

// What all stages speak of.
mod collections;

mod text;

mod place;

mod json;

mod finding;

mod version;

mod config;

// From files to a model.
mod source;

mod rst;

mod dictionary;

mod reference;

// From the model to schemas and verdicts.
mod shape;

mod yaml;

mod openapi;

mod projection;

mod gateway;

mod route;

mod contract;

mod lint;

// What others say about the API.
mod witness;

mod traffic;

// From findings to the user.
mod triage;

// The front door, and what stands before it.
mod analysis;

mod change;

mod fix;

mod report;

#[cfg(feature = "cli")]
mod page;

#[cfg(feature = "cli")]
mod command;

// The public face. What is not named here may change in any release.
pub use analysis::{
    Analysis, AnalysisError, At, Cancel, Checked, Document, Form, Importer, JudgedSample, Model, Watched,
    all_rules,
};
pub use change::{
    Change, ChangeKind, Class, Comparison, Contract, Evidence, History, HistoryCount, HistoryError,
    HistoryPoint, NoContract, Origin, Side, Verdict, compare_contracts, compare_trees, compare_versions,
    contract_of, history, published_contract, read_state, since,
};
#[cfg(feature = "cli")]
#[doc(hidden)]
pub use command::main;
pub use config::{
    CheckOptions, CompareOptions, Config, ConfigError, Contact, DocumentFormat, FailOn, Gateway, Glob, Info,
    Level, License, MicroversionChoice, MicroversionKind, Microversions, Observe, OpenApiVersion,
    OperationIds, Override, RuleLevel, Strength, Target, Topic, UnknownMicroversion,
};
pub use finding::{
    Edit, Fault, Finding, Findings, Fix, FixLevel, Line, Matter, Related, Rule, Severity, Subject,
    SubjectKind,
};
pub use fix::{Applied, ChangedFile, FixOptions, Mended, mend};
pub use gateway::ServerUrl;
pub use openapi::Emissions;
pub use place::{Columns, LineColumn, LineTable, Place, Pointer, SourceId, Span};
pub use reference::{Counts, Direction};
pub use report::{Format, Order, Presentation, Report, Style, UnknownFormat};
pub use route::{Configuration, Conflict, Conflicts, Reason, Remark, Route, Router, Routes};
pub use source::{
    Child, Commit, Disk, Entry, FileError, Files, GitError, Index, Kind, Layout, LayoutError, Limits,
    Overlay, Refusal, Repository, Revision, RootPath, Source, Sources,
};
pub use traffic::{NeverSeen, Observed, Recording, RecordingError, Sightings};
pub use triage::{Baseline, BaselineError, Count, Selection, Summary, Turnover, Unread};
pub use version::{Version, Window};
pub use witness::{Coverage, NoSpecification, Share, Specification};
