//! Editing by hand, without a browser: any sequence of edits on any scenario leaves one that holds together, each is one step
//! of undo, and what is refused changes nothing. Not what each edit does; that stands beside `scenario::edit`.

use crate::arbitrary::scenario;
use headroom::app::editing::{self, Edit};
use headroom::app::folding::{self, Fold};
use headroom::app::{Msg, Selection, State, Theme, update};
use headroom::scenario::edit::Side;
use headroom::scenario::edit::kind::Kind;
use headroom::scenario::work::Work;
use headroom::scenario::{Scenario, Target, codec, preset};
use proptest::collection::vec;
use proptest::prelude::*;
use std::path::Path;
use std::rc::Rc;
use std::{env, fs};

fn open() -> State {
    State::new(Theme::Auto, 1)
}

fn showing(scenario: &Scenario) -> State {
    let mut state = open();
    update(&mut state, Msg::Navigated(codec::encode(scenario)));
    assert_eq!(*state.scenario, *scenario);
    state
}

fn at(service: usize) -> Target {
    Target { service, operation: 0 }
}

fn service(state: &State, name: &str) -> usize {
    state.scenario.services.iter().position(|s| s.name == name).expect("a service of that name")
}

/// An edit told by numbers, of objects that mostly exist.
fn edit(s: &Scenario, [what, a, b]: [usize; 3]) -> Edit {
    // One more than there are: what does not exist is refused.
    let (services, calls) = (s.services.len() + 1, s.calls.len() + 1);
    let (caches, journeys) = (s.caches.len() + 1, s.journeys.len() + 1);
    let operation = |n: usize| {
        let service = n % services;
        let operations = s.services.get(service).map_or(1, |x| x.operations.len());
        Target { service, operation: n / services % operations }
    };
    let thing = |n: usize| match n % 4 {
        0 => Selection::Service(n / 4 % services),
        1 => Selection::Call(n / 4 % calls),
        2 => Selection::Cache(n / 4 % caches),
        _ => Selection::Journey(n / 4 % journeys),
    };
    let side = if b % 2 == 0 { Side::Sooner } else { Side::Later };
    match what % 13 {
        0 => Edit::Add(Kind::ALL[a % 5], thing(b)),
        1 => Edit::Add(Kind::Cache, Selection::Call(a % calls)),
        2 => Edit::Connect(operation(a), operation(b)),
        3 => Edit::Retarget(a % calls, operation(b)),
        4 => Edit::EnterAt(a % journeys, operation(b)),
        5 => Edit::AddJourney(operation(a)),
        6 => Edit::PutCache(a % calls, b % caches),
        7 => Edit::TakeCache(a % calls, b % caches),
        8 => Edit::Rename(thing(a), "支払い  and a very long name ".repeat(b % 5)),
        9 => Edit::Duplicate(thing(a)),
        10 => Edit::Delete(thing(a)),
        11 => Edit::Move(a % calls, side),
        _ if b % 2 == 0 => Edit::AtOnce(a % services),
        _ => Edit::InTurn(a % services),
    }
}

proptest! {
    #[test]
    fn any_edits_leave_a_sound_document(
        s in scenario(),
        edits in vec([0..1000_usize, 0..1000_usize, 0..1000_usize], 1..24),
    ) {
        let mut now = s;
        for numbers in edits {
            let (mut after, edit) = (now.clone(), edit(&now, numbers));
            let Ok(selection) = editing::apply(&mut after, edit.clone()) else { continue };
            prop_assert_eq!(after.validate(), Ok(()), "{:?}", edit);
            // What is then chosen exists.
            prop_assert_eq!(selection.follow(&after, &after), selection);
            // What an edit makes can be sent to others.
            let link = codec::decode(&codec::encode(&after));
            prop_assert_eq!(link.map(|l| l.scenario), Ok(after.clone()));
            now = after;
        }
    }
}

#[test]
fn each_edit_is_one_step_of_undo_and_what_is_refused_is_none() {
    for preset in preset::ALL {
        let mut state = showing(&(preset.build)());
        let mut past: Vec<Rc<Scenario>> = Vec::new();
        for n in 0..40 {
            let (before, edit) =
                (Rc::clone(&state.scenario), edit(&state.scenario, [n, 7 * n + 1, 5 * n + 2]));
            update(&mut state, Msg::Edit(edit.clone()));
            if state.refused.is_some() {
                assert!(Rc::ptr_eq(&state.scenario, &before), "{edit:?}");
            } else if state.scenario != before {
                past.push(before);
            }
        }
        assert!(past.len() > 12, "{} of 40 edits did something", past.len());
        while let Some(before) = past.pop() {
            update(&mut state, Msg::Undo);
            assert_eq!(state.scenario, before);
        }
    }
}

#[test]
fn a_cycle_is_refused_where_it_is_made_and_the_reason_goes_with_the_next_edit() {
    let mut state = open();
    let (order, payment) = (service(&state, "Order"), service(&state, "Payment"));
    let before = state.scenario.clone();
    assert_eq!(update(&mut state, Msg::Edit(Edit::Connect(at(payment), at(order)))), []);
    let why = state.refused.clone().expect("a reason");
    assert_eq!(why, "Not done: this call would close a cycle: Payment → Order → Payment.");
    assert!(Rc::ptr_eq(&before, &state.scenario) && !state.history.can_undo());
    update(&mut state, Msg::Edit(Edit::Add(Kind::Database, Selection::Service(payment))));
    assert_eq!(state.refused, None);
    let database = service(&state, "Database");
    assert_eq!(state.selection, Selection::Service(database));
    assert!(state.scenario.edges().any(|e| (e.0, e.1) == (payment, database)));
}

