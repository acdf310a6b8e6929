//! The fields of one object, taken one by one until none is left, and the names and keys that objects go by. Not what
//! objects there are; that is `read`.

use super::super::v1::slug::{self, Taken};
use super::FileError;
use super::node::Node;
use super::rows::Tables;
use crate::scenario::excerpt::excerpt;
use crate::scenario::{Key, Scenario, limits};
use std::collections::BTreeSet;

/// An object under way.
pub(super) struct Fields<'a> {
    /// Where it stands: `services[2]`, or nothing for the document itself.
    pub place: String,
    /// What it is, for messages: `a service`.
    what: &'static str,
    /// Names that were asked for.
    known: Vec<&'static str>,
    /// What is left.
    rest: Vec<(&'a str, &'a Node)>,
}

impl<'a> Fields<'a> {
    pub fn of(node: &'a Node, place: String, what: &'static str) -> Result<Self, FileError> {
        let Node::Object(fields) = node else {
            return Err(FileError::at(place, format!("expected {what}, not {}", node.sort())));
        };
        let rest = fields.iter().map(|(name, value)| (name.as_str(), value)).collect();
        Ok(Self { place, what, known: Vec::new(), rest })
    }

    /// Every object of a list.
    pub fn each(nodes: &'a [Node], list: &str, what: &'static str) -> Result<Vec<Self>, FileError> {
        nodes.iter().enumerate().map(|(i, node)| Self::of(node, format!("{list}[{i}]"), what)).collect()
    }

    /// Where a field stands.
    pub fn at(&self, name: &str) -> String {
        if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) }
    }

    pub fn refuse<T>(&self, name: &str, text: impl Into<String>) -> Result<T, FileError> {
        Err(FileError::at(self.at(name), text))
    }

    pub fn take(&mut self, name: &'static str) -> Option<&'a Node> {
        self.known.push(name);
        let at = self.rest.iter().position(|field| field.0 == name)?;
        Some(self.rest.remove(at).1)
    }

    pub fn text(&mut self, name: &'static str) -> Result<Option<&'a str>, FileError> {
        match self.take(name) {
            None => Ok(None),
            Some(Node::Text(text)) => Ok(Some(text)),
            Some(other) => self.refuse(name, format!("expected a text, not {}", other.sort())),
        }
    }

    /// A list of at most so many values; an absent one is empty.
    pub fn list(&mut self, name: &'static str, most: usize) -> Result<&'a [Node], FileError> {
        match self.take(name) {
            None => Ok(&[]),
            Some(Node::List(items)) if items.len() <= most => Ok(items),
            Some(Node::List(items)) => {
                self.refuse(name, format!("there is room for {most} of them, not {}", items.len()))
            }
            Some(other) => self.refuse(name, format!("expected a list, not {}", other.sort())),
        }
    }

    pub fn name(&mut self) -> Result<Option<&'a str>, FileError> {
        let name = self.text("name")?;
        if name.is_some_and(|n| n.chars().count() > limits::NAME) {
            return self.refuse("name", format!("expected at most {} characters", limits::NAME));
        }
        Ok(name)
    }

    fn key(&mut self) -> Result<Option<Key>, FileError> {
        let Some(text) = self.text("key")? else { return Ok(None) };
        Key::new(text).map(Some).or_else(|e| self.refuse("key", format!("`{}` is none: {e}", excerpt(text))))
    }

    /// Sets the rows of an object to what the fields say; other fields must have been taken before.
    pub fn rows(
        mut self,
        s: &mut Scenario,
        tables: &Tables,
        kind: &str,
        index: usize,
    ) -> Result<(), FileError> {
        let mut object = None;
        for row in tables.of(s, kind, index) {
            let path = s.path(row.id);
            object = object.or_else(|| Some(path.as_deref()?.strip_suffix(row.spec.key)?.to_owned()));
            let field = self.take(row.spec.key);
            row.read(s, field).map_err(|text| FileError::at(self.at(row.spec.key), text).named(path))?;
        }
        let unknown = self.rest.first().map(|field| excerpt(field.0));
        self.end().map_err(|error| error.named(object.zip(unknown).map(|(object, name)| object + &name)))
    }

    /// Refuses what is left.
    pub fn end(self) -> Result<(), FileError> {
        let Some((name, _)) = self.rest.first() else { return Ok(()) };
        let known = self.known.join(", ");
        self.refuse(&excerpt(name), format!("there is no such field; {} has {known}", self.what))
    }
}

/// How an object wants to be called.
pub(super) struct Wanted {
    /// The key that was given.
    key: Option<Key>,
    /// What a key that was not given follows from.
    pub base: String,
    /// Where the object stands.
    place: String,
}

impl Wanted {
    /// The key of a step or call; its base is known later.
    pub fn of(fields: &mut Fields) -> Result<Self, FileError> {
        Ok(Self { key: fields.key()?, base: String::new(), place: fields.place.clone() })
    }
}

/// Gives everyone a key: first those that were given, then to the others what is still free.
pub(super) fn keys(wanted: Vec<Wanted>) -> Result<Vec<Key>, FileError> {
    let (mut seen, mut taken) = (BTreeSet::new(), Taken::default());
    for Wanted { key, place, .. } in &wanted {
        let Some(key) = key else { continue };
        if !seen.insert(key) {
            return Err(FileError::at(format!("{place}.key"), format!("`{key}` is taken already")));
        }
        taken.take(key);
    }
    let key = |w: Wanted| {
        w.key.unwrap_or_else(|| {
            let derived = taken.derive(&w.base);
            // What is derived is a key.
            let key = Key::new(&derived).unwrap_or_else(|_| Key::from_name(&derived, []));
            taken.take(&key);
            key
        })
    };
    Ok(wanted.into_iter().map(key).collect())
}

/// Keys and names of objects that have both: either follows from the other. `usual` is the name of one that has none.
pub(super) fn names(objects: &mut [Fields], usual: Option<&str>) -> Result<Vec<(Key, String)>, FileError> {
    let (mut wanted, mut names) = (Vec::new(), Vec::new());
    for fields in objects {
        let mut key = Wanted::of(fields)?;
        let given = fields.name()?.map(str::to_owned).or_else(|| key.key.as_ref().map(Key::to_string));
        let Some(name) = given.or_else(|| usual.map(str::to_owned)) else {
            return fields.refuse("name", "expected a name, or a key");
        };
        key.base = slug::base(&name);
        wanted.push(key);
        names.push(name);
    }
    Ok(keys(wanted)?.into_iter().zip(names).collect())
}
