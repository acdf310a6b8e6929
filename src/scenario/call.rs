//! How one service calls another: probability, copies, network, timeout, and what later work adds (retries, hedges).
//! Not the caches in front of it; those are objects of their own that several calls may share.

use super::param::{choices, rows};

choices! {
    /// How the copies of a repeated call are made.
    Repeat {
        /// One after another, as a loop over rows does (N+1).
        Sequence "sequence" "One after another",
        /// All at once, waiting for the last: a fan-out.
        AtOnce "at-once" "All at once",
    }
}

choices! {
    /// How waits between attempts are spread.
    Jitter {
        /// Not at all.
        None "none" "None",
        /// Uniformly between zero and the full back-off.
        Full "full" "Full",
    }
}

rows! {
    /// One call from a step of a service to an operation of another.
    CallRows {
        /// Share of requests that make this call.
        probability: f64 = 1.0, "Made by", Fraction, 0..=1, Linear;
        /// How often a request that makes it makes it.
        repeat: u32 = 1, "Copies", One, 1..=10_000, Log;
        /// Whether the copies are made one after another or at once.
        repeat_how: Repeat = Repeat::Sequence, "Copies are made", One, 0..=1, Linear, if |c| c.repeat > 1;
        /// Whether the caller waits for the answer. If not, the work is off the user's path but still on the servers.
        awaited: bool = true, "Waited for", One, 0..=1, Linear;
        /// Network and protocol time, there and back, besides the callee's own time.
        network_ms: f64 = 0.0, "Network and protocol", Millis, 0.000_1..=600_000, Log, zero "none";
        /// The caller gives up after this long, network included. The callee does not notice: abandoned work still
        /// burns the server.
        timeout_ms: f64 = 0.0, "Timeout", Millis, 0.01..=600_000, Log, zero "none", if |c| c.awaited;
        /// Attempts after the first that fails.
        retries: u32 = 0, "Retries", One, 0..=20, Linear, later "resilience";
        /// Wait before the first retry.
        backoff_ms: f64 = 25.0, "Back-off", Millis, 0.01..=600_000, Log, zero "none", if |c| c.retries > 0, later "resilience";
        /// Each further wait is this many times the one before.
        backoff_multiplier: f64 = 2.0, "Back-off multiplier", One, 1..=10, Linear, if |c| c.retries > 0, later "resilience";
        /// How the waits are spread.
        backoff_jitter: Jitter = Jitter::Full, "Jitter", One, 0..=1, Linear, if |c| c.retries > 0, later "resilience";
        /// Retries may add at most this share to the calls; none is no budget.
        retry_budget_fraction: f64 = 0.0, "Retry budget", Fraction, 0.001..=1, Log, zero "no budget", if |c| c.retries > 0, later "resilience";
        /// A second copy is sent if the first has not answered after this long.
        hedge_ms: f64 = 0.0, "Hedge after", Millis, 0.01..=600_000, Log, zero "never", if |c| c.awaited, later "resilience";
        /// Whether work that was given up is taken out of the callee's queue.
        cancel: bool = false, "Cancel abandoned work", One, 0..=1, Linear, later "resilience";
    }
}
