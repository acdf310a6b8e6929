//! The simulation of one queue against exact results, by its own intervals: long runs, so native only. Not several queues
//! (`simulation_exact_replicas`) and not calls (`simulation_exact_calls`). Not against the simulations of others; that is
//! `simulation_others`. Not what each rule of the simulation does; that is `simulation_rules`.

use crate::reference;
use crate::simulation::{near, observe};
use crate::systems::{constant, exponential, station};
use headroom::queue::abandonment::{ConstantPatience, exponential_patience};
use headroom::queue::bounded::drop_oldest;
use headroom::queue::gim::Gim;
use headroom::queue::mmc::{Mmc, erlang_b};
use headroom::queue::mmck::Mmck;
use headroom::report::evaluate;
use headroom::scenario::Scenario;
use headroom::scenario::service::{Order, Overflow, Patience};
use headroom::scenario::work::{Family, Work};
use headroom::sim::{Cause, Estimate, Observation};

const SEEDS: std::ops::Range<u64> = 100..120;
/// Of twenty 95 % intervals, more than five miss with a chance of 0.03 %, more than four with one of 0.3 %.
const MOST_MISSED: usize = 5;
const REPLICATIONS: u32 = 12;

/// What an exact value is compared with.
pub type Read = fn(&Observation) -> Option<Estimate>;

pub fn wait(o: &Observation) -> Option<Estimate> {
    o.services.last()?.mean_wait_s
}
pub fn mean(o: &Observation) -> Option<Estimate> {
    o.overall.mean_s
}
pub fn p50(o: &Observation) -> Option<Estimate> {
    o.overall.percentiles_s[0]
}
pub fn p99(o: &Observation) -> Option<Estimate> {
    o.overall.percentiles_s[2]
}
pub fn refused(o: &Observation) -> Option<Estimate> {
    o.overall.errors[Cause::Refused as usize]
}
pub fn timed_out(o: &Observation) -> Option<Estimate> {
    o.overall.errors[Cause::TimedOut as usize]
}
fn dropped(o: &Observation) -> Option<Estimate> {
    o.overall.errors[Cause::Dropped as usize]
}
pub fn utilisation(o: &Observation) -> Option<Estimate> {
    o.services.last()?.utilisation
}
pub fn begun(o: &Observation) -> Option<Estimate> {
    o.services.last()?.arrival_per_s
}

/// Over all seeds no more intervals miss than chance allows at 99.9 %; and their mean, which is `√20` times as precise as
/// each, is within 1.5 of its own half widths, beyond which chance leads with 0.3 %.
pub fn intervals_hold(name: &str, scenario: &Scenario, exact: &[(&str, Read, f64)]) {
    let observed: Vec<_> = SEEDS.map(|seed| observe(scenario, seed, REPLICATIONS)).collect();
    for (what, read, exact) in exact {
        let estimates: Vec<Estimate> = observed.iter().filter_map(read).collect();
        let half = |e: &Estimate| e.half_width.expect("twelve replications");
        let missed = estimates.iter().filter(|e| (e.value - exact).abs() > half(e)).count();
        let n = estimates.len() as f64;
        let together = estimates.iter().map(|e| e.value).sum::<f64>() / n;
        let width = estimates.iter().map(half).sum::<f64>() / n / n.sqrt();
        println!("{name} {what}: {together:.6} ± {width:.6}, exact {exact:.6}, missed {missed} of {n}");
        assert!(
            missed <= MOST_MISSED,
            "{name} {what}: {missed} of {n} intervals miss {exact}: {estimates:?}"
        );
        let gap = (together - exact).abs();
        assert!(gap <= 1.5 * width, "{name} {what}: {together} ± {width} against {exact}");
    }
}

