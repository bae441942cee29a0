use crate::finding::{Matter, Rule};

/// What the rules of comparisons share.
const USUAL: Rule = Rule { matter: Matter::Witnesses, ..Rule::USUAL };

pub(super) static OPERATION_UNDOCUMENTED: Rule = Rule {
    id: "compare-operation-undocumented",
    summary: "the specification has an operation that the reference lacks",
    explanation: "`apiref compare` pairs operations by method and path: the names of variables do not count, nor a version and a project that only one side has in front. Actions, which share a method and path, are told apart by the key that asks for them; one that another path of the same resource documents is documented. HEAD and OPTIONS are not asked for. It stands at the operation whose path is the nearest.",
    bad: "paths: {/boxes: {get: ..., post: ...}}\n\n.. rest_method:: GET /boxes",
    good: "paths: {/boxes: {get: ..., post: ...}}\n\n.. rest_method:: GET /boxes\n\n.. rest_method:: POST /boxes",
    ..USUAL
};

pub(super) static OPERATION_UNKNOWN: Rule = Rule {
    id: "compare-operation-unknown",
    summary: "the reference has an operation that the specification lacks",
    explanation: "The operation may be gone, its path or method may be written wrongly, or the specification does not know it. A path that differs from one of the specification by a slip of the pen is told with it. Documents of which the specification has no operation at all, and other major versions, are left out.",
    bad: "paths: {/boxes: {get: ...}}\n\n.. rest_method:: POST /boxes",
    good: "paths: {/boxes: {get: ..., post: ...}}\n\n.. rest_method:: POST /boxes",
    ..USUAL
};

pub(super) static PARAMETER_UNDOCUMENTED: Rule = Rule {
    id: "compare-parameter-undocumented",
    summary: "the specification has a parameter that no row describes",
    explanation: "It is about parameters of the query and about headers. Headers that every request may have (`X-Auth-Token`, those for microversions) are not asked for.",
    bad: "parameters: [{name: limit, in: query}]\n\n.. rest_method:: GET /boxes",
    good: "parameters: [{name: limit, in: query}]\n\n.. rest_method:: GET /boxes\n\n   - limit: limit",
    ..USUAL
};

pub(super) static PARAMETER_UNKNOWN: Rule = Rule {
    id: "compare-parameter-unknown",
    summary: "a row describes a parameter of the query that the specification lacks",
    explanation: "Only where the specification lists other parameters of the query for the operation: where it lists none, it may just not know them.",
    bad: "parameters: [{name: limit, in: query}]\n\n   - limit: limit\n   - size: size_query",
    good: "parameters: [{name: limit, in: query}]\n\n   - limit: limit",
    ..USUAL
};

pub(super) static PROPERTY_UNDOCUMENTED: Rule = Rule {
    id: "compare-property-undocumented",
    summary: "the specification has a key that no row describes",
    explanation: "It is told of objects whose keys the text lists. If a sample shows the key, the text stands alone. Where the specification lets an object have any keys, it says nothing by itself: the key is told only if a sample shows it, too, and no row of the table has its name.",
    bad: "properties: {name: ..., size: ...}\n\n   - name: box_name",
    good: "properties: {name: ..., size: ...}\n\n   - name: box_name\n   - size: box_size",
    fix: Some("a row for the key, where samples show it and an entry that fits it is there"),
    ..USUAL
};

pub(super) static PROPERTY_UNKNOWN: Rule = Rule {
    id: "compare-property-unknown",
    summary: "a row describes a key that the specification does not allow",
    explanation: "The key may be gone, written wrongly, or stand elsewhere in the body. Only closed objects (`additionalProperties: false`) tell; in answers their word is weak, because nobody refuses an answer. If a sample shows the key, the specification stands alone. A key of the specification that no row describes, and whose name differs by a slip of the pen, is the one that is meant.",
    bad: "properties: {name: ...}\nadditionalProperties: false\n\n   - name: box_name\n   - size: box_size",
    good: "properties: {name: ...}\nadditionalProperties: false\n\n   - name: box_name",
    fix: Some("the name that the specification and the samples have, in the row"),
    ..USUAL
};

