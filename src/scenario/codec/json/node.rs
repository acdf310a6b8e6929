//! A tree of JSON values that keeps the order of fields and knows where it was when reading stopped. Not what the
//! values mean; that is `read`.

use super::FileError;
use crate::scenario::excerpt::excerpt;
use crate::scenario::limits;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt::{self, Write};

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// Most values of one list: more than any list of a document may have.
const MOST_VALUES: usize = limits::STEPS + limits::CALLS;
/// Most fields of one object.
const MOST_FIELDS: usize = 200;
/// Deepest nesting; a document has twelve levels.
const DEEPEST: usize = 16;
/// Lines are filled up to here.
const WIDTH: usize = 110;

impl Node {
    /// Reads a text, which is one value and nothing behind it.
    pub fn parse(text: &str) -> Result<Self, FileError> {
        let mut place = String::new();
        let mut reader = serde_json::Deserializer::from_str(text);
        let seed = Seed { place: &mut place, depth: 0 };
        let node = seed.deserialize(&mut reader).and_then(|node| reader.end().map(|()| node));
        node.map_err(|error| FileError::at(place, error.to_string()))
    }

    /// What sort of value it is, for messages.
    pub fn sort(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// Writes it on one line.
    pub fn compact(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            // The shortest decimal that reads back to the last bit, `8` rather than `8.0`.
            Self::Number(value) => {
                let _ = write!(out, "{value}");
            }
            Self::Text(text) => quote(text, out),
            Self::List(items) => {
                out.push('[');
                for (number, item) in items.iter().enumerate() {
                    out.push_str(if number > 0 { ", " } else { "" });
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(fields) => {
                out.push('{');
                for (number, (name, value)) in fields.iter().enumerate() {
                    out.push_str(if number > 0 { ", " } else { "" });
                    quote(name, out);
                    out.push_str(": ");
                    value.write(out);
                }
                out.push('}');
            }
        }
    }

    /// Writes it for people: what fits stands on one line, what does not is broken and indented.
    pub fn pretty(&self) -> String {
        let mut out = String::new();
        self.write_pretty(&mut out, 0, 0);
        out.push('\n');
        out
    }

    /// `before` are the characters that stand before it on its line.
    fn write_pretty(&self, out: &mut String, indent: usize, before: usize) {
        let line = self.compact();
        let (open, close, count) = match self {
            Self::List(items) => ('[', ']', items.len()),
            Self::Object(fields) => ('{', '}', fields.len()),
            _ => (' ', ' ', 0),
        };
        // The outermost object is broken however short it is.
        let fits = before + line.chars().count() < WIDTH && indent > 0;
        if count == 0 || fits {
            out.push_str(&line);
            return;
        }
        out.push(open);
        for at in 0..count {
            out.push_str(if at > 0 { ",\n" } else { "\n" });
            let start = out.len();
            out.extend(std::iter::repeat_n(' ', indent + 2));
            match self {
                Self::List(items) => items[at].write_pretty(out, indent + 2, indent + 2),
                Self::Object(fields) => {
                    quote(&fields[at].0, out);
                    out.push_str(": ");
                    let before = out[start..].chars().count();
                    fields[at].1.write_pretty(out, indent + 2, before);
                }
                _ => {}
            }
        }
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', indent));
        out.push(close);
    }
}

fn quote(text: &str, out: &mut String) {
    // A string has a JSON form always.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

/// Reads one value at a place; where it fails, the place stays as it was.
struct Seed<'a> {
    place: &'a mut String,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Node, D::Error> {
        if self.depth > DEEPEST {
            return Err(D::Error::custom("more nested than any document is"));
        }
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut reader: A) -> Result<Node, A::Error> {
        let (mut items, length) = (Vec::new(), self.place.len());
        loop {
            let _ = write!(self.place, "[{}]", items.len());
            let seed = Seed { place: &mut *self.place, depth: self.depth + 1 };
            let item = reader.next_element_seed(seed)?;
            if items.len() >= MOST_VALUES && item.is_some() {
                self.place.truncate(length);
                return Err(A::Error::custom(format!("more than {MOST_VALUES} values in one list")));
            }
            self.place.truncate(length);
            match item {
                Some(item) => items.push(item),
                None => return Ok(Node::List(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut reader: A) -> Result<Node, A::Error> {
        let (mut fields, length) = (Vec::<(String, Node)>::new(), self.place.len());
        while let Some(name) = reader.next_key::<String>()? {
            if fields.len() >= MOST_FIELDS {
                return Err(A::Error::custom(format!("more than {MOST_FIELDS} fields in one object")));
            }
            self.place.push_str(if length > 0 { "." } else { "" });
            self.place.push_str(&excerpt(&name));
            if fields.iter().any(|f| f.0 == name) {
                return Err(A::Error::custom("given twice"));
            }
            let seed = Seed { place: &mut *self.place, depth: self.depth + 1 };
            let value = reader.next_value_seed(seed)?;
            self.place.truncate(length);
            fields.push((name, value));
        }
        Ok(Node::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (String, String) {
        let error = Node::parse(text).expect_err("no value");
        (error.field, error.text)
    }

    #[test]
    fn values_keep_their_order_and_every_bit() {
        let text = r#"{"b": [1, -2.5, 0.1, 5e-324, 1.7976931348623157e308, 12345678901234567000], "a": {"é\n": null, "x": true}}"#;
        let node = Node::parse(text).expect("a value");
        assert_eq!(Node::parse(&node.compact()), Ok(node.clone()));
        assert_eq!(Node::parse(&node.pretty()), Ok(node.clone()));
        assert!(node.compact().starts_with(r#"{"b": [1, -2.5, 0.1, 0.0000"#));
        assert_eq!(node.pretty().lines().next(), Some("{"));
    }

    #[test]
    fn a_fault_of_syntax_names_its_place() {
        assert_eq!(refused(r#"{"a": [{"b": 1}, {"b": x}]}"#).0, "a[1].b");
        assert_eq!(
            refused(r#"{"a": 1, "a": 2}"#),
            ("a".to_owned(), "given twice at line 1 column 12".to_owned())
        );
        assert_eq!(refused(r#"{"a": 1e999}"#).0, "a");
        assert!(refused("").1.contains("EOF"));
        assert!(refused("{} x").1.contains("trailing"));
        assert!(refused(&"[".repeat(1000)).1.contains("nested"));
        assert!(refused(&format!("[{}0]", "0,".repeat(MOST_VALUES))).1.contains("values"));
        let many: Vec<_> = (0..=MOST_FIELDS).map(|i| format!("\"f{i}\":0")).collect();
        assert!(refused(&format!("{{{}}}", many.join(","))).1.contains("fields"));
    }
}
