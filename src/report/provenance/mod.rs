//! Where each number comes from: formula, inputs, source and accuracy, for the page's explanation and the command line.
//! Not the numbers; they are in the report, and those of journeys have their words in `metric`.

mod cache;
mod call;
mod explain;
mod object;
mod service;

pub use cache::CACHE;
pub use call::{CALL, POOL};
pub use explain::{Explanation, Knob, Number, Table, Topic, explain};
pub use service::{NODE, SERVICE, STORM};

use super::metric::Unit;

/// One number of a service, call or cache: what it is and where it comes from.
#[derive(Debug)]
pub struct Entry<T: 'static> {
    /// Its name in exports, with its unit as suffix.
    pub key: &'static str,
    /// Its name on the page.
    pub label: &'static str,
    /// The unit.
    pub unit: Unit,
    /// What it is, in a sentence.
    pub doc: &'static str,
    /// How it is found.
    pub formula: &'static str,
    /// The rows that go into it, as `kind.row`, and what else does, in words.
    pub inputs: &'static [&'static str],
    /// Where the formula comes from.
    pub source: &'static str,
    /// How far off it can be, and where that was measured.
    pub accuracy: &'static str,
    /// Reads it; NaN where it does not apply.
    pub get: fn(&T) -> f64,
}

/// The entry of a name.
pub fn find<T>(table: &'static [Entry<T>], key: &str) -> Option<&'static Entry<T>> {
    table.iter().find(|e| e.key == key)
}

/// Input words that more than one table uses.
const FLOW: &str = "what arrives, by the flow balance";

#[cfg(test)]
mod tests {
    use super::{CACHE, CALL, Entry, NODE, POOL, SERVICE, STORM};
    use crate::report::metric::{METRICS, Unit};
    use crate::scenario::Group;

    fn check(key: &str, unit: Unit, inputs: &[&str], texts: [&str; 4]) {
        let suffix = match unit {
            Unit::Seconds => "_s",
            Unit::PerSecond => "_per_s",
            Unit::Fraction => "_fraction",
            Unit::Money => "_per_month",
            Unit::One => "",
        };
        assert!(key.ends_with(suffix) || key == "cost_per_million", "{key}");
        assert!(key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{key}");
        assert!(texts.iter().all(|t| t.len() > 3 && !t.contains("  ")), "{key}: {texts:?}");
        assert!(!inputs.is_empty(), "{key} comes from something");
        for input in inputs.iter().filter(|i| i.contains('.')) {
            let (kind, row) = input.split_once('.').expect("kind.row");
            let known = Group::ALL.iter().any(|g| g.kind() == kind && g.specs().iter().any(|s| s.key == row));
            assert!(known, "{key}: no row {input}");
        }
    }

    fn check_all<T>(table: &[Entry<T>]) {
        for (i, e) in table.iter().enumerate() {
            check(e.key, e.unit, e.inputs, [e.doc, e.formula, e.source, e.accuracy]);
            assert!(table[..i].iter().all(|other| other.key != e.key), "{} twice", e.key);
        }
    }

    #[test]
    fn every_number_says_where_it_comes_from() {
        check_all(SERVICE);
        check_all(STORM);
        check_all(NODE);
        check_all(CALL);
        check_all(POOL);
        check_all(CACHE);
        for m in METRICS {
            check(m.key, m.unit, m.inputs, [m.doc, m.formula, m.source, m.accuracy]);
        }
    }
}
