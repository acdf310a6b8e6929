//! Whether a document is one at all: limits, keys, references, ranges, no cycles. Not what is doubtful in a sound
//! document; that is [`super::check`].
//!
//! Presets and edits cannot make an unsound document. Whatever comes from outside passes through here, last.

use super::event::What;
use super::param::ValueError;
use super::{Action, Key, Scenario, Target, limits};
use std::collections::BTreeSet;
use std::fmt;

/// Why a document is refused.
#[derive(Clone, Debug, PartialEq)]
pub enum Invalid {
    /// There are more of these than a document holds.
    TooMany(&'static str, usize),
    /// The name, shortened, is longer than names may be.
    LongName(String),
    /// Two objects of one kind have the same key.
    DuplicateKey(&'static str, String),
    /// Something of this kind refers to a thing that does not exist.
    Dangling(&'static str),
    /// A step stands in no operation or in several, or a call in no step or in several.
    Owner(&'static str, String),
    /// A service that can be asked nothing.
    NoOperation(String),
    /// Calls go round in a circle; the display names along it, first and last the same.
    Cycle(Vec<String>),
    /// A value is outside its range: the path of its parameter and what is wrong.
    Value(String, ValueError),
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany(what, most) => write!(f, "there are more than {most} {what}"),
            Self::LongName(name) => {
                write!(f, "the name `{name}...` is longer than {} characters", limits::NAME)
            }
            Self::DuplicateKey(kind, key) => write!(f, "two of kind {kind} have the key `{key}`"),
            Self::Dangling(what) => write!(f, "{what} refers to something that does not exist"),
            Self::Owner(kind, key) => write!(f, "the {kind} `{key}` does not stand in exactly one place"),
            Self::NoOperation(key) => write!(f, "the service `{key}` has no operation"),
            Self::Cycle(names) => write!(f, "calls go round in a circle: {}", names.join(" → ")),
            Self::Value(path, error) => write!(f, "{path}: {error}"),
        }
    }
}

fn at_most(len: usize, most: usize, what: &'static str) -> Result<(), Invalid> {
    if len <= most { Ok(()) } else { Err(Invalid::TooMany(what, most)) }
}

fn unique<'a>(kind: &'static str, keys: impl Iterator<Item = &'a Key>) -> Result<(), Invalid> {
    let mut seen = BTreeSet::new();
    for key in keys {
        if !seen.insert(key) {
            return Err(Invalid::DuplicateKey(kind, key.to_string()));
        }
    }
    Ok(())
}

/// Whether each of `count` items is listed exactly once; the first that is not.
fn listed_once<'a>(count: usize, listed: impl Iterator<Item = &'a usize>) -> Result<(), Option<usize>> {
    let mut times = vec![0_u8; count];
    for &item in listed {
        let seen = times.get_mut(item).ok_or(None)?;
        *seen = seen.saturating_add(1);
    }
    times.iter().position(|&n| n != 1).map_or(Ok(()), |item| Err(Some(item)))
}

impl Scenario {
    /// Checks everything that the engines take for granted.
    ///
    /// # Errors
    /// Says the first thing that is wrong; the document is then to be refused whole.
    pub fn validate(&self) -> Result<(), Invalid> {
        self.validate_sizes()?;
        self.validate_keys()?;
        self.validate_references()?;
        self.validate_owners()?;
        for id in self.params() {
            let (Some(spec), Some(value)) = (id.spec(), self.get(id)) else { continue };
            spec.check(value).map_err(|e| Invalid::Value(self.path(id).unwrap_or_default(), e))?;
        }
        self.find_cycle().map_or(Ok(()), |circle| {
            Err(Invalid::Cycle(circle.into_iter().map(|s| self.services[s].name.clone()).collect()))
        })
    }

