//! Stories against what is known exactly: transients, fluids, steady states at both ends. Long runs, so native only.
//! Not autoscalers; those are in `stories_scaled`. Not what must hold of all stories; that is `stories`.

use crate::simulation::observe;
use crate::stories::event;
use crate::storm::{STATION, retrying};
use crate::systems::{calls, exponential, journey, service, station};
use headroom::job::play;
use headroom::queue::retry_storm::RetryStorm;
use headroom::report::evaluate;
use headroom::scenario::Scenario;
use headroom::scenario::cache::HitFrom;
use headroom::scenario::event::What;
use headroom::scenario::load::LoadPoint;
use headroom::scenario::service::Balancing;
use headroom::sim::{Bin, Estimate, Timeline};

pub fn half(e: Estimate) -> f64 {
    e.half_width.expect("enough replications")
}

/// Of the bins whose exact value is known, at most an eighth of the 95 % intervals miss it, none by twice its half width.
fn intervals_hold(what: &str, timeline: &Timeline, of: impl Fn(&Bin) -> Option<(Estimate, f64)>) {
    of_all(what, std::slice::from_ref(timeline), of);
}

/// The same for several stories together: neighbouring bins miss together where a system remembers.
fn of_all(what: &str, timelines: &[Timeline], of: impl Fn(&Bin) -> Option<(Estimate, f64)>) {
    let known: Vec<(Estimate, f64)> = timelines.iter().flat_map(|t| &t.bins).filter_map(of).collect();
    let off = |&(seen, exact): &(Estimate, f64)| (seen.value - exact).abs() / half(seen);
    let (missed, worst) =
        (known.iter().filter(|k| off(k) > 1.0).count(), known.iter().map(off).fold(0.0, f64::max));
    println!("{what}: {missed} of {} intervals missed, by {worst:.2} half widths at most", known.len());
    assert!(known.len() >= 8, "{what}: {} bins", known.len());
    // Of four times as many one is farther off with the same chance.
    let most = if timelines.len() > 1 { 2.32 } else { 2.0 };
    assert!(missed <= known.len() / 8 && worst < most, "{what}: {missed} missed, by {worst}: {known:?}");
}

/// Mean of `1 - e^(-μ t)` over a stretch of time.
fn filled(mu: f64, from: f64, to: f64) -> f64 {
    1.0 - (libm::exp(-mu * from) - libm::exp(-mu * to)) / (mu * (to - from))
}

#[test]
fn slots_without_limit_fill_as_theory_says() {
    // M/M/∞: from a = λ/μ it goes to 3 a and back as 1 - e^(-μ t).
    let (rate, mu, from, to) = (20.0, 0.2, 10.0, 40.0);
    let mut s = station(rate, 0, exponential(1000.0 / mu));
    event(&mut s, What::LoadStep, 0, (from, to - from), 3.0);
    let timelines: Vec<Timeline> = (1..=4).map(|seed| play(&s, seed, 40, 2)).collect();
    let a = rate / mu;
    let exact = |b: &Bin| {
        let step = |at: f64| if b.start_s >= at { filled(mu, b.start_s - at, b.end_s - at) } else { 0.0 };
        a * (1.0 + 2.0 * (step(from) - step(to)))
    };
    of_all("busy", &timelines, |b| b.seen.services[0].busy.map(|seen| (seen, exact(b))));
    let per_s = |b: &Bin| if (from..to).contains(&b.start_s) { 3.0 * rate } else { rate };
    of_all("arrivals", &timelines, |b| b.seen.overall.arrival_per_s.map(|seen| (seen, per_s(b))));
}

