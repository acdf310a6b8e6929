//! The page's sentences and small texts, put together from values. Not numbers of their own: those are formatted by
//! `report::format`.

use crate::app::{Run, Theme};
use crate::report::metric::Unit;
use crate::report::{Estimate, Report, ResourceKind, format};
use crate::scenario::Scenario;
use yew::AttrValue;

/// How the whole stands, in a word for the style and a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// `pass`, `fail` or `none`.
    pub state: &'static str,
    /// The sentence.
    pub text: AttrValue,
}

/// The sentence above the tiles, which is also read out.
pub fn verdict(scenario: &Scenario, report: &Report, scope: Option<usize>) -> Headline {
    let journey = report.journey(scope);
    let slo = &journey.slo;
    if let Some((service, kind, utilisation)) = overload(scenario, report) {
        let share = format::percent(utilisation);
        let text = match kind {
            ResourceKind::Slots => format!("Overloaded: {service} gets {share} of what it can do."),
            kind => format!("Full: {service} needs {share} of its {}.", kind.label().to_lowercase()),
        };
        return Headline { state: "fail", text: text.into() };
    }
    if report.services.is_empty() || report.journeys.is_empty() {
        return Headline { state: "none", text: "Nothing is asked of this system yet.".into() };
    }
    let percentile = PERCENTILES[slo.percentile.min(3)];
    let now = format::time(journey.percentiles_s[slo.percentile.min(3)]);
    let limit = format::time(slo.limit_s);
    let mut missed = Vec::new();
    if slo.latency == Some(false) {
        missed.push(if slo.limit_s.is_finite() {
            format!("{percentile} of {now} is over {limit}")
        } else {
            "a latency is over its limit".to_owned()
        });
    }
    if !slo.errors {
        missed.push(format!("{} of requests fail", format::percent(journey.error_fraction)));
    }
    if slo.throughput == Some(false) {
        missed.push("the throughput asked for is not sustained".to_owned());
    }
    if !missed.is_empty() {
        let text = format!("Misses its objective: {}.", missed.join(", and "));
        return Headline { state: "fail", text: text.into() };
    }
    let text = match slo.latency {
        Some(_) if slo.limit_s.is_finite() => {
            format!("Meets its objective: {percentile} of {now} is within {limit}.")
        }
        Some(_) => "Meets its objectives.".to_owned(),
        None => format!("{percentile} is {now}; no latency limit is set."),
    };
    Headline { state: if slo.latency.is_some() { "pass" } else { "none" }, text: text.into() }
}

/// The service that is overloaded most, if one is, by which resource and how much.
pub fn overload<'a>(scenario: &'a Scenario, report: &Report) -> Option<(&'a str, ResourceKind, f64)> {
    let worst = report.bottleneck?;
    let bound = report.services.get(worst)?.bound()?;
    let name = scenario.services.get(worst).map_or("", |s| s.name.as_str());
    (bound.utilisation() >= 1.0).then(|| (name, bound.kind, bound.utilisation()))
}

/// The labels of the four percentiles.
pub const PERCENTILES: [&str; 4] = ["P50", "P95", "P99", "P99.9"];

/// Splits a formatted number into the number and its unit.
pub fn split_unit(text: &str) -> (&str, &str) {
    match text.find([' ', '/']) {
        Some(at) if text[at..].starts_with(' ') => (&text[..at], &text[at + 1..]),
        Some(at) => text.split_at(at),
        None => (text, ""),
    }
}

/// A share with its sign and two digits.
pub fn signed_percent(share: f64) -> String {
    let size = format::brief(Unit::Fraction, share.abs());
    match share {
        s if s > 0.0 => format!("+{size}"),
        s if s < 0.0 => format!("−{size}"),
        _ => size,
    }
}

/// A gap between model and simulation: tenths of a percent are all that is worth reading.
pub fn gap(share: f64) -> String {
    let percent = share * 100.0;
    let size = percent.abs();
    let sign = if percent < 0.0 { "−" } else { "+" };
    match size {
        s if s < 0.05 => format!("{} %", format::decimal(0.0, 1)),
        s if s < 9.95 => format!("{sign}{} %", format::decimal(size, 1)),
        s if s < 999.5 => format!("{sign}{size:.0} %"),
        _ => format!("{sign}>999 %"),
    }
}

/// A simulated value with the half width of its interval.
pub fn estimate(unit: Unit, estimate: Estimate) -> String {
    match estimate.half_width {
        Some(half) => format::interval(unit, estimate.value, half),
        None => format::output(unit, estimate.value, ""),
    }
}

/// A clause as a sentence of its own.
pub fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).chain(['.']).collect())
}

/// What is said of workers that died in a run.
pub fn replaced(run: &Run) -> Option<String> {
    let (count, why) = run.replaced.as_ref()?;
    let (workers, its) = if *count == 1 { ("A worker", "its") } else { ("Workers", "their") };
    Some(format!(
        "{workers} of the simulation died and another took over, {its} replications with it, so no number depends on it. \
         The browser says: {why}"
    ))
}

/// The title of the browser's tab.
pub fn page_title(name: &str) -> String {
    if name.is_empty() { "Headroom".to_owned() } else { format!("{name} – Headroom") }
}

/// The word a theme is kept under.
pub fn theme_key(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "auto",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

/// The theme of a word.
pub fn theme_of(key: &str) -> Theme {
    match key {
        "light" => Theme::Light,
        "dark" => Theme::Dark,
        _ => Theme::Auto,
    }
}

/// Whether a theme is dark; `None` is as the system says.
pub fn theme_is_dark(theme: Theme) -> Option<bool> {
    match theme {
        Theme::Auto => None,
        Theme::Light => Some(false),
        Theme::Dark => Some(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_parts_from_its_unit() {
        assert_eq!(split_unit("1.50 s"), ("1.50", "s"));
        assert_eq!(split_unit("112/s"), ("112", "/s"));
        assert_eq!(split_unit("20.0 k/s"), ("20.0", "k/s"));
        assert_eq!(split_unit("12\u{202f}346 USD"), ("12\u{202f}346", "USD"));
        assert_eq!(split_unit("∞"), ("∞", ""));
    }

    #[test]
    fn a_gap_has_tenths() {
        let cases = [(0.000_41, "0.0 %"), (-0.002_4, "−0.2 %"), (0.25, "+25 %"), (1e9, "+>999 %")];
        for (share, text) in cases {
            assert_eq!(gap(share), text);
        }
    }

    #[test]
    fn a_share_says_its_direction() {
        assert_eq!(signed_percent(0.05), "+5 %");
        assert_eq!(signed_percent(-0.05), "−5 %");
        assert_eq!(signed_percent(0.0), "0 %");
    }
}