    fn validate_sizes(&self) -> Result<(), Invalid> {
        at_most(self.journeys.len(), limits::JOURNEYS, "journeys")?;
        at_most(self.services.len(), limits::SERVICES, "services")?;
        at_most(self.steps.len(), limits::STEPS, "steps")?;
        at_most(self.calls.len(), limits::CALLS, "calls")?;
        at_most(self.caches.len(), limits::CACHES, "caches")?;
        at_most(self.load_series.len(), limits::LOAD_POINTS, "points of the day")?;
        at_most(self.events.len(), limits::EVENTS, "events")?;
        at_most(self.buckets.len(), limits::BUCKETS, "buckets")?;
        for service in &self.services {
            at_most(service.operations.len(), limits::OPERATIONS, "operations of one service")?;
            if service.operations.is_empty() {
                return Err(Invalid::NoOperation(service.key.to_string()));
            }
        }
        for call in &self.calls {
            at_most(call.caches.len(), limits::CACHES, "caches in front of one call")?;
        }
        let names = std::iter::once(&self.name)
            .chain(self.journeys.iter().map(|j| &j.name))
            .chain(self.services.iter().map(|s| &s.name))
            .chain(self.services.iter().flat_map(|s| &s.operations).map(|o| &o.name))
            .chain(self.caches.iter().map(|c| &c.name));
        for name in names {
            if name.chars().count() > limits::NAME {
                return Err(Invalid::LongName(name.chars().take(20).collect()));
            }
        }
        Ok(())
    }

    fn validate_keys(&self) -> Result<(), Invalid> {
        unique("journey", self.journeys.iter().map(|x| &x.key))?;
        unique("service", self.services.iter().map(|x| &x.key))?;
        unique("step", self.steps.iter().map(|x| &x.key))?;
        unique("call", self.calls.iter().map(|x| &x.key))?;
        unique("cache", self.caches.iter().map(|x| &x.key))?;
        self.services.iter().try_for_each(|s| unique("operation", s.operations.iter().map(|o| &o.key)))
    }

    fn validate_references(&self) -> Result<(), Invalid> {
        let exists =
            |t: Target| self.services.get(t.service).is_some_and(|s| t.operation < s.operations.len());
        if !self.journeys.iter().all(|j| exists(j.entry)) {
            return Err(Invalid::Dangling("the entry of a journey"));
        }
        if !self.calls.iter().all(|c| exists(c.target)) {
            return Err(Invalid::Dangling("the target of a call"));
        }
        if self.calls.iter().flat_map(|c| &c.caches).any(|&c| c >= self.caches.len()) {
            return Err(Invalid::Dangling("a cache in front of a call"));
        }
        let is_work = |step: usize| matches!(self.steps.get(step).map(|s| &s.action), Some(Action::Work(_)));
        if !self.buckets.iter().all(|b| is_work(b.step)) {
            return Err(Invalid::Dangling("a bucket of a histogram"));
        }
        for event in &self.events {
            let of_cache = event.rows.what == What::CacheFlushed;
            let objects = if of_cache { self.caches.len() } else { self.services.len() };
            if event.object.is_some_and(|o| o >= objects) {
                return Err(Invalid::Dangling("an event"));
            }
        }
        Ok(())
    }

    fn validate_owners(&self) -> Result<(), Invalid> {
        let steps = self.services.iter().flat_map(|s| &s.operations).flat_map(|o| &o.steps);
        listed_once(self.steps.len(), steps).map_err(|step| match step {
            None => Invalid::Dangling("an operation"),
            Some(step) => Invalid::Owner("step", self.steps[step].key.to_string()),
        })?;
        let calls = self.steps.iter().flat_map(|s| match &s.action {
            Action::Calls(_, calls) => calls.as_slice(),
            Action::Work(_) => &[],
        });
        listed_once(self.calls.len(), calls).map_err(|call| match call {
            None => Invalid::Dangling("a group of calls"),
            Some(call) => Invalid::Owner("call", self.calls[call].key.to_string()),
        })
    }

