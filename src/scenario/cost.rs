//! What the whole scenario is priced in. Not the prices of its parts; those stand with the parts.

use super::param::{choices, rows};

choices! {
    /// The currency of every price in the scenario; prices are not converted.
    Currency {
        /// US dollar.
        Usd "usd" "USD",
        /// Euro.
        Eur "eur" "EUR",
        /// Pound sterling.
        Gbp "gbp" "GBP",
        /// Swiss franc.
        Chf "chf" "CHF",
        /// Indian rupee.
        Inr "inr" "INR",
        /// Japanese yen.
        Jpy "jpy" "JPY",
    }
}

rows! {
    /// How money is counted, for the whole scenario.
    Cost {
        /// The currency of every price in the scenario; prices are not converted.
        currency: Currency = Currency::Usd, "Currency", One, 0..=5, Linear;
        /// Hours a month that are paid for.
        hours_per_month: f64 = 730.0, "Hours a month", Hours, 1..=744, Linear;
        /// Price of a gibibyte of answers that leave for users.
        egress_price_per_gib: f64 = 0.0, "Price of a GiB of egress", Money, 0.000_1..=100, Log, zero "free";
    }
}
