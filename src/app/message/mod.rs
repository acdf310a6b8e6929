//! What a page and the host that frames it say to each other, as JSON. Not what is done with it, nor how it travels;
//! `docs/embedding.md` tells integrators.
//!
//! The host says `get` and `set`; the page says `ready`, `change`, `resize` and `error`. Every message has
//! `"headroom": 1`, the version of this language.

mod said;

pub use said::{change, error, ready, resize, results};

use super::Theme;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use std::fmt;

/// The version of the language.
pub const VERSION: u32 = 1;
/// Longest message that is read, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;
/// Most values of one message.
pub const MAX_VALUES: usize = 1000;
/// Longest name that a message may have.
const MAX_ID: usize = 64;

/// What the host asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// The scenario and its results.
    Get,
    /// Another scenario, other values, another theme; all of it or nothing.
    Set {
        /// A fragment in whose place everything is put; none is the present scenario.
        scenario: Option<String>,
        /// Names and values of parameters, as people type them.
        values: Vec<(String, String)>,
        /// Light or dark.
        theme: Option<Theme>,
    },
}

/// A message of the host.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// The name that the answer shall have.
    pub id: Option<String>,
    /// What is asked.
    pub ask: Ask,
}

/// Why a message is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The name that the answer shall have, if that much could be read.
    pub id: Option<String>,
    /// What is wrong, and where.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    headroom: u32,
    #[serde(rename = "type")]
    kind: String,
    id: Option<String>,
    scenario: Option<String>,
    values: Option<Values>,
    theme: Option<String>,
}

/// What can be read of a message that is none.
#[derive(Deserialize)]
struct Named {
    id: Option<String>,
}

/// Reads a message.
///
/// # Errors
/// Says what is wrong with it; nothing of it then counts.
pub fn read(text: &str) -> Result<Heard, Fault> {
    if text.len() > MAX_BYTES {
        let text = format!("the message has {} bytes; at most {MAX_BYTES} are read", text.len());
        return Err(Fault { id: None, text });
    }
    let wire: Wire = serde_json::from_str(text).map_err(|why| {
        let named: Option<Named> = serde_json::from_str(text).ok();
        let id = named.and_then(|n| n.id).filter(|id| id.len() <= MAX_ID);
        Fault { id, text: format!("the message is not understood: {why}") }
    })?;
    let long = wire.id.as_ref().is_some_and(|id| id.len() > MAX_ID);
    let id = wire.id.filter(|_| !long);
    let ask = if long {
        Err(format!("`id` is longer than {MAX_ID} bytes"))
    } else {
        ask(wire.headroom, &wire.kind, wire.scenario, wire.values, wire.theme.as_deref())
    };
    match ask {
        Ok(ask) => Ok(Heard { id, ask }),
        Err(text) => Err(Fault { id, text }),
    }
}

fn ask(
    version: u32,
    kind: &str,
    scenario: Option<String>,
    values: Option<Values>,
    theme: Option<&str>,
) -> Result<Ask, String> {
    if version != VERSION {
        return Err(format!("`headroom` is {version}; this page speaks version {VERSION}"));
    }
    let theme = match theme {
        None => None,
        Some("auto") => Some(Theme::Auto),
        Some("light") => Some(Theme::Light),
        Some("dark") => Some(Theme::Dark),
        Some(_) => return Err("`theme` is one of auto, light, dark".to_owned()),
    };
    let says_nothing = scenario.is_none() && values.is_none() && theme.is_none();
    match kind {
        "get" if says_nothing => Ok(Ask::Get),
        "get" => Err("`get` has no `scenario`, `values` or `theme`".to_owned()),
        "set" if says_nothing => Err("`set` needs a `scenario`, `values` or a `theme`".to_owned()),
        "set" => Ok(Ask::Set { scenario, values: values.map_or_else(Vec::new, |v| v.0), theme }),
        _ => Err("`type` is one of get, set".to_owned()),
    }
}

/// Names and values in the order in which they came.
struct Values(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(ValuesVisitor)
    }
}

struct ValuesVisitor;

impl<'de> Visitor<'de> for ValuesVisitor {
    type Value = Values;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of values by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Values, A::Error> {
        let mut values = Vec::new();
        while let Some((name, Typed(value))) = map.next_entry()? {
            if values.len() == MAX_VALUES {
                return Err(A::Error::custom(format_args!("more than {MAX_VALUES} values")));
            }
            values.push((name, value));
        }
        Ok(Values(values))
    }
}

