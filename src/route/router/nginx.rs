use super::{Configuration, Entry, Remark, Table};
use crate::route::expression::{Spelling, expression};

/// What stands at the head of the file. All entries are expressions: nginx compares plain strings without
/// regard to case, and wants more room for long ones than it has by default.
const HEAD: &str = r#"# The operation that a request is for, in $apiref_operation; empty if there is none. Include this file in the `http` block,
# then for instance in a `server`:
#
#     if ($apiref_operation = "") { return 404; }
#     add_header X-Operation $apiref_operation;
#
# nginx takes the first entry that matches, so those with more fixed text stand first.
map "$request_method $uri" $apiref_operation {
    default "";
"#;

/// The most bytes of one word of a configuration; nginx refuses one that fills its buffer of 4096.
const LONGEST: usize = 4000;

/// The most characters of a name in a comment.
const SHOWN: usize = 200;

/// The table as a map of nginx from method and path to the operation id. The prefix of the server is part of
/// what a request must match. A route that can never be reached, because an earlier one is the same, stands
/// there as a comment, as does one that is too long.
pub(super) fn nginx(table: &Table<'_>) -> Configuration {
    let mut text = HEAD.to_owned();
    let mut remarks = Vec::new();
    for entry in &table.entries {
        let (key, id) = (key(entry), &entry.route.operation_id);
        if key.len() <= LONGEST && id.len() <= LONGEST {
            text.push_str(&format!("    {key} {id};\n"));
        } else {
            text.push_str(&format!("    # {} is longer than nginx takes\n", start(id)));
            remarks.push(Remark::left_out(entry, "it is longer than nginx takes"));
        }
    }
    for [hidden, known] in &table.unreached {
        let (id, known) = (start(&hidden.operation_id), start(&known.operation_id));
        text.push_str(&format!("    # {id} is the same route as {known}\n"));
    }
    text.push_str("}\n");
    Configuration { text, remarks }
}

/// What requests of a route look like.
fn key(entry: &Entry<'_>) -> String {
    let path = expression(&entry.route.pattern, Spelling::Decoded);
    let methods = match entry.methods.as_slice() {
        [method] => (*method).to_owned(),
        methods => format!("(?:{})", methods.join("|")),
    };
    // A dollar sign would match before a line break at the end, too.
    quoted(&format!(r"~^{methods} {path}\z"))
}

/// The start of a name, for comments.
fn start(name: &str) -> String {
    name.chars().take(SHOWN).collect()
}

/// A text between quotes, as a configuration of nginx has it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::router::fixture::configured;

    #[test]
    fn what_says_more_stands_first_and_equals_are_told() {
        let text = configured(&["PUT /a/{id}", "GET /a/b.c", "GET /", "PUT /a/{name}"], nginx).text;
        assert_eq!(
            text.strip_prefix(HEAD).unwrap(),
            r#"    "~^(?:GET|HEAD) /p/\\z" get_;
    "~^(?:GET|HEAD) /p/a/b\\.c\\z" get_a_b_c;
    "~^PUT /p/a/[^/]+\\z" put_a_id;
    # put_a_name is the same route as put_a_id
}
"#
        );
    }

    #[test]
    fn what_is_too_long_for_nginx_is_left_out_and_known() {
        let path = format!("GET /{}", ".".repeat(1400));
        let Configuration { text, remarks } = configured(&[&path, "GET /a"], nginx);
        assert!(text.contains(" is longer than nginx takes\n") && text.contains(" get_a;\n"), "{text}");
        assert_eq!(remarks.len(), 1);
        assert!(remarks[0].left_out && remarks[0].route == 0);
    }

    #[test]
    fn nothing_of_a_path_ends_the_quotes() {
        assert_eq!(quoted(r#"~^GET /a"b\.c;{}$"#), r#""~^GET /a\"b\\.c;{}$""#);
    }
}
