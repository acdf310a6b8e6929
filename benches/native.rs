//! How long the closed forms take natively, by Criterion. The same in a browser is `browser.rs`; what is timed, `cases`.

mod cases;

use criterion::{Criterion, criterion_group, criterion_main};
use std::time::Duration;

fn closed_forms(c: &mut Criterion) {
    for mut case in cases::all() {
        let mut group = c.benchmark_group(case.question);
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(200))
            .measurement_time(Duration::from_millis(600));
        group.bench_function(&case.name, |b| b.iter(&mut case.run));
        group.finish();
    }
}

criterion_group!(benches, closed_forms);
criterion_main!(benches);
