//! YAML as programs of all kinds read it alike: values to text. Knows nothing of what the values say.

mod plain;
mod writer;

pub(crate) use writer::yaml;
