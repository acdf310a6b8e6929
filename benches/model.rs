//! How long the closed forms take: one answer, and the curve over load. Not how exact they are; the tests say that.

use criterion::{Criterion, criterion_group, criterion_main};
use headroom::plan::explore;
use headroom::report::evaluate;
use headroom::scenario::preset;
use std::hint::black_box;

fn answers(c: &mut Criterion) {
    let mut group = c.benchmark_group("answer from scratch");
    for preset in preset::ALL {
        let scenario = (preset.build)();
        group.bench_function(preset.key, |b| b.iter(|| evaluate(black_box(&scenario))));
    }
    group.finish();
    let mut group = c.benchmark_group("curve over load");
    group.sample_size(10);
    for preset in preset::ALL {
        let scenario = (preset.build)();
        group.bench_function(preset.key, |b| b.iter(|| explore(black_box(&scenario))));
    }
    group.finish();
}

criterion_group!(benches, answers);
criterion_main!(benches);
