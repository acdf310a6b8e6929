//! Recordings in the hands of their viewer: asked for, played, picked from and dropped, without a browser. Not what is recorded.

use crate::app::{id, open};
use crate::both::test;
use headroom::app::replay::{Act, Stage};
use headroom::app::{Effect, Msg, State, update};
use headroom::job::{DESK, Letter, Order, Reply, Request, Runner};
use headroom::report::replay::Pick;

/// The worker's part, at once.
fn work(state: &State) -> Vec<Reply> {
    let scenario = Letter::new(&state.scenario);
    let mut runner = Runner::new();
    runner.handle(Request::Record { run: state.run.number, scenario, seed: 1 });
    let mut replies = Vec::new();
    while runner.has_work() {
        replies.extend(runner.step());
    }
    replies
}

fn record(state: &mut State) {
    let effects = update(state, Msg::Replay(Act::Record));
    assert!(
        matches!(effects.as_slice(), [Effect::Work(o)] if matches!(o.as_slice(), [Order::Post(DESK, Request::Record { .. })]))
    );
    assert!(matches!(state.replay, Stage::Recording));
    for reply in work(state) {
        update(state, Msg::Worker(DESK, reply));
    }
}

#[test]
fn a_recording_is_played_stepped_and_sought() {
    let mut state = open();
    update(&mut state, Msg::Replay(Act::Forward));
    assert!(matches!(state.replay, Stage::Closed), "there is nothing to play yet");
    record(&mut state);
    let player = |state: &State| state.replay.player().expect("a recording").clone();
    let act = |state: &mut State, act: Act| {
        assert_eq!(update(state, Msg::Replay(act)), []);
        player(state)
    };
    let start = player(&state);
    let length = start.replay.length_s();
    assert!(!start.playing && start.at_s == 0.0 && start.picked.is_none());
    let first = act(&mut state, Act::Forward).at_s;
    assert!(first > 0.0 && first == start.replay.next(0.0));
    assert_eq!(act(&mut state, Act::Back).at_s, 0.0);
    assert_eq!(act(&mut state, Act::Passed(0.1)).at_s, 0.0, "time stands still");
    assert!(act(&mut state, Act::Toggle).playing);
    let passed = act(&mut state, Act::Passed(0.1));
    assert_eq!(passed.at_s, 0.1 * passed.speed());
    let far = act(&mut state, Act::Passed(1e9));
    assert!(far.at_s <= passed.at_s + 0.25, "who comes back to the page goes on where it was");
    assert!(!act(&mut state, Act::Forward).playing, "a step stops");
    assert_eq!(act(&mut state, Act::Seek(1e9)).at_s, length);
    assert_eq!(act(&mut state, Act::Seek(f64::NAN)).at_s, length);
    let again = act(&mut state, Act::Toggle);
    assert!(again.playing && again.at_s == 0.0, "from the start again");
    act(&mut state, Act::Seek(length * 0.999_999));
    act(&mut state, Act::Slowness(0));
    let end = act(&mut state, Act::Passed(0.2));
    assert!(end.at_s == length && !end.playing, "it stops at the end");
    assert_eq!(act(&mut state, Act::Slowness(99)).speed(), 1e-4);
}

#[test]
fn a_request_is_picked_and_its_rows_add_up() {
    let mut state = open();
    record(&mut state);
    for pick in [Pick::P50, Pick::P99, Pick::Slowest] {
        update(&mut state, Msg::Replay(Act::Find(pick)));
        let player = state.replay.player().expect("a recording");
        let picked = player.picked.expect("a request");
        let waterfall = player.replay.waterfall(picked).expect("rows");
        assert_eq!(Some(waterfall.rows[0].end_s), player.replay.requests()[picked].latency_s);
        assert_eq!(waterfall.rows.len(), 4, "a request and its three calls");
    }
    let picked = state.replay.player().expect("a recording").picked;
    update(&mut state, Msg::Replay(Act::Find(Pick::Failed)));
    assert_eq!(state.replay.player().expect("a recording").picked, picked, "none failed");
    update(&mut state, Msg::Replay(Act::Inspect(Some(usize::MAX))));
    assert_eq!(state.replay.player().expect("a recording").picked, None);
}

#[test]
fn a_recording_is_of_the_scenario_that_is_shown() {
    let mut state = open();
    let rate = id(&state, "journey.checkout.arrival_rps");
    update(&mut state, Msg::Set(rate, 100.0));
    assert!(matches!(state.replay, Stage::Closed), "nobody asked for one");
    record(&mut state);
    update(&mut state, Msg::Set(rate, 100.0));
    assert!(state.replay.player().is_some(), "nothing changed");
    update(&mut state, Msg::Set(rate, 90.0));
    assert!(matches!(state.replay, Stage::Outdated));
    update(&mut state, Msg::Replay(Act::Record));
    let late = work(&state);
    update(&mut state, Msg::Undo);
    for reply in late {
        update(&mut state, Msg::Worker(DESK, reply));
    }
    assert!(matches!(state.replay, Stage::Outdated), "what comes late is of another scenario");
    update(&mut state, Msg::Replay(Act::Close));
    assert!(matches!(state.replay, Stage::Closed));
    for (row, value) in [("holds_slot", 1.0), ("batch_limit", 10.0)] {
        let id = id(&state, &format!("service.order.{row}"));
        update(&mut state, Msg::Set(id, value));
    }
    assert_eq!(update(&mut state, Msg::Replay(Act::Record)), []);
    assert!(matches!(&state.replay, Stage::Impossible(why) if why.contains("does not play")));
}
