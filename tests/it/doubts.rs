//! Where the simulation contradicts the closed forms, the report says so and names the assumption that failed; where they
//! agree, it says nothing. Not how far off the closed forms are.

use crate::both::test;
use crate::simulation::observe as simulate;
use crate::systems::{calls, exponential, journey, service, station};
use headroom::report::{Code, evaluate, observe};
use headroom::scenario::call::Repeat;
use headroom::scenario::service::Balancing;
use headroom::scenario::{Scenario, preset};

/// What is said once ten replications are made, if they contradict.
fn said(s: &Scenario) -> Option<String> {
    let report = observe(&evaluate(s), &simulate(s, 1, 10));
    let found = report.caveats.iter().find(|c| c.code == Code::Disagreement);
    found.map(|c| c.text.clone())
}

/// A front with so many slots that calls a back of so many replicas and slots.
fn pair(front: (u32, f64), back: (u32, u32, f64), rate: f64) -> Scenario {
    let mut s = Scenario::default();
    let (a, b) = (service(&mut s, "Front", front.0), service(&mut s, "Back", back.1));
    s.services[1].capacity.replicas = back.0;
    s.add_work(a, exponential(front.1)).expect("fits");
    calls(&mut s, a, &[b]);
    s.add_work(b, exponential(back.2)).expect("fits");
    journey(&mut s, a, rate);
    s
}

fn names(s: &Scenario, assumption: &str) {
    let said = said(s).unwrap_or_else(|| panic!("nothing is said of {assumption}"));
    assert!(said.contains(&format!("is probably {assumption}")), "{said}");
}

#[test]
fn where_both_agree_nothing_is_said() {
    for s in
        [(preset::ALL[0].build)(), station(32.0, 4, exponential(100.0)), pair((1, 20.0), (1, 4, 50.0), 40.0)]
    {
        assert_eq!(said(&s), None);
    }
}

#[test]
fn held_slots_bound_what_waits_behind_them() {
    let mut s = pair((6, 5.0), (1, 4, 50.0), 60.0);
    s.services[0].capacity.holds_slot = true;
    names(&s, "that what Front calls queues as if its held slots");
    // Here the closed form sees an overload where there is none.
    s.services[0].capacity.slots = 10;
    s.journeys[0].load.arrival_rps = 72.0;
    assert!(said(&s).is_some_and(|text| text.contains("the closed form says overload")));
}

#[test]
fn tied_copies_are_not_independent() {
    let mut s = pair((1000, 1.0), (10, 1, 50.0), 95.0);
    s.services[1].capacity.balancing = Balancing::Random;
    s.calls[0].rows.tied = true;
    names(&s, "that the two copies of a tied call to Back");
}

#[test]
fn copies_made_at_once_do_not_arrive_one_by_one() {
    let mut s = pair((1000, 1.0), (1, 20, 40.0), 15.0);
    (s.calls[0].rows.repeat, s.calls[0].rows.repeat_how) = (20, Repeat::AtOnce);
    names(&s, "that copies made at once");
}
