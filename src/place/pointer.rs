use std::fmt::{self, Write as _};

/// A JSON pointer (RFC 6901); the empty one is the whole value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole value.
    pub fn root() -> Self {
        Self::default()
    }

    /// Takes a text that is a pointer already.
    pub fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The member `key` of what this points to.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut inner = self.clone();
        inner.enter_key(key);
        inner
    }

    /// The item `index` of what this points to.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        let mut inner = self.clone();
        inner.enter_index(index);
        inner
    }

    /// Goes on to the member `key`: a walk over a value needs one pointer only.
    pub fn enter_key(&mut self, key: &str) {
        self.0.push('/');
        if memchr::memchr2(b'~', b'/', key.as_bytes()).is_some() {
            self.0.push_str(&key.replace('~', "~0").replace('/', "~1"));
        } else {
            self.0.push_str(key);
        }
    }

    /// Goes on to the item `index`.
    pub fn enter_index(&mut self, index: usize) {
        // Writing to a string cannot fail.
        let _ = write!(self.0, "/{index}");
    }

    /// Goes back to what the last step started from; at the root it stays.
    pub fn leave(&mut self) {
        self.0.truncate(memchr::memrchr(b'/', self.0.as_bytes()).unwrap_or(0));
    }

    /// The pointer as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The steps, unescaped.
    pub fn steps(&self) -> impl Iterator<Item = String> + '_ {
        let unescaped = |step: &str| step.replace("~1", "/").replace("~0", "~");
        self.0
            .split('/')
            .skip(1)
            .map(move |step| if step.contains('~') { unescaped(step) } else { step.to_owned() })
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_goes_in_and_out() {
        let mut pointer = Pointer::root();
        pointer.enter_key("a/~b");
        pointer.enter_index(12);
        assert_eq!(pointer.as_str(), "/a~1~0b/12");
        pointer.leave();
        assert_eq!(pointer, Pointer::root().key("a/~b"));
        pointer.leave();
        pointer.leave();
        assert_eq!(pointer, Pointer::root());
    }
}
