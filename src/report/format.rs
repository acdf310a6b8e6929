//! Numbers as people read them: three significant digits and a unit that fits the size. Not exact; exports carry
//! every digit.

use super::metric::Unit;
use crate::scenario::notation::{mark, plain, written};

/// A number of an output with its unit.
pub fn output(unit: Unit, value: f64, currency: &str) -> String {
    match unit {
        Unit::Seconds => time(value),
        Unit::PerSecond => rate(value),
        Unit::Fraction => percent(value),
        Unit::Money => money(value, currency),
        Unit::One => count(value),
    }
}

/// The half width of an interval with its unit: two significant digits are all it has.
pub fn brief(unit: Unit, value: f64) -> String {
    let short = crate::scenario::param::round_significant(value, 2);
    let text = output(unit, short, "");
    // `18.0 ms` says no more than `18 ms`.
    trimmed(&text)
}

/// A number with its unit, without zeros that say nothing: `2.00 s` is `2 s` on an axis.
pub fn trimmed(text: &str) -> String {
    let (number, rest) = split(text);
    if !number.contains(mark()) || number.contains('e') {
        return text.to_owned();
    }
    format!("{}{rest}", number.trim_end_matches('0').trim_end_matches(mark()))
}

/// The number of a text, and what follows it.
fn split(text: &str) -> (&str, &str) {
    text.split_at(text.find([' ', '/']).unwrap_or(text.len()))
}

/// A value with the half width of its interval, in one unit: `1.19 ± 0.02 s`.
pub fn interval(unit: Unit, value: f64, half: f64) -> String {
    let text = output(unit, value, "");
    let (number, rest) = split(&text);
    // What one of the shown unit is in the unit that is carried.
    let one = plain(number).parse::<f64>().map_or(f64::NAN, |shown| value / shown);
    if !one.is_finite() || one == 0.0 {
        return format!("{text} ± {}", brief(unit, half));
    }
    let short = crate::scenario::param::round_significant(half / one, 2);
    format!("{number} ± {}{rest}", if short < 1e-4 { "0".to_owned() } else { written(format!("{short}")) })
}

/// Shorter times are only said to be so \[s\].
const SHORTEST: f64 = 1e-12;

/// A time given in seconds, from nanoseconds to days.
pub fn time(seconds: f64) -> String {
    const UNITS: &[(f64, f64, &str)] = &[
        (172_800.0, 86_400.0, "d"),
        (7200.0, 3600.0, "h"),
        (120.0, 60.0, "min"),
        (1.0, 1.0, "s"),
        (1e-3, 1e-3, "ms"),
        (1e-6, 1e-6, "µs"),
        (0.0, 1e-9, "ns"),
    ];
    if seconds == 0.0 {
        return "0 ms".to_owned();
    }
    if !seconds.is_finite() {
        return special(seconds);
    }
    if seconds.abs() < SHORTEST {
        return format!("<{} ns", decimal(1e9 * SHORTEST, 3));
    }
    // Compare what will be shown, so that 0.9996 s is written 1.00 s and not 1000 ms.
    let shown = crate::scenario::param::round_significant(seconds, 3);
    let unit = UNITS.iter().find(|u| shown >= u.0).unwrap_or(&UNITS[UNITS.len() - 1]);
    // Multiplying by the rounded inverse keeps 0.45 s at exactly 450 ms.
    let value = if unit.1 < 1.0 { shown * (1.0 / unit.1).round() } else { shown / unit.1 };
    format!("{} {}", digits(value), unit.2)
}

/// A rate given a second.
pub fn rate(per_second: f64) -> String {
    if per_second.is_finite() { format!("{}/s", scaled(per_second)) } else { special(per_second) }
}

/// A fraction as a percentage.
pub fn percent(fraction: f64) -> String {
    if !fraction.is_finite() {
        return special(fraction);
    }
    let percent = fraction * 100.0;
    if percent > 0.0 && percent < 0.000_1 {
        return format!("<{} %", decimal(0.0001, 4));
    }
    // 99.99 % and 100 % are not the same to anyone who has an error budget.
    let rest = 100.0 - percent;
    if rest > 0.0 && rest < 1.0 {
        let places = (libm::ceil(-libm::log10(rest)) as usize).clamp(1, 6);
        return format!("{} %", decimal(percent, places));
    }
    format!("{} %", digits(percent))
}

