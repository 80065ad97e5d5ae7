//! A small language for the shape of a JSON document, and the walk that
//! compares a document with its shape.
//!
//! It says what CSAF's JSON schema says (required fields, kinds of value, shortest
//! lists, lists of words, no unknown fields) without a schema engine.

use super::text;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// What a value must look like.
pub enum Shape {
    /// Text that is not empty.
    Text,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Text of a form, with the name of the form.
    Form(fn(&str) -> bool, &'static str),
    /// A score of 0 to 10 (CVSS).
    Score,
    /// A list with a least number of items, perhaps all different.
    List { least: usize, distinct: bool, of: &'static Shape },
    /// An object.
    Object(Fields),
}

/// The fields of an object.
pub struct Fields {
    /// The fields that must be there.
    pub required: &'static [&'static str],
    /// The fields that are known.
    pub known: &'static [(&'static str, &'static Shape)],
    /// May it have other fields too?
    pub open: bool,
    /// The least number of fields, and the greatest.
    pub count: (usize, usize),
}

/// Where a document leaves its shape: the steps to it (innermost first) and how.
struct Fault {
    steps: Vec<String>,
    what: String,
}

impl Fault {
    fn new<T>(what: impl Into<String>) -> Result<T, Self> {
        Err(Self { steps: Vec::new(), what: what.into() })
    }

    fn under(mut self, step: String) -> Self {
        self.steps.push(step);
        self
    }
}

/// Compares a document with a shape; the error names the place and the fault.
pub fn compare(doc: &Value, shape: &Shape, standard: &str) -> Result<(), String> {
    walk(doc, shape).map_err(|fault| {
        let steps: Vec<String> = fault.steps.iter().rev().map(|s| pointer_step(s)).collect();
        let at = if steps.is_empty() { "/".to_owned() } else { format!("/{}", steps.join("/")) };
        format!("{at}: {} ({standard} schema)", fault.what)
    })
}

/// Writes a name as a step of a JSON pointer (RFC 6901).
fn pointer_step(name: &str) -> String {
    text::cut(&text::one_line(name), 80).replace('~', "~0").replace('/', "~1")
}

/// A value of the document, short and on one line, for a message.
pub fn shown(value: &str) -> String {
    format!("\"{}\"", text::cut(&text::one_line(value), 80))
}

fn walk(value: &Value, shape: &Shape) -> Result<(), Fault> {
    match shape {
        Shape::Text => text_of(value).map(|_| ()),
        Shape::OneOf(words) => {
            let word = text_of(value)?;
            if words.contains(&word) {
                return Ok(());
            }
            Fault::new(format!("{} is not one of {}", shown(word), words.join(", ")))
        }
        Shape::Form(fits, name) => {
            let word = text_of(value)?;
            if fits(word) { Ok(()) } else { Fault::new(format!("{} is not {name}", shown(word))) }
        }
        Shape::Score => score(value),
        Shape::List { least, distinct, of } => match value {
            Value::Array(items) => list(items, *least, *distinct, of),
            _ => Fault::new(format!("a list is expected, not {}", kind(value))),
        },
        Shape::Object(fields) => match value {
            Value::Object(map) => object(map, fields),
            _ => Fault::new(format!("an object is expected, not {}", kind(value))),
        },
    }
}

fn text_of(value: &Value) -> Result<&str, Fault> {
    match value {
        Value::String(s) if s.is_empty() => Fault::new("the text is empty"),
        Value::String(s) => Ok(s),
        _ => Fault::new(format!("text is expected, not {}", kind(value))),
    }
}

fn score(value: &Value) -> Result<(), Fault> {
    match value.as_f64() {
        Some(score) if (0.0..=10.0).contains(&score) => Ok(()),
        Some(_) => Fault::new("the score is not between 0 and 10"),
        None => Fault::new(format!("a number is expected, not {}", kind(value))),
    }
}

fn list(items: &[Value], least: usize, distinct: bool, of: &Shape) -> Result<(), Fault> {
    if items.len() < least {
        return Fault::new(format!("the list has fewer than {least} items"));
    }
    for (i, item) in items.iter().enumerate() {
        walk(item, of).map_err(|f| f.under(i.to_string()))?;
    }
    let mut seen = HashSet::new();
    if distinct && !items.iter().all(|item| seen.insert(item.to_string())) {
        return Fault::new("the list has the same item twice");
    }
    Ok(())
}

fn object(map: &Map<String, Value>, fields: &Fields) -> Result<(), Fault> {
    if let Some(name) = fields.required.iter().find(|name| !map.contains_key(**name)) {
        return Fault::new(format!("the field \"{name}\" is missing"));
    }
    for (name, value) in map {
        match fields.known.iter().find(|(known, _)| known == name) {
            Some((_, shape)) => walk(value, shape).map_err(|f| f.under(name.clone()))?,
            None if fields.open => {}
            None => return Fault::new(format!("unknown field {}", shown(name))),
        }
    }
    let (least, most) = fields.count;
    if map.len() < least || map.len() > most {
        return Fault::new(match most {
            usize::MAX => format!("the object has fewer than {least} fields"),
            _ => format!("the object must have from {least} to {most} fields"),
        });
    }
    Ok(())
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
