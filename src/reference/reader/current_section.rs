use std::sync::Arc;

use super::super::document::Item;
use super::super::{Prose, mentioned};
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
        Self { titles, heading, window, bold: None, prose: Vec::new(), directly: false }
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
        let blocks = std::mem::take(&mut self.prose);
        let heading = self.heading.map(str::to_owned);
        (!blocks.is_empty()).then_some(Prose { heading, blocks })
    }
}
