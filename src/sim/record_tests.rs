//! Recordings of every example and of systems under strain: that they change nothing, and what holds of each. Not how one is
//! read; that is `report::replay`.

use super::super::trace::{MOST_MOMENTS, MOST_REQUESTS};
use super::super::{Moment, Progress, Simulation, Span, Subject, Trace, What};
use crate::scenario::service::{Balancing, Overflow};
use crate::scenario::{Scenario, preset};

/// Every lever that has to do with attempts, queues and caches, at a load that makes them work.
fn strained(index: usize, overflow: Overflow) -> Scenario {
    let mut scenario = (preset::ALL[index].build)();
    scenario.journeys[0].load.arrival_rps *= 1.2;
    for (s, service) in scenario.services.iter_mut().enumerate() {
        let capacity = &mut service.capacity;
        (capacity.queue_bounded, capacity.queue_limit) = (true, 20);
        (capacity.overflow, capacity.patience_ms) = (overflow, 400.0);
        capacity.failure_fraction = 0.02;
        capacity.balancing = Balancing::ALL[s % Balancing::ALL.len()];
        service.database.pool_size = 4;
        (service.batching.batch_limit, service.batching.batch_wait_ms) = (1 + s as u32 % 3, 5.0);
    }
    for (c, call) in scenario.calls.iter_mut().enumerate() {
        let rows = &mut call.rows;
        (rows.timeout_ms, rows.retries, rows.network_ms) = (300.0, 2, 1.0);
        (rows.cancel, rows.tied, rows.repeat) = (c % 2 == 0, c % 3 == 0, 1 + c as u32 % 2);
        rows.hedge_ms = if rows.tied { 0.0 } else { 50.0 };
    }
    scenario
}

fn trace(scenario: &Scenario) -> Trace {
    let mut simulation = Simulation::recording(scenario, 1, 0);
    while simulation.advance(1000) == Progress::Running {
        if let Some(trace) = simulation.take_trace() {
            return trace;
        }
    }
    simulation.take_trace().expect("a recording")
}

fn scenarios() -> Vec<Scenario> {
    let mut all: Vec<_> = preset::ALL.iter().map(|p| (p.build)()).collect();
    for index in 0..preset::ALL.len() {
        all.extend(Overflow::ALL.iter().map(|overflow| strained(index, *overflow)));
    }
    all
}

#[test]
fn a_replication_is_the_same_whether_it_is_recorded_or_not() {
    for scenario in scenarios() {
        let (mut plain, mut recorded) =
            (Simulation::new(&scenario, 1, 0), Simulation::recording(&scenario, 1, 0));
        while plain.advance(10_000) == Progress::Running {}
        while recorded.advance(999) == Progress::Running {}
        assert_eq!(plain.take(), recorded.take());
        assert_eq!(plain.take_trace(), None);
        assert!(recorded.take_trace().is_some_and(|t| t.is_sound()));
    }
}

#[test]
fn spans_begin_once_end_at_most_once_and_lie_within_bounds() {
    let mut kinds = std::collections::BTreeSet::new();
    for scenario in scenarios() {
        let trace = trace(&scenario);
        assert!(trace.spans.len() + trace.moments.len() <= MOST_MOMENTS);
        let mut state = vec![0; trace.spans.len()];
        for moment in &trace.moments {
            kinds.insert(moment.what.pack().0);
            let (s, was) = (moment.span as usize, state[moment.span as usize]);
            match moment.what {
                What::Begins => state[s] = 1,
                What::Ends(_) | What::GivenUp => state[s] = 2,
                _ => {}
            }
            // What was given up may still arrive and set its callee to work; nothing else follows an end.
            let arrives = matches!(moment.what, What::Reaches | What::Answers(_));
            assert!((was == 1) != (moment.what == What::Begins) || arrives, "{moment:?} after {was}");
        }
        let under = |s: &Span| s.parent.map(|p| trace.spans[p as usize].subject);
        for span in &trace.spans {
            let right = match (span.subject, under(span)) {
                (Subject::Request(_), None)
                | (Subject::Operation(_), Some(Subject::Attempt(_)))
                | (Subject::Attempt(_), Some(Subject::Call(_)))
                | (Subject::Applied(_), Some(Subject::Request(_) | Subject::Operation(_))) => true,
                (Subject::Call(_), Some(parent)) => !matches!(parent, Subject::Call(_) | Subject::Attempt(_)),
                _ => false,
            };
            assert!(right, "{span:?} under {:?}", under(span));
        }
    }
    // All that can happen does, but for writes and fetches that no preset has.
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), [0, 1, 2, 3, 4, 6, 7, 10, 11, 12, 13, 14]);
}

#[test]
fn every_request_of_the_window_is_followed_to_its_end() {
    let trace = trace(&(preset::ALL[0].build)());
    let requests = |what: fn(&What) -> bool| {
        let of = |m: &&Moment| what(&m.what) && trace.spans[m.span as usize].parent.is_none();
        trace.moments.iter().filter(of).count()
    };
    let begun = requests(|w| *w == What::Begins);
    assert!(begun > 100 && begun <= MOST_REQUESTS, "{begun}");
    assert_eq!(requests(|w| matches!(w, What::Ends(_))), begun);
    assert!(trace.changes.len() > begun && trace.until_s > trace.begins_s);
}

#[test]
fn where_nothing_arrives_there_is_nothing_to_record() {
    assert_eq!(trace(&Scenario::default()), Trace::default());
}
