//! What must hold of the simulation for every scenario there is. Not particular values; see `simulation`.

use crate::arbitrary::modelled_scenario;
use headroom::sim::{Observer, Progress, Simulation};
use proptest::prelude::*;

/// Events that are played of each scenario, unless it ends before.
const MOST: u64 = 300_000;

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn requests_are_conserved_whatever_happens(s in modelled_scenario(), seed in 0..1000_u64) {
        let mut simulation = Simulation::new(&s, seed, 0);
        let mut played = 0;
        let mut progress = Progress::Running;
        while progress == Progress::Running && played < MOST {
            let step = 1 + MOST / 29;
            progress = simulation.advance(step);
            played += step;
            for (j, counts) in simulation.counts().to_vec().into_iter().enumerate() {
                let ended = counts.done + counts.failed.iter().sum::<u64>();
                prop_assert_eq!(counts.arrived, ended + simulation.in_flight(j));
            }
        }
        if progress == Progress::Finished {
            let mut observer = Observer::new(&s);
            observer.add(simulation.take().expect("finished"));
            let o = observer.observation();
            for x in &o.services {
                prop_assert!(x.utilisation.is_none_or(|u| (0.0..=1.0 + 1e-9).contains(&u.value)), "{x:?}");
            }
            prop_assert!(o.journeys.iter().all(|j| j.error_fraction.is_none_or(|e| (0.0..=1.0).contains(&e.value))));
        }
    }
}
