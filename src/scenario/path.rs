//! The path `kind.key.row` of a parameter, for links, files and hosts. Not its value, and not how it is reached; that is
//! `id`.

use super::excerpt::excerpt;
use super::id::KINDS;
use super::{Key, ParamId, Scenario};
use std::fmt;

/// Why a path names no parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathError {
    /// It is not of the form `kind.key.row`.
    Form,
    /// There is no such kind of object.
    Kind(String),
    /// No object of that kind has that key.
    Key(&'static str, String),
    /// The object has no such row.
    Row(&'static str, String),
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => write!(f, "expected kind.key.row, as in service.payment.replicas"),
            Self::Kind(kind) => {
                let kinds: Vec<_> = KINDS.iter().map(|k| k.0).collect();
                write!(f, "no kind `{kind}`; expected one of {}", kinds.join(", "))
            }
            Self::Key(kind, key) => write!(f, "no {kind} has the key `{key}`"),
            Self::Row(kind, row) => write!(f, "a {kind} has no parameter `{row}`"),
        }
    }
}

impl Scenario {
    /// The path of a parameter, as links write it.
    pub fn path(&self, id: ParamId) -> Option<String> {
        let (kind, row) = (id.group.kind(), id.spec()?.key);
        let key = self.key_of(kind, usize::from(id.index))?;
        Some(if kind == "scenario" { format!("{kind}.{row}") } else { format!("{kind}.{key}.{row}") })
    }

    /// The parameter that a path names.
    ///
    /// # Errors
    /// Says which part of the path names nothing.
    pub fn find(&self, path: &str) -> Result<ParamId, PathError> {
        let mut parts = path.split('.');
        let (Some(kind), Some(second), third, None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(PathError::Form);
        };
        let &(kind, groups) =
            KINDS.iter().find(|k| k.0 == kind).ok_or_else(|| PathError::Kind(excerpt(kind)))?;
        let (key, row) = match third {
            Some(row) => (second, row),
            None if kind == "scenario" => ("", second),
            None => return Err(PathError::Form),
        };
        let index = (0..)
            .map_while(|i| self.key_of(kind, i).map(|k| (i, k)))
            .find(|(_, k)| k == key)
            .ok_or_else(|| PathError::Key(kind, excerpt(key)))?
            .0;
        groups
            .iter()
            .flat_map(|&g| self.params_of(g, index as u16))
            .find(|id| id.spec().is_some_and(|s| s.key == row))
            .ok_or_else(|| PathError::Row(kind, excerpt(row)))
    }

    fn key_of(&self, kind: &str, index: usize) -> Option<String> {
        let text = |k: &Key| k.to_string();
        match kind {
            "journey" => self.journeys.get(index).map(|x| text(&x.key)),
            "service" => self.services.get(index).map(|x| text(&x.key)),
            "step" => self.steps.get(index).map(|x| text(&x.key)),
            "call" => self.calls.get(index).map(|x| text(&x.key)),
            "cache" => self.caches.get(index).map(|x| text(&x.key)),
            "scenario" => (index == 0).then(String::new),
            "day" => (index < self.load_series.len()).then(|| (index + 1).to_string()),
            "event" => (index < self.events.len()).then(|| (index + 1).to_string()),
            "bucket" => (index < self.buckets.len()).then(|| (index + 1).to_string()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::preset;

    #[test]
    fn paths_name_every_parameter_and_nothing_else() {
        for preset in preset::ALL {
            let s = (preset.build)();
            for id in s.params() {
                let path = s.path(id).expect("every parameter has a path");
                assert_eq!(s.find(&path), Ok(id), "{path}");
            }
        }
        let s = (preset::ALL[0].build)();
        assert_eq!(s.find("service"), Err(PathError::Form));
        assert_eq!(s.find("service.payment.replicas.x"), Err(PathError::Form));
        assert!(matches!(s.find("server.payment.replicas"), Err(PathError::Kind(_))));
        assert!(matches!(s.find("service.paiment.replicas"), Err(PathError::Key("service", _))));
        assert!(matches!(s.find("service.payment.replica"), Err(PathError::Row("service", _))));
        // A step of work has no rows of a group of calls.
        assert!(matches!(s.find("step.order.need"), Err(PathError::Row("step", _))));
    }
}
