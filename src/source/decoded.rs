/// The mark that some editors put in front of a text.
pub(super) const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The text that bytes are.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    /// Without a byte order mark; bytes that are no UTF-8 are replaced.
    pub(super) text: String,
    /// Was there such a mark?
    pub(super) bom: bool,
    /// Where in the text the first bytes were replaced.
    pub(super) mended_at: Option<usize>,
}

impl Decoded {
    pub(super) fn text(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    pub(super) fn new(mut bytes: Vec<u8>) -> Self {
        let bom = bytes.starts_with(BOM);
        if bom {
            bytes.drain(..BOM.len());
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self { text, bom, mended_at: None },
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                Self { text, bom, mended_at: Some(at) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_no_text_and_what_is_replaced_is_known() {
        let plain = Decoded::new(b"a\xC3\xA9".to_vec());
        assert_eq!((plain.text.as_str(), plain.bom, plain.mended_at), ("a\u{e9}", false, None));
        let marked = Decoded::new(b"\xEF\xBB\xBFa".to_vec());
        assert_eq!((marked.text.as_str(), marked.bom, marked.mended_at), ("a", true, None));
        let mended = Decoded::new(b"\xEF\xBB\xBFab\xE9c".to_vec());
        assert_eq!((mended.text.as_str(), mended.bom, mended.mended_at), ("ab\u{fffd}c", true, Some(2)));
    }
}
