//! What must hold of the closed forms for every scenario there is. Not particular values; see `model`.

use crate::arbitrary::modelled_scenario;
use crate::edges::unsound;
use headroom::plan;
use headroom::report::{Report, evaluate};
use headroom::scenario::cache::{HitFrom, Pattern};
use headroom::scenario::service::Overflow;
use headroom::scenario::{Action, Operation, Scenario, codec};
use proptest::prelude::*;

/// Relative error that the grid may bring into an order of two numbers.
const GRID: f64 = 2e-3;

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn numbers_are_numbers_and_in_order(s in modelled_scenario()) {
        prop_assert_eq!(unsound(&evaluate(&s)), None);
    }

    #[test]
    fn flow_is_conserved_at_every_cache_and_call(s in modelled_scenario()) {
        let r = evaluate(&s);
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-12);
        for (call, c) in r.calls.iter().zip(&s.calls) {
            prop_assert_eq!(call.levels.len(), c.caches.len());
            let plain = c.caches.iter().all(|&k| {
                let rows = &s.caches[k].rows;
                rows.pattern != Pattern::WriteBehind && !rows.coalesce && rows.pattern != Pattern::RefreshAhead
            });
            let answered: f64 = call.levels.iter().map(|l| l.hits_per_s).sum();
            if plain {
                let passed = answered + call.origin_per_s;
                prop_assert!(near(call.rate_per_s, passed), "{} {}", call.rate_per_s, passed);
            }
            prop_assert!(call.sent_per_s <= call.origin_per_s * 2.0 * (1.0 + f64::from(c.rows.retries)) * (1.0 + 1e-5));
        }
        for (i, cache) in r.caches.iter().enumerate() {
            let asked: f64 = r.calls.iter().flat_map(|c| &c.levels).filter(|l| l.cache == i).map(|l| l.lookups_per_s).sum();
            prop_assert!(near(cache.lookups_per_s, asked), "{} {asked} {:?}", cache.lookups_per_s, s.caches[i].rows);
        }
    }

    #[test]
    fn what_comes_to_a_service_is_what_journeys_and_calls_send(s in modelled_scenario()) {
        let r = evaluate(&s);
        for (i, x) in r.services.iter().enumerate() {
            let entries = s.journeys.iter().zip(&r.journeys).filter(|(j, _)| j.entry.service == i);
            let sent = s.calls.iter().zip(&r.calls).filter(|(c, _)| c.target.service == i);
            let comes = entries.map(|(_, j)| j.arrival_per_s).sum::<f64>() + sent.map(|(_, c)| c.sent_per_s).sum::<f64>();
            // One visit each at most where operations have one step of work, and fewer where copies are taken back.
            let visits = s.services[i].operations.iter().map(|o| o.steps.len()).max().unwrap_or(0) as f64;
            prop_assert!(x.arrival_per_s <= comes * visits * (1.0 + 1e-6) + 1e-9, "{x:?} {comes}");
            prop_assert!(x.arrival_per_s > 0.0 || visits == 0.0 || comes < 1e-9 || !starts_with_work(&s, i), "{x:?} {comes}");
        }
    }

    #[test]
    fn little_holds_at_every_service(s in modelled_scenario()) {
        for x in &evaluate(&s).services {
            let served = 1.0 - x.lost_fraction;
            let lost = if x.lost_fraction > 0.0 { x.lost_fraction * x.lost_after_s } else { 0.0 };
            let waited = if served > 0.0 { served * (x.mean_wait_s + x.hold_s) } else { 0.0 };
            let product = x.arrival_per_s * (waited + lost);
            let near = (x.in_flight - product).abs() <= 1e-6 * product;
            prop_assert!(x.arrival_per_s == 0.0 || x.in_flight == product || near, "{x:?} {product}");
        }
    }

    #[test]
    fn more_load_never_makes_it_faster(s in plain(), more in 1.0..3.0_f64) {
        let before = evaluate(&s);
        let mut busier = s.clone();
        for j in &mut busier.journeys {
            j.load.arrival_rps = (j.load.arrival_rps * more).min(10_000_000.0);
        }
        let after = evaluate(&busier);
        // Over all journeys together the mixture of journeys stays the same, unless one met the limit of its range.
        ordered(&s, &before, &after)?;
    }

    #[test]
    fn more_replicas_never_make_it_slower(s in plain(), which in any::<prop::sample::Index>()) {
        let before = evaluate(&s);
        let mut wider = s.clone();
        let i = which.index(wider.services.len());
        let replicas = &mut wider.services[i].capacity.replicas;
        *replicas = (*replicas * 2).min(10_000);
        let after = evaluate(&wider);
        ordered(&s, &after, &before)?;
        prop_assert!(after.cost.per_month >= before.cost.per_month);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn the_most_load_is_one_that_holds(s in modelled_scenario()) {
        let e = plan::explore(&s);
        prop_assert!(e.max_factor >= 0.0 && e.max_factor.is_finite() && !e.max_throughput_per_s.is_nan());
        prop_assert_eq!(e.points.len(), plan::POINTS);
        prop_assert!(e.points.windows(2).all(|w| w[0].factor < w[1].factor));
        let mut there = s.clone();
        for j in &mut there.journeys {
            j.load.arrival_rps *= e.max_factor;
        }
        if e.max_factor > 0.0 {
            let r = evaluate(&there);
            prop_assert!(r.journeys.iter().all(|j| j.slo.latency != Some(false) && j.slo.errors));
        }
    }
}

