//! Numbers with units as people type and read them: `250ms`, `1.5s`, `2k`, `75%`. Not their ranges; see
//! [`super::param`].

use super::notation::{is_ambiguous, plain, written};
use super::param::{Kind, Spec, Unit, ValueError};
use super::units::{scaled, suffixes};
use std::fmt;

/// Why a typed text is not a value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum ParseError {
    /// It is no number.
    NotANumber,
    /// Its mark can be read as of thousands or of fractions.
    Ambiguous,
    /// The number is followed by something that is no unit of this parameter; the units it takes.
    Unit(&'static [&'static str]),
    /// It is none of the choices.
    Choice(Vec<&'static str>),
    /// It is a number of the right unit but no value of the parameter.
    Value(ValueError),
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber => write!(f, "expected a number, as in 250 or 1.5"),
            Self::Ambiguous => write!(
                f,
                "expected a number without marks between thousands, as in 1500 or {}",
                written("1.5".to_owned())
            ),
            Self::Unit([]) => write!(f, "expected a plain number"),
            Self::Unit([unit]) => write!(f, "expected a number, plain or with {unit}"),
            Self::Unit(units) => write!(f, "expected a number with one of the units {}", units.join(", ")),
            Self::Choice(keys) => write!(f, "expected one of {}", keys.join(", ")),
            Self::Value(error) => error.fmt(f),
        }
    }
}

impl Spec {
    /// Reads what somebody typed on the page, as [`Spec::parse`] with the decimal mark that people there write.
    ///
    /// # Errors
    /// Says what was expected.
    pub fn parse_typed(&self, text: &str) -> Result<f64, ParseError> {
        if is_ambiguous(text) {
            return Err(ParseError::Ambiguous);
        }
        self.parse(&plain(text))
    }

    /// Why what was typed is no value, in the units that are typed.
    pub fn refusal(&self, error: &ParseError) -> String {
        let &ParseError::Value(ValueError::OutOfRange { min, max, .. }) = error else {
            return error.to_string();
        };
        let zero = self.zero.map_or(String::new(), |zero| format!(", or “{zero}”"));
        format!("expected {} to {}{zero}", self.format(min), self.format(max))
    }

    /// Reads what a link or a message says. The decimal sign is a point; spaces around the unit and the
    /// case of letters do not matter. A percentage needs its sign, since 0.5 and 0.5% both make sense. A time may have
    /// several parts, as in `2min 30s`.
    ///
    /// # Errors
    /// Says what was expected.
    pub fn parse(&self, text: &str) -> Result<f64, ParseError> {
        // The letter mu is not the sign of a millionth, but looks like it.
        let text = text.trim().to_lowercase().replace('μ', "µ");
        if let Kind::Choice(choices) = self.kind {
            let found = choices.iter().position(|c| c.key == text || c.label.to_lowercase() == text);
            return found
                .map(|i| i as f64)
                .ok_or_else(|| ParseError::Choice(choices.iter().map(|c| c.key).collect()));
        }
        if self.kind == Kind::Switch {
            return match text.as_str() {
                "yes" | "on" | "true" | "1" => Ok(1.0),
                "no" | "off" | "false" | "0" => Ok(0.0),
                _ => Err(ParseError::Choice(vec!["yes", "no"])),
            };
        }
        if self.zero.is_some_and(|zero| zero.to_lowercase() == text) {
            return Ok(0.0);
        }
        let value = amount(self.unit, &text)?;
        self.check(value).map_err(ParseError::Value)?;
        Ok(value)
    }

    /// Writes a value as people read it: with its unit, and so that [`Spec::parse_typed`] gives it
    /// back to the last bit.
    pub fn format(&self, value: f64) -> String {
        if let (true, Some(zero)) = (value == 0.0, self.zero) {
            return zero.to_owned();
        }
        match self.kind {
            Kind::Choice(choices) => {
                choices.get(value as usize).map_or(String::new(), |c| c.label.to_owned())
            }
            Kind::Switch => if value == 0.0 { "no" } else { "yes" }.to_owned(),
            Kind::Number | Kind::Count => self.format_number(value),
        }
    }

