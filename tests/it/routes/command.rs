//! What `apiref routes` prints.

use serde_json::Value;

use crate::apiref::{on_tree, project};

#[test]
fn the_command_prints_every_form() {
    let json = on_tree("routes", project(), &["--format", "json"]).json();
    let text = on_tree("routes", project(), &[]).stdout;
    let form = |name| on_tree("routes", project(), &["--format", name]).stdout;
    let forms =
        ["kong", "nginx", "envoy", "haproxy", "apisix", "adc", "krakend", "caddy", "traefik"].map(form);
    let httproute = form("httproute");
    let routes = json["routes"].as_array().unwrap();
    assert!(!routes.is_empty());
    for id in routes.iter().map(|route| route["operationId"].as_str().unwrap()) {
        for form in std::iter::once(&text).chain(&forms) {
            assert!(form.contains(id), "{id} is missing in\n{form}");
        }
        let name = id.trim_end_matches('_').replace('_', "-");
        assert!(httproute.contains(&format!("name: {name}\n")), "{name} is missing in\n{httproute}");
    }
    assert!(forms[0].contains("url: http://localhost\n"));
}

#[test]
fn what_a_form_cannot_say_is_told_at_its_place() {
    let text =
        "Odd\n===\n\nCopy\n----\n\n.. rest_method:: COPY /a/{id}\n\nShow\n----\n\n.. rest_method:: GET /a\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("api-ref/source")).unwrap();
    std::fs::write(folder.path().join("api-ref/source/index.rst"), text).unwrap();
    let run = on_tree("routes", folder.path(), &["--format", "httproute"]);
    let line = "api-ref/source/index.rst:7:23: warning[route-unsupported] COPY /a/{id} is left out: ";
    assert!(run.stderr.starts_with(line), "{}", run.stderr);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("error: 1 route is left out, as told above, so "), "{}", run.stderr);
    assert!(run.stdout.contains("value: /a\n") && !run.stdout.contains("/a/"), "{}", run.stdout);
    let allowed = on_tree("routes", folder.path(), &["--format", "httproute", "--allow-incomplete"]);
    assert_eq!((allowed.code, allowed.stderr.starts_with(line)), (Some(0), true));
    assert_eq!(on_tree("routes", folder.path(), &["--format", "envoy"]).code, Some(0));
}

#[test]
fn several_services_are_one_table() {
    let source = project().join("api-ref/source");
    let source = source.to_str().unwrap();
    let with = |more: &[&str]| on_tree("routes", project(), &[&[source], more].concat());
    let apart =
        with(&["--server-url", "http://one:1/a", "--server-url", "http://two:2/b", "--format", "json"])
            .json();
    let alone = on_tree("routes", project(), &["--format", "json"]).json();
    let count = |table: &Value, key: &str| table[key].as_array().unwrap().len();
    assert_eq!(count(&apart, "routes"), 2 * count(&alone, "routes"));
    assert_eq!(count(&apart, "conflicts"), 2 * count(&alone, "conflicts"));
    assert_eq!(apart["routes"][0]["server"], "http://one:1/a");
    // Behind one prefix each route is there twice.
    let together = with(&["--format", "json"]).json();
    let same = together["conflicts"].as_array().unwrap().iter().filter(|pair| pair["reason"] == "same-shape");
    assert_eq!(same.count(), count(&alone, "routes"));
    let envoy =
        with(&["--server-url", "http://one:1/a", "--server-url", "http://two:2/b", "--format", "envoy"]);
    assert!(envoy.stdout.contains("cluster: http_one_1\n") && envoy.stdout.contains("cluster: http_two_2\n"));
    let thrice = ["--server-url", "http://a", "--server-url", "http://b", "--server-url", "http://c"];
    assert_eq!(with(&thrice).code, Some(2));
}

#[test]
fn a_server_url_with_a_variable_is_a_usage_error() {
    let run = on_tree("routes", project(), &["--format", "kong", "--server-url", "https://{host}/"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("--server-url"), "{}", run.stderr);
    assert!(run.stdout.is_empty());
}

#[test]
fn routes_that_find_no_room_in_one_object_have_no_sure_order() {
    // With HEAD each has two matches, and an object has room for 128.
    let fixed =
        (0..64).map(|number| format!("Show {number}\n-------\n\n.. rest_method:: GET /a/s{number}\n\n"));
    let text =
        format!("Odd\n===\n\nShow\n----\n\n.. rest_method:: GET /a/{{id}}\n\n{}", fixed.collect::<String>());
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("api-ref/source");
    std::fs::create_dir_all(&source).unwrap();
    let told = |text: &str| {
        std::fs::write(source.join("index.rst"), text).unwrap();
        let run = on_tree("routes", folder.path(), &["--format", "httproute", "--allow-incomplete"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stderr
            .lines()
            .filter(|line| line.contains("[route-order]"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let lines = told(&text);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("shares requests with more routes than an object has room for"), "{lines:?}");
    // One less fits.
    let (fewer, _) = text.split_once("Show 63").unwrap();
    assert_eq!(told(fewer), Vec::<String>::new());
}
