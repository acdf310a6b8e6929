//! The simulation against exact results, by its own intervals: long runs, so native only. Not against the simulations of
//! others; that is `simulation_others`. Not what each rule of the simulation does; that is `simulation`.

use crate::reference;
use crate::simulation::{near, observe};
use crate::systems::{self, constant, exponential, station};
use headroom::dist::Law;
use headroom::queue::abandonment::{ConstantPatience, exponential_patience};
use headroom::queue::balancing::MeanField;
use headroom::queue::bounded::drop_oldest;
use headroom::queue::gim::Gim;
use headroom::queue::hedge;
use headroom::queue::mmc::{Mmc, erlang_b};
use headroom::queue::mmck::Mmck;
use headroom::queue::pool::Pools;
use headroom::queue::retry::{even_pause, retried};
use headroom::queue::retry_storm::RetryStorm;
use headroom::report::evaluate;
use headroom::scenario::call::Repeat;
use headroom::scenario::service::{Balancing, Order, Overflow, Patience};
use headroom::scenario::work::{Family, Work};
use headroom::scenario::{Action, Scenario};
use headroom::sim::{Cause, Estimate, Observation};

const SEEDS: std::ops::Range<u64> = 100..120;
/// Of twenty 95 % intervals, more than five miss with a chance of 0.03 %, more than four with one of 0.3 %.
const MOST_MISSED: usize = 5;
const REPLICATIONS: u32 = 12;

/// What an exact value is compared with.
type Read = fn(&Observation) -> Option<Estimate>;

fn wait(o: &Observation) -> Option<Estimate> {
    o.services.last()?.mean_wait_s
}
fn mean(o: &Observation) -> Option<Estimate> {
    o.overall.mean_s
}
fn p50(o: &Observation) -> Option<Estimate> {
    o.overall.percentiles_s[0]
}
fn p99(o: &Observation) -> Option<Estimate> {
    o.overall.percentiles_s[2]
}

