//! The ends of every range and beyond the usual: what the closed forms say is a number, or has none for a reason. Not
//! random scenarios; those are in `properties`.

use crate::systems::{calls, constant, exponential, journey, service, station};
use headroom::report::{Code, Report, evaluate};
use headroom::scenario::call::Repeat;
use headroom::scenario::param::{Kind, Spec};
use headroom::scenario::service::Balancing;
use headroom::scenario::work::{Family, Work};
use headroom::scenario::{Action, Scenario, preset};

/// What is wrong with a report as such, whatever the scenario.
pub fn unsound(r: &Report) -> Option<String> {
    let mut wrong = Vec::new();
    let mut say = |ok: bool, what: String| {
        if !ok {
            wrong.push(what);
        }
    };
    for j in r.journeys.iter().chain([&r.overall]) {
        let p = j.percentiles_s;
        let none = p.iter().all(|x| x.is_nan());
        say(none || (p[0] >= 0.0 && p.windows(2).all(|w| w[0] <= w[1])), format!("{}: {p:?}", j.name));
        say(j.mean_s >= 0.0 || none, format!("{}: mean {}", j.name, j.mean_s));
        say((0.0..=1.0).contains(&j.error_fraction), format!("errors {}", j.error_fraction));
        let passes = j.throughput_per_s >= 0.0 && j.throughput_per_s <= j.arrival_per_s * (1.0 + 1e-9);
        say(passes, format!("throughput {} of {}", j.throughput_per_s, j.arrival_per_s));
        say(j.in_flight >= 0.0, format!("in flight {}", j.in_flight));
        let falls = j.tail.windows(2).all(|w| w[0].0 <= w[1].0 && w[0].1 >= w[1].1 - 1e-12);
        say(falls && j.tail.iter().all(|x| x.0.is_finite() && (-1e-12..=1.0).contains(&x.1)), "tail".into());
        for hop in &j.hops {
            let all = [hop.start_s, hop.transfer_s, hop.wait_s, hop.work_s, hop.share];
            say(all.iter().all(|x| *x >= 0.0), format!("{hop:?}"));
        }
    }
    for x in &r.services {
        let all = [x.arrival_per_s, x.work_s, x.servers, x.utilisation, x.mean_wait_s, x.hold_s, x.in_flight];
        say(all.iter().all(|v| *v >= 0.0) && x.capacity_per_s >= 0.0, format!("{x:?}"));
        let shares = [x.p_wait, x.lost_fraction, x.full_fraction];
        say(shares.iter().all(|v| (0.0..=1.0).contains(v)), format!("{x:?}"));
        say(x.p99_s >= 0.0 || x.arrival_per_s == 0.0 || x.lost_fraction > 0.999, format!("{x:?}"));
    }
    for c in &r.calls {
        let all = [c.rate_per_s, c.origin_per_s, c.sent_per_s, c.attempts];
        say(all.iter().all(|v| *v >= 0.0 && v.is_finite()), format!("{c:?}"));
        let shares = [c.timeout_fraction, c.failed_fraction, c.open_fraction];
        say(shares.iter().all(|v| (0.0..=1.0).contains(v)), format!("{c:?}"));
        say(
            c.mean_s.is_nan() == c.p99_s.is_nan() && (c.mean_s >= 0.0 || c.mean_s.is_nan()),
            format!("{c:?}"),
        );
    }
    for c in &r.caches {
        let sound = c.hits_per_s >= 0.0 && c.hits_per_s <= c.lookups_per_s * (1.0 + 1e-9);
        say(sound && c.cost_per_month >= 0.0, format!("{c:?}"));
    }
    say(r.cost.per_month >= 0.0 && r.cost.per_month.is_finite(), format!("{:?}", r.cost));
    say(!r.cost.per_million.is_nan(), format!("{:?}", r.cost));
    (!wrong.is_empty()).then(|| wrong.join("\n"))
}

fn sound(s: &Scenario, what: &str) -> Report {
    let r = evaluate(s);
    if let Some(wrong) = unsound(&r) {
        panic!("{what}: {wrong}");
    }
    r
}

