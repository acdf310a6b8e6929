//! Little's law.
//!
//! It says nothing about the spread of anything; only means.

/// Mean number in a system from what it accepts and how long that stays.
///
/// # Formula
/// `L = λ T`: accepted arrivals [per second] times mean sojourn time \[s\].
///
/// # Domain
/// Any stationary system, whatever its order of service or laws.
///
/// # Source
/// Little, Operations Research 9, 1961.
///
/// # Accuracy
/// Exact.
///
/// ```
/// assert_eq!(headroom::queue::little::mean_in_system(250.0, 0.08), 20.0);
/// ```
pub fn mean_in_system(accepted_rate: f64, mean_sojourn: f64) -> f64 {
    accepted_rate * mean_sojourn
}
