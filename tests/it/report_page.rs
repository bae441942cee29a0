//! The page of `apiref report`: what is in it, and that nothing from the sources gets out of its texts.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::apiref::{Run, apiref, on_tree, project};

/// Texts that would act if they were anything but texts.
const HOSTILE: [&str; 7] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "</script><script>alert(3)</script>",
    "\"><svg onload=alert(4)>",
    "{{constructor.constructor('alert(5)')()}}",
    "<!--<script>",
    "a\u{202e}b\u{2066}c\u{200b}d",
];

fn page(root: &Path) -> String {
    let run = on_tree("report", root, &["-o", "-"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.stdout
}

/// What is in the page beside its markup.
fn data(page: &str) -> Value {
    let (_, rest) = page.split_once("<script id=\"data\" type=\"application/json\">").unwrap();
    let (text, _) = rest.split_once("</script>").unwrap();
    serde_json::from_str(text).unwrap()
}

/// A tree in which every text is hostile.
fn hostile() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("api-ref/source");
    fs::create_dir_all(source.join("<img src=x onerror=alert(9)>")).unwrap();
    let mut text = String::new();
    let mut dictionary = String::new();
    let links = "`a <javascript:alert(6)>`_ `b <data:text/html,x>`_ `c <https://example.org/>`_ \
                 `d <JaVaScRiPt:alert(7)>`__ javascript:alert(8)";
    for (number, odd) in HOSTILE.iter().enumerate() {
        let title = format!("Chapter {odd}");
        text.push_str(&format!("{title}\n{}\n\nText {odd} {links}\n\n", "=".repeat(title.chars().count())));
        let title = format!("Show {number} {odd}");
        text.push_str(&format!("{title}\n{}\n\n", "-".repeat(title.chars().count())));
        text.push_str(&format!(".. rest_method:: GET /things/{number}\n\n{odd}\n\n{links}\n\n"));
        text.push_str("Normal response codes: 200\n\nResponse\n~~~~~~~~\n\n");
        text.push_str(&format!(".. rest_parameters:: parameters.yaml\n\n   - name: entry_{number}\n\n"));
        text.push_str(&format!(
            "**Example {odd}**\n\n.. literalinclude:: <img src=x onerror=alert(9)>/{number}.json\n\n"
        ));
        let described = serde_json::to_string(&format!("{odd} {links}")).unwrap();
        dictionary.push_str(&format!(
            "entry_{number}: {{in: body, type: integer, required: true, description: {described}}}\n"
        ));
        let sample = serde_json::json!({"name": odd, *odd: odd, "javascript:alert(1)": null});
        let file = source.join(format!("<img src=x onerror=alert(9)>/{number}.json"));
        fs::write(file, sample.to_string()).unwrap();
    }
    fs::write(source.join("index.rst"), text).unwrap();
    fs::write(source.join("parameters.yaml"), dictionary).unwrap();
    folder
}

/// Every link in a text: the target of an array that begins with `a`.
fn targets<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    let Some(items) = value.as_array() else { return };
    if let [Value::String(tag), Value::String(target), ..] = items.as_slice()
        && tag == "a"
    {
        found.push(target);
    }
    items.iter().for_each(|item| targets(item, found));
}

#[test]
fn nothing_from_the_sources_is_markup() {
    let tree = hostile();
    let page = page(tree.path());
    let data = data(&page);
    assert_eq!(data["operations"].as_array().unwrap().len(), HOSTILE.len());
    // The texts are there.
    let all = data.to_string();
    for odd in ["alert(1)", "alert(2)", "alert(3)", "alert(4)", "alert(9)"] {
        assert!(all.contains(odd), "{odd}");
    }
    // Outside of our own script and style there is no tag but ours, and nothing is hidden.
    assert_eq!(page.matches("<script").count(), 2);
    assert_eq!(page.matches("</script").count(), 2);
    assert!(!page.contains("<!--") && !page.contains("<img") && !page.contains("<svg o"));
    assert!(!page.contains(['\u{202e}', '\u{2066}', '\u{200b}']));
    let markup = page.replace("&quot;", "'");
    let tags = markup.split('<').skip(1).filter_map(|rest| rest.split('>').next());
    let acting: Vec<&str> = tags.filter(|tag| tag.contains(" on") && tag.contains("alert")).collect();
    assert!(acting.is_empty(), "{acting:?}");
    // Links lead out, or they are none.
    let mut found = Vec::new();
    targets(&data["proses"], &mut found);
    assert!(found.len() >= HOSTILE.len(), "{found:?}");
    assert!(found.iter().all(|target| *target == "https://example.org/"), "{found:?}");
}

