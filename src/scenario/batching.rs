//! How visits are gathered before they are worked on. Not the work; that is `work`.

use super::param::rows;

rows! {
    /// Visits that share one turn at a slot.
    Batching {
        /// Most visits that are worked on together.
        batch_limit: u32 = 1, "Batch size", One, 1..=100_000, Log;
        /// A batch is begun after this long even if it is not full.
        batch_wait_ms: f64 = 100.0, "Flush after", Millis, 0.01..=600_000, Log, if |b| b.batch_limit > 1;
        /// What each further visit of a batch adds, as a share of the work of the first.
        batch_item_fraction: f64 = 0.1, "Work a further item", Fraction, 0..=1, Linear, if |b| b.batch_limit > 1;
    }
}
