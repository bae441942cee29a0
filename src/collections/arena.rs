use std::fmt::{self, Debug};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The number of a value in an [`Arena`], of a type of its own, so that the number of one thing is never
/// taken for that of another.
pub trait Id: Copy + Ord + Debug {
    /// The id of the value at a position. Only an arena calls this, for what it holds.
    fn new(position: usize) -> Self;

    /// The position of its value.
    fn position(self) -> usize;
}

/// Values in the order in which they came, each found by an id that its arena has given out.
///
/// `arena[id]` is the value. An id of another arena that has no value here is a fault of ours, and ends the
/// program.
pub struct Arena<I, T> {
    values: Vec<T>,
    ids: PhantomData<fn() -> I>,
}

/// The ids of values that stand beside each other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Ids<I> {
    first: usize,
    end: usize,
    ids: PhantomData<fn() -> I>,
}

impl<I: Id, T> Arena<I, T> {
    /// Adds a value behind the others.
    pub fn push(&mut self, value: T) -> I {
        self.values.push(value);
        I::new(self.values.len() - 1)
    }

    /// The id that the next value gets.
    pub fn next_id(&self) -> I {
        I::new(self.values.len())
    }

    /// The id of the value at a position, if there is one.
    pub fn id(&self, position: usize) -> Option<I> {
        (position < self.values.len()).then(|| I::new(position))
    }

    /// The ids of all values.
    pub fn ids(&self) -> Ids<I> {
        Ids::between(0, self.values.len())
    }

    /// The ids of the values from `first` on.
    pub fn ids_from(&self, first: I) -> Ids<I> {
        Ids::between(first.position(), self.values.len())
    }

    /// All values, in order.
    pub fn as_slice(&self) -> &[T] {
        &self.values
    }

    /// One value after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.values.iter()
    }

    /// One value after the other, to change it.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.values.iter_mut()
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// All values with their ids.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = (I, &T)> + DoubleEndedIterator {
        self.values.iter().enumerate().map(|(position, value)| (I::new(position), value))
    }

    /// Takes over all values of another arena, behind its own.
    pub fn append(&mut self, other: &mut Self) {
        self.values.append(&mut other.values);
    }

    /// Makes room for so many more.
    pub fn reserve_exact(&mut self, more: usize) {
        self.values.reserve_exact(more);
    }
}

impl<I: Id> Ids<I> {
    fn between(first: usize, end: usize) -> Self {
        Self { first, end, ids: PhantomData }
    }

    /// How many they are.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.first)
    }

    /// Are there none?
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// One after the other.
    pub fn iter(self) -> impl ExactSizeIterator<Item = I> + DoubleEndedIterator + Clone {
        (self.first..self.end).map(I::new)
    }
}

impl<I> Default for Ids<I> {
    fn default() -> Self {
        Self { first: 0, end: 0, ids: PhantomData }
    }
}

impl<I: Id> Debug for Ids<I> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}..{}", self.first, self.end)
    }
}

impl<I: Id, T> Index<I> for Arena<I, T> {
    type Output = T;

    #[expect(clippy::indexing_slicing, reason = "an id without a value is a fault of ours, and must be loud")]
    fn index(&self, id: I) -> &T {
        &self.values[id.position()]
    }
}

impl<I: Id, T> IndexMut<I> for Arena<I, T> {
    #[expect(clippy::indexing_slicing, reason = "an id without a value is a fault of ours, and must be loud")]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.values[id.position()]
    }
}

impl<I: Id, T> Index<Ids<I>> for Arena<I, T> {
    type Output = [T];

    #[expect(clippy::indexing_slicing, reason = "an id without a value is a fault of ours, and must be loud")]
    fn index(&self, ids: Ids<I>) -> &[T] {
        &self.values[ids.first..ids.end]
    }
}

impl<I: Id, T> IndexMut<Ids<I>> for Arena<I, T> {
    #[expect(clippy::indexing_slicing, reason = "an id without a value is a fault of ours, and must be loud")]
    fn index_mut(&mut self, ids: Ids<I>) -> &mut [T] {
        &mut self.values[ids.first..ids.end]
    }
}

impl<I, T> Default for Arena<I, T> {
    fn default() -> Self {
        Self { values: Vec::new(), ids: PhantomData }
    }
}

impl<I, T> From<Vec<T>> for Arena<I, T> {
    fn from(values: Vec<T>) -> Self {
        Self { values, ids: PhantomData }
    }
}

impl<I, T: Clone> Clone for Arena<I, T> {
    fn clone(&self) -> Self {
        self.values.clone().into()
    }
}

impl<I, T: Debug> Debug for Arena<I, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.values.fmt(formatter)
    }
}

impl<I, T> Extend<T> for Arena<I, T> {
    fn extend<O: IntoIterator<Item = T>>(&mut self, others: O) {
        self.values.extend(others);
    }
}

impl<I, T> IntoIterator for Arena<I, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.into_iter()
    }
}

impl<'a, I, T> IntoIterator for &'a Arena<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
    struct Number(usize);

    impl Id for Number {
        fn new(position: usize) -> Self {
            Self(position)
        }

        fn position(self) -> usize {
            self.0
        }
    }

    #[test]
    fn a_value_is_found_by_the_id_it_was_given() {
        let mut arena: Arena<Number, &str> = Arena::default();
        let first = arena.push("a");
        let second = arena.push("b");
        assert_eq!((arena[first], arena[second]), ("a", "b"));
        assert_eq!(&arena[arena.ids_from(second)], ["b"]);
        assert_eq!(arena.id(2), None);
    }

    #[test]
    #[should_panic(expected = "out of bounds")]
    fn an_id_without_a_value_is_loud() {
        let other = Arena::<Number, ()>::from(vec![(), ()]);
        let arena = Arena::<Number, ()>::from(vec![()]);
        let last = other.ids().iter().last().unwrap();
        let () = arena[last];
    }
}
