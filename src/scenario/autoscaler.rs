//! What makes replicas follow the load: the rows of a horizontal autoscaler. Not the algorithm; that is `control`.
//!
//! It looks every 15 seconds, at what happened since its last look, the first time 15 seconds after second 0, and moves as
//! the autoscaler of Kubernetes does by default, but for the scale-down window. It begins with the replicas of the service,
//! held between its bounds. Replicas that are lost or start count as not ready; what is taken out ends what it has.

use super::param::{choices, rows};

choices! {
    /// What the autoscaler watches.
    Metric {
        /// Nothing: the number of replicas is fixed.
        Off "off" "Off",
        /// Busy share of the slots.
        Utilisation "utilisation" "Utilisation",
        /// Messages waiting per replica.
        Backlog "backlog" "Backlog",
    }
}

rows! {
    /// A horizontal autoscaler of one service.
    Autoscaler {
        /// What it watches.
        scale_on: Metric = Metric::Off, "Scale on", One, 0..=2, Linear, later "stories";
        /// Replicas it never goes below.
        min_replicas: u32 = 1, "Least replicas", One, 1..=10_000, Log, later "stories";
        /// Replicas it never goes above.
        max_replicas: u32 = 10, "Most replicas", One, 1..=10_000, Log, later "stories";
        /// Utilisation it aims for.
        target_fraction: f64 = 0.6, "Target utilisation", Fraction, 0.01..=1, Linear, later "stories";
        /// Waiting messages a replica it aims for.
        target_backlog: f64 = 100.0, "Target backlog", One, 1..=1_000_000, Log, later "stories";
        /// Time from the decision until a new replica answers.
        startup_s: f64 = 30.0, "Start-up time", Seconds, 0.1..=3600, Log, zero "at once", later "stories";
        /// A smaller count is taken only when it was wanted for this long.
        scale_down_window_s: f64 = 300.0, "Scale-down window", Seconds, 1..=3600, Log, zero "none", later "stories";
    }
}
