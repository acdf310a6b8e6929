//! How often the simulation's 95 % intervals hold the exact value: many runs of queues whose law is known. Not a test:
//! it takes half an hour. `cargo bench --bench coverage -- 100` makes a hundred runs of each instead of a thousand, `-- 100 0.95` only
//! those at 95 %.

use headroom::queue::mmc::Mmc;
use headroom::scenario::Scenario;
use headroom::scenario::slo::Percentile;
use headroom::scenario::work::{Family, Work};
use headroom::sim::{Observer, Progress, Simulation};
use std::fmt::Write as _;

/// Replications of a run.
const REPLICATIONS: u32 = 20;
const SYSTEMS: [(u32, f64); 4] = [(1, 0.8), (10, 0.8), (1, 0.95), (10, 0.95)];

/// M/M/c with work of a second.
fn station(slots: u32, utilisation: f64) -> Scenario {
    let mut s = Scenario::default();
    let station = s.add_service("Station").expect("room");
    (s.services[0].capacity.replicas, s.services[0].capacity.slots) = (1, slots);
    s.add_work(station, Work { law: Family::Exponential, mean_ms: 1000.0, ..Work::default() }).expect("room");
    let journey = s.add_journey("Journey", station).expect("room");
    s.journeys[journey].load.arrival_rps = utilisation * f64::from(slots);
    s
}

/// Intervals of one number over all runs.
#[derive(Clone, Copy, Default)]
struct Tally {
    given: u32,
    held: u32,
    width: f64,
}

fn coverage(runs: u64, slots: u32, utilisation: f64) -> String {
    let scenario = station(slots, utilisation);
    let queue = Mmc::new(utilisation * f64::from(slots), slots, 1.0).expect("below saturation");
    let mut tallies = [Tally::default(); 5];
    for seed in 0..runs {
        let (mut simulation, mut observer) = (Simulation::new(&scenario, seed, 0), Observer::new(&scenario));
        for number in 0..REPLICATIONS {
            simulation.restart(number);
            while simulation.advance(1 << 20) == Progress::Running {}
            observer.add(simulation.take().expect("finished"));
        }
        let overall = observer.observation().overall;
        let percentiles = Percentile::ALL.iter().zip(overall.percentiles_s);
        let numbers = percentiles
            .map(|(p, found)| (found, queue.sojourn_quantile(p.probability())))
            .chain([(overall.mean_s, queue.mean_sojourn())]);
        for (tally, (found, exact)) in tallies.iter_mut().zip(numbers) {
            let Some((value, half)) = found.and_then(|e| Some((e.value, e.half_width?))) else { continue };
            tally.given += 1;
            tally.held += u32::from((value - exact).abs() <= half);
            tally.width += half / exact;
        }
    }
    let mut line = format!("M/M/{slots} at {:.0} %", 100.0 * utilisation);
    for (name, t) in ["P50", "P95", "P99", "P99.9", "mean"].into_iter().zip(tallies) {
        let n = f64::from(t.given.max(1));
        let (held, width) = (100.0 * f64::from(t.held) / n, 100.0 * t.width / n);
        write!(line, " | {name}: {held:.1} % of {} hold, ± {width:.1} %", t.given).expect("a string");
    }
    line
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|a| !a.starts_with('-'));
    let runs = arguments.find_map(|a| a.parse().ok()).unwrap_or(1000);
    let only: Option<f64> = arguments.find_map(|a| a.parse().ok());
    std::thread::scope(|scope| {
        for (slots, utilisation) in SYSTEMS.into_iter().filter(|s| only.is_none_or(|u| s.1 == u)) {
            scope.spawn(move || println!("{}", coverage(runs, slots, utilisation)));
        }
    });
}
