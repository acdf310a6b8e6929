//! An entry that is fetched anew before it expires, if somebody reads it near its end.
//!
//! It is one key; who pays for the fetch is said here, how long it takes is not.

use super::ttl::Timer;

/// What happens to one key between two fetches that a reader waits for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ahead {
    /// Hits, over all lives of the entry until it is gone.
    pub hits: f64,
    /// Fetches ahead, which nobody waits for.
    pub refreshes: f64,
}

/// A key read at `reads` and thrown away by writes at `writes` [per second], with a time to live `ttl` \[s\], in whose last
/// share `lead` a read makes the cache fetch it anew.
///
/// # Formula
/// With `x = (1 - f) T` and `e = λ + w`, a life ends with a fetch ahead with chance `p = e^(-wx) (λ/e) (1 - e^(-efT))`, and
/// has `λ [(1 - e^(-wx)) / w + e^(-wx) (1 - e^(-efT)) / e]` hits; there are `1 / (1 - p)` lives to a fetch that a reader waits
/// for. Where hits start the time to live again, a read finds the entry with chance `h = (λ/e) (1 - e^(-eT))` and
/// makes it fetched anew with `(λ/e) (e^(-ex) - e^(-eT))`: `h / (1 - h)` hits, and so on.
///
/// # Domain
/// `0 < T < ∞`, `0 <= f <= 1`, `λ > 0`. The fetch ahead is over before the entry expires.
///
/// # Source
/// Renewal argument.
///
/// # Accuracy
/// 1e-13 relative; a fetch of `R` seconds makes each life longer by `R` of `T`, which is left out.
///
/// ```
/// use headroom::caching::{refresh::ahead, ttl::Timer};
/// // A hot key is nearly always fetched ahead: a reader waits once in e^20 lives.
/// let hot = ahead(10.0, 0.0, 10.0, 0.2, Timer::FromFetch);
/// assert!((hot.refreshes / 4.851_651_944e8 - 1.0).abs() < 1e-6);
/// ```
pub fn ahead(reads: f64, writes: f64, ttl: f64, lead: f64, timer: Timer) -> Ahead {
    let asked = reads + writes;
    if reads <= 0.0 || ttl <= 0.0 {
        return Ahead { hits: 0.0, refreshes: 0.0 };
    }
    let (early, late) = ((1.0 - lead) * ttl, lead * ttl);
    let found = reads / asked;
    match timer {
        Timer::FromFetch => {
            let kept = libm::exp(-writes * early);
            let read = -libm::expm1(-asked * late);
            let quiet = if writes * early < 1e-12 { early } else { -libm::expm1(-writes * early) / writes };
            // What is left of one, without cancellation: thrown away before, within, or not read within.
            let gone = -libm::expm1(-writes * early)
                + kept * (writes / asked * read + libm::exp(-asked * late)).max(1e-300);
            Ahead {
                hits: reads * (quiet + kept * read / asked) / gone,
                refreshes: kept * found * read / gone,
            }
        }
        Timer::FromHit => {
            let missed = (writes + reads * libm::exp(-asked * ttl)).max(1e-300) / asked;
            let renewed = found * (libm::exp(-asked * early) - libm::exp(-asked * ttl));
            Ahead { hits: (1.0 - missed) / missed, refreshes: renewed / missed }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ahead;
    use crate::caching::ttl::Timer;

    #[test]
    fn without_a_lead_it_is_a_time_to_live() {
        let plain = ahead(0.5, 0.0, 60.0, 0.0, Timer::FromFetch);
        assert!((plain.hits - 30.0).abs() < 1e-12 && plain.refreshes == 0.0);
        let written = ahead(3.0, 1.0, 1e9, 0.0, Timer::FromFetch);
        assert!((written.hits - 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_rare_key_expires_and_a_hot_one_never_does() {
        let rare = ahead(1e-6, 0.0, 60.0, 0.2, Timer::FromFetch);
        assert!(rare.refreshes < 1.3e-5 && (rare.hits / 6e-5 - 1.0).abs() < 1e-4);
        let hot = ahead(1e3, 0.0, 60.0, 0.2, Timer::FromFetch);
        // One refresh for each 48 seconds of reads.
        assert!((hot.hits / hot.refreshes / 48_001.0 - 1.0).abs() < 1e-9);
        let reset = ahead(1e3, 0.0, 60.0, 0.2, Timer::FromHit);
        assert!(reset.refreshes / reset.hits < 1e-9);
    }

    #[test]
    fn writes_end_lives() {
        let quiet = ahead(1.0, 0.0, 60.0, 0.2, Timer::FromFetch);
        let written = ahead(1.0, 0.1, 60.0, 0.2, Timer::FromFetch);
        assert!(written.hits < quiet.hits && (written.hits / 10.0 - 1.0).abs() < 0.01);
    }
}
