use super::{Block, Kind};

/// A block and all that is nested in it, each before its own children, in the order of the source.
#[derive(Debug, Clone)]
pub(crate) struct Walk<'a> {
    /// The first one, so that a block with nothing in it is walked without a list.
    first: Option<&'a Block>,
    waiting: Vec<&'a Block>,
}

impl<'a> Iterator for Walk<'a> {
    type Item = &'a Block;

    fn next(&mut self) -> Option<Self::Item> {
        let block = self.first.take().or_else(|| self.waiting.pop())?;
        let from = self.waiting.len();
        block.each_child(|child| self.waiting.push(child));
        if self.waiting.len() > from {
            self.waiting.get_mut(from..).unwrap_or_default().reverse();
        }
        Some(block)
    }
}

impl Block {
    /// This block and all that is nested in it.
    pub(crate) fn walk(&self) -> Walk<'_> {
        Walk { first: Some(self), waiting: Vec::new() }
    }

    /// Visits the blocks directly inside this one, in the order of the source.
    pub(super) fn each_child<'a>(&'a self, visit: impl FnMut(&'a Self)) {
        match &self.kind {
            Kind::Bullets(items) => items.iter().flatten().for_each(visit),
            Kind::Enumeration(list) => list.items.iter().flatten().for_each(visit),
            Kind::Definitions(list) => list.iter().flat_map(|item| &item.body).for_each(visit),
            Kind::Fields(list) => list.iter().flat_map(|item| &item.body).for_each(visit),
            Kind::Table(table) => table.rows.iter().flatten().flatten().for_each(visit),
            Kind::Quote(blocks) | Kind::Footnote(_, blocks) => blocks.iter().for_each(visit),
            Kind::Directive(directive) | Kind::Substitution(_, directive) => {
                directive.blocks.iter().for_each(visit);
            }
            Kind::Title(_)
            | Kind::Transition
            | Kind::Paragraph(_)
            | Kind::Literal(_)
            | Kind::Lines(_)
            | Kind::Target(..)
            | Kind::Comment(_) => {}
        }
    }
}
