//! How long the cases of `cases` take natively, by Criterion. The same in a browser is `browser.rs`; what is timed, `cases`.

mod cases;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::time::Duration;

fn all(c: &mut Criterion) {
    for mut case in cases::all() {
        let mut group = c.benchmark_group(case.question);
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(200))
            .measurement_time(Duration::from_millis(600));
        if case.requests > 0 {
            group.throughput(Throughput::Elements(case.requests));
            println!("{}: {:.2} visits a request", case.name, case.visits as f64 / case.requests as f64);
        }
        group.bench_function(&case.name, |b| b.iter(&mut case.run));
        group.finish();
    }
}

criterion_group!(benches, all);
criterion_main!(benches);
