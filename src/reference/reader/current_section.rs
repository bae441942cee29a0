use std::sync::Arc;

use super::super::document::Item;
use super::super::{CodeKind, Prose, mentioned};
use super::table::OpenTable;
use crate::place::SourceId;
use crate::version::Window;

/// The part of an operation or chapter that is being read.
pub(super) struct CurrentSection<'s> {
    /// Titles of the sections around, inside the operation, innermost first.
    pub(super) titles: Arc<[String]>,
    pub(super) heading: Option<&'s str>,
    pub(super) window: Window,
    pub(super) bold: Option<Bold>,
    /// Blocks that are running text.
    pub(super) prose: Vec<(SourceId, usize)>,
    pub(super) directly: bool,
    /// The table that was read last.
    pub(super) table: Option<OpenTable>,
    /// The line that was read last announces a list of codes.
    pub(super) announced: Option<(CodeKind, (SourceId, usize))>,
}

/// A bold line: perhaps the name of the example after it.
pub(super) struct Bold {
    pub(super) text: String,
    pub(super) item: Item,
    pub(super) fresh: bool,
}

impl<'s> CurrentSection<'s> {
    pub(super) fn new(titles: Arc<[String]>, heading: Option<&'s str>) -> Self {
        let windows =
            titles.iter().filter_map(|title| mentioned(title)).filter(|window| window.min != window.max);
        let window = windows.fold(Window::ALL, Window::intersect);
        Self {
            titles,
            heading,
            window,
            bold: None,
            prose: Vec::new(),
            directly: false,
            announced: None,
            table: None,
        }
    }

    /// The bold line that stands right before the block at `item`, if it does.
    pub(super) fn bold_before(&self, item: Item) -> Option<&str> {
        let bold = self.bold.as_ref().filter(|bold| bold.fresh)?;
        let follows = bold.item.source == item.source && bold.item.index + 1 == item.index;
        follows.then_some(bold.text.as_str())
    }

    /// Does the block at `item` follow the text that was read last?
    pub(super) fn is_beside(&self, item: Item) -> bool {
        self.prose.last().is_some_and(|id| *id == (item.source, item.index.wrapping_sub(1)))
    }

    /// The bold line before a sample: its name, and no prose.
    pub(super) fn take_bold(&mut self) -> Option<String> {
        let bold = self.bold.as_mut()?;
        if !bold.fresh {
            return Some(bold.text.clone());
        }
        bold.fresh = false;
        let id = (bold.item.source, bold.item.index);
        let text = bold.text.clone();
        self.prose.retain(|known| *known != id);
        Some(text)
    }

    pub(super) fn take_prose(&mut self) -> Option<Prose> {
        self.prose.extend(self.announced.take().map(|(_, label)| label));
        let blocks = std::mem::take(&mut self.prose);
        let heading = self.heading.map(str::to_owned);
        (!blocks.is_empty()).then_some(Prose { heading, blocks })
    }
}
