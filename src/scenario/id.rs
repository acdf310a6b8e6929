//! Names of parameters: a small `Copy` id for messages, and the path `kind.key.row` for links. Not the values;
//! those stay in the document.

use super::excerpt::excerpt;
use super::param::{Row, Rows, Spec, ValueError};
use super::{Action, Key, Scenario};
use std::fmt;
use std::sync::LazyLock;

/// A table of parameter rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// [`super::load::Load`] of a journey.
    Load,
    /// [`super::slo::Slo`] of a journey.
    Slo,
    /// [`super::service::Capacity`] of a service.
    Capacity,
    /// [`super::database::Database`] of a service.
    Database,
    /// [`super::autoscaler::Autoscaler`] of a service.
    Autoscaler,
    /// [`super::work::Work`] of a step.
    Work,
    /// [`super::work::Join`] of a step.
    Join,
    /// [`super::call::CallRows`] of a call.
    Call,
    /// [`super::cache::CacheRows`] of a cache.
    Cache,
    /// [`super::cost::Cost`] of the scenario.
    Cost,
    /// [`super::load::LoadPoint`] of the day.
    LoadPoint,
    /// [`super::event::EventRows`] of an event.
    Event,
    /// [`super::machine::Machine`] of a service.
    Machine,
    /// [`super::batching::Batching`] of a service.
    Batching,
    /// [`super::bucket::BucketRows`] of a bucket.
    Bucket,
}

/// One parameter of one object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ParamId {
    /// Which table.
    pub group: Group,
    /// Which object: an index into the document's list of that kind.
    pub index: u16,
    /// Which row of the table.
    pub row: u8,
}

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

/// The word of each kind in a path, and the groups whose rows an object of that kind has.
pub const KINDS: &[(&str, &[Group])] = &[
    ("journey", &[Group::Load, Group::Slo]),
    ("service", &[Group::Capacity, Group::Machine, Group::Batching, Group::Database, Group::Autoscaler]),
    ("step", &[Group::Work, Group::Join]),
    ("call", &[Group::Call]),
    ("cache", &[Group::Cache]),
    ("scenario", &[Group::Cost]),
    ("day", &[Group::LoadPoint]),
    ("event", &[Group::Event]),
    ("bucket", &[Group::Bucket]),
];

/// Calls `$body` with the table of a group and, where the object exists, a reference to its struct.
macro_rules! with_rows {
    ($scenario:expr, $id:expr, $get:ident, $as:ident, |$table:ident, $object:ident| $body:expr) => {{
        let (scenario, i) = ($scenario, usize::from($id.index));
        macro_rules! arm {
            ($type:ty, $found:expr) => {{
                let $table = <$type as Rows>::ROWS;
                let $object = $found;
                $body
            }};
        }
        match $id.group {
            Group::Load => arm!(super::load::Load, scenario.journeys.$get(i).map(|j| $as!(j.load))),
            Group::Slo => arm!(super::slo::Slo, scenario.journeys.$get(i).map(|j| $as!(j.slo))),
            Group::Capacity => {
                arm!(super::service::Capacity, scenario.services.$get(i).map(|s| $as!(s.capacity)))
            }
            Group::Database => {
                arm!(super::database::Database, scenario.services.$get(i).map(|s| $as!(s.database)))
            }
            Group::Autoscaler => {
                arm!(super::autoscaler::Autoscaler, scenario.services.$get(i).map(|s| $as!(s.autoscaler)))
            }
            Group::Work => arm!(
                super::work::Work,
                scenario.steps.$get(i).and_then(|s| match $as!(s.action) {
                    Action::Work(work) => Some(work),
                    Action::Calls(..) => None,
                })
            ),
            Group::Join => arm!(
                super::work::Join,
                scenario.steps.$get(i).and_then(|s| match $as!(s.action) {
                    Action::Calls(join, _) => Some(join),
                    Action::Work(_) => None,
                })
            ),
            Group::Call => arm!(super::call::CallRows, scenario.calls.$get(i).map(|c| $as!(c.rows))),
            Group::Cache => arm!(super::cache::CacheRows, scenario.caches.$get(i).map(|c| $as!(c.rows))),
            Group::Cost => arm!(super::cost::Cost, (i == 0).then(|| $as!(scenario.cost))),
            Group::LoadPoint => arm!(super::load::LoadPoint, scenario.load_series.$get(i)),
            Group::Event => arm!(super::event::EventRows, scenario.events.$get(i).map(|e| $as!(e.rows))),
            Group::Machine => {
                arm!(super::machine::Machine, scenario.services.$get(i).map(|s| $as!(s.machine)))
            }
            Group::Batching => {
                arm!(super::batching::Batching, scenario.services.$get(i).map(|s| $as!(s.batching)))
            }
            Group::Bucket => {
                arm!(super::bucket::BucketRows, scenario.buckets.$get(i).map(|b| $as!(b.rows)))
            }
        }
    }};
}

