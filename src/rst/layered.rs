use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use foldhash::fast::RandomState;

/// A map on top of one that is shared: a copy costs only what was added since the last [`share`](Self::share).
#[derive(Debug, Clone)]
pub(super) struct Layered<K, V> {
    shared: Arc<HashMap<K, V, RandomState>>,
    own: HashMap<K, V, RandomState>,
}

impl<K, V> Default for Layered<K, V> {
    fn default() -> Self {
        Self { shared: Arc::default(), own: HashMap::default() }
    }
}

impl<K: Hash + Eq + Clone, V: Clone> Layered<K, V> {
    /// What was added last under `key`.
    pub(super) fn get<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.own.get(key).or_else(|| self.shared.get(key))
    }

    /// Puts a value in place of what is there.
    pub(super) fn insert(&mut self, key: K, value: V) {
        self.own.insert(key, value);
    }

    /// Puts a value where nothing is.
    pub(super) fn insert_new(&mut self, key: K, value: impl FnOnce() -> V) {
        if self.get(&key).is_none() {
            self.own.insert(key, value());
        }
    }

    /// The value under `key`, to change it.
    pub(super) fn get_mut(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        let shared = self.shared.get(&key);
        self.own.entry(key).or_insert_with(|| shared.cloned().unwrap_or_default())
    }

    /// Lets copies share all that is there.
    pub(super) fn share(&mut self) {
        let own = std::mem::take(&mut self.own);
        if self.shared.is_empty() {
            self.shared = Arc::new(own);
        } else {
            Arc::make_mut(&mut self.shared).extend(own);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_covers_what_is_shared() {
        let mut below: Layered<String, Vec<u8>> = Layered::default();
        below.insert("a".to_owned(), vec![1]);
        below.share();
        let mut above = below.clone();
        above.insert_new("a".to_owned(), || vec![9]);
        above.insert_new("b".to_owned(), || vec![2]);
        above.get_mut("a".to_owned()).push(3);
        assert_eq!((above.get("a"), above.get("b")), (Some(&vec![1, 3]), Some(&vec![2])));
        assert_eq!((below.get("a"), below.get("b")), (Some(&vec![1]), None));
        above.share();
        assert_eq!(above.get("a"), Some(&vec![1, 3]));
    }
}