#[test]
fn what_is_chosen_and_read_follows_its_object() {
    let mut state = open();
    let shipping = service(&state, "Shipping");
    update(&mut state, Msg::Edit(Edit::AddJourney(at(shipping))));
    let Selection::Journey(second) = state.selection else { unreachable!("the new journey is chosen") };
    update(&mut state, Msg::ReadJourney(Some(second)));
    update(&mut state, Msg::Edit(Edit::Delete(Selection::Service(shipping - 2))));
    assert_eq!(state.selection, Selection::None);
    let moved = service(&state, "Shipping");
    assert_eq!(moved, shipping - 1);
    update(&mut state, Msg::Select(Selection::Service(moved)));
    update(&mut state, Msg::Undo);
    // Payment stands before it again.
    assert_eq!(state.selection, Selection::Service(shipping));
    update(&mut state, Msg::Edit(Edit::Delete(Selection::Journey(0))));
    assert_eq!(state.journey, Some(0), "the second journey is the first now, and is still read");
    update(&mut state, Msg::Edit(Edit::Delete(Selection::Journey(0))));
    assert_eq!(
        state.refused.as_deref(),
        Some("Not done: this is the last journey, and nothing would be asked of the system.")
    );
}

#[test]
fn curves_of_other_services_are_not_kept() {
    let mut state = open();
    state.exploration = Some(Rc::default());
    let order = service(&state, "Order");
    update(&mut state, Msg::Edit(Edit::Rename(Selection::Service(order), "  Orders ".to_owned())));
    assert_eq!(state.scenario.services[order].name, "Orders");
    assert!(state.exploration.is_some());
    update(&mut state, Msg::Edit(Edit::Duplicate(Selection::Service(order))));
    assert!(state.exploration.is_none());
}

#[test]
fn what_is_put_away_is_shown_when_it_is_chosen() {
    let mut state = open();
    let mut s = Scenario::default();
    let all: Vec<_> = (0..120).map(|i| s.add_service(&format!("S{i}")).expect("room")).collect();
    for i in 1..all.len() {
        s.connect(all[(i - 1) / 2], all[i]).expect("no cycle");
    }
    s.add_journey("J", all[0]).expect("room");
    update(&mut state, Msg::Navigated(codec::encode(&s)));
    let shown = |state: &State| folding::in_sight(&state.scenario, &state.folded);
    assert_eq!(shown(&state).iter().filter(|&&x| x).count(), 31);
    update(&mut state, Msg::Select(Selection::Service(119)));
    assert!(shown(&state)[119] && !shown(&state)[100]);
    update(&mut state, Msg::Fold(Fold::Nothing));
    assert!(shown(&state).iter().all(|&x| x));
    update(&mut state, Msg::Fold(Fold::All));
    assert_eq!(shown(&state).iter().filter(|&&x| x).count(), 3);
    update(&mut state, Msg::Edit(Edit::Add(Kind::Service, Selection::Service(1))));
    assert!(shown(&state)[120], "what is new is in sight");
    update(&mut state, Msg::OpenPreset(preset::ALL[0].key));
    assert!(shown(&state).iter().all(|&x| x));
}

/// A system of so many services: each but the first is called by one before it, some by two; queues, databases, caches.
fn large(services: usize) -> Scenario {
    const TEAMS: [&str; 8] = ["Cart", "Search", "Payment", "Profile", "Stock", "Mail", "Ledger", "Media"];
    let room = "a large system fits its document";
    let mut s = Scenario { name: format!("{services} services"), ..Scenario::default() };
    for i in 0..services {
        let is_leaf = 3 * i + 1 >= services;
        let kind = match i % 5 {
            3 if is_leaf => Kind::Database,
            4 if is_leaf => Kind::Queue,
            _ => Kind::Service,
        };
        let added = s.add_kind(kind).expect(room);
        s.services[i].name = format!("{} {}", TEAMS[i % TEAMS.len()], i + 1);
        if i > 0 {
            s.connect(at((i - 1) / 3), added).expect(room);
        }
        if i > 12 && i % 7 == 0 {
            s.connect(at((i - 1) / 3 - 1), added).expect(room);
        }
        if i > 0 && i % 11 == 0 {
            s.add_cache_to(s.calls.len() - 1).expect(room);
        }
        let hot = s.services[i].operations[0].steps[0];
        if let headroom::scenario::Action::Work(work) = &mut s.steps[hot].action {
            *work = Work { mean_ms: 4.0 + (i * 37 % 23) as f64, ..work.clone() };
        }
    }
    s.journeys[0].load.arrival_rps = 120.0;
    s
}

/// The page's tests and photographs open these by link.
#[test]
fn large_systems_are_the_links_that_the_tests_of_the_page_open() {
    for services in [1, 30, 200] {
        let system = large(services);
        assert_eq!(system.validate(), Ok(()));
        let path = format!("{}/tests/e2e/systems/{services}.txt", env!("CARGO_MANIFEST_DIR"));
        let Ok(link) = fs::read_to_string(&path) else {
            fs::create_dir_all(Path::new(&path).parent().expect("a folder")).expect("a folder");
            fs::write(&path, codec::encode(&system)).expect("a file");
            panic!("{path} was missing and is written: run again");
        };
        assert_eq!(codec::decode(&link).map(|l| l.scenario), Ok(system), "delete {path} and run again");
    }
}
