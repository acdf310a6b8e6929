//! A small `Copy` id of a parameter for messages, and the document read and written by it. Not its name in links; that is
//! `path`.

use super::param::{Row, Rows, Spec, ValueError};
use super::{Action, Scenario};
use std::sync::LazyLock;

pub use super::group::{Group, KINDS};
pub use super::path::PathError;

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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::param::Kind;
    use crate::scenario::preset;

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
