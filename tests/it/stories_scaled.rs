//! Stories of autoscalers, one of them against the closed loop of the fluid. Long runs, so native only. Not the rule by which
//! an autoscaler decides; that has its own tests in `control`.

use crate::stories::event;
use crate::stories_exact::half;
use crate::systems::{exponential, station};
use headroom::control::autoscale::{self, Settings};
use headroom::job::play;
use headroom::scenario::autoscaler::Metric;
use headroom::scenario::event::What;
use headroom::sim::Bin;

#[test]
fn an_autoscaler_follows_the_closed_loop_of_the_fluid() {
    // The first reference case: pods of 100 a second, 200 a second, then 1500, then 300.
    let mut s = station(200.0, 20, exponential(200.0));
    s.services[0].capacity.replicas = 4;
    let scaler = &mut s.services[0].autoscaler;
    (scaler.scale_on, scaler.min_replicas, scaler.max_replicas) = (Metric::Utilisation, 2, 50);
    (scaler.target_fraction, scaler.startup_s) = (0.6, 40.0);
    event(&mut s, What::LoadStep, 0, (30.0, 270.0), 7.5);
    event(&mut s, What::LoadStep, 0, (300.0, 600.0), 1.5);
    let timeline = play(&s, 6, 10, 2);
    let settings =
        Settings { min: 2, max: 50, target: 60.0, pod_capacity: 100.0, startup: 40.0, ..Settings::default() };
    // What is measured since the last look does not know yet of a change at this very moment.
    let late = 0.001;
    let fluid =
        autoscale::run(settings, 4, &[(0.0, 200.0), (30.0 + late, 1500.0), (300.0 + late, 300.0)], 900.0);
    // The size between two looks, averaged over a bin, if every look came so much later.
    let exact = |bin: &Bin, late: f64| {
        let over = |(i, size): (usize, &u32)| {
            let from = 15.0 * i as f64 + late;
            let overlap = (bin.end_s.min(from + 15.0) - bin.start_s.max(from)).max(0.0);
            f64::from(*size) * overlap / (bin.end_s - bin.start_s)
        };
        fluid.replicas.iter().enumerate().map(over).sum::<f64>()
    };
    let mut later = Vec::new();
    for bin in timeline.bins.iter().filter(|b| b.end_s <= 900.0) {
        let seen = &bin.seen.services[0];
        let [up, starting] = [seen.replicas, seen.starting].map(|e| e.expect("replicas"));
        let within = half(up) + half(starting) + 1e-9;
        let off = |late: f64| up.value + starting.value - exact(bin, late);
        if off(0.0).abs() > within {
            // Where the backlog ends between two looks, the first still has the mean of the time before.
            assert!(off(15.0).abs() <= within, "{}: {} {}", bin.start_s, off(0.0), off(15.0));
            later.push(bin.start_s);
        }
    }
    println!("one look later: {later:?} of 90 bins");
    assert!(later.len() <= 3, "{later:?}");
    let most =
        timeline.bins.iter().filter_map(|b| b.seen.services[0].waiting).map(|w| w.value).fold(0.0, f64::max);
    assert!((most / fluid.totals.max_backlog - 1.0).abs() < 0.05, "{most} {}", fluid.totals.max_backlog);
}

#[test]
fn a_backlog_is_shared_out_among_replicas() {
    // 40 a second for pods of ten a second, one of them at first: it needs four and some to work off the rest.
    let mut s = station(40.0, 10, exponential(1000.0));
    s.services[0].capacity.replicas = 1;
    let scaler = &mut s.services[0].autoscaler;
    (scaler.scale_on, scaler.min_replicas, scaler.max_replicas) = (Metric::Backlog, 1, 8);
    (scaler.target_backlog, scaler.startup_s, scaler.scale_down_window_s) = (50.0, 10.0, 60.0);
    let timeline = play(&s, 6, 10, 2);
    let seen = |b: &Bin| b.seen.services[0].clone();
    let last = seen(timeline.bins.last().expect("bins"));
    assert!(last.replicas.expect("replicas").value >= 4.0, "{last:?}");
    let most = timeline.bins.iter().filter_map(|b| seen(b).waiting).map(|w| w.value).fold(0.0, f64::max);
    assert!(most > 200.0 && last.waiting.expect("waiting").value < most, "{most} {last:?}");
    let up = timeline.bins.iter().filter_map(|b| seen(b).replicas).map(|r| r.value);
    assert!(up.clone().all(|r| (1.0..=8.0).contains(&r)), "{:?}", up.collect::<Vec<_>>());
}