#[test]
fn the_policy_stands_before_all_that_it_is_about() {
    let page = page(project());
    let policy =
        page.find("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ").unwrap();
    assert!(policy < page.find("<title>").unwrap() && policy < page.find("<style>").unwrap());
    let (head, _) = page.split_once("<title>").unwrap();
    let (_, policy) = head.split_once("Content-Security-Policy").unwrap();
    for part in ["script-src 'sha256-", "style-src 'sha256-", "base-uri 'none'", "form-action 'none'"] {
        assert!(policy.contains(part), "{part}");
    }
    assert!(!policy.contains("unsafe"));
    let (before, _) = page.rsplit_once("<script>").unwrap();
    for elsewhere in ["src=\"", "@import", "url("] {
        assert!(!before.contains(elsewhere), "{elsewhere}");
    }
}

#[test]
fn all_that_was_read_is_on_the_page() {
    let root = project();
    let data = data(&page(root));
    let model = on_tree("model", root, &[]).json();
    let ids = |value: &Value, method: &str, path: &str| -> Vec<String> {
        let all = value.as_array().unwrap().iter();
        all.map(|one| format!("{} {}", one[method].as_str().unwrap(), one[path].as_str().unwrap())).collect()
    };
    assert_eq!(ids(&data["operations"], "m", "p"), ids(&model["operations"], "method", "path"));
    let count = |of: &Value, key: &str| -> usize {
        of["operations"].as_array().unwrap().iter().map(|one| one[key].as_array().map_or(0, Vec::len)).sum()
    };
    assert_eq!(count(&data, "s"), count(&model, "codes"));
    assert_eq!(count(&data, "e"), count(&model, "samples"));
    assert!(count(&data, "a") > 0 && count(&data, "b") > 0);
}

#[test]
fn marks_stand_where_findings_point() {
    let root = project().join("tests/cases/drift");
    let mut checked = 0;
    for case in fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()) {
        let data = data(&page(&case));
        let rules = data["rules"].as_array().unwrap();
        let word = |number: &Value| data["words"][usize::try_from(number.as_u64().unwrap()).unwrap()].clone();
        for finding in data["findings"].as_array().unwrap() {
            let rule = &rules[usize::try_from(finding["r"].as_u64().unwrap()).unwrap()]["id"];
            let letter = match rule.as_str().unwrap() {
                "sample-type" => "t",
                "sample-null-undocumented" => "n",
                "sample-key-outside-version" => "o",
                _ => continue,
            };
            let pointer = word(&finding["q"][1]);
            let numbers = finding["o"].as_array().unwrap().iter();
            let is_marked = numbers
                .map(|number| &data["operations"][usize::try_from(number.as_u64().unwrap()).unwrap()])
                .flat_map(|operation| operation["e"].as_array().unwrap())
                .flat_map(|sample| sample["m"].as_array().into_iter().flatten())
                .any(|mark| mark[0] == letter && word(&mark[1]) == pointer);
            assert!(is_marked, "{}: {rule} at {pointer}", case.display());
            checked += 1;
        }
    }
    assert!(checked > 20, "{checked}");
}

