use super::super::node::Step;

/// Where rows went, by their position among the rows of the body.
#[derive(Debug, Default)]
pub(super) struct Paths {
    by_row: Vec<Option<Vec<Step>>>,
}

impl Paths {
    /// Where the row went, if it has a place.
    pub(super) fn get(&self, row: usize) -> Option<&Vec<Step>> {
        self.by_row.get(row)?.as_ref()
    }

    pub(super) fn has(&self, row: usize) -> bool {
        self.get(row).is_some()
    }

    pub(super) fn insert(&mut self, row: usize, path: Vec<Step>) {
        if row >= self.by_row.len() {
            self.by_row.resize(row + 1, None);
        }
        if let Some(place) = self.by_row.get_mut(row) {
            *place = Some(path);
        }
    }

    /// The rows that have a place, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Vec<Step>)> {
        self.by_row.iter().enumerate().filter_map(|(row, path)| Some((row, path.as_ref()?)))
    }
}
