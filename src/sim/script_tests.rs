//! How the load of a story runs, and how long it is.

use super::*;
use crate::scenario::event::EventRows;
use crate::scenario::load::LoadPoint;
use crate::scenario::{Event, preset};

fn story(points: &[(f64, f64)], steps: &[(f64, f64, f64)]) -> Script {
    let mut s = (preset::ALL[0].build)();
    s.load_series = points.iter().map(|&(at_h, load_factor)| LoadPoint { at_h, load_factor }).collect();
    for &(at_s, for_s, amount) in steps {
        let rows = EventRows { what: What::LoadStep, at_s, for_s, amount };
        s.events.push(Event { object: None, rows });
    }
    Script::new(&s)
}

/// The factor times time up to a second of the story, by the way the next arrival is found.
fn area(script: &Script, until: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1e7);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        let found = script.arrival(&mut 0, script.begins, middle);
        if found < script.begins + until { low = middle } else { high = middle }
    }
    low
}

#[test]
fn without_a_course_a_gap_is_a_gap() {
    let script = story(&[], &[]);
    for (now, gap) in [(0.0, 0.37), (1.25, 1e-9), (script.begins + 17.0, 1e4)] {
        assert_eq!(script.arrival(&mut 0, now, gap), now + gap);
    }
    assert_eq!((script.horizon_s(), script.bin), (60.0, 1.0));
}

#[test]
fn the_load_runs_from_point_to_point_and_steps_multiply_it() {
    let script = story(&[(1.0, 3.0), (0.5, 1.0), (2.0, 0.0)], &[(900.0, 1800.0, 2.0), (1800.0, 60.0, 1.5)]);
    // By hand, from the lines: 1 until half an hour, 1 to 3 within the next, 3 to 0 within the last hour.
    let exact = |t: f64| -> f64 {
        let line = |a: f64, b: f64, fa: f64, fb: f64| {
            let (a1, b1) = (a.min(t), b.min(t));
            let f = |x: f64| fa + (fb - fa) * (x - a) / (b - a);
            0.5 * (f(a1) + f(b1)) * (b1 - a1)
        };
        let rise = |x: f64| 1.0 + 2.0 * (x - 1800.0) / 1800.0;
        line(0.0, 900.0, 1.0, 1.0)
            + line(900.0, 1800.0, 2.0, 2.0)
            + line(1800.0, 1860.0, 3.0, 3.0 * rise(1860.0))
            + line(1860.0, 2700.0, 2.0 * rise(1860.0), 2.0 * rise(2700.0))
            + line(2700.0, 3600.0, rise(2700.0), 3.0)
            + line(3600.0, 7200.0, 3.0, 0.0)
    };
    for t in [100.0, 899.0, 1000.0, 1799.0, 1830.0, 2000.0, 2699.0, 3000.0, 3599.0, 5000.0, 7100.0] {
        let (found, exact) = (area(&script, t), exact(t));
        assert!((found / exact - 1.0).abs() < 1e-9, "{t}: {found} {exact}");
    }
    // The day ends with nothing.
    assert_eq!(script.arrival(&mut 0, script.begins + 7200.0, 1e-9), f64::INFINITY);
    assert_eq!(script.arrival(&mut 0, script.begins, 1e9), f64::INFINITY);
    assert_eq!(script.horizon_s(), 7200.0);
}

#[test]
fn a_story_leaves_room_to_recover() {
    assert_eq!(story(&[], &[(60.0, 30.0, 2.0)]).horizon_s(), 150.0);
    assert_eq!(story(&[], &[(60.0, 30.0, 2.0), (400.0, 200.0, 2.0)]).horizon_s(), 1140.0);
    let mut s = (preset::ALL[0].build)();
    s.services[0].autoscaler.scale_on = Metric::Utilisation;
    assert_eq!(Script::new(&s).horizon_s(), 450.0);
    for journeys in 1..=20 {
        let script = Script::new(&s);
        assert!(script.bins * journeys <= MOST_IN_ALL && script.bins <= MOST, "{journeys}");
        let entry = s.journeys[0].entry;
        let _ = s.add_journey("Another", entry);
    }
    let longest = EventRows { what: What::LoadStep, at_s: 86_400.0, for_s: 86_400.0, amount: 1.0 };
    s.events = vec![Event { object: None, rows: longest }; 50];
    let script = Script::new(&s);
    assert!(script.bins as usize * s.journeys.len() <= MOST_IN_ALL as usize, "{}", script.bins);
}
