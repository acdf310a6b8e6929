//! Rows of an object as fields, both ways, by the tables alone: a new row or group needs nothing here. Not the other
//! fields of the object.

use super::super::v1::rows::defaults;
use super::node::Node;
use crate::scenario::id::KINDS;
use crate::scenario::param::{Kind, Spec};
use crate::scenario::{Group, ParamId, Scenario};

/// The rows of every kind of object, with what an absent one stands for.
pub(super) struct Tables {
    defaults: Vec<(Group, Vec<f64>)>,
}

/// One row.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub id: ParamId,
    pub spec: &'static Spec,
    default: f64,
}

impl Tables {
    pub fn new() -> Self {
        Self { defaults: defaults() }
    }

    /// The rows of an object, in the order of the page; of a step only those of what it does.
    pub fn of(&self, s: &Scenario, kind: &str, index: usize) -> Vec<Row> {
        let index = u16::try_from(index).unwrap_or(u16::MAX);
        let groups = KINDS.iter().find(|k| k.0 == kind).map_or(&[][..], |k| k.1);
        let mut rows = Vec::new();
        for &group in groups {
            let frozen = self.defaults.iter().find(|d| d.0 == group).map_or(&[][..], |d| &d.1);
            for id in s.params_of(group, index) {
                if let Some(spec) = id.spec() {
                    let default = frozen.get(usize::from(id.row)).copied().unwrap_or(spec.default);
                    rows.push(Row { id, spec, default });
                }
            }
        }
        rows
    }

    /// The fields of an object's rows that are not as they were when the row came.
    pub fn write(&self, s: &Scenario, kind: &str, index: usize) -> Vec<(String, Node)> {
        let mut fields = Vec::new();
        for row in self.of(s, kind, index) {
            let value = s.get(row.id).filter(|v| *v != row.default);
            fields.extend(value.map(|v| (row.spec.key.to_owned(), to_node(row.spec, v))));
        }
        fields
    }
}

impl Row {
    /// Sets the row to what a field says, or to what an absent field stands for.
    pub fn read(&self, s: &mut Scenario, field: Option<&Node>) -> Result<(), String> {
        let value = field.map_or(Ok(self.default), |node| from_node(self.spec, node))?;
        s.set(self.id, value).map_err(|error| error.to_string())
    }
}

fn to_node(spec: &Spec, value: f64) -> Node {
    match spec.kind {
        Kind::Number | Kind::Count => Node::Number(value),
        Kind::Switch => Node::Bool(value != 0.0),
        Kind::Choice(_) => Node::Text(spec.link_value(value)),
    }
}

fn from_node(spec: &Spec, node: &Node) -> Result<f64, String> {
    match (spec.kind, node) {
        (Kind::Number | Kind::Count, Node::Number(value)) => Ok(*value),
        (Kind::Switch, Node::Bool(value)) => Ok(f64::from(u8::from(*value))),
        (_, Node::Text(text)) => spec.parse(text).map_err(|e| e.to_string()),
        (Kind::Number | Kind::Count, other) => {
            Err(format!("expected a number, or a text such as \"250ms\", not {}", other.sort()))
        }
        (Kind::Switch, other) => Err(format!("expected true or false, not {}", other.sort())),
        (Kind::Choice(choices), other) => {
            let words: Vec<_> = choices.iter().map(|c| c.key).collect();
            Err(format!("expected one of {}, not {}", words.join(", "), other.sort()))
        }
    }
}