#[test]
fn an_overload_grows_by_what_cannot_be_done() {
    // λ - cμ = 60 - 20 a second; at its end the queue is worked off at cμ - λ = 8 a second.
    let mut s = station(12.0, 20, exponential(1000.0));
    event(&mut s, What::LoadStep, 0, (20.0, 30.0), 5.0);
    let timeline = play(&s, 2, 40, 2);
    let grows = |from: f64, to: f64| {
        let inside: Vec<&Bin> = timeline.bins.iter().filter(|b| b.start_s >= from && b.end_s <= to).collect();
        let (first, last) = (inside[0], inside[inside.len() - 1]);
        let [a, b] = [first, last].map(|b| b.seen.overall.in_flight.expect("in flight"));
        let passed = last.start_s - first.start_s;
        ((b.value - a.value) / passed, (half(a) + half(b)) / passed)
    };
    for ((from, to), exact) in [((25.0, 50.0), 40.0), ((52.0, 105.0), -8.0)] {
        let (found, off) = grows(from, to);
        assert!((found - exact).abs() <= off, "{found} ± {off} instead of {exact} a second");
    }
    let busy = timeline.bins.iter().filter(|b| b.start_s >= 25.0 && b.end_s <= 100.0);
    for bin in busy {
        let seen = bin.seen.services[0].utilisation.expect("slots");
        assert!(seen.value > 0.999, "{}: {}", bin.start_s, seen.value);
    }
}

fn inside(bin: &Bin, from: f64, to: f64) -> Option<&Bin> {
    (bin.start_s >= from && bin.end_s <= to).then_some(bin)
}

#[test]
fn a_replica_lost_and_back_has_the_steady_states_of_before_between_and_after() {
    for balancing in [Balancing::Shared, Balancing::LeastOutstanding] {
        let mut s = station(30.0, 10, exponential(500.0));
        let capacity = &mut s.services[0].capacity;
        (capacity.replicas, capacity.balancing) = (3, balancing);
        let whole = observe(&s, 5, 40);
        s.services[0].capacity.lost_replicas = 1;
        let less = observe(&s, 5, 40);
        s.services[0].capacity.lost_replicas = 0;
        event(&mut s, What::ReplicaLost, 0, (60.0, 120.0), 1.0);
        let timeline = play(&s, 3, 40, 2);
        // Both are estimates.
        let together = |seen: Estimate, steady: Estimate| {
            let both = (half(seen) * half(seen) + half(steady) * half(steady)).sqrt();
            Some((Estimate { value: seen.value, half_width: Some(both) }, steady.value))
        };
        for (what, from, to, steady) in
            [("before", 0.0, 60.0, &whole), ("between", 90.0, 180.0, &less), ("after", 210.0, 300.0, &whole)]
        {
            intervals_hold(&format!("{balancing:?} {what}: utilisation"), &timeline, |b| {
                let steady = steady.services[0].utilisation?;
                together(inside(b, from, to)?.seen.services[0].utilisation?, steady)
            });
            intervals_hold(&format!("{balancing:?} {what}: mean"), &timeline, |b| {
                together(inside(b, from, to)?.seen.overall.mean_s?, steady.overall.mean_s?)
            });
        }
        for bin in &timeline.bins {
            let there = if (60.0..180.0).contains(&bin.start_s) { 2.0 } else { 3.0 };
            assert_eq!(bin.seen.services[0].replicas.map(|r| r.value), Some(there), "{}", bin.start_s);
            // With it goes what it works on: 5 of 15, besides whoever waits in a queue of its own.
            let failed = bin.seen.overall.error_fraction.expect("requests").value;
            assert_eq!(failed > 0.0, bin.start_s == 60.0, "{}: {failed}", bin.start_s);
        }
        let hit = timeline.bins.iter().find(|b| b.start_s == 60.0).expect("a bin");
        let failed =
            hit.seen.overall.error_fraction.expect("requests").value * 30.0 * (hit.end_s - hit.start_s);
        assert!((4.0..6.0).contains(&failed), "{failed} failed");
    }
}

