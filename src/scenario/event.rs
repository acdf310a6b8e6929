//! What happens in the course of a simulation: scripted events. Not random failures.

use super::param::{choices, rows};

choices! {
    /// What happens.
    What {
        /// Replicas of a service are lost.
        ReplicaLost "replica-lost" "Replicas lost",
        /// A service works more slowly.
        Slowed "slowed" "Slowed",
        /// A service answers with errors.
        Failing "failing" "Failing",
        /// A cache loses what it holds.
        CacheFlushed "cache-flushed" "Cache flushed",
        /// The load changes.
        LoadStep "load-step" "Load step",
    }
}

rows! {
    /// One scripted event.
    EventRows {
        /// What happens.
        what: What = What::ReplicaLost, "What", One, 0..=4, Linear, later "stories";
        /// When, since the start.
        at_s: f64 = 60.0, "At", Seconds, 0..=86_400, Linear, later "stories";
        /// For how long.
        for_s: f64 = 60.0, "For", Seconds, 0.1..=86_400, Log, later "stories";
        /// How much: replicas lost, times slower, share failing, times the load.
        amount: f64 = 1.0, "How much", One, 0.001..=10_000, Log, later "stories";
    }
}
