//! Stories: what must hold of all of them, whatever happens in them. Not what theory says of some; that is
//! `stories_exact`.

use crate::both::test;
use crate::simulation::all_levers;
use crate::systems::{exponential, station};
use headroom::scenario::autoscaler::Metric;
use headroom::scenario::event::{EventRows, What};
use headroom::scenario::load::LoadPoint;
use headroom::scenario::service::Balancing;
use headroom::scenario::{Event, Scenario, preset};
use headroom::sim::{Ending, IN_FLIGHT_LIMIT, Progress, Run, Script, Simulation, Storyteller, Timeline};
use std::rc::Rc;

/// Adds an event to a scenario.
pub fn event(s: &mut Scenario, what: What, object: usize, (at_s, for_s): (f64, f64), amount: f64) {
    let object = (what != What::LoadStep).then_some(object);
    s.events.push(Event { object, rows: EventRows { what, at_s, for_s, amount } });
}

fn run(script: &Rc<Script>, seed: u64, number: u32) -> Run {
    let mut simulation = Simulation::of_story(Rc::clone(script), seed, number);
    while simulation.advance(100_000) == Progress::Running {}
    simulation.take_story().expect("finished")
}

/// Everything that can happen, at once and one after another, where every lever is pulled.
fn everything() -> Scenario {
    let mut s = all_levers();
    s.load_series = [(0.0, 1.0), (0.002, 1.6), (0.006, 0.6)]
        .map(|(at_h, load_factor)| LoadPoint { at_h, load_factor })
        .to_vec();
    event(&mut s, What::ReplicaLost, 0, (2.0, 3.0), 1.0);
    event(&mut s, What::ReplicaLost, 1, (3.0, 4.0), 2.0);
    event(&mut s, What::ReplicaLost, 1, (4.0, 1.0), 100.0);
    event(&mut s, What::ReplicaLost, 2, (1.0, 9.0), 1.0);
    event(&mut s, What::ReplicaLost, 3, (6.0, 2.0), 1.0);
    event(&mut s, What::Slowed, 1, (8.0, 4.0), 3.0);
    event(&mut s, What::Failing, 0, (9.0, 2.0), 0.3);
    event(&mut s, What::CacheFlushed, 0, (7.0, 1.0), 1.0);
    event(&mut s, What::LoadStep, 0, (0.0, 6.0), 1.4);
    for service in &mut s.services {
        let capacity = &mut service.capacity;
        (capacity.episode_every_s, capacity.episode_s, capacity.episode_factor) = (4.0, 0.5, 4.0);
    }
    for i in [0, 2] {
        let scaler = &mut s.services[i].autoscaler;
        (scaler.scale_on, scaler.startup_s, scaler.max_replicas) = (Metric::Utilisation, 5.0, 12);
        scaler.scale_down_window_s = 0.0;
    }
    let scaler = &mut s.services[3].autoscaler;
    (scaler.scale_on, scaler.target_backlog) = (Metric::Backlog, 1.0);
    (scaler.startup_s, scaler.scale_down_window_s) = (0.0, 30.0);
    s
}

#[test]
fn the_same_seed_tells_the_same_story_natively_and_in_webassembly() {
    // Pinned to the last bit; a change of any of them is a change of every story that was ever told.
    let script = Rc::new(Script::new(&everything()));
    let r = run(&script, 7, 3);
    let sum = |of: &dyn Fn(&headroom::sim::Replication) -> u64| {
        r.bins.iter().fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ of(b)).wrapping_mul(0x0100_0000_01b3))
    };
    let found = [
        r.bins.iter().map(|b| b.events).sum(),
        sum(&|b| b.journeys[0].latency_sum.to_bits()),
        sum(&|b| b.journeys[0].latencies.quantiles(&[0.9])[0].to_bits()),
        sum(&|b| b.services[2].up.to_bits()),
        sum(&|b| b.services[1].busy.to_bits()),
        sum(&|b| b.caches[0].hits),
    ];
    assert_eq!(found, PINNED);
}
const PINNED: [u64; 6] = [
    390_251,
    6_778_845_242_502_838_458,
    7_527_469_272_333_772_639,
    7_768_023_099_992_775_311,
    7_038_475_843_387_515_603,
    13_012_112_064_408_095_064,
];

