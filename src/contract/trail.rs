use crate::place::Pointer;

/// The way down to a value. It becomes a pointer only where there is something to say.
#[derive(Debug, Clone, Copy)]
pub(super) enum Trail<'t> {
    Root,
    Key(&'t Trail<'t>, &'t str),
    Index(&'t Trail<'t>, usize),
}

impl Trail<'_> {
    /// The pointer to the value. Values nest at most 127 deep.
    pub(super) fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Key(above, key) => above.pointer().key(key),
            Self::Index(above, index) => above.pointer().index(*index),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trail_is_a_pointer_from_the_root() {
        let (servers, root) = ("servers", Trail::Root);
        let list = Trail::Key(&root, servers);
        let first = Trail::Index(&list, 0);
        assert_eq!(Trail::Key(&first, "a/b").pointer().as_str(), "/servers/0/a~1b");
        assert_eq!(root.pointer(), Pointer::root());
    }
}