/// The values of a row to look at: its ends, and 0 where that means something else.
fn ends(spec: &Spec) -> Vec<f64> {
    if let Kind::Choice(choices) = spec.kind {
        return (0..choices.len()).map(|i| i as f64).collect();
    }
    let zero = spec.zero.map(|_| 0.0);
    zero.into_iter().chain([spec.min, spec.max]).collect()
}

#[test]
fn every_row_at_every_end_has_an_answer() {
    for preset in preset::ALL {
        let base = (preset.build)();
        for id in base.params() {
            let spec = id.spec().expect("a row");
            for value in ends(spec).into_iter().filter(|_| spec.live) {
                let mut s = base.clone();
                s.set(id, value).expect("in range");
                sound(&s, &format!("{} {} {value}", preset.key, s.path(id).unwrap_or_default()));
            }
        }
    }
}

#[test]
fn all_rows_at_their_ends_together_have_an_answer() {
    for preset in preset::ALL {
        for end in 0..3 {
            let mut s = (preset.build)();
            for id in s.params() {
                let spec = id.spec().filter(|spec| spec.live);
                let Some(ends) = spec.map(ends) else { continue };
                s.set(id, ends[end.min(ends.len() - 1)]).expect("in range");
            }
            sound(&s, &format!("{} {end}", preset.key));
        }
    }
}

#[test]
fn from_no_load_to_five_times_what_it_can_take() {
    for balancing in [Balancing::Shared, Balancing::Random, Balancing::LeastOutstanding] {
        for (load, overloaded) in [(0.0, false), (0.999, false), (1.0, true), (5.0, true)] {
            let mut s = station((load * 40.0_f64).max(0.0), 2, exponential(100.0));
            s.services[0].capacity.replicas = 2;
            s.services[0].capacity.balancing = balancing;
            if load == 0.0 {
                s.journeys[0].load.arrival_rps = 0.001;
            }
            let r = sound(&s, "a station");
            assert!(load == 0.0 || (r.services[0].utilisation - load).abs() < 1e-9);
            assert_eq!(r.overall.percentiles_s[2].is_infinite(), overloaded, "{load} {balancing:?}");
            assert_eq!(r.caveats.iter().any(|c| c.code == Code::Overload), overloaded);
            let served = if load > 1.0 { 1.0 / load } else { 1.0 };
            assert!((r.overall.throughput_per_s / r.overall.arrival_per_s - served).abs() < 1e-9);
        }
    }
}

#[test]
fn a_thousand_servers_and_a_hundred_million() {
    let one = sound(&station(9_990.0, 1000, exponential(100.0)), "a thousand");
    assert!((one.services[0].utilisation - 0.999).abs() < 1e-12 && one.overall.mean_s > 0.1);
    let mut s = station(10_000_000.0, 10_000, exponential(1000.0));
    s.services[0].capacity.replicas = 10_000;
    let many = sound(&s, "many");
    assert!((many.overall.mean_s - 1.0).abs() < 1e-6 && many.services[0].p_wait < 1e-12);
}

fn fan(copies: u32, need: u32) -> Scenario {
    let mut s = Scenario::default();
    let root = service(&mut s, "Root", 0);
    let leaf = service(&mut s, "Leaf", 0);
    s.add_work(leaf, exponential(10.0)).expect("fits");
    let call = calls(&mut s, root, &[leaf])[0];
    (s.calls[call].rows.repeat, s.calls[call].rows.repeat_how) = (copies, Repeat::AtOnce);
    if let Action::Calls(join, _) = &mut s.steps[1].action {
        join.need = need;
    }
    journey(&mut s, root, 10.0);
    s
}

