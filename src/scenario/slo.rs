//! What a journey must be answered within: the service level objective rows. Not how it is judged; that is `report`.

use super::param::{choices, rows};

choices! {
    /// The percentile an objective or a read-out speaks of.
    Percentile {
        /// The median: half of the requests are faster.
        P50 "p50" "P50",
        /// 95 of 100 requests are faster.
        P95 "p95" "P95",
        /// 99 of 100 requests are faster.
        P99 "p99" "P99",
        /// 999 of 1,000 requests are faster.
        P999 "p999" "P99.9",
    }
}

impl Percentile {
    /// The probability: 0.5, 0.95, 0.99 or 0.999.
    pub fn probability(self) -> f64 {
        match self {
            Self::P50 => 0.5,
            Self::P95 => 0.95,
            Self::P99 => 0.99,
            Self::P999 => 0.999,
        }
    }
}

rows! {
    /// The service level objective of one journey. It holds only if latency, errors and throughput all hold.
    Slo {
        /// The latency percentile that the limit speaks of.
        slo_percentile: Percentile = Percentile::P99, "SLO percentile", One, 0..=3, Linear;
        /// Successfully answered requests must be this fast at the chosen percentile.
        slo_latency_ms: f64 = 1000.0, "SLO latency", Millis, 0.01..=600_000, Log, zero "no limit";
        /// The largest share of requests that may fail, whatever the cause.
        slo_error_fraction: f64 = 0.001, "SLO error rate", Fraction, 0.000_001..=1, Log, zero "none";
        /// The arrival rate that must be sustained within the objective.
        slo_throughput_rps: f64 = 0.0, "SLO throughput", PerSecond, 0.001..=10_000_000, Log, zero "as it arrives";
    }
}
