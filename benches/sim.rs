//! How many customers a second the simulation serves, beside the least loop that could. Not a test of its answers.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use headroom::num::stream::Streams;
use headroom::scenario::work::{Family, Work};
use headroom::scenario::{Scenario, preset};
use headroom::sim::{Histogram, Progress, Simulation};
use std::hint::black_box;

fn ten_servers() -> Scenario {
    let mut s = Scenario::default();
    let station = s.add_service("Station").expect("room");
    (s.services[0].capacity.replicas, s.services[0].capacity.slots) = (1, 10);
    s.add_work(station, Work { law: Family::Exponential, mean_ms: 1000.0, ..Work::default() }).expect("room");
    let journey = s.add_journey("Journey", station).expect("room");
    s.journeys[journey].load.arrival_rps = 9.0;
    s
}

/// The first preset with levers on every call and service.
fn with_levers() -> Scenario {
    let mut s = (preset::ALL[0].build)();
    for service in &mut s.services {
        service.capacity.queue_bounded = true;
        (service.capacity.queue_limit, service.capacity.patience_ms) = (100, 5000.0);
        service.capacity.failure_fraction = 0.001;
        service.database.pool_size = 50;
    }
    for call in &mut s.calls {
        let rows = &mut call.rows;
        (rows.timeout_ms, rows.retries, rows.retry_budget_fraction) = (2000.0, 2, 0.1);
        (rows.breaker_fraction, rows.hedge_ms, rows.cancel) = (0.5, 1000.0, true);
    }
    s
}

/// The waiting times of M/M/10 by the recursion of Kiefer and Wolfowitz: no events, no routes, nothing counted but the
/// mean. What a general simulation costs is seen against it.
fn kiefer_wolfowitz(customers: u32) -> f64 {
    let streams = Streams::new(1, 0);
    let (mut arrivals, mut work) = (streams.stream(1, 0), streams.stream(2, 0));
    let mut free_at = [0.0_f64; 10];
    let (mut now, mut waited) = (0.0, 0.0);
    for _ in 0..customers {
        now += arrivals.exponential() / 9.0;
        // The list stays sorted; the first server is free first.
        let start = free_at[0].max(now);
        waited += start - now;
        let end = start + work.exponential();
        let mut at = 0;
        while at + 1 < free_at.len() && free_at[at + 1] < end {
            free_at[at] = free_at[at + 1];
            at += 1;
        }
        free_at[at] = end;
    }
    waited / f64::from(customers)
}

fn replication(simulation: &mut Simulation) -> u64 {
    simulation.restart(0);
    while simulation.advance(1 << 20) == Progress::Running {}
    let customers = simulation.counts().iter().map(|c| c.arrived).sum();
    black_box(simulation.take());
    customers
}

fn simulations(c: &mut Criterion) {
    let mut group = c.benchmark_group("customers");
    group.sample_size(20);
    let systems = [("mm10-at-90%", ten_servers()), ("checkout-with-levers", with_levers())]
        .into_iter()
        .chain(preset::ALL.iter().map(|p| (p.key, (p.build)())));
    for (name, scenario) in systems {
        let mut simulation = Simulation::new(&scenario, 1, 0);
        let customers = replication(&mut simulation);
        group.throughput(Throughput::Elements(customers));
        group.bench_function(BenchmarkId::new("simulation", name), |b| {
            b.iter(|| replication(&mut simulation));
        });
    }
    group.throughput(Throughput::Elements(50_000));
    group.bench_function("kiefer-wolfowitz/mm10-at-90%", |b| {
        b.iter(|| kiefer_wolfowitz(black_box(50_000)));
    });
    group.finish();
}

fn quantiles(c: &mut Criterion) {
    let counts: Vec<u32> = (0..10_000).map(|i| i % 17).collect();
    let histogram = Histogram::from_parts(20_000, counts).expect("a histogram");
    c.bench_function("quantiles of 10,000 bins", |b| {
        b.iter(|| histogram.quantiles(black_box(&[0.5, 0.95, 0.99, 0.999])));
    });
}

criterion_group!(benches, simulations, quantiles);
criterion_main!(benches);
