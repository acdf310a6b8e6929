//! Tests of the edits: what each does, and what it refuses. Not of sequences of them; see `tests/it/editing.rs`.

use super::*;

fn chain(names: &[&str]) -> (Scenario, Vec<Target>) {
    let mut s = Scenario::default();
    let services: Vec<_> = names.iter().map(|n| s.add_service(n).expect("room")).collect();
    for pair in services.windows(2) {
        let step = s.add_calls(pair[0]).expect("room");
        s.add_call(step, pair[1]).expect("no cycle in a chain");
    }
    (s, services)
}

#[test]
fn a_cycle_is_refused_and_named() {
    let (mut s, services) = chain(&["A", "B", "C", "D"]);
    let before = s.clone();
    let step = s.add_calls(services[3]).expect("room");
    let refused = s.add_call(step, services[1]);
    let names = ["D", "B", "C", "D"].map(str::to_owned).to_vec();
    assert_eq!(refused, Err(EditError::Cycle(names)));
    assert_eq!(s.calls, before.calls);
    let alone = s.add_call(step, services[3]).expect_err("a call of itself");
    assert_eq!(alone, EditError::Cycle(vec!["D".to_owned(), "D".to_owned()]));
    assert_eq!(alone.to_string(), "D cannot call itself");
}

#[test]
fn retarget_refuses_a_cycle_and_keeps_the_call() {
    let (mut s, services) = chain(&["A", "B", "C"]);
    let to = s.calls[1].target;
    assert!(matches!(s.retarget(1, services[0]), Err(EditError::Cycle(_))));
    assert_eq!(s.calls[1].target, to);
    assert_eq!(s.retarget(0, services[2]), Ok(()));
}

#[test]
fn callers_stand_before_those_they_call() {
    let (mut s, services) = chain(&["A", "B", "C"]);
    let front = s.add_service("Front").expect("room");
    let step = s.add_calls(front).expect("room");
    s.add_call(step, services[0]).expect("no cycle");
    let order = s.callers_first();
    let place = |i: usize| order.iter().position(|&x| x == i);
    assert_eq!(order.len(), 4);
    assert!(s.edges().all(|(from, to, _)| place(from) < place(to)));
}

#[test]
fn limits_are_said() {
    let mut s = Scenario::default();
    for i in 0..limits::SERVICES {
        s.add_service(&format!("s{i}")).expect("room");
    }
    assert_eq!(s.add_service("one more"), Err(EditError::TooMany("services", limits::SERVICES)));
    assert_eq!(s.add_cache(&"é".repeat(limits::NAME)), Ok(0));
    assert_eq!(s.add_cache(&"é".repeat(limits::NAME + 1)), Err(EditError::LongName(limits::NAME)));
}

/// The calls of the first operation of a service, group by group, by the names of those who are called.
fn called(s: &Scenario, service: usize) -> Vec<Vec<&str>> {
    let at = Target { service, operation: 0 };
    let name = |&c: &usize| s.services[s.calls[c].target.service].name.as_str();
    s.groups(at).into_iter().map(|step| s.calls_of(step).iter().map(name).collect()).collect()
}

/// A calls B, C and D at the same time.
fn fan() -> Scenario {
    let mut s = Scenario::default();
    let all = ["A", "B", "C", "D"].map(|n| s.add_service(n).expect("room"));
    for to in &all[1..] {
        s.connect(all[0], *to).expect("no cycle");
    }
    s.add_journey("J", all[0]).expect("room");
    s
}

#[test]
fn a_call_steps_out_of_its_group_and_joins_the_next() {
    let mut s = fan();
    assert_eq!(called(&s, 0), [vec!["B", "C", "D"]]);
    assert_eq!(s.turns(), [0, 0, 0]);
    assert_eq!(s.turn(1, Side::Later), Some(Turn::Apart(vec![0, 2])));
    s.move_call(1, Side::Later).expect("a turn");
    assert_eq!(called(&s, 0), [vec!["B", "D"], vec!["C"]]);
    assert_eq!((s.turns(), s.turn(1, Side::Later)), (vec![1, 2, 1], None));
    assert_eq!(s.move_call(1, Side::Later), Err(EditError::NoTurn));
    assert_eq!(s.turn(1, Side::Sooner), Some(Turn::With(vec![0, 2])));
    s.move_call(2, Side::Sooner).expect("a turn");
    assert_eq!(called(&s, 0), [vec!["D"], vec!["B"], vec!["C"]]);
    s.move_call(1, Side::Sooner).expect("a turn");
    assert_eq!(called(&s, 0), [vec!["D"], vec!["B", "C"]]);
    s.call_in_turn(Target { service: 0, operation: 0 }).expect("room");
    assert_eq!(called(&s, 0), [["D"], ["B"], ["C"]]);
    s.call_at_once(Target { service: 0, operation: 0 }).expect("an operation");
    assert_eq!(called(&s, 0), [["D", "B", "C"]]);
    assert_eq!((s.steps.len(), s.validate()), (1, Ok(())));
}

