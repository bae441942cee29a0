use crate::collections::HashMap;
use crate::reference::Reference;

/// What each operation is called in addresses: `GET:/servers`, and its title with it where several stand on
/// one method and path. Stable when others come and go.
pub(super) fn names(reference: &Reference) -> Vec<String> {
    let plain: Vec<String> =
        reference.operations.iter().map(|operation| operation.key().replacen(' ', ":", 1)).collect();
    let mut count: HashMap<&str, usize> = HashMap::default();
    for name in &plain {
        *count.entry(name).or_default() += 1;
    }
    let mut taken: HashMap<String, usize> = HashMap::default();
    let operations = reference.operations.iter().zip(&plain);
    let names = operations.map(|(operation, plain)| {
        let is_alone = count.get(plain.as_str()) == Some(&1);
        let name = if is_alone { plain.clone() } else { format!("{plain};{}", slug(&operation.title)) };
        let number = taken.entry(name.clone()).or_default();
        *number += 1;
        if *number == 1 { name } else { format!("{name};{number}") }
    });
    names.collect()
}

/// The words of a title, in lower case.
fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}