/// Whether every operation of a service begins with work.
fn starts_with_work(s: &Scenario, service: usize) -> bool {
    let first =
        |o: &Operation| o.steps.first().is_some_and(|&i| matches!(s.steps[i].action, Action::Work(_)));
    s.services[service].operations.iter().all(first)
}

/// Without what theory knows to turn the order round: whoever gives up or is refused is not counted among the answered,
/// so timeouts, patience and limits that lose requests can make more load look faster, and so can a breaker; batches
/// fill, and caches that expire warm up, with load; bursts are evened out by busy slots; contention makes more replicas
/// slower, and so do more pools of fewer connections. Hedges, failing answers, lost replicas, and queues that block or
/// spill turn nothing round.
fn plain() -> impl Strategy<Value = Scenario> {
    modelled_scenario().prop_map(|mut s| {
        for call in &mut s.calls {
            (call.rows.timeout_ms, call.rows.breaker_fraction) = (0.0, 0.0);
        }
        for service in &mut s.services {
            let capacity = &mut service.capacity;
            if !matches!(capacity.overflow, Overflow::Block | Overflow::Spill) {
                capacity.queue_bounded = false;
            }
            capacity.patience_ms = 0.0;
            capacity.lost_replicas = capacity.lost_replicas.min(capacity.replicas - 1);
            service.machine.contention_fraction = 0.0;
            service.machine.coherency_fraction = 0.0;
            service.batching.batch_limit = 1;
            service.database.pool_size = 0;
        }
        for cache in &mut s.caches {
            cache.rows.hit_from = HitFrom::Typed;
            cache.rows.coalesce = false;
        }
        for journey in &mut s.journeys {
            journey.load.arrival_scv = 1.0;
        }
        s
    })
}

/// Every percentile of the first is at most that of the second, unless nothing succeeds there.
fn ordered(of: &Scenario, fast: &Report, slow: &Report) -> Result<(), TestCaseError> {
    for (a, b) in fast.journeys.iter().zip(&slow.journeys) {
        for (x, y) in a.percentiles_s.iter().zip(b.percentiles_s) {
            prop_assert!(
                *x <= y * (1.0 + GRID) + 1e-9 || x.is_nan(),
                "{} {}: {:?} against {:?}",
                codec::encode(of),
                a.name,
                a.percentiles_s,
                b.percentiles_s
            );
        }
    }
    Ok(())
}