#[test]
fn steps_memory_and_order_change_nothing() {
    let script = Rc::new(Script::new(&everything()));
    let runs: Vec<Run> = (0..3).map(|number| run(&script, 5, number)).collect();
    let mut small = Simulation::of_story(Rc::clone(&script), 5, 2);
    for number in [2, 0, 1] {
        small.restart(number);
        while small.advance(7 + 1000 * u64::from(number)) == Progress::Running {}
        assert_eq!(small.take(), None);
        assert_eq!(small.take_story().as_ref(), Some(&runs[number as usize]));
        assert_eq!((small.take_story(), small.advance(1)), (None, Progress::Finished));
    }
    assert_ne!(runs[0].bins, runs[1].bins);
    let told = |order: [usize; 3]| {
        let mut teller = Storyteller::new(&script);
        for i in order {
            teller.add(runs[i].clone());
        }
        teller.timeline()
    };
    let timeline = told([0, 1, 2]);
    assert_eq!((told([2, 0, 1]), told([1, 2, 0])), (timeline.clone(), timeline.clone()));
    assert_eq!((timeline.replications, timeline.bins.len()), (3, runs[0].bins.len()));
    assert_eq!(timeline.bins.last().map(|b| b.end_s), Some(script.horizon_s()));
    // What is no story is not taken as one.
    assert_eq!(Simulation::new(&everything(), 5, 0).take_story(), None);
}

#[test]
fn requests_are_conserved_at_every_moment_whatever_happens() {
    for balancing in Balancing::ALL {
        let mut s = everything();
        s.services.iter_mut().for_each(|s| s.capacity.balancing = *balancing);
        let script = Rc::new(Script::new(&s));
        let mut simulation = Simulation::of_story(Rc::clone(&script), 3, 0);
        while simulation.advance(97) == Progress::Running {
            for (j, counts) in simulation.counts().to_vec().into_iter().enumerate() {
                let ended = counts.done + counts.failed.iter().sum::<u64>();
                assert_eq!(counts.arrived, ended + simulation.in_flight(j), "{balancing:?}");
            }
        }
        let counts = simulation.counts().to_vec();
        let run = simulation.take_story().expect("finished");
        let told: f64 = run.bins.iter().map(|b| b.window).sum();
        assert_eq!((run.ending, told), (Ending::Complete, script.horizon_s()));
        for (j, counts) in counts.iter().enumerate() {
            // The warm-up is in no bin.
            let told = |of: &dyn Fn(&headroom::sim::JourneyTally) -> u64| -> u64 {
                run.bins.iter().map(|b| of(&b.journeys[j])).sum()
            };
            assert!(told(&|j| j.arrived) <= counts.arrived && told(&|j| j.arrived) > counts.arrived / 4);
            assert!(told(&|j| j.delivered) <= counts.done);
            assert_eq!(told(&|j| j.delivered), told(&|j| j.latencies.total()));
        }
        let failed: u64 = run.bins.iter().map(|b| b.journeys[0].failed[2]).sum();
        assert!(failed > 10, "{balancing:?}: {failed} requests failed with what they were on");
    }
}

#[test]
fn an_overload_without_end_is_cut_off_and_its_memory_bounded() {
    let mut s = station(2000.0, 1, exponential(100.0));
    event(&mut s, What::LoadStep, 0, (10.0, 3000.0), 20.0);
    let script = Rc::new(Script::new(&s));
    let mut simulation = Simulation::of_story(Rc::clone(&script), 1, 0);
    let mut most = 0;
    while simulation.advance(10_000) == Progress::Running {
        most = most.max(simulation.in_flight(0));
    }
    let run = simulation.take_story().expect("finished");
    assert_eq!(run.ending, Ending::InFlightLimit);
    assert!(most > IN_FLIGHT_LIMIT as u64 / 2 && most <= IN_FLIGHT_LIMIT as u64, "{most}");
    let mut teller = Storyteller::new(&script);
    let played = run.bins.len();
    teller.add(run);
    let Timeline { bins, ended_early_s, .. } = teller.timeline();
    assert_eq!((bins.len(), ended_early_s), (played, Some(bins.last().map_or(0.0, |b| b.end_s))));
    assert!(ended_early_s.expect("an end") < 150.0, "{ended_early_s:?}");
}

#[test]
fn a_system_without_a_story_is_told_as_a_minute_of_its_steady_state() {
    let script = Rc::new(Script::new(&(preset::ALL[0].build)()));
    let mut teller = Storyteller::new(&script);
    for number in 0..10 {
        teller.add(run(&script, 1, number));
    }
    let timeline = teller.timeline();
    assert_eq!((script.horizon_s(), timeline.settled), (60.0, true));
    let rate = (preset::ALL[0].build)().journeys[0].load.arrival_rps;
    let missed = timeline.bins.iter().filter(|bin| {
        let seen = bin.seen.overall.arrival_per_s.expect("arrivals");
        (seen.value - rate).abs() > seen.half_width.expect("ten replications")
    });
    let missed = missed.count();
    assert!(missed <= timeline.bins.len() / 7, "{missed} of {} intervals miss {rate}", timeline.bins.len());
}
