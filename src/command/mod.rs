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
    for f in &findings { let s = sources.span_of(&f.place); let p = sources.position(s); eprintln!("{}:{}:{}: {} {}", sources.path(s.source), p.line, p.column, f.rule.id, f.message); }
}
