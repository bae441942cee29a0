//! Questions asked of the finished model, one file a rule.
use crate::finding::{Findings, Rule};
/// What a rule may ask.
pub struct Context<'a> {
    /// The model.
    pub reference: &'a crate::reference::Reference,
    /// The bodies.
    pub shapes: &'a crate::shape::Shapes,
    /// The files.
    pub sources: &'a crate::source::Sources,
}
/// Asks all.
pub fn check(_context: &Context<'_>, _findings: &mut Findings) {}
/// The rules.
pub fn rules() -> Vec<&'static Rule> { Vec::new() }
