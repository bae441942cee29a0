/// A text as Sphinx shows it: straight quotes become curly ones, `--` and `---` dashes, `...` an ellipsis
/// (docutils' smart quotes).
pub(crate) fn typographic(text: &str) -> String {
    let dashed = text.replace("---", "\u{2014}").replace("--", "\u{2013}").replace("...", "\u{2026}");
    let mut out = String::with_capacity(dashed.len());
    for c in dashed.chars() {
        let opens = out.chars().last().is_none_or(|before| {
            before.is_whitespace() || matches!(before, '(' | '[' | '{' | '\u{2014}' | '\u{2013}')
        });
        out.push(match (c, opens) {
            ('\'', true) => '\u{2018}',
            ('\'', false) => '\u{2019}',
            ('"', true) => '\u{201c}',
            ('"', false) => '\u{201d}',
            _ => c,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::typographic;

    #[test]
    fn quotes_and_dashes_are_set() {
        assert_eq!(
            typographic("a volume's \"name\" -- 'x'..."),
            "a volume\u{2019}s \u{201c}name\u{201d} \u{2013} \u{2018}x\u{2019}\u{2026}"
        );
    }
}
