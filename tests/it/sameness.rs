//! What must not change an answer: the order of what happens in parallel, of work that follows work, of services in the
//! document; and what was asked before. Not what must change it.

use crate::arbitrary::modelled_scenario;
use headroom::report::{Evaluator, Report, evaluate};
use headroom::scenario::{Action, Scenario, preset};
use proptest::prelude::*;

/// Every number of two reports alike, as far as a share of it.
fn alike(a: &Report, b: &Report, off: f64) -> Result<(), TestCaseError> {
    let near = |x: f64, y: f64| {
        x == y || (x.is_nan() && y.is_nan()) || (x - y).abs() <= off * x.abs().max(y.abs()) + 1e-12
    };
    for (x, y) in a.journeys.iter().zip(&b.journeys).chain([(&a.overall, &b.overall)]) {
        let pairs = x.percentiles_s.iter().zip(&y.percentiles_s).map(|(x, y)| (*x, *y));
        for (x, y) in pairs.chain([(x.mean_s, y.mean_s), (x.error_fraction, y.error_fraction)]) {
            prop_assert!(near(x, y), "{x} against {y}");
        }
    }
    prop_assert!(near(a.cost.per_month, b.cost.per_month));
    Ok(())
}

/// Exactly the same, what has no value included.
fn identical(a: &Report, b: &Report) -> bool {
    // The shortest text of a number tells every bit of it.
    format!("{a:?}") == format!("{b:?}")
}

/// The same document with its services in the opposite order.
fn turned_round(s: &Scenario) -> Scenario {
    let mut s = s.clone();
    let last = s.services.len() - 1;
    s.services.reverse();
    s.calls.iter_mut().for_each(|c| c.target.service = last - c.target.service);
    s.journeys.iter_mut().for_each(|j| j.entry.service = last - j.entry.service);
    s
}

/// A change of one row, told by numbers.
fn changed(s: &Scenario, which: usize, to: f64) -> Scenario {
    let mut s = s.clone();
    let live: Vec<_> = s.params().into_iter().filter(|id| id.spec().is_some_and(|spec| spec.live)).collect();
    let id = live[which % live.len()];
    let spec = id.spec().expect("a row");
    s.set(id, spec.at(to)).expect("a value in range");
    s
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_parallel_calls_changes_nothing(s in modelled_scenario()) {
        let mut other = s.clone();
        for step in &mut other.steps {
            if let Action::Calls(_, calls) = &mut step.action {
                calls.reverse();
            }
        }
        alike(&evaluate(&s), &evaluate(&other), 1e-4)?;
    }

    #[test]
    fn the_order_of_services_in_the_document_changes_nothing(s in modelled_scenario()) {
        let (a, b) = (evaluate(&s), evaluate(&turned_round(&s)));
        alike(&a, &b, 1e-4)?;
        for (x, y) in a.services.iter().zip(b.services.iter().rev()) {
            prop_assert!((x.utilisation - y.utilisation).abs() <= 1e-4 * x.utilisation.max(1e-9));
        }
    }

    #[test]
    fn an_evaluator_answers_as_if_it_had_never_been_asked_before(
        a in modelled_scenario(), b in modelled_scenario(),
        changes in prop::collection::vec((any::<usize>(), 0.0..=1.0_f64), 1..6)
    ) {
        let mut evaluator = Evaluator::new();
        for s in [&a, &b, &a] {
            prop_assert!(identical(&evaluator.evaluate(s), &evaluate(s)));
        }
        let mut now = a.clone();
        for (which, to) in changes {
            now = changed(&now, which, to);
            prop_assert!(identical(&evaluator.evaluate(&now), &evaluate(&now)));
            prop_assert!(identical(&evaluator.evaluate(&b), &evaluate(&b)));
        }
    }
}

#[test]
fn the_order_of_work_that_follows_work_changes_nothing_where_nobody_waits() {
    let mut s = Scenario::default();
    let only = crate::systems::service(&mut s, "Only", 0);
    let lognormal = crate::systems::lognormal(5.0, 40.0);
    for work in [crate::systems::exponential(10.0), lognormal, crate::systems::constant(3.0)] {
        s.add_work(only, work).expect("fits");
    }
    crate::systems::journey(&mut s, only, 100.0);
    let first = evaluate(&s);
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        s.services[0].operations[0].steps = order.to_vec();
        alike(&first, &evaluate(&s), 1e-4).expect("the same");
    }
}

#[test]
fn ten_thousand_answers_keep_no_more_than_the_last_two_need() {
    let base = (preset::ALL[0].build)();
    let mut evaluator = Evaluator::new();
    let (mut most, mut early) = (0, 0);
    for i in 0..10_000_u32 {
        let mut s = base.clone();
        s.journeys[0].load.arrival_rps = 1.0 + f64::from(i % 977) * 0.1;
        s.services[(i % 3) as usize].capacity.slots = 1 + i % 7;
        evaluator.evaluate(&s);
        most = most.max(evaluator.kept());
        if i == 2000 {
            early = most;
        }
    }
    assert!(most <= early * 5 / 4, "{most} results are kept after {early} of all loads");
    assert!(most < 2000, "{most}");
}
