use super::Pointer;

/// The way down to a value. It becomes a pointer only where there is something to say.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ValuePath<'t> {
    Root,
    /// A value that another pointer leads to.
    At(&'t Pointer),
    Key(&'t ValuePath<'t>, &'t str),
    Index(&'t ValuePath<'t>, usize),
}

impl ValuePath<'_> {
    /// The pointer to the value. Values nest at most 127 deep.
    pub(crate) fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::At(pointer) => (*pointer).clone(),
            Self::Key(above, key) => above.pointer().key(key),
            Self::Index(above, index) => above.pointer().index(*index),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_pointer_from_the_root() {
        let (servers, root) = ("servers", ValuePath::Root);
        let list = ValuePath::Key(&root, servers);
        let first = ValuePath::Index(&list, 0);
        assert_eq!(ValuePath::Key(&first, "a/b").pointer().as_str(), "/servers/0/a~1b");
        assert_eq!(root.pointer(), Pointer::root());
    }
}
