//! What shells and `man` are told.

use crate::apiref::{Run, apiref};

fn run(arguments: &[&str]) -> Run {
    apiref(&arguments.iter().map(AsRef::as_ref).collect::<Vec<_>>())
}

#[test]
fn every_command_has_a_page() {
    let all = run(&["man"]).stdout;
    let named = all.lines().filter_map(|line| line.strip_prefix("apiref\\-")?.strip_suffix("(1)"));
    let commands: Vec<&str> = named.collect();
    assert!(commands.contains(&"check") && commands.len() > 6, "{all}");
    for command in commands {
        let page = run(&["man", command]);
        assert_eq!(page.code, Some(0), "{}", page.stderr);
        assert!(page.stdout.contains(&format!(".TH apiref-{command} 1")), "{}", page.stdout);
    }
    assert!(run(&["man", "check"]).stdout.contains("\\-\\-fail\\-on"));
    assert_eq!(run(&["man", "chek"]).code, Some(2));
}

#[cfg(unix)]
#[test]
fn a_shell_takes_the_completions() {
    let script = run(&["completions", "bash"]).stdout;
    let asked =
        "COMP_WORDS=(apiref check --out); COMP_CWORD=2; _apiref apiref --out check; echo \"${COMPREPLY[@]}\"";
    let output = std::process::Command::new("bash").arg("-c").arg(format!("{script}\n{asked}")).output();
    let words = String::from_utf8(output.unwrap().stdout).unwrap();
    assert!(words.contains("--output-format"), "{words}");
}
