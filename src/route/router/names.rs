use std::collections::BTreeSet;

/// Gives out names, each once. Several services may have operations of one id.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// The name, with a number behind it if it is taken. No operation id has a hyphen.
    pub(super) fn own(&mut self, name: &str) -> String {
        let mut own = name.to_owned();
        let mut number = 2;
        while !self.taken.insert(own.clone()) {
            own = format!("{name}-{number}");
            number += 1;
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_has_the_name_of_another() {
        let mut names = Names::default();
        assert_eq!(["a", "a", "b", "a"].map(|name| names.own(name)), ["a", "a-2", "b", "a-3"]);
    }
}