pub(super) static TYPE: Rule = Rule {
    id: "compare-type",
    summary: "text and specification name different types",
    explanation: "Told where the text names a type that the specification does not take. What the specification takes beyond that is lenient input, and fine; so are integers where it takes numbers. The samples vote by the types of their values.",
    bad: "properties: {size: {type: integer}}\n\nbox_size:\n  type: string",
    good: "properties: {size: {type: integer}}\n\nbox_size:\n  type: integer",
    fix: Some("the type that the specification has, in the entry, where the samples show it"),
    ..USUAL
};

pub(super) static REQUIRED: Rule = Rule {
    id: "compare-required",
    summary: "text and specification disagree about what is required",
    explanation: "In an answer `required` means that the key is always there. Specifications whose objects next to never name required keys have no vote; that an answer may lack what the text requires is weak. A sample without the key votes for optional; one with it for neither. A key that some versions lack may be optional for that reason alone.",
    bad: "required: [size]\n\nbox_size:\n  required: false",
    good: "required: [size]\n\nbox_size:\n  required: true",
    fix: Some("the other value of `required` in the entry, where samples lack the key"),
    ..USUAL
};

pub(super) static NULL: Rule = Rule {
    id: "compare-null",
    summary: "text and specification disagree about null",
    explanation: "The text allows null where its type or its description says so (\"or null\"). That a text does not mention null is no fault by itself, and that a specification lacks null is often left out: both are weak. A specification that names null beside a list of values without it says both, and has no vote.",
    bad: "properties: {size: {type: [integer, 'null']}}\n\nbox_size:\n  description: The size.",
    good: "properties: {size: {type: [integer, 'null']}}\n\nbox_size:\n  description: The size, or null.",
    fix: Some("a sentence in the description of the entry, where a sample shows null: it may be null"),
    ..USUAL
};

pub(super) static VALUES: Rule = Rule {
    id: "compare-values",
    summary: "text and specification list different values",
    explanation: "Told where both have a closed list: `enum` in the entry or in the schema, or a description that says what the value is one of.",
    bad: "properties: {state: {enum: [on, off]}}\n\nbox_state:\n  enum: [on, off, paused]",
    good: "properties: {state: {enum: [on, off]}}\n\nbox_state:\n  enum: [on, off]",
    ..USUAL
};

pub(super) static LOCATION: Rule = Rule {
    id: "compare-location",
    summary: "text and specification send a parameter at different places",
    explanation: "One says that it travels in the query, the other that it is a header or a key of the body.",
    bad: "parameters: [{name: limit, in: query}]\n\nlimit:\n  in: header",
    good: "parameters: [{name: limit, in: query}]\n\nlimit:\n  in: query",
    ..USUAL
};

pub(super) static WINDOW: Rule = Rule {
    id: "compare-window",
    summary: "text and specification name different microversions",
    explanation: "The specification says by `x-openstack` (`min-ver`, `max-ver`), or by its alternatives for versions, in which versions an operation, parameter or key is there. A text that names the version in words, or the one after a last version, says the same. An alternative that names no last version ends where the next one begins. A last version that only the text names is not told: specifications often lack them.",
    bad: "x-openstack: {min-ver: '2.19'}\n\nbox_size:\n  min_version: 2.26",
    good: "x-openstack: {min-ver: '2.19'}\n\nbox_size:\n  min_version: 2.19",
    ..USUAL
};

pub(super) static CODE: Rule = Rule {
    id: "compare-code",
    summary: "text and specification have no code of success in common",
    explanation: "The word of a specification is weak here: where the code does not say, generators take what is usual for the method. Codes of errors have no vote.",
    bad: "responses: {'202': ...}\n\nNormal response codes: 200",
    good: "responses: {'202': ...}\n\nNormal response codes: 202",
    ..USUAL
};

/// The rules of comparisons. A plain check does not ask them.
pub(crate) static RULES: &[&Rule] = &[
    &OPERATION_UNDOCUMENTED,
    &OPERATION_UNKNOWN,
    &PARAMETER_UNDOCUMENTED,
    &PARAMETER_UNKNOWN,
    &PROPERTY_UNDOCUMENTED,
    &PROPERTY_UNKNOWN,
    &TYPE,
    &REQUIRED,
    &NULL,
    &VALUES,
    &LOCATION,
    &WINDOW,
    &CODE,
];