/// Money, with thousands separated.
pub fn money(amount: f64, currency: &str) -> String {
    if !amount.is_finite() {
        return special(amount);
    }
    let text = if amount.abs() >= 1000.0 {
        grouped(amount.round())
    } else if amount.abs() >= 0.1 || amount == 0.0 {
        decimal(amount, 2)
    } else {
        digits(amount)
    };
    if currency.is_empty() { text } else { format!("{text} {currency}") }
}

/// A plain number; a whole one has no decimals, since it was counted.
pub fn count(value: f64) -> String {
    match value {
        v if !v.is_finite() => special(v),
        v if v.abs() < 1e4 && v == v.round() => format!("{:.0}", v + 0.0),
        v => scaled(v),
    }
}

fn special(value: f64) -> String {
    if value.is_nan() { "–" } else { "∞" }.to_owned()
}

fn scaled(value: f64) -> String {
    let shown = crate::scenario::param::round_significant(value, 3);
    match shown.abs() {
        x if x >= 1e9 => format!("{} G", digits(shown / 1e9)),
        x if x >= 1e6 => format!("{} M", digits(shown / 1e6)),
        x if x >= 1e4 => format!("{} k", digits(shown / 1e3)),
        _ => digits(shown),
    }
}

/// Three significant digits, without an exponent while that stays short.
fn digits(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 {
        return "0".to_owned();
    }
    if !(1e-6..1e15).contains(&size) {
        return written(format!("{value:.2e}"));
    }
    let whole = libm::floor(libm::log10(crate::scenario::param::round_significant(size, 3))) as i32;
    let places = usize::try_from(2 - whole).unwrap_or(0);
    if size >= 1000.0 { grouped(value.round()) } else { decimal(value, places) }
}

/// A number with so many places, as people here write it.
pub fn decimal(value: f64, places: usize) -> String {
    written(format!("{value:.places$}"))
}

/// A whole number with a thin space between thousands.
fn grouped(value: f64) -> String {
    let plain = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (i, c) in plain.chars().enumerate() {
        if i > 0 && (plain.len() - i) % 3 == 0 {
            text.push('\u{202f}');
        }
        text.push(c);
    }
    if value < 0.0 { format!("−{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_take_the_unit_that_fits() {
        let cases: &[(f64, &str)] = &[
            (0.45, "450 ms"),
            (0.000_1, "100 µs"),
            (1.504_5, "1.50 s"),
            (0.999_6, "1.00 s"),
            (0.012_34, "12.3 ms"),
            (119.0, "119 s"),
            (600.0, "10.0 min"),
            (0.0, "0 ms"),
            (3e-10, "0.300 ns"),
            (4e-14, "<0.001 ns"),
            (f64::INFINITY, "∞"),
            (f64::NAN, "–"),
        ];
        for &(seconds, text) in cases {
            assert_eq!(time(seconds), text);
        }
    }

    #[test]
    fn an_interval_has_two_digits() {
        assert_eq!(brief(Unit::Seconds, 0.017_96), "18 ms");
        assert_eq!(brief(Unit::Seconds, 0.001_24), "1.2 ms");
        assert_eq!(brief(Unit::PerSecond, 100.0), "100/s");
        assert_eq!(brief(Unit::Fraction, 0.000_123), "0.012 %");
        assert_eq!(interval(Unit::Seconds, 1.194, 0.018_2), "1.19 ± 0.018 s");
        assert_eq!(interval(Unit::Seconds, 0.450_4, 0.012_3), "450 ± 12 ms");
        assert_eq!(interval(Unit::PerSecond, 112.0, 0.071), "112 ± 0.071/s");
        assert_eq!(interval(Unit::Fraction, 0.0, 0.001), "0 % ± 0.1 %");
    }

    #[test]
    fn rates_shares_and_money() {
        assert_eq!(rate(112.0), "112/s");
        assert_eq!(rate(20_000.0), "20.0 k/s");
        assert_eq!(percent(0.781_25), "78.1 %");
        assert_eq!(percent(0.999_5), "99.95 %");
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(percent(1e-9), "<0.0001 %");
        assert_eq!(money(12_345.6, "USD"), "12\u{202f}346 USD");
        assert_eq!(money(3.506_875, ""), "3.51");
        assert_eq!(money(0.0, "EUR"), "0.00 EUR");
        assert_eq!(count(2_500_000.0), "2.50 M");
        assert_eq!((count(32.0), count(1.0 / 3.0), count(-0.0)), ("32".into(), "0.333".into(), "0".into()));
    }
}
