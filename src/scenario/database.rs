//! What a service that is a database adds: its connections and the pools in front of them. Not its work or its price.

use super::param::rows;

rows! {
    /// Connections of a database and of the pools that each calling replica holds to it.
    Database {
        /// Connections the database accepts; none is no limit.
        max_connections: u32 = 0, "Connection limit", One, 1..=1_000_000, Log, zero "no limit", later "connections";
        /// Connections a calling replica keeps open; none is no pool.
        pool_size: u32 = 0, "Pool size", One, 1..=10_000, Log, zero "no pool", later "connections";
        /// Connections it may open beyond those.
        pool_overflow: u32 = 10, "Pool overflow", One, 1..=10_000, Log, zero "none", later "connections";
        /// How long a request waits for a connection before it fails.
        pool_timeout_ms: f64 = 30_000.0, "Pool timeout", Millis, 1..=600_000, Log, zero "none", later "connections";
        /// Nodes that answer reads besides the primary.
        read_replicas: u32 = 0, "Read replicas", One, 0..=1000, Linear, later "connections";
        /// Parts the keys are spread over.
        shards: u32 = 1, "Shards", One, 1..=10_000, Log, later "connections";
    }
}
