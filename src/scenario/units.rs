//! What may stand behind a number and what it multiplies by. Not the reading and writing of numbers; see
//! [`super::quantity`].

use super::param::Unit;

/// Suffixes a unit takes, each with what it multiplies by; the words for messages.
pub(super) fn suffixes(unit: Unit) -> (&'static [(&'static str, f64)], &'static [&'static str]) {
    match unit {
        Unit::One | Unit::Money => (&[("", 1.0), ("k", 1e3), ("m", 1e6), ("x", 1.0)], &["k", "M"]),
        Unit::PerSecond => (
            &[
                ("", 1.0),
                ("k", 1e3),
                ("m", 1e6),
                ("/s", 1.0),
                ("rps", 1.0),
                ("krps", 1e3),
                ("k/s", 1e3),
                ("m/s", 1e6),
                ("req/s", 1.0),
                ("rpm", 1.0 / 60.0),
                ("/min", 1.0 / 60.0),
                ("/h", 1.0 / 3600.0),
            ],
            &["rps", "/s", "/min", "/h", "k", "M"],
        ),
        Unit::Micros => (
            &[("", 1.0), ("us", 1.0), ("µs", 1.0), ("ns", 1e-3), ("ms", 1e3), ("s", 1e6)],
            &["ns", "µs", "ms", "s"],
        ),
        Unit::Millis => (
            &[
                ("", 1.0),
                ("ms", 1.0),
                ("s", 1e3),
                ("us", 1e-3),
                ("µs", 1e-3),
                ("ns", 1e-6),
                ("min", 6e4),
                ("h", 3.6e6),
            ],
            &["ns", "µs", "ms", "s", "min", "h"],
        ),
        Unit::Seconds => {
            (&[("", 1.0), ("s", 1.0), ("ms", 1e-3), ("min", 60.0), ("h", 3600.0)], &["ms", "s", "min", "h"])
        }
        Unit::Fraction => (&[("", 1.0), ("%", 0.01)], &["%"]),
        Unit::Kib => (
            &[
                ("", 1.0),
                ("k", 1.0),
                ("b", 1.0 / 1024.0),
                ("kb", 1.0),
                ("kib", 1.0),
                ("mb", 1024.0),
                ("mib", 1024.0),
                ("gb", 1_048_576.0),
                ("gib", 1_048_576.0),
            ],
            &["B", "KiB", "MiB", "GiB"],
        ),
        Unit::Mib => (
            &[
                ("", 1.0),
                ("m", 1.0),
                ("kb", 1.0 / 1024.0),
                ("kib", 1.0 / 1024.0),
                ("mb", 1.0),
                ("mib", 1.0),
                ("gb", 1024.0),
                ("gib", 1024.0),
            ],
            &["KiB", "MiB", "GiB"],
        ),
        Unit::Gib => (
            &[
                ("", 1.0),
                ("g", 1.0),
                ("gb", 1.0),
                ("gib", 1.0),
                ("mb", 1.0 / 1024.0),
                ("mib", 1.0 / 1024.0),
                ("tib", 1024.0),
                ("tb", 1024.0),
            ],
            &["MiB", "GiB", "TiB"],
        ),
        Unit::Hours => (&[("", 1.0), ("h", 1.0), ("min", 1.0 / 60.0), ("d", 24.0)], &["min", "h", "d"]),
    }
}

/// A number times its unit's factor. Factors below one are divided by their inverse, which is exact, so that `5%` is
/// the double nearest to 0.05.
pub(super) fn scaled(number: f64, factor: f64) -> f64 {
    if factor < 1.0 { number / (1.0 / factor).round() } else { number * factor }
}