#[test]
fn what_is_removed_takes_with_it_what_only_it_needed() {
    let mut s = fan();
    let b = Target { service: 1, operation: 0 };
    let far = s.connect(b, Target { service: 2, operation: 0 }).expect("no cycle");
    let own = s.add_cache_to(0).expect("room");
    let shared = s.add_cache_to(1).expect("room");
    s.put_cache(far, shared).expect("room");
    assert_eq!((own, shared, s.caches[1].name.as_str()), (0, 1, "Cache 2"));
    s.remove_service(1).expect("not the entry");
    assert_eq!(called(&s, 0), [["C", "D"]]);
    assert_eq!(s.caches.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["Cache 2"]);
    assert_eq!((s.calls[0].caches.as_slice(), s.validate()), (&[0][..], Ok(())));
    s.remove_cache(0).expect("a cache");
    assert_eq!((s.caches.len(), s.calls.len(), s.validate()), (0, 2, Ok(())));
    s.remove_call(0).and_then(|()| s.remove_call(0)).expect("calls");
    assert_eq!((s.steps.len(), s.validate()), (0, Ok(())));
}

#[test]
fn the_last_entry_stays() {
    let mut s = fan();
    let before = s.clone();
    assert_eq!(s.remove_service(0), Err(EditError::LastEntry("A".to_owned())));
    assert_eq!(s.remove_journey(0), Err(EditError::LastJourney));
    assert_eq!(s, before);
    s.duplicate_journey(0).expect("room");
    s.enter_at(1, Target { service: 1, operation: 0 }).expect("an operation");
    assert_eq!(s.remove_service(0), Ok(()));
    assert_eq!((s.journeys.len(), s.journeys[0].name.as_str(), s.validate()), (1, "J 2", Ok(())));
}

#[test]
fn a_copy_does_the_same_under_another_name() {
    let mut s = (crate::scenario::preset::ALL[2].build)();
    let copy = s.duplicate_service(1).expect("room");
    let (old, new) = (&s.services[1], &s.services[copy]);
    assert_eq!((new.name.as_str(), new.key.as_str()), ("Catalogue 2", "catalogue-2"));
    assert_eq!(new.capacity, old.capacity);
    let calls =
        |service: usize| s.edges().filter(|e| e.0 == service).map(|e| &s.calls[e.2]).collect::<Vec<_>>();
    let (was, is) = (calls(1), calls(copy));
    assert_eq!((was.len(), is.len()), (1, 1));
    assert_eq!((&is[0].rows, &is[0].caches, is[0].target), (&was[0].rows, &was[0].caches, was[0].target));
    let twin = s.duplicate_call(0).expect("room");
    assert_eq!(s.caller(twin), Some(0));
    let cache = s.duplicate_cache(0).expect("room");
    assert_eq!(s.calls[0].caches, [0, cache, 1, 2]);
    assert_eq!((s.caches[cache].name.as_str(), s.validate()), ("Browser 2", Ok(())));
    assert_eq!(s.duplicate_cache(cache).map(|c| s.caches[c].name.clone()), Ok("Browser 3".to_owned()));
}

#[test]
fn every_kind_is_a_system_of_its_own_and_nothing_in_it_is_doubtful() {
    for kind in kind::Kind::ALL {
        let mut s = Scenario::default();
        let added = s.add_kind(kind);
        if kind == kind::Kind::Cache {
            assert_eq!((added, s), (Err(EditError::NoCall), Scenario::default()));
            continue;
        }
        let entry = added.expect("room");
        let other = s.add_kind(kind).expect("room");
        s.connect(entry, other).expect("no cycle");
        assert_eq!((s.validate(), s.check().len(), s.journeys.len()), (Ok(()), 0, 1), "{}", kind.label());
    }
}

#[test]
fn who_would_close_a_cycle_is_known_beforehand() {
    let (s, services) = chain(&["A", "B", "C", "D"]);
    assert_eq!(s.would_close_a_cycle(2), [true, true, true, false]);
    for (from, to) in services.iter().flat_map(|a| services.iter().map(move |b| (a, b))) {
        let refused = s.clone().connect(*from, *to).is_err();
        assert_eq!(refused, s.would_close_a_cycle(from.service)[to.service]);
    }
}
