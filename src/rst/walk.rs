use super::{Block, Kind};

/// A block and all that is nested in it, each before its own children, in the order of the source.
#[derive(Debug, Clone)]
pub struct Walk<'a> {
    waiting: Vec<&'a Block>,
}

impl<'a> Iterator for Walk<'a> {
    type Item = &'a Block;

    fn next(&mut self) -> Option<Self::Item> {
        let block = self.waiting.pop()?;
        let from = self.waiting.len();
        self.waiting.extend(block.children());
        if let Some(added) = self.waiting.get_mut(from..) {
            added.reverse();
        }
        Some(block)
    }
}

impl Block {
    /// This block and all that is nested in it.
    pub fn walk(&self) -> Walk<'_> {
        Walk { waiting: vec![self] }
    }

    /// The blocks directly inside this one, in the order of the source.
    pub fn children(&self) -> impl Iterator<Item = &Self> {
        let groups: Vec<&[Self]> = match &self.kind {
            Kind::Bullets(items) => items.iter().map(Vec::as_slice).collect(),
            Kind::Enumeration(list) => list.items.iter().map(Vec::as_slice).collect(),
            Kind::Definitions(list) => list.iter().map(|item| item.body.as_slice()).collect(),
            Kind::Fields(list) => list.iter().map(|item| item.body.as_slice()).collect(),
            Kind::Table(table) => table.rows.iter().flatten().map(Vec::as_slice).collect(),
            Kind::Quote(blocks) | Kind::Footnote(_, blocks) => vec![blocks],
            Kind::Directive(directive) | Kind::Substitution(_, directive) => vec![&directive.blocks],
            Kind::Title(_)
            | Kind::Transition
            | Kind::Paragraph(_)
            | Kind::Literal(_)
            | Kind::Lines(_)
            | Kind::Target(..)
            | Kind::Comment(_) => Vec::new(),
        };
        groups.into_iter().flatten()
    }
}