/// Values of the reference of a public case, by name, with what reads them here.
pub fn reference_holds(id: &str, scenario: &Scenario, values: &[(&'static str, Read)]) {
    let all = reference::cases(include_str!("../reference/reference_public.json"));
    let case = all.iter().find(|c| c["id"] == id).unwrap_or_else(|| panic!("no case {id}"));
    let exact = |name: &str| case["expected"][name].as_f64().unwrap_or_else(|| panic!("{id} has no {name}"));
    let values: Vec<(&str, Read, f64)> =
        values.iter().map(|&(name, read)| (name, read, exact(name))).collect();
    intervals_hold(id, scenario, &values);
}

// The values of M/M/c were computed independently, in 34-digit arithmetic.

#[test]
fn one_server() {
    let values: [(&str, Read, f64); 4] = [
        ("wait", wait, 1.0),
        ("mean", mean, 2.0),
        ("P50", p50, 1.386_294_361_119_89),
        ("P99", p99, 9.210_340_371_976_18),
    ];
    intervals_hold("M/M/1 at 50 %", &station(0.5, 1, exponential(1000.0)), &values);
}

#[test]
fn ten_servers() {
    let values: [(&str, Read, f64); 4] = [
        ("wait", wait, 0.204_590_075_398_222),
        ("mean", mean, 1.204_590_075_398_22),
        ("P50", p50, 0.912_144_610_606_978),
        ("P99", p99, 4.946_111_327_611_45),
    ];
    intervals_hold("M/M/10 at 80 %", &station(8.0, 10, exponential(1000.0)), &values);
}

#[test]
fn constant_work() {
    // Pollaczek and Khinchine: E[W] = λ E[S²] / (2 (1 - ρ)).
    intervals_hold("M/D/1 at 80 %", &station(8.0, 1, constant(100.0)), &[("wait", wait, 0.2)]);
}

#[test]
fn published_queues() {
    let sojourn: [(&str, Read); 4] =
        [("mean_wait_s", wait), ("mean_sojourn_s", mean), ("sojourn_p50_s", p50), ("sojourn_p99_s", p99)];
    reference_holds("A-mmc-07", &station(180.0, 20, exponential(100.0)), &sojourn);
    reference_holds("A-mgc-05", &station(0.8, 1, constant(1000.0)), &sojourn);
    let erlang = Work { law: Family::Gamma, mean_ms: 1000.0, scv: 0.25, ..Work::default() };
    reference_holds("A-mgc-01", &station(0.8, 1, erlang), &sojourn);
    let mut s = station(50.0, 4, exponential(100.0));
    (s.services[0].capacity.queue_bounded, s.services[0].capacity.queue_limit) = (true, 1);
    let exact = Mmck::new(50.0, 4, 0.1, 5);
    let values: [(&str, Read, f64); 2] =
        [("refused", refused, exact.refused()), ("wait", wait, exact.mean_wait())];
    intervals_hold("M/M/4/5", &s, &values);
    let mut s = station(60.0, 4, exponential(100.0));
    s.services[0].capacity.patience_ms = 200.0;
    let values: [(&str, Read); 3] =
        [("p_abandon", timed_out), ("mean_wait_served_s", wait), ("utilization", utilisation)];
    reference_holds("A-mmc_patience_constant-02", &s, &values);
    let mut s = station(130.0, 100, exponential(1000.0));
    let capacity = &mut s.services[0].capacity;
    (capacity.patience_ms, capacity.patience_how) = (500.0, Patience::Exponential);
    reference_holds(
        "A-mmc_patience_exponential-02",
        &s,
        &[("p_abandon", timed_out), ("utilization", utilisation)],
    );
}

#[test]
fn shared_slots() {
    // The mean depends on the law of the work by its mean alone.
    let exact = Mmc::new(3.2, 4, 1.0).expect("below saturation");
    let works = [(Family::Constant, 0.0), (Family::Exponential, 1.0), (Family::Lognormal, 2.0)];
    for (law, scv) in works {
        let mut s = station(3.2, 4, Work { law, mean_ms: 1000.0, scv, ..Work::default() });
        s.services[0].capacity.order = Order::ProcessorSharing;
        let values: [(&str, Read, f64); 3] = [
            ("mean", mean, exact.mean_sojourn()),
            ("wait", wait, exact.mean_wait()),
            ("utilisation", utilisation, 0.8),
        ];
        intervals_hold(&format!("M/{law:?}/4 shared"), &s, &values);
    }
    // A bound keeps it insensitive.
    let mut s = station(12.0, 10, constant(1000.0));
    let capacity = &mut s.services[0].capacity;
    (capacity.order, capacity.queue_bounded, capacity.queue_limit) = (Order::ProcessorSharing, true, 10);
    let exact = Mmck::new(12.0, 10, 1.0, 20);
    let values: [(&str, Read, f64); 2] =
        [("refused", refused, exact.refused()), ("mean", mean, exact.mean_sojourn())];
    intervals_hold("M/D/10/20 shared", &s, &values);
}

#[test]
fn last_in_first_out() {
    let mut s = station(0.7, 1, exponential(1000.0));
    s.services[0].capacity.order = Order::LastInFirstOut;
    // The order changes no mean.
    intervals_hold("M/M/1, last in first out", &s, &[("mean", mean, 1.0 / 0.3), ("wait", wait, 0.7 / 0.3)]);
}

#[test]
fn general_work() {
    let lognormal = Work { law: Family::Lognormal, mean_ms: 10.0, scv: 2.0, ..Work::default() };
    let values: [(&str, Read, f64); 1] = [("wait", wait, 70.0 * 3e-4 / (2.0 * 0.3))];
    intervals_hold("M/LN/1 at 70 %", &station(70.0, 1, lognormal), &values);
    // Transform inversion of the exact law, computed independently.
    let mixed = Work { law: Family::Hyperexponential, mean_ms: 10.0, scv: 4.0, ..Work::default() };
    let values: [(&str, Read, f64); 3] = [
        ("wait", wait, 0.058_333_333_333_333_3),
        ("P50", p50, 0.029_067_294_796_152_8),
        ("P99", p99, 0.418_135_593_921_173),
    ];
    intervals_hold("M/H2/1 at 70 %", &station(70.0, 1, mixed), &values);
}

#[test]
fn a_bounded_queue() {
    // Above capacity: 12 a second for ten servers of a second, and ten places.
    let mut s = station(12.0, 10, exponential(1000.0));
    let exact = Mmck::new(12.0, 10, 1.0, 20);
    (s.services[0].capacity.queue_bounded, s.services[0].capacity.queue_limit) = (true, 10);
    let mut values: [(&str, Read, f64); 5] = [
        ("refused", refused, exact.refused()),
        ("mean", mean, exact.mean_sojourn()),
        ("wait", wait, exact.mean_wait()),
        ("P99", p99, exact.sojourn_quantile(0.99)),
        ("utilisation", utilisation, exact.utilisation()),
    ];
    intervals_hold("M/M/10/20", &s, &values);
    s.services[0].capacity.overflow = Overflow::DropNewest;
    values[0] = ("dropped", dropped, exact.refused());
    intervals_hold("M/M/10/20, drop newest", &s, &values);
    s.services[0].capacity.overflow = Overflow::DropOldest;
    let exact = drop_oldest(12.0, 10, 1.0, 10);
    let values: [(&str, Read, f64); 2] =
        [("dropped", dropped, exact.dropped), ("wait", wait, exact.mean_wait)];
    intervals_hold("M/M/10/20, drop oldest", &s, &values);
}

#[test]
fn no_waiting_room() {
    // Erlang's loss formula, whatever the law of the work.
    let lognormal = Work { scv: 4.0, law: Family::Lognormal, ..exponential(1000.0) };
    for work in [exponential(1000.0), lognormal] {
        let mut s = station(12.0, 10, work);
        (s.services[0].capacity.queue_bounded, s.services[0].capacity.queue_limit) = (true, 0);
        let lost = erlang_b(12.0, 10);
        let values: [(&str, Read, f64); 3] = [
            ("refused", refused, lost),
            ("mean", mean, 1.0),
            ("utilisation", utilisation, 1.2 * (1.0 - lost)),
        ];
        intervals_hold("M/G/10/10", &s, &values);
        let report = evaluate(&s);
        let answer = &report.journeys[0];
        near(Some(Estimate { value: answer.error_fraction, half_width: None }), lost, 1e-9);
        for overflow in [Overflow::DropOldest, Overflow::DropNewest] {
            s.services[0].capacity.overflow = overflow;
            near(dropped(&observe(&s, 1, 4)), lost, 0.02);
            near(
                Some(Estimate { value: evaluate(&s).journeys[0].error_fraction, half_width: None }),
                lost,
                1e-9,
            );
        }
    }
}

#[test]
fn patience() {
    let mut s = station(11.0, 10, exponential(1000.0));
    let capacity = &mut s.services[0].capacity;
    (capacity.patience_ms, capacity.patience_how) = (500.0, Patience::Exponential);
    let exact = exponential_patience(11.0, 10, 1.0, 0.5);
    let waiting: Read = |o| o.services.last()?.waiting;
    let values: [(&str, Read, f64); 3] = [
        ("left", timed_out, exact.abandoned),
        ("utilisation", utilisation, exact.utilisation),
        ("waiting", waiting, exact.mean_queue),
    ];
    intervals_hold("M/M/10+M", &s, &values);
    s.services[0].capacity.patience_how = Patience::Deadline;
    let exact = ConstantPatience::new(11.0, 10, 1.0, 0.5);
    let values: [(&str, Read, f64); 4] = [
        ("left", timed_out, exact.abandoned()),
        ("utilisation", utilisation, exact.utilisation()),
        ("wait", wait, exact.mean_wait_served()),
        // Little, with those that leave.
        ("waiting", waiting, 11.0 * exact.mean_wait()),
    ];
    intervals_hold("M/M/10+D", &s, &values);
}

#[test]
fn smooth_and_bursty_arrivals() {
    for scv in [0.0, 0.25, 4.0] {
        let mut s = station(8.0, 10, exponential(1000.0));
        s.journeys[0].load.arrival_scv = scv;
        let exact = Gim::new(8.0, scv, 10, 1.0).expect("below saturation");
        let law = exact.sojourn_law();
        let values: [(&str, Read, f64); 3] =
            [("wait", wait, exact.mean_wait()), ("mean", mean, law.mean()), ("P99", p99, law.quantile(0.99))];
        intervals_hold(&format!("GI/M/10 with SCV {scv}"), &s, &values);
    }
}
