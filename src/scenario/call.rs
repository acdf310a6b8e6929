//! How one service calls another: probability, copies, network, timeout, retries, hedges, a breaker.
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

choices! {
    /// How a message is written on the wire.
    Protocol {
        /// Text that is parsed: 20 ms a MiB for both ends together.
        Json "json" "JSON over HTTP",
        /// A schema-bound binary form: 4 ms a MiB for both ends together.
        Binary "binary" "Binary (gRPC, Thrift)",
        /// A figure of one's own.
        Own "own" "Own figure",
    }
}

choices! {
    /// What a call does before it can be sent.
    Connection {
        /// A connection is open already.
        Kept "kept" "Kept open",
        /// A new TCP connection: one more round trip.
        Tcp "tcp" "New TCP connection",
        /// A new TCP connection with TLS 1.3: two more round trips.
        Tls "tls" "New TCP and TLS connection",
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
        /// Request and answer together, for the time it takes to write and read them.
        payload_kib: f64 = 0.0, "Payload", Kib, 0.001..=1_000_000, Log, zero "not counted";
        /// How the payload is written.
        protocol: Protocol = Protocol::Json, "Protocol", One, 0..=2, Linear, if |c| c.payload_kib > 0.0;
        /// Time to write and read a mebibyte, both ends together.
        serialise_ms_per_mib: f64 = 20.0, "Time to write and read a MiB", Millis, 0.001..=60_000, Log, if |c| c.payload_kib > 0.0 && c.protocol == Protocol::Own;
        /// What has to be set up before the call can be sent.
        connection: Connection = Connection::Kept, "Connection", One, 0..=2, Linear, if |c| c.network_ms > 0.0;
        /// The caller gives up after this long, network included. The callee does not notice: abandoned work still
        /// burns the server.
        timeout_ms: f64 = 0.0, "Timeout", Millis, 0.01..=600_000, Log, zero "none", if |c| c.awaited;
        /// Attempts after the first that fails.
        retries: u32 = 0, "Retries", One, 0..=20, Linear;
        /// Wait before the first retry.
        backoff_ms: f64 = 25.0, "Back-off", Millis, 0.01..=600_000, Log, zero "none", if |c| c.retries > 0;
        /// Each further wait is this many times the one before.
        backoff_multiplier: f64 = 2.0, "Back-off multiplier", One, 1..=10, Linear, if |c| c.retries > 0;
        /// How the waits are spread.
        backoff_jitter: Jitter = Jitter::Full, "Jitter", One, 0..=1, Linear, if |c| c.retries > 0;
        /// Retries may add at most this share to the calls; none is no budget.
        retry_budget_fraction: f64 = 0.0, "Retry budget", Fraction, 0.001..=1, Log, zero "no budget", if |c| c.retries > 0;
        /// A second copy is sent if the first has not answered after this long.
        hedge_ms: f64 = 0.0, "Hedge after", Millis, 0.01..=600_000, Log, zero "never", if |c| c.awaited;
        /// Two copies are sent at once to different replicas, and the first that starts work takes the other out of its queue.
        tied: bool = false, "Tied pair", One, 0..=1, Linear, if |c| c.awaited && c.hedge_ms == 0.0;
        /// The circuit opens when this share of the last calls has failed, retries included; calls then fail at once.
        breaker_fraction: f64 = 0.0, "Circuit breaker opens at", Fraction, 0.001..=1, Log, zero "no breaker", if |c| c.awaited;
        /// How many of the last calls the breaker looks at.
        breaker_window: u32 = 100, "Breaker's window", One, 1..=100_000, Log, if |c| c.awaited && c.breaker_fraction > 0.0;
        /// How long the circuit stays open before one call tries again.
        breaker_open_ms: f64 = 5000.0, "Circuit stays open", Millis, 1..=600_000, Log, if |c| c.awaited && c.breaker_fraction > 0.0;
        /// Whether work that was given up is taken out of the callee's queue.
        cancel: bool = false, "Cancel abandoned work", One, 0..=1, Linear;
    }
}

impl CallRows {
    /// Time on the wire there and back \[s\]: the network, set-up of a connection, writing and reading.
    ///
    /// # Formula
    /// network × (1 + round trips of the set-up) + payload × time a MiB.
    pub fn transfer_s(&self) -> f64 {
        let trips = match self.connection {
            Connection::Kept => 0.0,
            Connection::Tcp => 1.0,
            Connection::Tls => 2.0,
        };
        let per_mib = match self.protocol {
            Protocol::Json => 20.0,
            Protocol::Binary => 4.0,
            Protocol::Own => self.serialise_ms_per_mib,
        };
        (self.network_ms * (1.0 + trips) + self.payload_kib / 1024.0 * per_mib) / 1000.0
    }
}