/// A value as people type it, whether it came as a number, as a text or as yes and no.
struct Typed(String);

impl<'de> Deserialize<'de> for Typed {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TypedVisitor)
    }
}

struct TypedVisitor;

impl Visitor<'_> for TypedVisitor {
    type Value = Typed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, a text, true or false")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Typed, E> {
        Ok(Typed(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Typed, E> {
        Ok(Typed(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Typed, E> {
        Ok(Typed(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Typed, E> {
        Ok(Typed(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Typed, E> {
        Ok(Typed(value.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Fault {
        read(text).expect_err(text)
    }

    #[test]
    fn the_host_gets_and_sets() {
        let get = Heard { id: Some("7".to_owned()), ask: Ask::Get };
        assert_eq!(read(r#"{"headroom":1,"type":"get","id":"7"}"#), Ok(get));
        let set = read(
            r#"{"headroom": 1, "type": "set", "scenario": "caches", "theme": "dark",
                "values": {"service.x.replicas": 8, "cache.cdn.hit": "95%", "call.a.tied": true, "b": 0.1}}"#,
        );
        let values =
            [("service.x.replicas", "8"), ("cache.cdn.hit", "95%"), ("call.a.tied", "true"), ("b", "0.1")];
        let ask = Ask::Set {
            scenario: Some("caches".to_owned()),
            values: values.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            theme: Some(Theme::Dark),
        };
        assert_eq!(set, Ok(Heard { id: None, ask }));
    }

    #[test]
    fn what_is_no_message_is_refused_with_the_reason() {
        for (text, why) in [
            ("", "EOF"),
            ("7", "invalid type"),
            (r#""get""#, "invalid type"),
            ("[1,2]", "invalid type"),
            (r#"{"headroom":1}"#, "missing field `type`"),
            (r#"{"type":"get"}"#, "missing field `headroom`"),
            (r#"{"headroom":2,"type":"get"}"#, "speaks version 1"),
            (r#"{"headroom":1,"type":"boom"}"#, "one of get, set"),
            (r#"{"headroom":1,"type":"set"}"#, "needs a"),
            (r#"{"headroom":1,"type":"get","theme":"dark"}"#, "`get` has no"),
            (r#"{"headroom":1,"type":"set","theme":"pink"}"#, "auto, light, dark"),
            (r#"{"headroom":1,"type":"set","values":[1]}"#, "an object of values"),
            (r#"{"headroom":1,"type":"set","values":{"a":null}}"#, "a number, a text"),
            (r#"{"headroom":1,"type":"set","__proto__":{}}"#, "unknown field `__proto__`"),
            (r#"{"headroom":1,"type":"get","type":"set"}"#, "duplicate field"),
        ] {
            let said = fault(text).text;
            assert!(said.contains(why), "{text}: {said}");
        }
    }

    #[test]
    fn an_answer_has_the_name_of_what_it_answers_even_if_that_is_wrong() {
        assert_eq!(fault(r#"{"headroom":1,"type":"boom","id":"a"}"#).id.as_deref(), Some("a"));
        assert_eq!(fault(r#"{"headroom":1,"type":"get","id":"b","more":1}"#).id.as_deref(), Some("b"));
        let long = format!(r#"{{"headroom":1,"type":"get","id":"{}"}}"#, "x".repeat(65));
        assert_eq!(fault(&long).id, None);
    }

    #[test]
    fn sizes_are_bounded() {
        let many: Vec<_> = (0..=MAX_VALUES).map(|i| format!(r#""a{i}":1"#)).collect();
        let text = format!(r#"{{"headroom":1,"type":"set","values":{{{}}}}}"#, many.join(","));
        assert!(fault(&text).text.contains("more than 1000"));
        assert!(fault(&" ".repeat(MAX_BYTES + 1)).text.contains("at most 65536"));
        assert!(fault(&"[".repeat(60_000)).text.contains("line 1"));
    }

    #[test]
    fn texts_are_quoted() {
        let fault = Fault { id: Some("\"\\\u{1}".to_owned()), text: "ä\n".to_owned() };
        let said = error(&fault);
        assert_eq!(said, r#"{"headroom":1,"type":"error","id":"\"\\\u0001","error":"ä\u000a"}"#);
        assert_eq!(resize(f64::NAN), r#"{"headroom":1,"type":"resize","height":null}"#);
    }
}
