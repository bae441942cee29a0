use super::{Configuration, Entry, Remark, Table};
use crate::route::expression::{Spelling, expression};

/// What stands at the head of the file.
const HEAD: &str = r#"# The operation that a request is for, as a map of haproxy. In a frontend, with this file as operations.map:
#
#     http-request set-var(txn.path) path
#     http-request set-var(txn.operation) method,concat(:,txn.path),map_reg(operations.map)
#     http-request return status 404 unless { var(txn.operation) -m found }
#
# The first line that matches wins, so those with more fixed text stand first. Paths are compared as they travel, with percent signs.
"#;

/// The most bytes of a line; haproxy has a line in a buffer of 16 384.
const LONGEST: usize = 8000;

/// The table as a map of haproxy from method and path to the operation id.
pub(super) fn haproxy(table: &Table<'_>) -> Configuration {
    let mut text = HEAD.to_owned();
    let mut remarks = Vec::new();
    for entry in &table.entries {
        // A blank ends the key, so a colon joins the two.
        let path = expression(&entry.route.pattern, Spelling::Travelling);
        let line = format!("^{}:{path}$ {}\n", methods(entry), entry.route.operation_id);
        if line.len() <= LONGEST {
            text.push_str(&line);
        } else {
            remarks.push(Remark::left_out(entry, "it is longer than a line of haproxy"));
        }
    }
    Configuration { text, remarks }
}

fn methods(entry: &Entry<'_>) -> String {
    match entry.methods.as_slice() {
        [method] => (*method).to_owned(),
        methods => format!("({})", methods.join("|")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::router::fixture::configured;

    #[test]
    fn what_goes_first_stands_first() {
        let long = format!("PUT /{}", "l".repeat(LONGEST));
        let Configuration { text, remarks } = configured(&["GET /a/{id}", "PUT /a b.c", &long], haproxy);
        assert_eq!(
            text.strip_prefix(HEAD).unwrap(),
            "^PUT:/p/a%20b\\.c$ put_a_b_c\n^(GET|HEAD):/p/a/[^/]+$ get_a_id\n"
        );
        assert!(remarks[0].left_out);
    }
}