    /// The services along a circle of calls, first and last the same, if there is one. References must exist.
    pub(super) fn find_cycle(&self) -> Option<Vec<usize>> {
        let ordered = self.callers_first();
        let left = |s: &usize| !ordered.contains(s);
        let edges: Vec<_> = self.edges().collect();
        // Whatever the order left out has a caller that it left out too, so walking back must come round.
        let mut walk = vec![(0..self.services.len()).find(left)?];
        loop {
            let at = *walk.last()?;
            let caller = edges.iter().find(|e| e.1 == at && left(&e.0))?.0;
            if let Some(start) = walk.iter().position(|&s| s == caller) {
                let mut circle = walk.split_off(start);
                circle.push(circle[0]);
                circle.reverse();
                return Some(circle);
            }
            walk.push(caller);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::preset;

    fn spoilt(change: impl Fn(&mut Scenario)) -> Invalid {
        let mut s = (preset::ALL[0].build)();
        change(&mut s);
        s.validate().expect_err("an unsound document")
    }

    #[test]
    fn presets_are_sound() {
        for preset in preset::ALL {
            assert_eq!((preset.build)().validate(), Ok(()), "{}", preset.key);
        }
        assert_eq!(Scenario::default().validate(), Ok(()));
    }

    #[test]
    fn each_rule_is_said() {
        assert_eq!(
            spoilt(|s| s.calls[0].target = Target { service: 0, operation: 0 }),
            Invalid::Cycle(vec!["Order".to_owned(); 2])
        );
        assert!(matches!(spoilt(|s| s.calls[0].target.operation = 7), Invalid::Dangling(_)));
        assert!(matches!(spoilt(|s| s.calls[0].caches.push(0)), Invalid::Dangling(_)));
        assert!(matches!(spoilt(|s| s.services[1].operations.clear()), Invalid::NoOperation(_)));
        assert!(matches!(
            spoilt(|s| s.services[1].key = s.services[0].key.clone()),
            Invalid::DuplicateKey("service", _)
        ));
        assert!(matches!(spoilt(|s| s.name = "x".repeat(81)), Invalid::LongName(_)));
        assert!(matches!(spoilt(|s| s.services[1].operations[0].steps.clear()), Invalid::Owner("step", _)));
        let again = |s: &mut Scenario| {
            if let Action::Calls(_, calls) = &mut s.steps[1].action {
                calls.push(0);
            }
        };
        assert_eq!(spoilt(again), Invalid::Owner("call", "order-payment".to_owned()));
        let value = spoilt(|s| s.services[1].capacity.replicas = 0);
        assert_eq!(value.to_string(), "service.payment.replicas: 0 is outside 1 to 10000");
        assert_eq!(
            spoilt(|s| s.journeys = vec![s.journeys[0].clone(); 21]),
            Invalid::TooMany("journeys", 20)
        );
    }

    #[test]
    fn a_longer_cycle_is_named_in_the_order_of_its_calls() {
        let mut s = Scenario::default();
        let all: Vec<_> = ["A", "B", "C", "D"].map(|n| s.add_service(n).expect("room")).to_vec();
        for pair in all.windows(2) {
            let step = s.add_calls(pair[0]).expect("room");
            s.add_call(step, pair[1]).expect("no cycle");
        }
        let extra = s.add_calls(all[0]).expect("room");
        let call = s.add_call(extra, all[3]).expect("no cycle");
        let (from, to) = (extra, all[1]);
        // Move that step to the last service and let it call back: D calls B.
        s.services[0].operations[0].steps.retain(|&x| x != from);
        s.services[3].operations[0].steps.push(from);
        s.calls[call].target = to;
        let Err(Invalid::Cycle(names)) = s.validate() else { unreachable!("there is a cycle") };
        assert_eq!((names.len(), &names[0]), (4, &names[3]));
        assert!(["B C D B", "C D B C", "D B C D"].contains(&names.join(" ").as_str()), "{names:?}");
    }
}