#[test]
fn a_fan_out_to_a_thousand_and_a_quorum_of_them() {
    // The k-th of n exponentials comes after the sum of the means over n, n-1, ...
    let expected = |n: u32, k: u32| (n - k + 1..=n).map(|j| 0.01 / f64::from(j)).sum::<f64>();
    for (n, need) in [(1000, 0), (1000, 1000), (1000, 1), (1000, 500), (1000, 999), (10_000, 1000)] {
        let mean = expected(n, if need == 0 { n } else { need });
        let found = sound(&fan(n, need), "a fan").overall.mean_s;
        assert!((found / mean - 1.0).abs() < 2e-3, "{need} of {n}: {found} instead of {mean}");
    }
    let mut failing = fan(1000, 900);
    failing.services[1].capacity.failure_fraction = 0.05;
    assert!(sound(&failing, "some fail").overall.error_fraction < 1e-6);
    failing.services[1].capacity.failure_fraction = 0.2;
    assert!(sound(&failing, "too many fail").overall.error_fraction > 0.999_999);
}

#[test]
fn hit_rates_of_nothing_and_everything() {
    let mut s = crate::systems::cached_database();
    s.caches[0].rows.hit_fraction = 0.0;
    let none = sound(&s, "no hits");
    assert_eq!(none.caches[0].hits_per_s, 0.0);
    assert_eq!(none.calls[0].levels[1].lookups_per_s, 4000.0);
    s.caches[0].rows.hit_fraction = 1.0;
    let all = sound(&s, "all hits");
    assert_eq!((all.services[1].arrival_per_s, all.calls[0].origin_per_s), (0.0, 0.0));
    assert_eq!(all.overall.percentiles_s, [1e-4; 4]);
}

#[test]
fn nothing_to_do_takes_no_time() {
    let mut s = Scenario::default();
    let only = service(&mut s, "Only", 1);
    journey(&mut s, only, 1000.0);
    assert_eq!(sound(&s, "no steps").overall.percentiles_s, [0.0; 4]);
    s.add_calls(only).expect("fits");
    assert_eq!(sound(&s, "an empty group").overall.percentiles_s, [0.0; 4]);
    s.add_work(only, constant(0.0)).expect("fits");
    let idle = sound(&s, "no work");
    assert_eq!((idle.overall.percentiles_s, idle.services[0].utilisation), ([0.0; 4], 0.0));
    sound(&Scenario::default(), "an empty document");
}

#[test]
fn a_timeout_below_the_least_possible_latency_fails_everything() {
    for retries in [0, 3] {
        let mut s = Scenario::default();
        let front = service(&mut s, "Front", 0);
        let back = service(&mut s, "Back", 8);
        s.add_work(back, constant(100.0)).expect("fits");
        let call = calls(&mut s, front, &[back])[0];
        (s.calls[call].rows.timeout_ms, s.calls[call].rows.retries) = (50.0, retries);
        journey(&mut s, front, 10.0);
        let r = sound(&s, "a short timeout");
        assert_eq!((r.overall.error_fraction, r.overall.throughput_per_s), (1.0, 0.0));
        assert!(r.overall.percentiles_s.iter().all(|x| x.is_nan()) && r.cost.per_million.is_infinite());
        assert!(r.caveats.iter().any(|c| c.code == Code::NothingSucceeds));
        // The work is done all the same, for nobody.
        assert!((r.services[1].utilisation - 10.0 * f64::from(1 + retries) * 0.1 / 8.0).abs() < 1e-4);
    }
}

#[test]
fn spreads_of_nothing_and_of_a_hundred() {
    for law in [Family::Gamma, Family::Hyperexponential, Family::Lognormal, Family::Weibull] {
        for scv in [0.0, 100.0] {
            for slots in [1, 4] {
                let work = Work { law, mean_ms: 10.0, scv, ..Work::default() };
                let r = sound(&station(60.0 * f64::from(slots), slots, work), "a spread");
                let mean = r.services[0].mean_wait_s;
                // Pollaczek and Khinchine for one slot.
                let wait = 0.6 / 0.4 * 0.01 * (1.0 + scv) / 2.0;
                assert!(slots > 1 || (mean / wait - 1.0).abs() < 0.02, "{law:?} {scv}: {mean} not {wait}");
            }
        }
    }
}
