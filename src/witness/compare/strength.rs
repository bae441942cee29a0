use crate::config::{CompareOptions, Strength, Topic};

/// How much the word of a specification counts by itself, and why. Specifications are made by programs from
/// code that was not written for them, and what such a program cannot know it guesses.
const USUAL: [(Topic, Strength); 14] = [
    (Topic::Operations, Strength::Strong),
    (Topic::Parameters, Strength::Strong),
    // Services refuse what the schema of a request does not have.
    (Topic::RequestKeys, Strength::Strong),
    // Nobody refuses an answer: the schema of one may lag behind.
    (Topic::ResponseKeys, Strength::Weak),
    // What may hold anything says nothing by what it lists: one schema is often that of several answers.
    (Topic::OpenKeys, Strength::None),
    (Topic::Types, Strength::Strong),
    // Hardly a text tells where null may be: that is no fault by itself.
    (Topic::Null, Strength::Weak),
    // That null is possible is often left out.
    (Topic::NotNull, Strength::Weak),
    (Topic::RequestRequired, Strength::Strong),
    (Topic::ResponseRequired, Strength::Strong),
    // Nobody refuses an answer that always has what may be missing.
    (Topic::ResponseOptional, Strength::Weak),
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
