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
        /// A heavy tail that ends at a cap, as sizes of files and results do.
        BoundedPareto "bounded-pareto" "Bounded Pareto",
        /// As measured, in buckets.
        Histogram "histogram" "Histogram",
    }
}

choices! {
    /// What is known of a work time.
    Known {
        /// Its mean and its squared coefficient of variation.
        Mean "mean" "Mean and SCV",
        /// Its median and its 99th percentile.
        Percentiles "percentiles" "P50 and P99",
        /// The size of a table that is read row by row, and its spread.
        Scan "scan" "A scan of a table",
        /// The size of a table that is read through an index, and its spread.
        Lookup "lookup" "A look-up in an index",
    }
}

rows! {
    /// The law of one work step.
    Work {
        /// The family of the work time.
        law: Family = Family::Lognormal, "Law", One, 0..=8, Linear;
        /// What is known of it.
        known: Known = Known::Mean, "Given by", One, 0..=3, Linear, if |w| w.law != Family::Hiccup && w.law != Family::Histogram;
        /// Mean work time of one request, without waiting.
        mean_ms: f64 = 10.0, "Mean work time", Millis, 0.000_1..=600_000, Log, zero "none", if Work::by_own_mean;
        /// Squared coefficient of variation of the work time: 0 constant, 1 as an exponential, more is burstier.
        scv: f64 = 0.5, "Spread (SCV)", One, 0.0..=100, Linear, if |w| w.spread_is_free() && w.known() != Known::Percentiles;
        /// Median work time; of a hiccup, the typical time.
        p50_ms: f64 = 10.0, "P50 work time", Millis, 0.000_1..=600_000, Log, if |w| w.by_percentiles() || w.law == Family::Hiccup;
        /// 99th percentile of the work time.
        p99_ms: f64 = 50.0, "P99 work time", Millis, 0.000_1..=600_000, Log, if Work::by_percentiles;
        /// Longest work time of a law with a cap.
        cap_ms: f64 = 10_000.0, "Longest work time", Millis, 0.001..=6_000_000, Log, if |w| w.law == Family::BoundedPareto;
        /// Rows of the table that is read.
        table_rows: f64 = 1e6, "Rows of the table", One, 1.0..=1e12, Log, if Work::by_table;
        /// Time to examine one row of a scan.
        row_us: f64 = 0.5, "Time a row", Micros, 0.000_1..=1_000_000, Log, if |w| w.known() == Known::Scan;
        /// Time to read one level of the index, or the row it points to.
        page_us: f64 = 50.0, "Time a page", Micros, 0.001..=1_000_000, Log, if |w| w.known() == Known::Lookup;
        /// Indexes that this step, a write, keeps up to date: each costs a tenth of its work.
        indexes: u32 = 0, "Indexes to keep up", One, 1..=100, Log, zero "none", if |w| w.by_own_mean() || w.by_table();
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
        need: u32 = 0, "Answers needed", One, 1..=1000, Log, zero "all";
    }
}

/// Entries of one page of an index: keys and pointers of some 40 bytes in pages of 8 KiB.
const ENTRIES_A_PAGE: f64 = 200.0;

/// What keeping one index up to date costs, as a share of the work of the write.
const WORK_AN_INDEX: f64 = 0.1;

impl Work {
    /// The law of the work time, in seconds, unless it is measured in buckets; see
    /// [`super::Scenario::work_law`], which both engines draw on.
    ///
    /// Settings that contradict each other are findings of [`super::check`], and mean here what is said there: a P99
    /// not above the P50 is a constant at the P50; a hyperexponential law that does not exist is a gamma law where it
    /// was asked for by its spread, and a lognormal law where it was asked for by its percentiles; a bounded Pareto law
    /// whose cap is not above what it must reach is a lognormal law; a histogram without buckets is a lognormal law.
    pub fn law(&self) -> WorkLaw {
        let (mean, scv) = (self.mean_s(), self.scv);
        let typical = self.p50_ms / 1000.0;
        let pair = Percentiles::p50_p99(typical, self.p99_ms / 1000.0);
        let cap = self.cap_ms / 1000.0;
        let by_mean = self.known() != Known::Percentiles;
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
            Family::Lognormal | Family::Histogram if by_mean => WorkLaw::lognormal(mean, scv),
            Family::Lognormal | Family::Histogram => WorkLaw::lognormal_from_percentiles(pair),
            Family::Weibull if by_mean => WorkLaw::weibull(mean, scv),
            Family::Weibull => WorkLaw::weibull_from_percentiles(pair),
            Family::BoundedPareto if by_mean => WorkLaw::bounded_pareto_from_moments(mean, scv, cap)
                .or_else(|_| WorkLaw::lognormal(mean, scv)),
            Family::BoundedPareto => WorkLaw::bounded_pareto_from_percentiles(pair, cap)
                .or_else(|_| WorkLaw::lognormal_from_percentiles(pair)),
            Family::Hiccup => {
                let slow = WorkLaw::constant(self.slow_ms / 1000.0);
                WorkLaw::hiccup(WorkLaw::constant(typical), slow, self.slow_fraction)
            }
        };
        // Only percentiles out of order have no law of any family.
        law.unwrap_or_else(|_| WorkLaw::constant(if by_mean { mean } else { typical }))
    }

    /// Mean work time as it is typed in or follows from the table \[s\].
    ///
    /// # Formula
    /// Scan: rows × time a row. Look-up: (levels of the index + 1) × time a page, with `log_200` of the rows, rounded up,
    /// levels. Each index that a write keeps up adds a tenth.
    pub fn mean_s(&self) -> f64 {
        let base = match self.known() {
            Known::Mean | Known::Percentiles => self.mean_ms / 1e3,
            Known::Scan => self.table_rows * self.row_us / 1e6,
            Known::Lookup => {
                // A hair less than whole levels is whole levels.
                let levels = (libm::log(self.table_rows) / libm::log(ENTRIES_A_PAGE) - 1e-9).ceil();
                (levels.max(1.0) + 1.0) * self.page_us / 1e6
            }
        };
        base * (1.0 + WORK_AN_INDEX * f64::from(self.indexes))
    }

    /// What is known, as far as the family leaves a choice.
    fn known(&self) -> Known {
        match (self.law, self.known) {
            (Family::Hiccup | Family::Histogram, _)
            | (Family::Constant | Family::Exponential, Known::Percentiles) => Known::Mean,
            (_, known) => known,
        }
    }

    fn spread_is_free(&self) -> bool {
        !matches!(self.law, Family::Constant | Family::Exponential | Family::Hiccup | Family::Histogram)
    }

    fn by_table(&self) -> bool {
        matches!(self.known(), Known::Scan | Known::Lookup)
    }

    fn by_percentiles(&self) -> bool {
        self.known() == Known::Percentiles
    }

    fn by_own_mean(&self) -> bool {
        self.known() == Known::Mean && !matches!(self.law, Family::Hiccup | Family::Histogram)
    }
}
