#![allow(missing_docs)]
use super::Pointer;
use std::ops::Range;
#[derive(Debug)]
pub struct JsonError { pub offset: usize, pub message: String, pub hint: Option<String> }
#[derive(Debug)]
pub struct Duplicate { pub pointer: Pointer, pub first: Range<usize>, pub second: Range<usize> }
#[derive(Debug)]
pub struct JsonRead { pub value: Option<serde_json::Value>, pub error: Option<JsonError>, pub duplicates: Vec<Duplicate> }
pub fn read_json(text: &str) -> JsonRead {
    match serde_json::from_str(text) {
        Ok(v) => JsonRead { value: Some(v), error: None, duplicates: vec![] },
        Err(e) => JsonRead { value: None, error: Some(JsonError{offset:0,message:e.to_string(),hint:None}), duplicates: vec![] },
    }
}
