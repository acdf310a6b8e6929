//! The loop by hand, at pods that start, a schedule and nothing at all. Not against the runs of others; those are cases of
//! `tests/reference`.

use super::{Loop, Settings, run};

#[test]
fn starting_pods_are_paid_but_do_not_work() {
    let settings =
        Settings { max: 50, target: 60.0, pod_capacity: 100.0, startup: 40.0, ..Settings::default() };
    let mut scaler = Loop::new(settings, 4);
    assert_eq!(scaler.sync(1500.0), 7);
    scaler.advance(39.0, 1500.0);
    assert_eq!((scaler.ready(), scaler.replicas()), (4, 7));
    assert_eq!(scaler.totals().replica_seconds, 7.0 * 39.0);
    scaler.advance(41.0, 1500.0);
    assert_eq!(scaler.ready(), 7);
    assert!((scaler.backlog() - (40.0 * 1100.0 + 800.0)).abs() < 1e-9);
}

#[test]
fn a_schedule_is_there_before_the_demand() {
    let settings = Settings { schedule: vec![(60.0, 600.0, 26)], max: 50, ..Settings::default() };
    assert_eq!((settings.least(59.0), settings.least(60.0), settings.least(600.0)), (1, 26, 1));
}

#[test]
fn nothing_ready_and_nothing_asked() {
    let none = run(Settings { min: 0, ..Settings::default() }, 0, &[(0.0, 5.0)], 60.0);
    assert_eq!(none.replicas, [0; 4]);
    assert_eq!(none.backlog, 300.0);
    let idle = run(Settings::default(), 1, &[], 30.0);
    assert_eq!((idle.replicas.len(), idle.backlog), (2, 0.0));
    assert!(run(Settings::default(), 1, &[], 0.0).replicas.is_empty());
}
