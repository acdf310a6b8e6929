//! What happens in the course of a simulation: scripted events. Not random failures.

use super::param::{choices, rows};

choices! {
    /// What happens.
    What {
        /// Replicas of a service are lost, at random, and are back afterwards. The visits that they work on fail, and so do
        /// those that wait in queues of their own; requests that wait for their calls are taken over by others.
        ReplicaLost "replica-lost" "Replicas lost",
        /// A service works more slowly: whatever work is begun takes so many times longer.
        Slowed "slowed" "Slowed",
        /// A service answers with errors: such a share of the visits that would succeed.
        Failing "failing" "Failing",
        /// A cache loses what it holds. Where its hit rate follows from keys it learns them again; a typed hit rate is 0 for
        /// as long as the event lasts. Writes that are put off are still carried out.
        CacheFlushed "cache-flushed" "Cache flushed",
        /// The arrivals of all journeys change, so many times.
        LoadStep "load-step" "Load step",
    }
}

rows! {
    /// One scripted event.
    EventRows {
        /// What happens.
        what: What = What::ReplicaLost, "What", One, 0..=4, Linear, later "stories";
        /// When, since second 0: the system has settled then.
        at_s: f64 = 60.0, "At", Seconds, 0..=86_400, Linear, later "stories";
        /// For how long.
        for_s: f64 = 60.0, "For", Seconds, 0.1..=86_400, Log, later "stories";
        /// How much: replicas lost, times slower, share failing, times the load.
        amount: f64 = 1.0, "How much", One, 0.001..=10_000, Log, later "stories";
    }
}