fn errors(timeline: &Timeline, from: f64, to: f64) -> f64 {
    let inside = timeline.bins.iter().filter(|b| b.start_s >= from && b.end_s <= to);
    let all: Vec<f64> = inside.filter_map(|b| b.seen.overall.error_fraction.map(|e| e.value)).collect();
    all.iter().sum::<f64>() / all.len() as f64
}

#[test]
fn a_storm_that_an_event_tips_stays_and_a_retry_budget_brings_it_back() {
    let mut s = retrying(&RetryStorm { rate: 70.0, ..STATION });
    event(&mut s, What::Slowed, 1, (60.0, 30.0), 3.0);
    let stays = play(&s, 4, 20, 2);
    s.calls[0].rows.retry_budget_fraction = 0.1;
    let recovers = play(&s, 4, 20, 2);
    for timeline in [&stays, &recovers] {
        assert!(errors(timeline, 0.0, 60.0) < 0.01, "{}", errors(timeline, 0.0, 60.0));
        assert!(errors(timeline, 70.0, 90.0) > 0.3, "{}", errors(timeline, 70.0, 90.0));
    }
    // Long after the event, at the load that was carried before it.
    let (bad, good) = (errors(&stays, 120.0, 150.0), errors(&recovers, 120.0, 150.0));
    assert!(bad > 0.9 && good < 0.01, "{bad} {good}");
}

#[test]
fn arrivals_follow_the_day() {
    let mut s = station(50.0, 0, exponential(100.0));
    let points = [(0.0, 0.5), (0.05, 2.0), (0.1, 0.0), (0.12, 1.0)];
    s.load_series = points.map(|(at_h, load_factor)| LoadPoint { at_h, load_factor }).to_vec();
    for scv in [1.0, 4.0, 0.2] {
        s.journeys[0].load.arrival_scv = scv;
        let timeline = play(&s, 8, 20, 2);
        assert_eq!(timeline.bins.last().map(|b| b.end_s), Some(440.0));
        let factor = |t: f64| {
            let pair = points.windows(2).find(|p| t <= p[1].0 * 3600.0);
            pair.map_or(1.0, |p| p[0].1 + (p[1].1 - p[0].1) * (t / 3600.0 - p[0].0) / (p[1].0 - p[0].0))
        };
        // Means of straight lines, for bins without a point inside.
        let smooth = |b: &&Bin| points.iter().all(|p| p.0 * 3600.0 <= b.start_s || p.0 * 3600.0 >= b.end_s);
        intervals_hold(&format!("arrivals of SCV {scv}"), &timeline, |b| {
            let exact = 50.0 * factor(0.5 * (b.start_s + b.end_s));
            Some(b).filter(smooth).and_then(|b| Some((b.seen.overall.arrival_per_s?, exact)))
        });
    }
}

