use super::commonmark::Item;

/// CommonMark blocks one after another.
#[derive(Debug, Default)]
pub(super) struct MarkdownBlocks {
    pub(super) text: String,
    tight: bool,
    last: Last,
}

/// What the last block was, as far as it matters to the next: two lists with one marker would become one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    #[default]
    Other,
    Bullets(char),
    Numbers(char),
}

impl MarkdownBlocks {
    /// A flow that sets lists right below what stands before them.
    pub(super) fn tight(tight: bool) -> Self {
        Self { tight, ..Self::default() }
    }

    /// Adds a block, if there is anything in it.
    pub(super) fn push(&mut self, block: &str) {
        self.push_as(block, Last::Other);
    }

    fn push_as(&mut self, block: &str, kind: Last) {
        if block.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            let below = self.tight && kind != Last::Other && self.last == Last::Other && interrupts(block);
            self.text.push_str(if below { "\n" } else { "\n\n" });
        }
        self.text.push_str(block);
        self.last = kind;
    }

    pub(super) fn push_bullets(&mut self, items: &[Item]) {
        let bullet = if self.last == Last::Bullets('-') { '*' } else { '-' };
        self.push_items(items, Last::Bullets(bullet), |_| bullet.to_string());
    }

    pub(super) fn push_numbers(&mut self, start: u32, items: &[Item]) {
        let mark = if self.last == Last::Numbers('.') { ')' } else { '.' };
        // CommonMark reads at most nine digits.
        let number = |at: u32| start.saturating_add(at).min(999_999_999);
        self.push_items(items, Last::Numbers(mark), |at| format!("{}{mark}", number(at)));
    }

    fn push_items(&mut self, items: &[Item], kind: Last, marker: impl Fn(u32) -> String) {
        if items.iter().all(|item| item.text.is_empty()) {
            return;
        }
        let apart = if items.iter().all(|item| item.tight) { "\n" } else { "\n\n" };
        let mut list = String::new();
        for (at, item) in (0..).zip(items) {
            if at > 0 {
                list.push_str(apart);
            }
            let marker = marker(at);
            list.push_str(&marker);
            let indent = " ".repeat(marker.len() + 1);
            push_prefixed(&item.text, " ", &indent, &mut list);
        }
        self.push_as(&list, kind);
    }

    pub(super) fn push_quote(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let mut quote = String::with_capacity(text.len() + 16);
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                quote.push('\n');
            }
            quote.push_str(if line.is_empty() { ">" } else { "> " });
            quote.push_str(line);
        }
        self.push(&quote);
    }
}

/// May the list stand right below a paragraph? Not if it starts with an empty item or another number than 1.
fn interrupts(list: &str) -> bool {
    let line = list.split('\n').next().unwrap_or_default();
    let body = ["- ", "* ", "1. ", "1) "].into_iter().find_map(|marker| line.strip_prefix(marker));
    body.is_some_and(|body| !body.is_empty())
}

fn push_prefixed(text: &str, first: &str, others: &str, out: &mut String) {
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        if !line.is_empty() {
            out.push_str(if at == 0 { first } else { others });
            out.push_str(line);
        }
    }
}
