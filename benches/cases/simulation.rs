//! How long one replication of a simulation takes, and so how many requests and visits it plays a second. Not what it
//! says; the tests do.

use super::{Case, systems};
use headroom::scenario::preset;
use headroom::sim::{Progress, Simulation};

pub fn cases() -> Vec<Case> {
    let presets = preset::ALL.iter().map(|p| (p.key, (p.build)()));
    let systems = [
        ("mm10-at-90%", systems::ten_servers()),
        ("checkout-of-7", systems::checkout_of_seven()),
        ("checkout-with-levers", systems::checkout_with_levers()),
    ];
    systems
        .into_iter()
        .chain(presets)
        .map(|(name, scenario)| {
            let mut simulation = Simulation::new(&scenario, 1, 0);
            let (requests, visits) = replication(&mut simulation);
            let case = Case::new("simulation", name, move || replication(&mut simulation));
            Case { requests, visits, ..case }
        })
        .collect()
}

/// Plays one; gives the requests and visits it played, warm-up included.
fn replication(simulation: &mut Simulation) -> (u64, u64) {
    simulation.restart(0);
    while simulation.advance(1 << 20) == Progress::Running {}
    let requests: u64 = simulation.counts().iter().map(|c| c.arrived).sum();
    let played = simulation.take().expect("a finished replication");
    let arrived: u64 = played.journeys.iter().map(|j| j.arrived).sum();
    let visits: u64 = played.services.iter().map(|s| s.visits).sum();
    // Visits are counted in the window only.
    (requests, (visits as f64 / arrived as f64 * requests as f64) as u64)
}
