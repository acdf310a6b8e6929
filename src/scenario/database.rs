//! What a service that is a database adds: its connections and the pools in front of them. Not its work or its price.

use super::param::rows;

rows! {
    /// Connections of a database and of the pools that each calling replica holds to it.
    Database {
        /// Connections the database accepts; none is no limit.
        max_connections: u32 = 0, "Connection limit", One, 1..=1_000_000, Log, zero "no limit";
        /// Connections that are kept for administration.
        reserved_connections: u32 = 3, "Reserved connections", One, 1..=10_000, Log, zero "none", if |d| d.max_connections > 0;
        /// Connections a calling replica keeps open; none is no pool.
        pool_size: u32 = 0, "Pool size", One, 1..=10_000, Log, zero "no pool";
        /// Connections it may open beyond those.
        pool_overflow: u32 = 10, "Pool overflow", One, 1..=10_000, Log, zero "none", if |d| d.pool_size > 0;
        /// How long a request waits for a connection before it fails.
        pool_timeout_ms: f64 = 30_000.0, "Pool timeout", Millis, 1..=600_000, Log, zero "none", if |d| d.pool_size > 0;
        /// Connections of a multiplexer between the pools and the database, which all callers share; none is no multiplexer.
        multiplexer_connections: u32 = 0, "Multiplexer's connections", One, 1..=100_000, Log, zero "none";
        /// Nodes that answer reads besides the primary.
        read_replicas: u32 = 0, "Read replicas", One, 0..=1000, Linear;
        /// Share of requests that write: every node does them, while a read is done by one.
        write_fraction: f64 = 0.2, "Writes", Fraction, 0..=1, Linear, if |d| d.read_replicas > 0;
        /// Parts the keys are spread over.
        shards: u32 = 1, "Shards", One, 1..=10_000, Log;
        /// Different keys that are asked for.
        shard_keys: f64 = 1e6, "Keys", One, 1.0..=1e12, Log, if |d| d.shards > 1;
        /// How uneven their popularity is: the exponent of Zipf's law; 0 is even.
        shard_skew: f64 = 0.0, "Popularity of keys (Zipf)", One, 0.0..=3, Linear, if |d| d.shards > 1;
    }
}
