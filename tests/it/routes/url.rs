//! URLs of templates.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use super::gateway::{Prepare, reserved};

/// What stands for a variable in a request: what services use, and what looks like something else.
pub(super) const VALUES: [&str; 5] = ["0c9f4d27-6d0f-4e56-9a43-3f0b5a8e21d7", "detail", "a.b-c", "x:y", "7"];

/// What does not travel in a path as it is.
pub(super) const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'|');

/// The template with a value for each variable.
pub(super) fn url(template: &str, value: &str) -> String {
    let mut parts = template.split('{');
    let head = parts.next().unwrap_or_default().to_owned();
    let path = parts.fold(head, |url, part| url + value + part.split_once('}').unwrap().1);
    utf8_percent_encode(&path, ENCODED).to_string()
}

/// What paths of a template look like.
pub(super) fn template(template: &str, prepare: Prepare) -> String {
    let mut parts = template.split('{');
    let literal = |text: &str| match prepare {
        Prepare::Nothing => regex::escape(&utf8_percent_encode(text, ENCODED).to_string()),
        Prepare::Reserved => regex::escape(&reserved(&utf8_percent_encode(text, ENCODED).to_string())),
        Prepare::Decode | Prepare::DecodeAlone => {
            regex::escape(&percent_decode_str(text).decode_utf8_lossy())
        }
    };
    let head = literal(parts.next().unwrap_or_default());
    let variable = if prepare == Prepare::DecodeAlone { "[^/]*" } else { "[^/]+" };
    let path = parts.fold(head, |path, part| path + variable + &literal(part.split_once('}').unwrap().1));
    format!("^{path}$")
}
