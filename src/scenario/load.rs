//! What arrives: the load rows of a journey, and the points of a day that scale it. Not what the load must be
//! answered within; that is `slo`.

use super::param::rows;

rows! {
    /// The load of one journey.
    Load {
        /// Requests of this journey that arrive each second, on average.
        arrival_rps: f64 = 100.0, "Arrival rate", PerSecond, 0.001..=10_000_000, Log;
        /// Squared coefficient of variation of the time between arrivals: 1 is Poisson, more is burstier, 0 is a metronome.
        arrival_scv: f64 = 1.0, "Burstiness (SCV)", One, 0.0..=100, Linear;
        /// Bytes of the answer that leave for the user, for the price of egress.
        response_kib: f64 = 0.0, "Answer size", Kib, 0.001..=10_000_000, Log, zero "not counted";
    }
}

rows! {
    /// One point of the day: the load between two points is interpolated, and outside them that of the nearest.
    LoadPoint {
        /// Time since the start of the day.
        at_h: f64 = 0.0, "At", Hours, 0..=24, Linear, later "stories";
        /// The arrival rate of every journey is multiplied by this.
        load_factor: f64 = 1.0, "Load factor", One, 0.001..=1000, Log, zero "no load", later "stories";
    }
}
