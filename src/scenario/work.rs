//! What a service does itself: the law of a work step, and how a group of calls is joined. Not where it waits; the
//! engines find that.

use super::param::{choices, rows};
use crate::dist::{LawError, Percentiles, Service as WorkLaw};

choices! {
    /// The family of a work time.
    Family {
        /// Always the same.
        Constant "constant" "Constant",
        /// Memoryless: many short, few long; squared coefficient of variation 1.
        Exponential "exponential" "Exponential",
        /// From nearly constant to strongly skewed with a light tail; Erlang's law is one of these.
        Gamma "gamma" "Gamma (Erlang)",
        /// A few requests much longer than the rest: a mix of two exponentials.
        Hyperexponential "hyperexponential" "Hyperexponential",
        /// Skewed with a long tail, as measured work times mostly are.
        Lognormal "lognormal" "Lognormal",
        /// From light to stretched tail.
        Weibull "weibull" "Weibull",
        /// Two values: mostly the typical time, sometimes a hiccup.
        Hiccup "hiccup" "Two-point hiccup",
    }
}

choices! {
    /// What is known of a work time.
    Known {
        /// Its mean and its squared coefficient of variation.
        Mean "mean" "Mean and SCV",
        /// Its median and its 99th percentile.
        Percentiles "percentiles" "P50 and P99",
    }
}

rows! {
    /// The law of one work step.
    Work {
        /// The family of the work time.
        law: Family = Family::Lognormal, "Law", One, 0..=6, Linear;
        /// What is known of it.
        known: Known = Known::Mean, "Given by", One, 0..=1, Linear, if |w| w.spread_is_free();
        /// Mean work time of one request, without waiting.
        mean_ms: f64 = 10.0, "Mean work time", Millis, 0.000_1..=600_000, Log, zero "none", if |w| !w.by_percentiles();
        /// Squared coefficient of variation of the work time: 0 constant, 1 as an exponential, more is burstier.
        scv: f64 = 0.5, "Spread (SCV)", One, 0.0..=100, Linear, if |w| w.spread_is_free() && w.known == Known::Mean;
        /// Median work time; of a hiccup, the typical time.
        p50_ms: f64 = 10.0, "P50 work time", Millis, 0.000_1..=600_000, Log, if Work::by_percentiles;
        /// 99th percentile of the work time.
        p99_ms: f64 = 50.0, "P99 work time", Millis, 0.000_1..=600_000, Log, if |w| w.by_percentiles() && w.law != Family::Hiccup;
        /// Share of requests that meet the hiccup.
        slow_fraction: f64 = 0.01, "Share that is slow", Fraction, 0..=1, Linear, if |w| w.law == Family::Hiccup;
        /// Work time of a request that meets the hiccup.
        slow_ms: f64 = 100.0, "Slow work time", Millis, 0.000_1..=600_000, Log, if |w| w.law == Family::Hiccup;
    }
}

rows! {
    /// How a group of calls made in parallel is joined.
    Join {
        /// How many of the awaited calls must answer before the next step; none stands for all of them.
        need: u32 = 0, "Answers needed", One, 1..=1000, Log, zero "all", later "quorums";
    }
}

impl Work {
    /// The law of the work time, in seconds; both engines draw on it.
    ///
    /// Settings that contradict each other are findings of [`super::check`], and mean here what is said there: a P99
    /// not above the P50 is a constant at the P50; a hyperexponential law that does not exist is a gamma law where it
    /// was asked for by its spread, and a lognormal law where it was asked for by its percentiles.
    pub fn law(&self) -> WorkLaw {
        let (mean, scv) = (self.mean_ms / 1000.0, self.scv);
        let typical = self.p50_ms / 1000.0;
        let pair = Percentiles::p50_p99(typical, self.p99_ms / 1000.0);
        let by_mean = self.known == Known::Mean;
        let law = match self.law {
            Family::Constant => Ok(WorkLaw::constant(mean)),
            Family::Exponential => WorkLaw::exponential(mean),
            Family::Gamma if by_mean => WorkLaw::gamma(mean, scv),
            Family::Gamma => WorkLaw::gamma_from_percentiles(pair),
            Family::Hyperexponential if by_mean && scv >= 1.0 => WorkLaw::hyperexponential(mean, scv),
            Family::Hyperexponential if by_mean => WorkLaw::gamma(mean, scv),
            Family::Hyperexponential => match WorkLaw::hyperexponential_from_percentiles(pair) {
                Err(LawError::RatioOutOfReach) => WorkLaw::lognormal_from_percentiles(pair),
                other => other,
            },
            Family::Lognormal if by_mean => WorkLaw::lognormal(mean, scv),
            Family::Lognormal => WorkLaw::lognormal_from_percentiles(pair),
            Family::Weibull if by_mean => WorkLaw::weibull(mean, scv),
            Family::Weibull => WorkLaw::weibull_from_percentiles(pair),
            Family::Hiccup => {
                let slow = WorkLaw::constant(self.slow_ms / 1000.0);
                WorkLaw::hiccup(WorkLaw::constant(typical), slow, self.slow_fraction)
            }
        };
        // Only percentiles out of order have no law of any family.
        law.unwrap_or_else(|_| WorkLaw::constant(if by_mean { mean } else { typical }))
    }

    fn spread_is_free(&self) -> bool {
        !matches!(self.law, Family::Constant | Family::Exponential | Family::Hiccup)
    }

    fn by_percentiles(&self) -> bool {
        self.law == Family::Hiccup || (self.known == Known::Percentiles && self.spread_is_free())
    }
}