    /// Writes a value as links carry it: letters and digits only besides `.` and `-`, in the row's own unit, and so
    /// that [`Spec::parse`] gives it back to the last bit.
    pub fn link_value(&self, value: f64) -> String {
        match self.kind {
            Kind::Choice(choices) => choices.get(value as usize).map_or(String::new(), |c| c.key.to_owned()),
            Kind::Switch => self.format(value),
            Kind::Number | Kind::Count => format!("{value}"),
        }
    }

    fn format_number(&self, value: f64) -> String {
        let units: &[(&str, &str)] = match self.unit {
            Unit::One | Unit::Money => &[("", "")],
            Unit::PerSecond => &[("", "/s")],
            Unit::Micros => &[("", " µs")],
            Unit::Millis if value >= 60_000.0 => &[("min", " min"), ("", " ms")],
            Unit::Millis if value >= 1000.0 => &[("s", " s"), ("", " ms")],
            Unit::Millis if value < 0.1 => &[("us", " µs"), ("", " ms")],
            Unit::Millis => &[("", " ms")],
            Unit::Seconds => &[("", " s")],
            Unit::Fraction => &[("%", " %"), ("", "")],
            Unit::Kib if value < 1.0 => &[("b", " B"), ("", " KiB")],
            Unit::Kib if value >= 1024.0 => &[("mib", " MiB"), ("", " KiB")],
            Unit::Kib => &[("", " KiB")],
            Unit::Mib if value >= 1024.0 => &[("gib", " GiB"), ("", " MiB")],
            Unit::Mib => &[("", " MiB")],
            Unit::Gib => &[("", " GiB")],
            Unit::Hours => &[("", " h")],
        };
        let (table, _) = suffixes(self.unit);
        // The first unit in which a short decimal means exactly this value.
        for &(suffix, shown) in units {
            let factor = table.iter().find(|s| s.0 == suffix).map_or(1.0, |s| s.1);
            let short = super::param::round_significant(value / factor, 12);
            if scaled(short, factor) == value {
                return written(format!("{short}")) + shown;
            }
        }
        written(format!("{value}")) + units.last().map_or("", |u| u.1)
    }
}

/// Parts that a time may have.
const PARTS: usize = 4;

/// A number with its unit; of times also several that follow each other, each with its unit.
fn amount(unit: Unit, text: &str) -> Result<f64, ParseError> {
    let (table, words) = suffixes(unit);
    let is_time = matches!(unit, Unit::Micros | Unit::Millis | Unit::Seconds | Unit::Hours);
    let (mut rest, mut sum) = (text, 0.0);
    for part in 0..PARTS {
        let (number, behind) = split_number(rest);
        let number: f64 = number.parse().map_err(|_| ParseError::NotANumber)?;
        let next = behind.find(|c: char| c.is_ascii_digit()).filter(|_| is_time);
        let (suffix, more) = behind.split_at(next.unwrap_or(behind.len()));
        let suffix = suffix.trim();
        let &(_, factor) = table.iter().find(|s| s.0 == suffix).ok_or(ParseError::Unit(words))?;
        if suffix.is_empty() && (part > 0 || !more.is_empty()) {
            return Err(ParseError::Unit(words));
        }
        sum += scaled(number, factor);
        rest = more;
        if rest.is_empty() {
            return Ok(sum);
        }
    }
    Err(ParseError::Unit(words))
}

