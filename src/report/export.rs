//! A report on paper and in spreadsheets: every output by name, as Markdown for people and as CSV for programs. Not the
//! scenario; that has its own file.

use super::metric::{METRICS, Unit};
use super::parts::{self, Output};
use super::{Caveat, Estimate, MODEL_VERSION, Observation, Report, format, seen};
use crate::scenario::Scenario;
use std::fmt::Write;

/// One output of one object.
struct Value {
    /// `journey`, `service`, `call`, `cache` or `cost`.
    kind: &'static str,
    /// Whose it is.
    object: String,
    key: &'static str,
    label: &'static str,
    unit: Unit,
    now: f64,
    simulated: Option<Estimate>,
}

fn values(s: &Scenario, report: &Report, seen: Option<&Observation>) -> Vec<Value> {
    let mut all = Vec::new();
    let scopes = (0..report.journeys.len()).map(Some).filter(|_| report.journeys.len() > 1);
    for scope in std::iter::once(None).chain(scopes) {
        let object = scope.map_or_else(|| "all journeys".to_owned(), |j| report.journeys[j].name.clone());
        all.extend(METRICS.iter().map(|m| Value {
            kind: "journey",
            object: object.clone(),
            key: m.key,
            label: m.label,
            unit: m.unit,
            now: report.read(m, scope),
            simulated: seen.and_then(|o| (m.observed)(o, scope)),
        }));
    }
    for (i, (x, r)) in s.services.iter().zip(&report.services).enumerate() {
        part(&mut all, "service", &x.name, parts::SERVICE, r, seen.and_then(|o| o.services.get(i)));
    }
    for (x, r) in s.calls.iter().zip(&report.calls) {
        part(&mut all, "call", x.key.as_str(), parts::CALL, r, None);
    }
    for (i, (x, r)) in s.caches.iter().zip(&report.caches).enumerate() {
        part(&mut all, "cache", &x.name, parts::CACHE, r, seen.and_then(|o| o.caches.get(i)));
    }
    all.extend(report.cost.parts.iter().map(|p| Value {
        kind: "cost",
        object: p.name.clone(),
        key: "cost_per_month",
        label: "cost_per_month",
        unit: Unit::Money,
        now: p.per_month,
        simulated: None,
    }));
    all
}

fn part<R, O>(
    all: &mut Vec<Value>,
    kind: &'static str,
    object: &str,
    table: &'static [Output<R, O>],
    report: &R,
    seen: Option<&O>,
) {
    all.extend(table.iter().map(|m| Value {
        kind,
        object: object.to_owned(),
        key: m.key,
        label: m.key,
        unit: m.unit,
        now: (m.get)(report),
        simulated: seen.and_then(|o| (m.observed)(o)),
    }));
}

