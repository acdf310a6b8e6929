//! Random valid scenarios for properties, of 1 to 20 services, built by the edit functions. Not typical systems:
//! values are anywhere in their range.
//!
//! A scenario is told by a tape of numbers; an empty or zero tape is the simplest, so that failures shrink.

use headroom::scenario::bucket::BucketRows;
use headroom::scenario::edit::EditError;
use headroom::scenario::event::{EventRows, What};
use headroom::scenario::load::LoadPoint;
use headroom::scenario::param::{Kind, Spec};
use headroom::scenario::work::Work;
use headroom::scenario::{Action, Bucket, Event, Key, Scenario, Target};
use proptest::collection::vec;
use proptest::prelude::*;

/// Any valid scenario, rows that no engine reads yet included.
pub fn scenario() -> impl Strategy<Value = Scenario> {
    vec(any::<u64>(), 0..1500).prop_map(|tape| Builder { tape, next: 0, live_only: false }.build())
}

/// Any valid scenario whose rows are defaults where no engine reads them yet, without a day or events.
pub fn modelled_scenario() -> impl Strategy<Value = Scenario> {
    vec(any::<u64>(), 0..1500).prop_map(|tape| Builder { tape, next: 0, live_only: true }.build())
}

struct Builder {
    tape: Vec<u64>,
    next: usize,
    live_only: bool,
}

const NAMES: &[&str] = &[
    "Service",
    "Payment",
    "支払い",
    "",
    "A b  c",
    "9 lives",
    "Ünïcode–dash",
    "\u{0}\u{10ffff}🦀",
    "payment",
    "item-2",
    "x",
    "A name of eighty characters, which is as long as a name in a scenario may ever be",
];

impl Builder {
    fn number(&mut self) -> u64 {
        let number = self.tape.get(self.next).copied().unwrap_or(0);
        self.next += 1;
        number
    }

    /// A number below `many`; zero if there is none.
    fn below(&mut self, many: usize) -> usize {
        (self.number() % many.max(1) as u64) as usize
    }

    /// A yes, one time in `rarity`.
    fn one_in(&mut self, rarity: usize) -> bool {
        self.below(rarity) == rarity - 1
    }

    fn name(&mut self) -> String {
        if self.one_in(3) {
            let letters = (0..self.below(12)).map(|_| char::from(b'a' + self.below(26) as u8));
            return letters.collect();
        }
        NAMES[self.below(NAMES.len())].chars().take(80).collect()
    }

    fn build(mut self) -> Scenario {
        let fits = "a small document has room";
        let mut s = Scenario { name: self.name(), ..Scenario::default() };
        for _ in 0..=self.below(20) {
            let name = self.name();
            let service = s.add_service(&name).expect(fits).service;
            for _ in 0..self.below(6).saturating_sub(3) {
                let name = self.name();
                s.add_operation(service, &name).expect(fits);
            }
        }
        for _ in 0..self.below(4) {
            let name = self.name();
            s.add_cache(&name).expect(fits);
        }
        for _ in 0..self.below(3 * s.services.len()) {
            let at = self.target(&s);
            if self.one_in(2) {
                self.group_of_calls(&mut s, at);
            } else {
                s.add_work(at, Work::default()).expect(fits);
            }
        }
        for _ in 0..=self.below(3) {
            let (name, entry) = (self.name(), self.target(&s));
            s.add_journey(&name, entry).expect(fits);
        }
        if !self.live_only {
            self.day_and_events(&mut s);
        }
        self.buckets(&mut s);
        self.reorder(&mut s);
        self.rename(&mut s);
        self.set_rows(&mut s);
        s
    }

    fn target(&mut self, s: &Scenario) -> Target {
        let service = self.below(s.services.len());
        Target { service, operation: self.below(s.services[service].operations.len()) }
    }

