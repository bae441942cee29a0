use crate::config::{CompareOptions, Strength, Topic};

/// How much the word of a specification counts by itself, and why. Specifications are made by programs from
/// code that was not written for them, and what such a program cannot know it guesses.
const USUAL: [(Topic, Strength); 13] = [
    (Topic::Operations, Strength::Strong),
    (Topic::Parameters, Strength::Strong),
    // Services refuse what the schema of a request does not have.
    (Topic::RequestKeys, Strength::Strong),
    // Nobody refuses an answer: the schema of one may lag behind.
    (Topic::ResponseKeys, Strength::Weak),
    // What may hold anything says little by what it lists.
    (Topic::OpenKeys, Strength::Weak),
    (Topic::Types, Strength::Strong),
    (Topic::Null, Strength::Strong),
    // That null is possible is often left out.
    (Topic::NotNull, Strength::Weak),
    (Topic::RequestRequired, Strength::Strong),
    (Topic::ResponseRequired, Strength::Strong),
    (Topic::Values, Strength::Strong),
    (Topic::Windows, Strength::Strong),
    // Where the code does not say, generators take what is usual for the method.
    (Topic::Codes, Strength::Weak),
];

/// How much the word of a specification counts.
pub(super) fn strength(options: &CompareOptions, topic: Topic) -> Strength {
    let usual = USUAL.iter().find(|(known, _)| *known == topic).map(|(_, strength)| *strength);
    options.votes.get(&topic).copied().or(usual).unwrap_or(Strength::Strong)
}
