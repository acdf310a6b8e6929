//! What a replica runs on: its size, how it scales, and the memory and connections it has. Not its slots or its price;
//! those are `service`.

use super::param::rows;

rows! {
    /// The machine under one replica.
    Machine {
        /// Size of a replica's machine, as a multiple of the one whose slots and price are given.
        size: f64 = 1.0, "Machine size", One, 0.125..=64, Log;
        /// How the price grows with the size: 1 in proportion, more steeper.
        size_price_exponent: f64 = 1.0, "Price by size (exponent)", One, 0.5..=3, Linear, if |m| m.size != 1.0;
        /// Share of the work that all machine units queue up for: contention of the universal scalability law.
        contention_fraction: f64 = 0.0, "Contention (USL)", Fraction, 0.000_01..=1, Log, zero "none";
        /// Share of the work that every pair of machine units adds: coherency of the universal scalability law.
        coherency_fraction: f64 = 0.0, "Coherency (USL)", Fraction, 0.000_000_1..=1, Log, zero "none";
        /// Processor cores of a replica.
        cores: f64 = 0.0, "Cores", One, 0.01..=1000, Log, zero "not counted";
        /// Share of the work time that keeps a core busy.
        cpu_fraction: f64 = 1.0, "Work on the processor", Fraction, 0..=1, Linear, if |m| m.cores > 0.0;
        /// Memory of a replica.
        memory_mib: f64 = 0.0, "Memory of a replica", Mib, 1..=100_000_000, Log, zero "not counted";
        /// Memory it takes with nothing to do.
        rest_mib: f64 = 100.0, "Memory at rest", Mib, 0.1..=100_000_000, Log, zero "none", if Machine::counts_memory;
        /// Memory of a worker slot, busy or not: a thread's stack.
        slot_kib: f64 = 0.0, "Memory a slot", Kib, 0.1..=10_000_000, Log, zero "none", if Machine::counts_memory;
        /// Memory of a request under way, calls included.
        request_kib: f64 = 50.0, "Memory a request", Kib, 0.1..=10_000_000, Log, zero "none", if Machine::counts_memory;
        /// Clients that hold a connection open, over all replicas.
        clients: f64 = 0.0, "Long-lived connections", One, 1.0..=1e10, Log, zero "none";
        /// Memory of an open connection.
        connection_kib: f64 = 10.0, "Memory a connection", Kib, 0.1..=1_000_000, Log, zero "none", if |m| m.memory_mib > 0.0 && m.clients > 0.0;
        /// Connections a replica can hold open.
        connection_limit: u32 = 0, "Connections a replica", One, 1..=100_000_000, Log, zero "no limit", if |m| m.clients > 0.0;
    }
}

impl Machine {
    fn counts_memory(&self) -> bool {
        self.memory_mib > 0.0
    }
}
