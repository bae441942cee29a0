//! The map of haproxy: the first line wins.

use super::gateway::{Entry, Gateway, Prepare, place};

pub(super) fn read(text: &str) -> Vec<Gateway> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let entries = lines.enumerate().map(|(number, line)| {
        let (key, id) = line.split_once(' ').unwrap();
        Entry { expression: key.replacen(':', " ", 1), rank: place(number), operation: id.to_owned() }
    });
    vec![Gateway::new("haproxy", Prepare::Nothing, entries)]
}
