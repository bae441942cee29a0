//! The router of Kong, asked line by line.
//!
//! `atc TABLE` reads lines of a priority, a name and an expression, with tabs between, from the file TABLE; then
//! lines `METHOD path` from standard input, and prints the name of the route that is taken, or an empty line.

use std::error::Error;
use std::io::{BufRead, Write, stdin, stdout};

use atc_router::ast::{Type, Value};
use atc_router::context::Context;
use atc_router::router::Router;
use atc_router::schema::Schema;
use uuid::Uuid;

fn main() -> Result<(), Box<dyn Error>> {
    let table = std::fs::read_to_string(std::env::args().nth(1).ok_or("a table is missing")?)?;
    let mut schema = Schema::default();
    for field in ["http.method", "http.path"] {
        schema.add_field(field, Type::String);
    }
    let mut router = Router::new(&schema);
    let mut names = Vec::new();
    for line in table.lines() {
        let mut parts = line.splitn(3, '\t');
        let (Some(priority), Some(name), Some(expression)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(format!("three parts are expected: {line}").into());
        };
        let id = Uuid::from_u128(names.len() as u128);
        router
            .add_matcher(priority.parse()?, id, expression)
            .map_err(|problem| format!("{name}: {problem}"))?;
        names.push(name);
    }
    for line in stdin().lock().lines() {
        let line = line?;
        let (method, path) = line.split_once(' ').ok_or("a method and a path are expected")?;
        let mut context = Context::new(&schema);
        context.add_value("http.method", Value::String(method.to_owned()));
        context.add_value("http.path", Value::String(path.to_owned()));
        router.execute(&mut context);
        let taken = context.result.map(|found| names[found.uuid.as_u128() as usize]);
        println!("{}", taken.unwrap_or_default());
        stdout().flush()?;
    }
    Ok(())
}