    fn group_of_calls(&mut self, s: &mut Scenario, at: Target) {
        let group = s.add_calls(at).expect("room");
        for _ in 0..self.below(4) {
            let target = self.target(s);
            match s.add_call(group, target) {
                Ok(call) => {
                    for _ in 0..self.below(8).saturating_sub(4) {
                        // There may be no cache to put.
                        let cache = self.below(s.caches.len());
                        let _ = s.put_cache(call, cache);
                    }
                }
                Err(EditError::Cycle(_)) => {}
                Err(other) => unreachable!("{other}"),
            }
        }
    }

    fn day_and_events(&mut self, s: &mut Scenario) {
        s.load_series = vec![LoadPoint::default(); self.below(6).saturating_sub(3)];
        for _ in 0..self.below(6).saturating_sub(3) {
            let what = What::ALL[self.below(What::ALL.len())];
            let objects = if what == What::CacheFlushed { s.caches.len() } else { s.services.len() };
            let object = (objects > 0 && self.one_in(2)).then(|| self.below(objects));
            s.events.push(Event { object, rows: EventRows { what, ..EventRows::default() } });
        }
    }

    fn buckets(&mut self, s: &mut Scenario) {
        let work: Vec<usize> =
            (0..s.steps.len()).filter(|&i| matches!(s.steps[i].action, Action::Work(_))).collect();
        if let Some(most) = work.len().checked_sub(1) {
            for _ in 0..self.below(10).saturating_sub(5) {
                let step = work[self.below(most + 1)];
                s.buckets.push(Bucket { step, rows: BucketRows::default() });
            }
        }
    }

    /// Puts some steps and calls in another order than they were made in.
    fn reorder(&mut self, s: &mut Scenario) {
        for operation in s.services.iter_mut().flat_map(|x| &mut x.operations) {
            if operation.steps.len() > 1 && self.one_in(3) {
                let by = self.below(operation.steps.len());
                operation.steps.rotate_left(by);
            }
        }
        for step in &mut s.steps {
            if let Action::Calls(_, calls) = &mut step.action
                && calls.len() > 1
                && self.one_in(3)
            {
                calls.reverse();
            }
        }
    }

    /// Gives some objects another name, which leaves their key, and some keys that no name leads to.
    fn rename(&mut self, s: &mut Scenario) {
        for i in 0..s.services.len() {
            if self.one_in(5) {
                s.services[i].name = self.name();
            }
            if self.one_in(5) {
                s.services[i].key = Key::new(&format!("k{i}-z")).expect("a key");
            }
        }
        // A numbered key whose predecessors are gone.
        let owners = s.step_owners();
        for (i, owner) in owners.into_iter().enumerate() {
            let key = Key::new(&format!("{}-{}", s.services[owner].key, i + 1000));
            if self.one_in(8)
                && let Ok(key) = key
            {
                s.steps[i].key = key;
            }
        }
    }

    fn set_rows(&mut self, s: &mut Scenario) {
        for id in s.params() {
            let Some(spec) = id.spec().filter(|spec| spec.live || !self.live_only) else { continue };
            // What an event happens to was chosen with what happens.
            if spec.key == "what" {
                continue;
            }
            let value = self.value(spec);
            s.set(id, value).expect("a value in range");
        }
    }

    fn value(&mut self, spec: &Spec) -> f64 {
        match self.below(10) {
            0..=4 => spec.default,
            5 => spec.at(self.below(1001) as f64 / 1000.0),
            6 => spec.min,
            7 => spec.max,
            8 if spec.zero.is_some() => 0.0,
            _ => {
                let share = self.number() as f64 / u64::MAX as f64;
                let value = spec.min + (spec.max - spec.min) * share * share * share;
                spec.clamp(if spec.kind == Kind::Number { value } else { value.trunc() })
            }
        }
    }
}

proptest! {
    #[test]
    fn every_scenario_of_the_generator_is_valid(s in scenario()) {
        prop_assert_eq!(s.validate(), Ok(()));
    }
}