macro_rules! shared {
    ($place:expr) => {
        &$place
    };
}

macro_rules! exclusive {
    ($place:expr) => {
        &mut $place
    };
}

fn spec_of<T>(table: &'static [Row<T>], row: u8) -> Option<&'static Spec> {
    table.get(usize::from(row)).map(|r| &r.spec)
}

impl Group {
    /// Every group, in the order of links.
    pub const ALL: [Self; 15] = [
        Self::Load,
        Self::Slo,
        Self::Capacity,
        Self::Database,
        Self::Autoscaler,
        Self::Work,
        Self::Join,
        Self::Call,
        Self::Cache,
        Self::Cost,
        Self::LoadPoint,
        Self::Event,
        Self::Machine,
        Self::Batching,
        Self::Bucket,
    ];

    /// What each row of the group is.
    pub fn specs(self) -> Vec<&'static Spec> {
        let id = |row| ParamId { group: self, index: 0, row };
        (0..=u8::MAX).map_while(|row| id(row).spec()).collect()
    }

    /// The word of the kind of object that has these rows.
    pub fn kind(self) -> &'static str {
        KINDS.iter().find(|(_, groups)| groups.contains(&self)).map_or("", |k| k.0)
    }
}

impl ParamId {
    /// What the parameter is; `None` if the group has no such row.
    pub fn spec(self) -> Option<&'static Spec> {
        // Tables do not depend on the document, which is made once: every knob asks with every step of a slider.
        static NOWHERE: LazyLock<Scenario> = LazyLock::new(Scenario::default);
        with_rows!(&*NOWHERE, self, get, shared, |table, _object| spec_of(table, self.row))
    }
}

impl Scenario {
    /// Every parameter of the document, object by object.
    pub fn params(&self) -> Vec<ParamId> {
        let of = |g| (0..self.objects(g)).flat_map(move |i| self.params_of(g, i));
        Group::ALL.into_iter().flat_map(of).collect()
    }

    /// How many objects there are that may have rows of a group.
    pub fn objects(&self, group: Group) -> u16 {
        let count = match group {
            Group::Load | Group::Slo => self.journeys.len(),
            Group::Capacity | Group::Machine | Group::Batching | Group::Database | Group::Autoscaler => {
                self.services.len()
            }
            Group::Work | Group::Join => self.steps.len(),
            Group::Call => self.calls.len(),
            Group::Cache => self.caches.len(),
            Group::Cost => 1,
            Group::LoadPoint => self.load_series.len(),
            Group::Event => self.events.len(),
            Group::Bucket => self.buckets.len(),
        };
        u16::try_from(count).unwrap_or(u16::MAX)
    }

    /// The parameters of one group of one object; none if there is no such object.
    pub fn params_of(&self, group: Group, index: u16) -> Vec<ParamId> {
        let id = move |row| ParamId { group, index, row };
        (0..=u8::MAX).map(id).take_while(|&id| self.get(id).is_some()).collect()
    }

    /// The value of a parameter; `None` if there is no such object or row.
    pub fn get(&self, id: ParamId) -> Option<f64> {
        with_rows!(self, id, get, shared, |table, object| {
            object.zip(table.get(usize::from(id.row))).map(|(object, row)| (row.get)(object))
        })
    }

