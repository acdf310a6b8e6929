//! One bucket of a measured work time. Not the law they make; that is `work`.

use super::param::rows;

rows! {
    /// One bucket of the histogram of a work step: what lies between the bucket below and this one.
    BucketRows {
        /// Its upper end.
        upto_ms: f64 = 10.0, "Up to", Millis, 0.000_1..=6_000_000, Log;
        /// How many measurements lie in it; only the proportions count.
        count: f64 = 1.0, "Measurements", One, 0.000_001..=1e12, Log, zero "none";
    }
}
