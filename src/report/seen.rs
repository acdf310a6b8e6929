//! The four headline numbers that the author of a link saw, with the version of the model they came from, and how today's
//! differ. Not the link; it carries them as the flag [`FLAG`].

use super::metric::{self, Metric, Unit};
use super::{MODEL_VERSION, Report, format};
use crate::scenario::param::round_significant;

/// The name of the flag: `/!seen=1-1.194-112-0-3504`.
pub const FLAG: &str = "seen";

/// The outputs, of all journeys together: P99 in seconds, throughput a second, share of errors, cost a month.
const KEYS: [&str; 4] = ["p99_s", "throughput_per_s", "error_fraction", "cost_per_month"];

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The version of the model.
    pub model: u32,
    /// The numbers, as they are written: four significant digits.
    numbers: [String; 4],
}

fn metrics() -> impl Iterator<Item = &'static Metric> {
    KEYS.iter().filter_map(|key| metric::find(key))
}

/// What a flag has room for: no sign, no minus in an exponent, a letter or digit at the end.
fn write(value: f64) -> String {
    let value = round_significant(value, 4);
    if value.is_nan() {
        "none".to_owned()
    } else if value.is_infinite() {
        "inf".to_owned()
    } else if value.abs() < 1e-9 {
        "0".to_owned()
    } else if value < 1e9 {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

fn read(text: &str) -> Option<f64> {
    match text {
        "none" => Some(f64::NAN),
        "inf" => Some(f64::INFINITY),
        _ if text.starts_with(|c: char| c.is_ascii_digit()) => text.parse().ok(),
        _ => None,
    }
}

/// The four numbers in words: `P99 1.19 s, Throughput 112/s, Errors 0 %, Cost a month 3 504 USD`.
pub fn headline(report: &Report) -> String {
    let said = metrics().map(|m| said(m, report.read(m, None), report));
    said.collect::<Vec<_>>().join(", ")
}

fn said(metric: &Metric, value: f64, report: &Report) -> String {
    format!("{} {}", metric.label, format::output(metric.unit, value, report.cost.currency))
}

/// With all digits that are carried, where fewer would hide a difference.
fn exactly(metric: &Metric, text: &str, report: &Report) -> String {
    let unit = match metric.unit {
        Unit::Seconds => " s",
        Unit::PerSecond => "/s",
        Unit::Money => return format!("{} {text} {}", metric.label, report.cost.currency),
        Unit::Fraction | Unit::One => "",
    };
    format!("{} {text}{unit}", metric.label)
}

impl Seen {
    /// What is seen now.
    pub fn of(report: &Report) -> Self {
        let value = |key| metric::find(key).map_or_else(String::new, |m| write(report.read(m, None)));
        Self { model: MODEL_VERSION, numbers: KEYS.map(value) }
    }

    /// The value of the flag.
    pub fn text(&self) -> String {
        format!("{}-{}", self.model, self.numbers.join("-"))
    }

    /// Reads the value of the flag; none for what is no such value. Of a newer version only the version need be readable.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let model = parts.next()?.parse().ok()?;
        let mut numbers = [const { String::new() }; 4];
        for number in &mut numbers {
            match parts.next() {
                Some(text) if read(text).is_some() => text.clone_into(number),
                _ if model > MODEL_VERSION => {}
                _ => return None,
            }
        }
        (parts.next().is_none() || model > MODEL_VERSION).then_some(Self { model, numbers })
    }

    /// What there is to say to somebody who opens the link and sees today's answers; none where they are the same.
    pub fn news(&self, report: &Report) -> Option<String> {
        let today = Self::of(report);
        let (mut then, mut now) = (Vec::new(), Vec::new());
        for (at, metric) in metrics().enumerate() {
            let (old, new) = (&self.numbers[at], &today.numbers[at]);
            if let Some(value) = read(old).filter(|_| old != new) {
                let (a, b) = (said(metric, value, report), said(metric, report.read(metric, None), report));
                let same = a == b;
                then.push(if same { exactly(metric, old, report) } else { a });
                now.push(if same { exactly(metric, new, report) } else { b });
            }
        }
        let why = match self.model {
            m if m > MODEL_VERSION => format!(
                "This link was made with version {m} of the model, which is newer than version {MODEL_VERSION} of this page: \
                 reload, or ask for an update."
            ),
            _ if then.is_empty() => return None,
            m if m < MODEL_VERSION => format!(
                "It was made with version {m} of the model; this page has version {MODEL_VERSION}, and the changelog says what \
                 changed."
            ),
            _ => "The version of the model is the same, so the link was changed after its numbers were written.".to_owned(),
        };
        if then.is_empty() {
            return Some(why);
        }
        Some(format!("The author of this link saw {}; now it is {}. {why}", then.join(", "), now.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::evaluate;
    use crate::scenario::preset;

    fn report() -> Report {
        evaluate(&(preset::ALL[0].build)())
    }

    #[test]
    fn numbers_are_short_and_come_back() {
        let cases = [
            (1.194_321, "1.194"),
            (112.0, "112"),
            (0.000_012_345_6, "0.00001235"),
            (1e-12, "0"),
            (3504.2, "3504"),
            (1.234_56e13, "1.235e13"),
            (f64::INFINITY, "inf"),
            (f64::NAN, "none"),
        ];
        for (value, text) in cases {
            assert_eq!(write(value), text);
            assert!(read(text).is_some());
        }
        let seen = Seen::of(&report());
        assert_eq!(Seen::parse(&seen.text()), Some(seen));
    }

    #[test]
    fn what_is_no_such_value_is_none() {
        for text in ["", "1", "x-1-1-1-1", "1-1-1-1", "1-1-1-1-1-1", "1-1-x-1-1", "1--1-1-1", "1-+1-1-1-1"] {
            assert_eq!(Seen::parse(text), None, "{text}");
        }
        assert_eq!(
            Seen::parse("99").map(|s| s.model),
            Some(99),
            "a newer page may say more, or other things"
        );
    }

    #[test]
    fn a_difference_is_said_with_its_reason() {
        let (report, now) = (report(), Seen::of(&report()));
        assert_eq!(now.news(&report), None);
        let mut old = now.clone();
        old.numbers[0] = "2.5".to_owned();
        let said = old.news(&report).expect("a difference");
        assert!(
            said.contains("saw P99 2.50 s; now it is P99 ") && said.contains("was changed after"),
            "{said}"
        );
        old.model = MODEL_VERSION - 1;
        let said = old.news(&report).expect("a difference");
        assert!(said.contains("the changelog says"), "{said}");
        let newer = Seen { model: MODEL_VERSION + 1, ..now };
        assert!(newer.news(&report).is_some_and(|said| said.starts_with("This link was made with version")));
    }
}
