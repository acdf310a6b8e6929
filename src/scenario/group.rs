//! The tables of parameter rows, and which of them an object of each kind has. Not how a row is reached in the document;
//! that is `id`.

use super::ParamId;
use super::param::Spec;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::param::Scale;

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
            assert!(spec.scale == Scale::Linear || spec.min > 0.0, "{}: log of zero", spec.key);
            assert!(spec.zero.is_none() || spec.min > 0.0, "{}: zero is within the range already", spec.key);
            assert!(spec.doc.ends_with('.'), "{}: a sentence ends with a full stop", spec.key);
            assert!(spec.label.chars().count() <= 32, "{}: label too long for its place", spec.key);
        }
    }
}