/// Over all seeds no more intervals miss than chance allows at 99.9 %; and their mean, which is `√20` times as precise as
/// each, is within 1.5 of its own half widths, beyond which chance leads with 0.3 %.
fn intervals_hold(name: &str, scenario: &Scenario, exact: &[(&str, Read, f64)]) {
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
fn reference_holds(id: &str, scenario: &Scenario, values: &[(&'static str, Read)]) {
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
fn the_shorter_of_two_queues() {
    let mut s = station(1.6, 1, exponential(1000.0));
    (s.services[0].capacity.replicas, s.services[0].capacity.balancing) = (2, Balancing::LeastOutstanding);
    let values: [(&str, Read); 3] =
        [("mean_sojourn_s", mean), ("sojourn_p50_s", p50), ("sojourn_p99_s", p99)];
    reference_holds("A-load_balancing-04", &s, &values);
    // Of two queues, the better of two is the shorter.
    s.services[0].capacity.balancing = Balancing::TwoChoices;
    reference_holds("A-load_balancing-04", &s, &values);
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
fn forks_and_joins() {
    // Two queues that are fed together: (12 - ρ) / 8 times the mean of one (Flatto and Hahn 1984; Nelson and Tantawi 1988).
    let mut s = Scenario::default();
    let front = systems::service(&mut s, "Front", 0);
    let leaves = ["A", "B"].map(|name| {
        let leaf = systems::service(&mut s, name, 1);
        s.add_work(leaf, exponential(1000.0)).expect("room");
        leaf
    });
    systems::calls(&mut s, front, &leaves);
    systems::journey(&mut s, front, 0.6);
    let exact = (12.0 - 0.6) / 8.0 / (1.0 - 0.6);
    intervals_hold("a fork of two", &s, &[("mean", mean, exact)]);
    // Ten without queues: the slowest of ten exponentials.
    let mut s = called(50.0, 0, 100.0);
    (s.calls[0].rows.repeat, s.calls[0].rows.repeat_how) = (10, Repeat::AtOnce);
    let quantile = |p: f64| -0.1 * libm::log1p(-libm::pow(p, 0.1));
    let harmonic: f64 = (1..=10).map(|i| 1.0 / f64::from(i)).sum();
    let values: [(&str, Read, f64); 3] =
        [("mean", mean, 0.1 * harmonic), ("P50", p50, quantile(0.5)), ("P99", p99, quantile(0.99))];
    intervals_hold("a fork of ten", &s, &values);
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
fn timeouts_of_ten_servers() {
    let mut s = Scenario::default();
    let front = systems::service(&mut s, "Front", 0);
    let back = systems::service(&mut s, "Back", 10);
    s.add_work(back, exponential(1000.0)).expect("room");
    let call = systems::calls(&mut s, front, &[back])[0];
    systems::journey(&mut s, front, 8.0);
    s.calls[call].rows.timeout_ms = 2000.0;
    // P(T > 2 s) of the same M/M/10.
    let errors: Read = |o| o.overall.error_fraction;
    intervals_hold("M/M/10 with a timeout", &s, &[("errors", errors, 0.183_217_398_957_024)]);
}

fn refused(o: &Observation) -> Option<Estimate> {
    o.overall.errors[Cause::Refused as usize]
}
fn timed_out(o: &Observation) -> Option<Estimate> {
    o.overall.errors[Cause::TimedOut as usize]
}
fn dropped(o: &Observation) -> Option<Estimate> {
    o.overall.errors[Cause::Dropped as usize]
}
fn utilisation(o: &Observation) -> Option<Estimate> {
    o.services.last()?.utilisation
}
fn begun(o: &Observation) -> Option<Estimate> {
    o.services.last()?.arrival_per_s
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

/// Single servers with their own queues, at 80 %.
fn balanced(replicas: u32, balancing: Balancing) -> Scenario {
    let mut s = station(0.8 * f64::from(replicas), 1, exponential(1000.0));
    let capacity = &mut s.services[0].capacity;
    (capacity.replicas, capacity.balancing) = (replicas, balancing);
    s
}

#[test]
fn replicas_in_turn() {
    // Each sees every fourth arrival: Erlang gaps.
    let exact = Gim::new(0.8, 0.25, 1, 1.0).expect("below saturation");
    let values: [(&str, Read, f64); 1] = [("wait", wait, exact.mean_wait())];
    intervals_hold("four in turn", &balanced(4, Balancing::RoundRobin), &values);
}

#[test]
fn better_balancing_waits_less() {
    let mean_of = |balancing| observe(&balanced(10, balancing), 1, 10).overall.mean_s.expect("answers").value;
    let order = [
        Balancing::Random,
        Balancing::RoundRobin,
        Balancing::TwoChoices,
        Balancing::LeastOutstanding,
        Balancing::Shared,
    ];
    let means = order.map(mean_of);
    assert!(means.windows(2).all(|w| w[0] > w[1] * 1.02), "{means:?}");
    // A thousand replicas are as good as endlessly many.
    let two = observe(&balanced(1000, Balancing::TwoChoices), 1, 10).overall.mean_s;
    near(two, MeanField::new(2, 0.8).mean(), 0.01);
    // And of ten thousand, one is always idle.
    let least = observe(&balanced(10_000, Balancing::LeastOutstanding), 1, 4).services[0].mean_wait_s;
    assert!(least.is_some_and(|w| w.value < 0.001), "{least:?}");
}

/// A front without queue that calls a station.
fn called(rate: f64, slots: u32, mean_ms: f64) -> Scenario {
    let mut s = Scenario::default();
    let front = systems::service(&mut s, "Front", 0);
    let back = systems::service(&mut s, "Back", slots);
    s.add_work(back, exponential(mean_ms)).expect("room");
    systems::calls(&mut s, front, &[back]);
    systems::journey(&mut s, front, rate);
    s
}

#[test]
fn retries_without_a_queue() {
    let mut s = called(100.0, 0, 100.0);
    let rows = &mut s.calls[0].rows;
    (rows.timeout_ms, rows.retries, rows.backoff_ms) = (150.0, 2, 50.0);
    let attempt = Law::from_survival(|t| libm::exp(-t / 0.1), Some(0.1));
    let exact = retried(&attempt, 0.150, &[even_pause(0.050), even_pause(0.100)]);
    let latency = exact.latency.expect("some succeed");
    let values: [(&str, Read, f64); 5] = [
        ("failures", timed_out, 1.0 - exact.success),
        ("attempts", begun, 100.0 * exact.attempts),
        ("mean", mean, latency.mean()),
        ("P50", p50, latency.quantile(0.5)),
        ("P99", p99, latency.quantile(0.99)),
    ];
    intervals_hold("M/M/∞ with retries", &s, &values);
}

#[test]
fn a_retry_storm() {
    // The closed form takes attempts as a Poisson stream, which long pauses make them.
    for (rate, budget) in [(40.0, f64::INFINITY), (70.0, 0.2), (95.0, f64::INFINITY)] {
        let mut s = called(rate, 10, 100.0);
        (s.services[1].capacity.queue_bounded, s.services[1].capacity.queue_limit) = (true, 70);
        let rows = &mut s.calls[0].rows;
        (rows.timeout_ms, rows.retries, rows.backoff_ms) = (500.0, 3, 5000.0);
        rows.retry_budget_fraction = if budget.is_finite() { budget } else { 0.0 };
        let storm = RetryStorm {
            rate,
            servers: 10,
            mean_service: 0.1,
            capacity: 80,
            timeout: 0.5,
            retries: 3,
            budget,
        };
        let state = storm.states()[0];
        let o = observe(&s, 1, 10);
        near(o.services[1].arrival_per_s, state.offered, 0.01);
        let goodput = o.overall.throughput_per_s.expect("requests").value;
        assert!((goodput - state.goodput).abs() < 0.005 * rate, "{goodput} against {state:?}");
    }
}

#[test]
fn hedges() {
    // Without queues both copies are independent: exact.
    let mut s = called(100.0, 0, 100.0);
    s.calls[0].rows.hedge_ms = 100.0;
    let copy = |t: f64| libm::exp(-t / 0.1);
    let values: [(&str, Read, f64); 3] = [
        ("copies", begun, 100.0 * (1.0 + copy(0.1))),
        ("mean", mean, 0.1 * (1.0 - 0.5 * copy(0.1))),
        ("P99", p99, hedge::quantile(copy, 0.1, 0.01)),
    ];
    intervals_hold("hedged without queues", &s, &values);
    // With queues nearly so, at low load.
    let mut s = called(25.0, 1, 100.0);
    let capacity = &mut s.services[1].capacity;
    (capacity.replicas, capacity.balancing) = (10, Balancing::Random);
    s.calls[0].rows.hedge_ms = 200.0;
    let service = headroom::dist::Service::exponential(0.1).expect("a law");
    let exact = hedge::Hedged::new(25.0, 10, &service, 0.2).expect("stable");
    let o = observe(&s, 1, 10);
    near(o.services[1].arrival_per_s, 25.0 * (1.0 + exact.extra), 0.03);
    near(o.overall.percentiles_s[2], exact.quantile(0.99), 0.03);
}

#[test]
fn connections_of_a_pool() {
    let mut s = called(32.0, 0, 100.0);
    let database = &mut s.services[1].database;
    (database.pool_size, database.pool_overflow, database.pool_timeout_ms) = (2, 1, 200.0);
    let exact = Pools { count: 1.0, connections: 3, hold: 0.1, timeout: 0.2 }.station(32.0);
    let values: [(&str, Read, f64); 2] =
        [("timed out", timed_out, exact.abandoned()), ("answered", mean, exact.wait_served().mean() + 0.1)];
    intervals_hold("one pool", &s, &values);
    // Two replicas that share their queue: each pool gets half, at random.
    s.services[0].capacity.replicas = 2;
    s.journeys[0].load.arrival_rps = 64.0;
    intervals_hold("two pools", &s, &values);
    // A multiplexer of three connections behind pools that are never empty: everybody waits there.
    s.services[1].database.pool_size = 1000;
    s.services[1].database.multiplexer_connections = 9;
    let exact = Mmc::new(64.0, 9, 0.1).expect("below saturation");
    let values: [(&str, Read, f64); 1] = [("mean", mean, exact.mean_sojourn())];
    intervals_hold("a multiplexer", &s, &values);
    // A held connection is a held slot: the network is part of it.
    let database = &mut s.services[1].database;
    (database.pool_size, database.multiplexer_connections, database.pool_overflow) = (1, 0, 0);
    (s.services[0].capacity.replicas, s.journeys[0].load.arrival_rps) = (1, 4.0);
    s.calls[0].rows.network_ms = 50.0;
    // M/G/1 with a mean of 150 ms and a variance of (100 ms)².
    let exact = 4.0 * (0.150 * 0.150 + 0.010) / (2.0 * (1.0 - 0.6));
    s.services[1].database.pool_timeout_ms = 0.0;
    let values: [(&str, Read, f64); 1] = [("mean", mean, exact + 0.150)];
    intervals_hold("a connection is held on the wire", &s, &values);
}

#[test]
fn slots_held_during_calls() {
    // Nothing but the callee keeps the slots: M/M/10.
    let mut s = called(8.0, 0, 1000.0);
    let front = headroom::scenario::Target { service: 0, operation: 0 };
    s.add_work(front, constant(0.0)).expect("room");
    s.services[0].operations[0].steps.reverse();
    s.add_work(front, constant(0.0)).expect("room");
    let capacity = &mut s.services[0].capacity;
    (capacity.slots, capacity.holds_slot) = (10, true);
    let busy: Read = |o| o.services[0].utilisation;
    let values: [(&str, Read, f64); 3] =
        [("mean", mean, 1.204_590_075_398_22), ("P99", p99, 4.946_111_327_611_45), ("held", busy, 0.8)];
    intervals_hold("ten held slots", &s, &values);
    // A slow dependency exhausts its caller: more than the slots can hold is refused.
    (s.services[0].capacity.queue_bounded, s.services[0].capacity.queue_limit) = (true, 10);
    s.journeys[0].load.arrival_rps = 12.0;
    let exact = Mmck::new(12.0, 10, 1.0, 20);
    let values: [(&str, Read, f64); 2] =
        [("refused", refused, exact.refused()), ("mean", mean, exact.mean_sojourn())];
    intervals_hold("ten held slots and ten places", &s, &values);
}

#[test]
fn answers_that_are_needed() {
    // Three of five exponentials.
    let mut s = called(100.0, 0, 60.0);
    (s.calls[0].rows.repeat, s.calls[0].rows.repeat_how) = (5, Repeat::AtOnce);
    if let Action::Calls(join, _) = &mut s.steps[1].action {
        join.need = 3;
    }
    let exact = 0.060 * (1.0 / 5.0 + 1.0 / 4.0 + 1.0 / 3.0);
    let values: [(&str, Read, f64); 1] = [("mean", mean, exact)];
    intervals_hold("three of five", &s, &values);
}

#[test]
fn shards_and_read_replicas() {
    // 20 keys, all alike: the hottest shard of four has 1/20 + (19/20)/4 of the visits.
    let mut s = station(3.0, 1, exponential(1000.0));
    let database = &mut s.services[0].database;
    (database.shards, database.shard_keys, database.shard_skew) = (4, 20.0, 0.0);
    s.journeys[0].load.arrival_rps = 2.4;
    let hot = 0.05 + 0.95 / 4.0;
    let one = |share: f64| Mmc::new(2.4 * share, 1, 1.0).expect("below saturation").mean_sojourn();
    let exact = hot * one(hot) + (1.0 - hot) * one((1.0 - hot) / 3.0);
    let values: [(&str, Read, f64); 1] = [("mean", mean, exact)];
    intervals_hold("four shards", &s, &values);
    // Replicas read their share and apply every write, which leaves the primary as a Poisson stream (Burke).
    let database = &mut s.services[0].database;
    (database.shards, database.read_replicas, database.write_fraction) = (1, 2, 0.3);
    s.journeys[0].load.arrival_rps = 1.2;
    let at = |rate: f64| Mmc::new(rate, 1, 1.0).expect("below saturation").mean_sojourn();
    let exact = 0.3 * at(0.36) + 0.7 * at(0.42 + 0.36);
    let values: [(&str, Read, f64); 2] =
        [("mean", mean, exact), ("utilisation", utilisation, (0.36 + 2.0 * 0.78) / 3.0)];
    intervals_hold("a primary and two replicas", &s, &values);
}