/// A cell of a spreadsheet: a name must not become a formula or another cell.
pub fn cell(text: &str) -> String {
    let text =
        if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// A number with every digit; nothing where there is none.
fn digits(value: f64) -> String {
    if value.is_nan() { String::new() } else { value.to_string() }
}

/// Every output on a line, with every digit and its unit.
pub fn csv(s: &Scenario, report: &Report, seen: Option<&Observation>) -> String {
    let mut text = "kind,object,output,unit,formula,simulated,half_width_95\r\n".to_owned();
    for v in values(s, report, seen) {
        let unit = match v.unit {
            Unit::Seconds => "s",
            Unit::PerSecond => "1/s",
            Unit::Fraction => "fraction",
            Unit::Money => report.cost.currency,
            Unit::One => "1",
        };
        let simulated = v.simulated.map_or_else(String::new, |e| digits(e.value));
        let half = v.simulated.and_then(|e| e.half_width).map_or_else(String::new, digits);
        let _ = write!(
            text,
            "{},{},{},{unit},{},{simulated},{half}\r\n",
            v.kind,
            cell(&v.object),
            v.key,
            digits(v.now)
        );
    }
    text
}

/// A text in a cell of a table in Markdown.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '|' | '[' | ']' | '\\' | '`' | '*' | '_' | '<' | '&' | '#' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// A report for people: the headline, all outputs of the journeys beside the simulation, the parts one a line, what to know.
pub fn markdown(s: &Scenario, report: &Report, seen: Option<&Observation>, link: &str) -> String {
    let name = if s.name.is_empty() { "Unnamed scenario" } else { &s.name };
    let mut text = format!("# {}\n\n{}.\n", plain(name), seen::headline(report));
    if !link.is_empty() {
        let _ = write!(text, "\nThe scenario, live: <{link}>\n");
    }
    let _ = write!(text, "\nFrom version {MODEL_VERSION} of the model.");
    if let Some(seen) = seen {
        let requests = format::count(seen.requests as f64);
        let _ = write!(text, " Simulated {} times, {requests} requests.", seen.replications);
    }
    text.push('\n');
    let all = values(s, report, seen);
    let currency = report.cost.currency;
    let mut object = None;
    for v in all.iter().filter(|v| v.kind == "journey") {
        if object != Some(&v.object) {
            let _ = write!(
                text,
                "\n## {}\n\n| Output | Formula | Simulated |\n|---|---:|---:|\n",
                plain(&v.object)
            );
            object = Some(&v.object);
        }
        let simulated = v.simulated.map_or_else(
            || "–".to_owned(),
            |e| match e.half_width {
                Some(half) => format::interval(v.unit, e.value, half),
                None => format::output(v.unit, e.value, ""),
            },
        );
        let _ = writeln!(text, "| {} | {} | {simulated} |", v.label, format::output(v.unit, v.now, currency));
    }
    for (kind, title, keys) in [
        (
            "service",
            "Services",
            &["arrival_per_s", "utilisation_fraction", "mean_wait_s", "p99_s", "cost_per_month"][..],
        ),
        ("call", "Calls", &["rate_per_s", "sent_per_s", "failed_fraction", "mean_s", "p99_s"]),
        ("cache", "Caches", &["lookups_per_s", "hit_fraction", "cost_per_month"]),
        ("cost", "Costs", &["cost_per_month"]),
    ] {
        let own: Vec<_> = all.iter().filter(|v| v.kind == kind && keys.contains(&v.key)).collect();
        if own.is_empty() {
            continue;
        }
        let heads: Vec<_> = keys.iter().map(|k| k.replace('_', " ")).collect();
        let _ = write!(
            text,
            "\n## {title}\n\n| | {} |\n|---|{}\n",
            heads.join(" | "),
            "---:|".repeat(keys.len())
        );
        for row in own.chunks(keys.len()) {
            let _ = write!(text, "| {} |", plain(&row[0].object));
            for key in keys {
                let found = row.iter().find(|v| v.key == *key);
                let _ = write!(
                    text,
                    " {} |",
                    found.map_or_else(String::new, |v| format::output(v.unit, v.now, ""))
                );
            }
            text.push('\n');
        }
    }
    let mut list = |title: &str, lines: &mut dyn Iterator<Item = &str>| {
        let mut head = format!("\n## {title}\n\n");
        for line in lines {
            let _ = writeln!(text, "{}- {}", std::mem::take(&mut head), plain(line));
        }
    };
    list("What to know", &mut report.caveats.iter().map(|c: &Caveat| c.text.as_str()));
    list("Assumptions", &mut report.assumptions.iter().map(String::as_str));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::evaluate;
    use crate::scenario::preset;

    #[test]
    fn a_report_has_every_object_and_names_are_text() {
        for preset in preset::ALL {
            let mut s = (preset.build)();
            "=1+1|\"a\"\n# b".clone_into(&mut s.services[0].name);
            let report = evaluate(&s);
            let csv = csv(&s, &report, None);
            let journeys = if s.journeys.len() > 1 { s.journeys.len() + 1 } else { 1 };
            let rows = journeys * METRICS.len()
                + s.services.len() * parts::SERVICE.len()
                + s.calls.len() * parts::CALL.len()
                + s.caches.len() * parts::CACHE.len()
                + report.cost.parts.len();
            assert_eq!(csv.matches("\r\n").count(), rows + 1, "{}", preset.key);
            assert!(csv.contains("service,\"'=1+1|\"\"a\"\"\n# b\",p99_s,s,"), "{csv}");
            let text = markdown(&s, &report, None, "https://example.com/#x");
            for head in ["## all journeys", "## Services", "## Costs", "<https://example.com/#x>"] {
                assert!(text.contains(head), "{}: {head}", preset.key);
            }
            assert_eq!(text.contains("## Caches"), !s.caches.is_empty());
            assert!(text.contains("| =1+1\\|\"a\" \\# b |"), "{text}");
            assert!(text.lines().filter(|l| l.starts_with('|')).all(|l| l.ends_with('|')));
        }
    }
}