    /// Whether the parameter means anything, given its neighbours.
    pub fn applies(&self, id: ParamId) -> bool {
        with_rows!(self, id, get, shared, |table, object| {
            object.zip(table.get(usize::from(id.row))).is_some_and(|(object, row)| (row.applies)(object))
        })
    }

    /// Sets a parameter to a value that is within range.
    ///
    /// # Errors
    /// Leaves the document as it is and says why the value is none, also when there is no such parameter.
    pub fn set(&mut self, id: ParamId, value: f64) -> Result<(), ValueError> {
        id.spec().ok_or(ValueError::NotANumber)?.check(value)?;
        with_rows!(self, id, get_mut, exclusive, |table, object| {
            let (object, row) = object.zip(table.get(usize::from(id.row))).ok_or(ValueError::NotANumber)?;
            (row.set)(object, value);
            Ok(())
        })
    }

    /// Sets a parameter to the nearest value within range, as a slider does.
    pub fn set_clamped(&mut self, id: ParamId, value: f64) {
        if let Some(spec) = id.spec() {
            // A clamped value is within range, and a missing object has nothing to set.
            let _ = self.set(id, spec.clamp(value));
        }
    }

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
    use crate::scenario::param::Kind;
    use crate::scenario::preset;

    #[test]
    fn tables_are_sound() {
        for (kind, groups) in KINDS {
            let mut keys: Vec<_> = groups.iter().flat_map(|g| g.specs()).map(|s| s.key).collect();
            let count = keys.len();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), count, "a {kind} has two rows of one key");
        }
        for spec in Group::ALL.into_iter().flat_map(Group::specs) {
            assert_eq!(spec.check(spec.default), Ok(()), "{}: default", spec.key);
            assert!(spec.min < spec.max, "{}: range", spec.key);
            assert!(
                spec.scale == crate::scenario::param::Scale::Linear || spec.min > 0.0,
                "{}: log of zero",
                spec.key
            );
            assert!(spec.zero.is_none() || spec.min > 0.0, "{}: zero is within the range already", spec.key);
            assert!(spec.doc.ends_with('.'), "{}: a sentence ends with a full stop", spec.key);
            assert!(spec.label.chars().count() <= 32, "{}: label too long for its place", spec.key);
        }
    }

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

    #[test]
    fn setting_refuses_what_is_out_of_range_and_keeps_the_document() {
        let mut s = (preset::ALL[0].build)();
        let before = s.clone();
        let id = s.find("service.payment.replicas").expect("a parameter");
        assert!(s.set(id, 0.0).is_err() && s.set(id, 2.5).is_err() && s.set(id, f64::NAN).is_err());
        assert!(
            s.set(ParamId { index: 99, ..id }, 2.0).is_err()
                && s.set(ParamId { row: 99, ..id }, 2.0).is_err()
        );
        assert_eq!(s, before);
        assert_eq!(s.set(id, 9.0), Ok(()));
        assert_eq!((s.get(id), s.services[1].capacity.replicas), (Some(9.0), 9));
        let spread = s.find("step.order.scv").expect("a parameter");
        assert_eq!(s.set(spread, -0.0), Ok(()));
        assert_eq!(s.get(spread).map(f64::to_bits), Some(0.0_f64.to_bits()));
        s.set_clamped(id, 1e9);
        assert_eq!(s.get(id), Some(10_000.0));
    }

    #[test]
    fn a_slider_runs_over_its_whole_range() {
        for spec in Group::ALL.into_iter().flat_map(Group::specs) {
            assert_eq!(spec.at(1.0), spec.max, "{}", spec.key);
            assert_eq!(spec.at(0.0), if spec.zero.is_some() { 0.0 } else { spec.min }, "{}", spec.key);
            for i in 0..=100 {
                let value = spec.at(f64::from(i) / 100.0);
                assert_eq!(spec.check(value), Ok(()), "{} {value}", spec.key);
                if spec.kind == Kind::Number {
                    let again = spec.at(spec.position(value));
                    assert!((again - value).abs() <= 1e-9 * value.abs(), "{} {value} {again}", spec.key);
                }
            }
        }
    }
}