#[test]
fn a_check_writes_the_same_page() {
    let folder = tempfile::tempdir().unwrap();
    let root = project().join("tests/cases/seed");
    let root = fs::read_dir(root).unwrap().next().unwrap().unwrap().path();
    let (one, other) = (folder.path().join("one.html"), folder.path().join("other.html"));
    let written = on_tree("report", &root, &["-o", one.to_str().unwrap()]);
    assert_eq!(written.code, Some(0), "{}", written.stderr);
    let checked = on_tree("check", &root, &["--output-file", &format!("html={}", other.display())]);
    assert!(checked.code.is_some_and(|code| code < 2), "{}", checked.stderr);
    assert_eq!(fs::read_to_string(&one).unwrap(), fs::read_to_string(&other).unwrap());
    assert_eq!(fs::read_to_string(&one).unwrap(), page(&root));
    let wrong = on_tree("check", &root, &["--output-file", "htm=x"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.stderr.contains("gitlab, or html"), "{}", wrong.stderr);
}

#[test]
fn a_page_is_about_one_source() {
    let Run { code, stderr, .. } = apiref(&["report", "a", "b"].map(AsRef::as_ref));
    assert_eq!(code, Some(2));
    assert!(stderr.contains("one source"), "{stderr}");
}

#[test]
fn a_page_tells_what_changed_since_a_revision() {
    let tree = crate::watch::tree("integer");
    std::fs::remove_dir(tree.path().join(".git")).unwrap();
    let git = |arguments: &[&str]| {
        let mut command = std::process::Command::new("git");
        command.args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-C"]).arg(tree.path());
        assert!(command.args(arguments).output().unwrap().status.success(), "{arguments:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "one"]);
    crate::watch::save(tree.path(), "parameters.yaml", &crate::watch::dictionary("boolean"));
    let run = on_tree("report", tree.path(), &["-o", "-", "--since", "HEAD"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("<h2>Since HEAD</h2>"));
    for numbers in ["<strong>1</strong> new", "<strong>0</strong> mended", "<strong>1</strong> breaking"] {
        assert!(run.stdout.contains(numbers), "{numbers}");
    }
    let new = data(&run.stdout)["findings"].as_array().unwrap().iter().filter(|one| one["u"] == true).count();
    assert_eq!(new, 1);
    assert!(!page(tree.path()).contains("Since HEAD"));
}

/// What other witnesses say stands beside the rows, and what they find among the findings.
#[test]
fn witnesses_have_a_column_each() {
    let case = project().join("tests/cases/witness/boxes");
    let folder = tempfile::tempdir().unwrap();
    let traffic = folder.path().join("t.jsonl");
    let exchange = r#"{"method": "GET", "url": "https://c/v1/boxes?limit=1", "status": 200, "request_headers": {},
        "response_body": {"boxes": [{"id": "1", "width": 5, "state": "open"}]}}"#;
    fs::write(&traffic, format!("{}\nbroken\n", exchange.replace('\n', ""))).unwrap();
    let spec = case.join("specification.yaml");
    let given = ["-o", "-", "--spec", spec.to_str().unwrap(), "--traffic", traffic.to_str().unwrap()];
    let run = on_tree("report", &case, &given);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stderr.contains("1 record could not be read (record 2 of t.jsonl is no JSON)"),
        "{}",
        run.stderr
    );
    let data = data(&run.stdout);
    assert_eq!(data["witnesses"], serde_json::json!(["specification.yaml", "t.jsonl"]));
    let word = |number: &Value| data["words"][number.as_u64().unwrap() as usize].as_str().unwrap();
    let said = |row: &Value| -> Vec<(String, bool)> {
        let cells = row["v"].as_array().into_iter().flatten();
        cells.map(|cell| (word(&cell[0]).to_owned(), cell[1] == true)).collect()
    };
    let list = &data["operations"][0];
    let body = list["b"].as_array().unwrap().iter().find(|body| body["x"] == "response").unwrap();
    let members = &body["r"]["c"][0]["c"][0]["c"];
    let width = members.as_array().unwrap().iter().find(|node| word(&node["n"]) == "width").unwrap();
    let differs =
        [("integer, required".to_owned(), false), ("in 1 of 1 answers, integer in 1".to_owned(), false)];
    assert_eq!(said(&width["a"][0]), differs);
    let limit = list["a"].as_array().unwrap().iter().find(|one| word(&one["n"]) == "limit").unwrap();
    let agrees = [("integer".to_owned(), true), ("in 1 of 1 exchanges".to_owned(), true)];
    assert_eq!(said(&limit["r"]), agrees);
    let rules = data["rules"].to_string();
    assert!(rules.contains("compare-type") && rules.contains("observe-type"), "{rules}");
    assert!(self::data(&page(&case)).get("witnesses").is_none());
}
