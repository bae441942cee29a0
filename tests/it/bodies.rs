//! Random tables and samples that share their names: several operations on one path whose objects hold each
//! other in every order. Whatever stands in them, each stage ends, and what it makes is no larger than what
//! it was given allows.

use std::fmt::Write as _;

use apiref::{Form, Importer, MicroversionChoice, OpenApiVersion, ServerUrl};
use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::library::SERVER;
use crate::tree::Tree;

/// So few names that most objects hold namesakes of what is around them.
const NAMES: [&str; 6] = ["dog", "owner", "flat", "flats", "links", "id"];

/// The largest document that trees of this size may come to, in bytes: the random ones stay far below it,
/// objects that were added to each other without an end, or once for each order of their names, do not.
const LARGEST: usize = 4_000_000;

/// One operation: the rows of its table, and its sample.
#[derive(Debug, Clone)]
struct Given {
    rows: Vec<(String, usize)>,
    /// The table of an object, of which nothing says which way it goes.
    part: Vec<(String, usize)>,
    sample: Value,
    /// It answers with the same, too.
    answers: bool,
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(NAMES.as_slice()).prop_map(str::to_owned)
}

/// The name of a row: plain, dotted, a placeholder, a key with one in it.
fn row() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => name(),
        2 => (name(), name()).prop_map(|(one, other)| format!("{one}.{other}")),
        1 => (name(), name(), name()).prop_map(|(one, two, three)| format!("{one}.{two}.{three}")),
        1 => Just("{id}".to_owned()),
        1 => name().prop_map(|name| format!("{name}_<id>")),
    ]
}

fn sample() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        Just(Value::from(7)),
        Just(Value::from("x")),
        Just(Value::from("0c9f4d27-6d0f-4e56-9a43-3f0b5a8e21d7")),
    ];
    let value = scalar.prop_recursive(6, 60, 5, |inner| {
        let key = prop_oneof![
            8 => name(),
            1 => Just("0c9f4d27-6d0f-4e56-9a43-3f0b5a8e21d7".to_owned()),
            1 => Just("flat_7".to_owned()),
        ];
        prop_oneof![
            4 => object(prop::collection::vec((key, inner.clone()), 1..5)),
            1 => prop::collection::vec(inner, 0..3).prop_map(Value::Array),
        ]
    });
    object(prop::collection::vec((name(), value), 1..5))
}

fn object(members: impl Strategy<Value = Vec<(String, Value)>>) -> impl Strategy<Value = Value> {
    members.prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>()))
}

fn given() -> impl Strategy<Value = Given> {
    let rows = |most| prop::collection::vec((row(), 0..ENTRIES.len()), 0..most);
    (rows(8), rows(3), sample(), any::<bool>()).prop_map(|(rows, part, sample, answers)| Given {
        rows,
        part,
        sample,
        answers,
    })
}

/// Type, whether it is required, further fields, text.
const ENTRIES: [&str; 9] = [
    "required: true\n  type: object\n  description: A thing.",
    "required: false\n  type: object\n  description: A thing, including ``dog``, ``owner`` and ``flat`` attributes.",
    "required: true\n  type: string\n  description: A text.",
    "required: true\n  type: array\n  description: A list of things.",
    "required: false\n  type: dict\n  description: A dictionary of key and value pairs.",
    "required: true\n  type: object\n  min_version: 1.3\n  description: A thing.",
    "required: true\n  type: object\n  max_version: 1.2\n  description: A thing.",
    "required: true\n  type: object\n  description: Things, keyed by their names.",
    "required: true\n  type: object\n  description: \"What to do, as <order>: {<detail>}.\"",
];

/// A section with a table, if there are rows.
fn table(chapter: &mut String, section: &str, rows: &[(String, usize)]) {
    let _ = write!(chapter, "\n{section}\n{}\n", "~".repeat(section.len()));
    if !rows.is_empty() {
        *chapter += "\n.. rest_parameters:: parameters.yaml\n\n";
    }
    for (name, entry) in rows {
        let _ = writeln!(chapter, "   - \"{name}\": entry_{entry}");
    }
}

/// The tree that all these operations make, on one path.
fn tree(operations: &[Given]) -> Tree {
    let mut chapter = "Kennels\n=======\n".to_owned();
    let mut files = Vec::new();
    for (number, given) in operations.iter().enumerate() {
        let _ = write!(chapter, "\nStep {number}\n------\n\n.. rest_method:: POST /v1/kennels\n");
        table(&mut chapter, "Flat Object", &given.part);
        let sections: &[&str] = if given.answers { &["Request", "Response"] } else { &["Request"] };
        for section in sections {
            table(&mut chapter, section, &given.rows);
            let _ = write!(chapter, "\n.. literalinclude:: sample-{number}.json\n");
        }
        files.push((format!("sample-{number}.json"), given.sample.to_string()));
    }
    let dictionary = ENTRIES.iter().enumerate().fold(String::new(), |mut text, (number, entry)| {
        let _ = writeln!(text, "entry_{number}:\n  in: body\n  {entry}");
        text
    });
    files.push(("index.rst".to_owned(), chapter));
    files.push(("parameters.yaml".to_owned(), dictionary));
    Tree::of_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))).unwrap()
}

/// Everything that is made of bodies.
fn run(operations: &[Given]) {
    let tree = tree(operations);
    tree.findings();
    let importer = Importer { server: ServerUrl::parse(SERVER).unwrap(), ..Importer::default() };
    for microversion in [MicroversionChoice::Latest, MicroversionChoice::All] {
        let form = Form::default().with_microversion(microversion);
        let forms = [
            form.clone(),
            form.clone().with_openapi(OpenApiVersion::V3_0),
            form.clone().with_importer(importer.clone()),
        ];
        for form in forms {
            for document in tree.documents_in(&form) {
                let size = document.value.to_string().len();
                assert!(size < LARGEST, "the document is larger than its sources allow");
                document.check().unwrap();
            }
        }
        assert!(!tree.analysis.routes(&form.with_importer(importer.clone())).unwrap().is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn bodies_that_share_names_are_trees(operations in prop::collection::vec(given(), 1..5)) {
        run(&operations);
    }
}

/// Each object holds all the others: the order of their names must not multiply them.
#[test]
fn objects_that_all_hold_each_other_stay_small() {
    let names: Vec<String> = (0..12).map(|number| format!("part{number}")).collect();
    let of = |name: &String| {
        let others = names.iter().filter(|other| *other != name);
        let members = others.map(|other| (other.clone(), serde_json::json!({ "id": "x" })));
        let sample = serde_json::json!({ name: members.collect::<Map<_, _>>(), "links": { "id": "x" } });
        Given {
            rows: names.iter().map(|name| (name.clone(), 0)).collect(),
            part: Vec::new(),
            sample,
            answers: true,
        }
    };
    run(&names.iter().map(of).collect::<Vec<_>>());
}