#[test]
fn slowed_failing_and_flushed_do_what_they_say() {
    let mut s = Scenario::default();
    let front = service(&mut s, "Front", 0);
    let back = service(&mut s, "Back", 0);
    s.add_work(back, exponential(20.0)).expect("fits");
    let call = calls(&mut s, front, &[back])[0];
    for name in ["Typed", "Derived"] {
        let cache = s.add_cache(name).expect("fits");
        s.put_cache(call, cache).expect("fits");
        s.caches[cache].rows.hit_fraction = 0.5;
    }
    let rows = &mut s.caches[1].rows;
    (rows.hit_from, rows.keys, rows.memory_gib, rows.zipf_exponent) = (HitFrom::Derived, 5000.0, 0.004, 1.0);
    journey(&mut s, front, 200.0);
    event(&mut s, What::Slowed, 1, (20.0, 20.0), 5.0);
    event(&mut s, What::Failing, 1, (60.0, 20.0), 0.4);
    event(&mut s, What::CacheFlushed, 0, (100.0, 20.0), 1.0);
    event(&mut s, What::CacheFlushed, 1, (140.0, 20.0), 1.0);
    let timeline = play(&s, 9, 20, 2);
    let within = |b: &Bin, from: f64, to: f64| b.start_s >= from && b.end_s <= to;
    let mean = |from: f64, to: f64, of: &dyn Fn(&Bin) -> f64| {
        let all: Vec<f64> = timeline.bins.iter().filter(|b| within(b, from, to)).map(of).collect();
        all.iter().sum::<f64>() / all.len() as f64
    };
    // Work in a bin for each visit.
    let work = |b: &Bin| {
        b.seen.services[1].busy.expect("work").value / b.seen.services[1].visits_per_s.expect("visits").value
    };
    for (from, to, exact) in [(0.0, 20.0, 0.02), (25.0, 40.0, 0.1), (45.0, 60.0, 0.02)] {
        let found = mean(from, to, &work);
        assert!((found / exact - 1.0).abs() < 0.03, "{from}: {found} instead of {exact}");
    }
    let share = |b: &Bin| {
        let reached = b.seen.services[1].visits_per_s.expect("visits").value;
        let arrived = b.seen.overall.arrival_per_s.expect("arrivals").value;
        b.seen.overall.error_fraction.expect("requests").value * arrived / reached
    };
    for (from, to, exact) in [(0.0, 60.0, 0.0), (65.0, 80.0, 0.4), (85.0, 240.0, 0.0)] {
        let found = mean(from, to, &share);
        assert!((found - exact).abs() < 0.02, "{from}: {found} instead of {exact}");
    }
    let hits = |cache: usize| move |b: &Bin| b.seen.caches[cache].hit_fraction.expect("look-ups").value;
    for (from, to, exact) in [(0.0, 100.0, 0.5), (100.0, 120.0, 0.0), (120.0, 240.0, 0.5)] {
        let found = mean(from, to, &hits(0));
        assert!((found - exact).abs() < 0.02, "{from}: {found} instead of {exact}");
    }
    // It loses what it holds and learns it again.
    let usual = mean(125.0, 140.0, &hits(1));
    let (first, later) = (mean(140.0, 145.0, &hits(1)), mean(220.0, 240.0, &hits(1)));
    assert!(first < usual - 0.15 && (later - usual).abs() < 0.03, "{usual} {first} {later}");
}

#[test]
fn where_nobody_waits_slow_episodes_are_a_mixture_and_where_many_do_they_are_worse() {
    let mut s = station(50.0, 0, exponential(20.0));
    let capacity = &mut s.services[0].capacity;
    (capacity.episode_every_s, capacity.episode_s, capacity.episode_factor) = (9.0, 1.0, 5.0);
    let (model, seen) = (evaluate(&s), observe(&s, 10, 60));
    for (p, exact) in model.overall.percentiles_s.iter().enumerate().take(3) {
        let found = seen.overall.percentiles_s[p].expect("samples");
        assert!((found.value - exact).abs() <= 1.5 * half(found), "{found:?} instead of {exact}");
    }
    let mean = seen.overall.mean_s.expect("samples");
    assert!((mean.value - 0.02 * 1.4).abs() <= 1.5 * half(mean), "{mean:?}");
    assert!((model.overall.mean_s - 0.028).abs() < 1e-6 && (model.services[0].work_s - 0.028).abs() < 1e-12);
    // With few slots, an episode is an overload, which is not in the formula, and is said.
    s.services[0].capacity.slots = 2;
    let (model, seen) = (evaluate(&s), observe(&s, 10, 60));
    let (formula, played) = (model.overall.percentiles_s[2], seen.overall.percentiles_s[2].expect("samples"));
    assert!(played.value - half(played) > 1.5 * formula, "{played:?} {formula}");
    assert!(model.caveats.iter().any(|c| c.code.key() == "episodes"));
    // The same load on stories.
    let timeline = play(&s, 10, 20, 2);
    intervals_hold("arrivals", &timeline, |b| b.seen.overall.arrival_per_s.map(|seen| (seen, 50.0)));
}
