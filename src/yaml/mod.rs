//! YAML as programs of all kinds read it alike: values to text, and documents of others to values. Knows
//! nothing of what the values say.

mod plain;
mod read;
mod writer;

pub(crate) use read::{json_value, yaml_value};
pub(crate) use writer::yaml;