/// Splits a lower-case text behind the longest prefix that can be a number.
fn split_number(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let exponent = bytes[end] == b'e'
            && end > 0
            && bytes.get(end + 1).is_some_and(|c| c.is_ascii_digit() || matches!(c, b'-' | b'+'));
        let sign = matches!(bytes[end], b'-' | b'+') && (end == 0 || bytes[end - 1] == b'e');
        if !(bytes[end].is_ascii_digit() || bytes[end] == b'.' || exponent || sign) {
            break;
        }
        end += 1;
    }
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::id::Group;

    fn spec(group: Group, key: &str) -> &'static Spec {
        group.specs().into_iter().find(|s| s.key == key).expect("a row of that name")
    }

    #[test]
    fn typed_units_are_understood() {
        let timeout = spec(Group::Call, "timeout_ms");
        for (text, value) in [
            ("250", 250.0),
            ("250ms", 250.0),
            ("1.5s", 1500.0),
            (" 2 S ", 2000.0),
            ("150us", 0.15),
            ("none", 0.0),
            ("1e2", 100.0),
            ("2min", 120_000.0),
            ("2min 30s", 150_000.0),
            ("1s500ms", 1500.0),
            ("150\u{3bc}s", 0.15),
            ("0.1h", 360_000.0),
        ] {
            assert_eq!(timeout.parse(text), Ok(value), "{text}");
        }
        let rate = spec(Group::Load, "arrival_rps");
        assert_eq!(rate.parse("2k"), Ok(2000.0));
        assert_eq!(rate.parse("1.5M"), Ok(1_500_000.0));
        assert_eq!(rate.parse("600/min"), Ok(10.0));
        assert_eq!(rate.parse("1.5 M/s"), Ok(1_500_000.0));
        assert_eq!(rate.parse("120 rpm"), Ok(2.0));
        let hit = spec(Group::Cache, "hit_fraction");
        assert_eq!(hit.parse("95%"), Ok(0.95));
        assert_eq!(hit.parse("0.95"), Ok(0.95));
        let law = spec(Group::Work, "law");
        assert_eq!(law.parse("exponential"), Ok(1.0));
    }

    #[test]
    fn what_is_not_a_value_says_what_was_expected() {
        let timeout = spec(Group::Call, "timeout_ms");
        assert_eq!(timeout.parse("soon"), Err(ParseError::NotANumber));
        assert!(matches!(timeout.parse("3 bananas"), Err(ParseError::Unit(_))));
        assert!(matches!(timeout.parse("-1"), Err(ParseError::Value(ValueError::OutOfRange { .. }))));
        let said = |spec: &Spec, text| spec.refusal(&spec.parse(text).expect_err(text));
        assert_eq!(said(timeout, "-1s"), "expected 10 µs to 10 min, or “none”");
        assert_eq!(
            said(timeout, "3 bananas"),
            "expected a number with one of the units ns, µs, ms, s, min, h"
        );
        assert_eq!(said(spec(Group::Cache, "hit_fraction"), "101%"), "expected 0 % to 100 %");
        assert_eq!(said(spec(Group::Cache, "hit_fraction"), "5 ppm"), "expected a number, plain or with %");
        for text in ["2s 500", "1 500", "1s1s1s1s1s", "2min -30s", "1s 2 bananas"] {
            assert!(matches!(timeout.parse(text), Err(ParseError::Unit(_))), "{text}");
        }
        assert_eq!(timeout.parse_typed("1,500"), Err(ParseError::Ambiguous));
        assert!(matches!(timeout.parse("nan"), Err(ParseError::NotANumber)));
        assert!(matches!(timeout.parse("1e999"), Err(ParseError::Value(ValueError::NotANumber))));
        let replicas = spec(Group::Capacity, "replicas");
        assert_eq!(replicas.parse("2.5"), Err(ParseError::Value(ValueError::NotWhole)));
        assert!(matches!(spec(Group::Work, "law").parse("normal"), Err(ParseError::Choice(_))));
    }

    #[test]
    fn what_is_written_reads_back_to_the_last_bit() {
        for group in Group::ALL {
            for spec in group.specs() {
                for i in 0..=40 {
                    let value = spec.at(f64::from(i) / 40.0);
                    assert_eq!(spec.parse(&spec.format(value)), Ok(value), "{} {value}", spec.key);
                }
            }
        }
        let timeout = spec(Group::Call, "timeout_ms");
        let odd = 1_234.567_890_123_456_7;
        assert_eq!(timeout.parse(&timeout.format(odd)), Ok(odd));
    }
}
