//! What people, logs and gateways read: nothing in it acts on a terminal, a runner, a reviewer or a router.

use std::fs;
use std::process::Output;

use crate::output::{run, said, text, tree};

/// Names that act on a terminal, break a line, or are commands to a runner.
#[test]
fn whatever_is_printed_is_harmless() {
    let folder = tree("Books \u{1b}[2J\u{202e}");
    let source = folder.path().join("api-ref/source");
    let text = "\n\n.. rest_method:: POST /books/\u{9b}::error::x\n\nResponse\n--------\n\n.. \
                rest_parameters:: parameters.yaml\n\n   - \"a\\n::error::b\": a\n   - ##[error]c: \
                a\n\nResponse Example\n----------------\n\n.. literalinclude:: sample.json\n";
    let index = fs::read_to_string(source.join("index.rst")).unwrap();
    fs::write(source.join("index.rst"), index + text).unwrap();
    fs::write(source.join("parameters.yaml"), "a:\n  in: body\n  type: string\n").unwrap();
    fs::write(
        source.join("sample.json"),
        "{\"a\\n::error::b\": \"\u{202e}\", \"##[error]c\": 1, \"\\u001b[2J\": 1, \"section_start:1:x\": 1, \"##vso[task]\": 2}",
    )
    .unwrap();
    #[cfg(unix)]
    fs::write(
        source.join("::error file=a::b ##[x]\n::c.inc"),
        "More\n====\n\n.. rest_method:: GET\n\n.. include:: none\n",
    )
    .unwrap();
    // Documents that differ are shown with the lines around.
    fs::create_dir(folder.path().join("generated")).unwrap();
    let current = "openapi: \"3.1.0\"\n::error::d\n ::error::e\n##[error]f\n";
    fs::write(folder.path().join("generated/books-2j.openapi.yaml"), current).unwrap();
    let runs: [&[&str]; 8] = [
        &["explain", "--operation", "POST /books/\u{9b}::error::x"],
        &["explain", "--operation", "post_books_error_x"],
        &["explain", "--operation", "::error::\u{1b}[2J"],
        &["explain", "--sample", "sample.json"],
        &["routes"],
        &["routes", "--format", "json"],
        &["model"],
        &["generate", "-o", "::error::"],
    ];
    let hidden = |character: char| {
        character.is_control() && character != '\n' || ('\u{202a}'..='\u{202e}').contains(&character)
    };
    let is_command = |line: &&str| {
        line.trim_start().starts_with("::") || line.contains("##[") || line.contains("section_start:")
    };
    for arguments in runs {
        let run = run(folder.path(), arguments);
        let shown = text_of(&run);
        assert!(!shown.contains(hidden), "{arguments:?}: {shown:?}");
        if arguments.contains(&"model") || arguments.contains(&"json") {
            serde_json::from_slice::<serde_json::Value>(&run.stdout).unwrap();
        } else {
            assert_eq!(shown.lines().find(is_command), None, "{arguments:?}");
        }
    }
    for form in ["text", "concise", "json", "sarif", "junit", "gitlab", "github"] {
        for more in [&[][..], &["--statistics"]] {
            let run = run(folder.path(), &[&["check", "--output-format", form], more].concat());
            let shown = text_of(&run);
            assert!(!shown.contains(hidden), "{form}: {shown:?}");
            // In this form each finding is a command, of which nobody else writes one.
            let own = |line: &&str| {
                form == "github"
                    && ["::error file=", "::warning file=", "::notice file="]
                        .iter()
                        .any(|own| line.starts_with(own))
            };
            let command = shown.lines().find(|line| is_command(line) && (!own(line) || line.contains("##[")));
            assert_eq!(command, None, "{form}");
        }
    }
    for arguments in [["check", "--::error::\u{1b}[2J"], ["check", "##[error]x"], ["explain", "\n::error::x"]]
    {
        let shown = text_of(&run(folder.path(), &arguments));
        assert!(!shown.contains(hidden), "{shown:?}");
        assert_eq!(shown.lines().find(is_command), None);
    }
    for config in [
        "\"::error::a\\n::error::b\" = 1",
        "output = \"\u{202e}/../../x\"",
        "[rules]\n\"\\n::error::\" = \"off\"",
    ] {
        fs::write(folder.path().join("apiref.toml"), config).unwrap();
        let run = run(folder.path(), &["check"]);
        let shown = text_of(&run);
        assert_eq!(run.status.code(), Some(2), "{shown}");
        assert!(!shown.contains(hidden), "{shown:?}");
        assert_eq!(shown.lines().find(|line| line.trim_start().starts_with("::")), None);
    }
}

fn text_of(run: &Output) -> String {
    text(&run.stdout) + &text(&run.stderr)
}

#[test]
fn documents_hide_nothing_from_a_reviewer() {
    let folder = tree("Books \u{202e}");
    let source = folder.path().join("api-ref/source");
    let index = fs::read_to_string(source.join("index.rst")).unwrap();
    let more = "\n\u{2066}Evil\u{2069} \u{200b}text.\n\nResponse\n--------\n\n.. rest_parameters:: \
                parameters.yaml\n\n   - a: a\n\n.. literalinclude:: sample.json\n";
    fs::write(source.join("index.rst"), index + more).unwrap();
    fs::write(source.join("parameters.yaml"), "a:\n  in: body\n  type: string\n  description: \u{202e}x\n")
        .unwrap();
    fs::write(source.join("sample.json"), "{\"a\": \"\u{202e}\u{e0041}\", \"\u{200f}\": 1}").unwrap();
    for form in ["yaml", "json"] {
        let done = run(folder.path(), &["generate", "--format", form]);
        assert_eq!(done.status.code(), Some(0), "{}", said(&done));
        let written =
            fs::read_to_string(folder.path().join(format!("generated/books.openapi.{form}"))).unwrap();
        let hides = |c: char| matches!(c, '\u{200b}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0041}');
        assert!(!written.contains(hides), "{written:?}");
        assert!(written.to_lowercase().contains("\\u202e"), "{written}");
    }
}

#[test]
fn gateways_get_no_control_characters() {
    let folder = tree("Books");
    let source = folder.path().join("api-ref/source");
    let long = "/a...".repeat(390);
    let more = format!(
        "\nOdd\n---\n\n.. rest_method:: GET /odd%0A%00\u{202e}x;\"}}\n\nLong\n----\n\n.. rest_method:: GET {long}\n"
    );
    let index = fs::read_to_string(source.join("index.rst")).unwrap();
    fs::write(source.join("index.rst"), index + &more).unwrap();
    let hidden = |character: char| character.is_control() && character != '\n' || character == '\u{202e}';
    for form in ["kong", "nginx"] {
        let run = run(folder.path(), &["routes", "--format", form]);
        assert!(!text(&run.stdout).contains(hidden), "{form}: {}", said(&run));
        assert!(text(&run.stdout).lines().all(|line| line.len() < 4096), "{form}");
        let is_nginx = form == "nginx";
        assert_eq!(run.status.code(), Some(if is_nginx { 2 } else { 0 }), "{}", said(&run));
        assert_eq!(text(&run.stderr).contains("longer than nginx takes"), is_nginx, "{}", said(&run));
        if is_nginx {
            assert!(text(&run.stdout).contains(r"/odd\\x0A\\x00"), "{}", said(&run));
        }
    }
    let gateway =
        run(folder.path(), &["generate", "--profile", "gateway", "--server-url", "https://x.example"]);
    assert!(text(&gateway.stdout).contains("gateway-path"), "{}", said(&gateway));
}
