//! The rules about files and entries that directives name.

use crate::finding::{Rule, Severity};

pub(in crate::reference) static METHOD_TEXT: Rule = Rule {
    id: "method-text",
    severity: Severity::Warning,
    summary: "text stands in a `rest_method`",
    explanation: "A `rest_method` holds a verb, a URL, and lines that begin with `min_version:` or \
                  `max_version:`. Other text that is indented below it is part of the directive, and \
                  os-api-ref drops it: it is on no page.",
    bad: ".. rest_method:: GET /things\n\n   Lists things.",
    good: ".. rest_method:: GET /things\n\nLists things.",
    ..Rule::USUAL
};

pub(in crate::reference) static LABEL_NO_TITLE: Rule = Rule {
    id: "label-no-title",
    severity: Severity::Note,
    summary: "a table has a label where others have a title",
    explanation: "Titles say whether a table is about the request or the response. A line of text before a \
                  table that says so is understood, but on the page the table stands in the section before.",
    bad: "Response Parameters:\n\n.. rest_parameters:: parameters.yaml",
    good: "Response Parameters\n-------------------\n\n.. rest_parameters:: parameters.yaml",
    ..Rule::USUAL
};

pub(in crate::reference) static OPERATION_IN_EXAMPLE: Rule = Rule {
    id: "operation-in-example",
    severity: Severity::Warning,
    summary: "an example holds a `rest_method`",
    explanation: "A `rest_method` opens an operation. Inside of a section that shows an example of the same \
                  operation it is a caption, and Sphinx draws a second operation without tables. Here it is \
                  read as the caption that it is.",
    bad: "Response Example\n----------------\n\n.. rest_method:: GET /things?limit=2",
    good: "Response Example\n----------------\n\n``GET /things?limit=2``",
    ..Rule::USUAL
};

pub(in crate::reference) static ROWS_OUTSIDE: Rule = Rule {
    id: "row-outside-table",
    severity: Severity::Error,
    summary: "a row is not indented, so it is outside of its table",
    explanation: "The content of `rest_parameters` is what is indented below it. The first line at the \
                  start of the line ends the table; the rows from there on are a list of text on the page. \
                  Here they are read as rows all the same.",
    bad: ".. rest_parameters:: parameters.yaml\n\n   - name: name\n- size: size",
    good: ".. rest_parameters:: parameters.yaml\n\n   - name: name\n   - size: size",
    ..Rule::USUAL
};

pub(in crate::reference) static BLANK_LINE_MISSING: Rule = Rule {
    id: "directive-line-missing",
    severity: Severity::Error,
    summary: "no empty line stands between a directive and its rows or codes",
    explanation: "Everything up to the first empty line is the argument of a directive, so without that \
                  line the rows are part of the name of the file, and the table is lost. Here they are read \
                  as rows all the same.",
    bad: ".. rest_parameters:: parameters.yaml\n   - name: name",
    good: ".. rest_parameters:: parameters.yaml\n\n   - name: name",
    fix: Some("an empty line before what follows the directive"),
    ..Rule::USUAL
};

pub(in crate::reference) static TITLE_INDENTED: Rule = Rule {
    id: "title-indented",
    severity: Severity::Error,
    summary: "a title below a table is indented",
    explanation: "What is indented below a directive is part of it. A title that begins with a blank is \
                  read as a row of the table above, and its underline as a line across the page.",
    bad: "   - name: name\n\n Response Example\n-----------------",
    good: "   - name: name\n\nResponse Example\n----------------",
    fix: Some("the title at the start of its line"),
    ..Rule::USUAL
};

pub(in crate::reference) static FILE_MISSING: Rule = Rule {
    id: "file-missing",
    severity: Severity::Error,
    unread: true,
    gathers: true,
    summary: "a dictionary or status file is not there",
    explanation: "The file that `rest_parameters` or `rest_status_code` names is resolved from the folder \
                  of the root document, or from the source directory if it starts with a slash. Without the \
                  dictionary the whole table is lost.",
    bad: ".. rest_parameters:: paramters.yaml",
    good: ".. rest_parameters:: parameters.yaml",
    fix: Some("the file that is nearly called so"),
    ..Rule::USUAL
};

pub(in crate::reference) static SAMPLE_MISSING: Rule = Rule {
    id: "sample-missing",
    severity: Severity::Error,
    unread: true,
    gathers: true,
    summary: "a sample file is not there",
    explanation: "The file that `literalinclude` names is resolved from the folder of the root document, or \
                  from the source directory if it starts with a slash. Sphinx prints a warning and leaves a \
                  hole.",
    bad: ".. literalinclude:: sample/show-response.json",
    good: ".. literalinclude:: samples/show-response.json",
    fix: Some("the file that is nearly called so"),
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
    fix: Some("the entry that is meant: one that is spelt nearly the same, or without the last word"),
    ..Rule::USUAL
};

pub(in crate::reference) static STATUS_CODE_UNKNOWN: Rule = Rule {
    id: "status-code-unknown",
    severity: Severity::Warning,
    gathers: true,
    summary: "a status code has no text in the status file",
    explanation: "`rest_status_code` takes the text of each code from the status file: the key after the \
                  colon, else `default`. A code that is not there, or that is no HTTP status code, has no \
                  text.",
    bad: "- 209",
    good: "- 202",
    ..Rule::USUAL
};

pub(in crate::reference) static STATUS_LABEL: Rule = Rule {
    id: "status-label-misspelt",
    severity: Severity::Note,
    summary: "a word before status codes is misspelt",
    explanation: "A line such as `Normal response codes: 200` lists the codes of an operation. One whose words \
                  are nearly these is read as that; tools that know only the right spelling lose the codes.",
    bad: "Normal respose codes: 200",
    good: "Normal response codes: 200",
    ..Rule::USUAL
};
