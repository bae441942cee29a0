//! The rules about files and entries that directives name.

use crate::finding::{Rule, Severity};

pub(in crate::reference) static FILE_MISSING: Rule = Rule {
    id: "file-missing",
    severity: Severity::Error,
    unread: true,
    gathers: true,
    summary: "a dictionary or status file is not there",
    explanation: "The file that `rest_parameters` or `rest_status_code` names is resolved from the folder of the root document, or from the source \
                  directory if it starts with a slash. Without the dictionary the whole table is lost.",
    bad: ".. rest_parameters:: paramters.yaml",
    good: ".. rest_parameters:: parameters.yaml",
    ..Rule::USUAL
};

pub(in crate::reference) static SAMPLE_MISSING: Rule = Rule {
    id: "sample-missing",
    severity: Severity::Error,
    unread: true,
    gathers: true,
    summary: "a sample file is not there",
    explanation: "The file that `literalinclude` names is resolved from the folder of the root document, or from the source directory if it starts \
                  with a slash. Sphinx prints a warning and leaves a hole.",
    bad: ".. literalinclude:: sample/show-response.json",
    good: ".. literalinclude:: samples/show-response.json",
    ..Rule::USUAL
};

pub(in crate::reference) static ENTRY_UNKNOWN: Rule = Rule {
    id: "entry-unknown",
    severity: Severity::Error,
    gathers: true,
    summary: "a row names an entry that the dictionary does not have",
    explanation: "A row is `- name: entry`. If the dictionary has no such entry, the parameter has no type, place or description.",
    bad: "- name: nmae",
    good: "- name: name",
    ..Rule::USUAL
};

pub(in crate::reference) static STATUS_CODE_UNKNOWN: Rule = Rule {
    id: "status-code-unknown",
    severity: Severity::Warning,
    gathers: true,
    summary: "a status code has no text in the status file",
    explanation: "`rest_status_code` takes the text of each code from the status file: the key after the colon, else `default`. A code that is not there, \
                  or that is no HTTP status code, has no text.",
    bad: "- 209",
    good: "- 202",
    ..Rule::USUAL
};
