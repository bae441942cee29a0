//! What a user asks for: the command line and its commands.

mod model;

/// Temporary.
pub fn run() {
    let arg = std::env::args().nth(2).unwrap_or_default();
    let layout = crate::source::Layout::find(Some(std::path::Path::new(&arg)), None).unwrap();
    let mut findings = Vec::new();
    let mut sources = crate::source::Sources::load(layout, &mut findings);
    let reference = crate::reference::build(&mut sources, &mut findings);
    if std::env::args().nth(1).as_deref() == Some("model") {
    println!("{}", serde_json::to_string_pretty(&model::Model::new(&reference, &sources)).unwrap());
    }
    if std::env::args().nth(1).as_deref() == Some("generate") {
        let shapes = crate::shape::infer(&reference);
        let out = std::env::args().nth(3).unwrap();
        std::fs::create_dir_all(&out).unwrap();
        let view = match std::env::args().nth(4) { Some(v) => crate::openapi::View::At(crate::reference::Version::parse(&v).unwrap()), None => crate::openapi::View::All };
        for e in crate::openapi::emit(&reference, &shapes, &crate::openapi::Options { view, declared_only: false }) {
            std::fs::write(format!("{out}/{}.openapi.json", e.name), crate::openapi::json(&e.value)).unwrap();
        }
    }
    for f in &findings { let s = sources.span_of(&f.place); let p = sources.position(s); eprintln!("{}:{}:{}: {} {}", sources.path(s.source), p.line, p.column, f.rule.id, f.message); }
}
