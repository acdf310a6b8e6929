//! What the parts of a simulation cost: the least loop that could play its customers, and reading a histogram. How many
//! customers a second the simulation itself plays is in `cases/simulation.rs`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use headroom::num::stream::Streams;
use headroom::sim::Histogram;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;

/// The waiting times of M/M/10 by the recursion of Kiefer and Wolfowitz, with the times at which servers become free on
/// a binary heap: no events, no routes, nothing counted but the mean. What a general simulation costs is seen against it.
fn kiefer_wolfowitz(customers: u32) -> f64 {
    let streams = Streams::new(1, 0);
    let (mut arrivals, mut work) = (streams.stream(1, 0), streams.stream(2, 0));
    // Times are not negative; their bits sort as they do.
    let mut free_at: BinaryHeap<_> = (0..10).map(|_| Reverse(0_u64)).collect();
    let (mut now, mut waited) = (0.0, 0.0);
    for _ in 0..customers {
        now += arrivals.exponential() / 9.0;
        let Some(mut first) = free_at.peek_mut() else { break };
        let start = f64::from_bits(first.0).max(now);
        waited += start - now;
        *first = Reverse((start + work.exponential()).to_bits());
    }
    waited / f64::from(customers)
}

fn least_loop(c: &mut Criterion) {
    let mut group = c.benchmark_group("kiefer-wolfowitz");
    group.throughput(Throughput::Elements(50_000));
    group.bench_function("mm10-at-90%", |b| b.iter(|| kiefer_wolfowitz(black_box(50_000))));
    group.finish();
}

fn quantiles(c: &mut Criterion) {
    let counts: Vec<u32> = (0..10_000).map(|i| i % 17).collect();
    let histogram = Histogram::from_parts(20_000, counts).expect("a histogram");
    c.bench_function("quantiles of 10,000 bins", |b| {
        b.iter(|| histogram.quantiles(black_box(&[0.5, 0.95, 0.99, 0.999])));
    });
}

criterion_group!(benches, least_loop, quantiles);
criterion_main!(benches);
