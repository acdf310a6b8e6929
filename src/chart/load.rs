//! Latency over load: flat for long, then steep, then nothing more. Not a simulation of rising load; each point is
//! its own steady state.

use super::Inputs;
use super::axis::{Axis, Quantity};
use super::data::{Cell, Data, Legend, Lines, Mark, Picture, Rule, Series, Stroke, Table};
use super::style::Ink;
use crate::report::format::{rate, time};
use crate::report::metric::Unit;
use crate::report::{Exploration, JourneyReport, Report};

const TITLE: &str = "Latency against load";

/// Which percentiles have a line: index, name, colour, stroke; the first ones below.
const DRAWN: [(usize, &str, Ink, Stroke); 2] =
    [(0, "P50", Ink::Purple, Stroke::Thin), (2, "P99", Ink::Blue, Stroke::Bold)];

/// Times as far as the curve goes that the axis goes for the sake of the baseline.
const FARTHEST: f64 = 2.5;

/// What the chart shows.
pub fn data(inputs: &Inputs) -> Data {
    let journey = inputs.report.journey(inputs.scope);
    let Some(curve) = inputs.exploration.and_then(|e| Curve::new(e, inputs.report, inputs.scope)) else {
        return Data { stale: true, ..Data::empty(TITLE, "Finding the curve …") };
    };
    let before = inputs.baseline.and_then(|b| Curve::new(b.exploration.as_deref()?, &b.report, inputs.scope));
    let lines = curve.lines(journey, before.as_ref(), inputs);
    let mut legend: Vec<Legend> = lines
        .series
        .iter()
        .rev()
        .map(|s| Legend { name: s.name.clone(), ink: s.ink, stroke: s.stroke })
        .collect();
    // It has a line in the legend once its curve is there.
    if before.is_none() && known(inputs).is_some() {
        legend.push(Legend { name: "baseline".to_owned(), ink: Ink::Muted, stroke: Stroke::Dots });
    }
    if curve.most.is_finite() && curve.most > 0.0 {
        legend.push(Legend { name: "at most".to_owned(), ink: Ink::Green, stroke: Stroke::Thin });
    }
    if journey.slo.limit_s.is_finite() {
        legend.push(Legend { name: "SLO".to_owned(), ink: Ink::Red, stroke: Stroke::Thin });
    }
    if lines.beyond.is_some() {
        legend.push(Legend { name: "overloaded".to_owned(), ink: Ink::Axis, stroke: Stroke::Hatched });
    }
    Data {
        title: TITLE,
        description: curve.describe(journey, known(inputs)),
        legend,
        table: curve.table(before.as_ref()),
        picture: Picture::Lines(lines),
        stale: inputs.exploration_is_stale,
    }
}

/// What the baseline has of the journey, if it has it.
fn known<'a>(inputs: &Inputs<'a>) -> Option<&'a JourneyReport> {
    inputs.baseline.map(|b| b.report.journey(inputs.scope)).filter(|b| !b.percentiles_s[2].is_nan())
}

/// The curve of one journey, over its own load.
struct Curve {
    /// Load, percentiles, share of errors.
    points: Vec<(f64, [f64; 4], f64)>,
    most: f64,
    saturation: f64,
}

impl Curve {
    fn new(e: &Exploration, report: &Report, scope: Option<usize>) -> Option<Self> {
        let entry = |len: usize| scope.filter(|&j| j + 1 < len).unwrap_or(len.saturating_sub(1));
        let (all, own) = (report.overall.arrival_per_s, report.journey(scope).arrival_per_s);
        let share = if all > 0.0 && scope.is_some() { own / all } else { 1.0 };
        let points: Vec<_> = e
            .points
            .iter()
            .filter_map(|p| {
                let latency = *p.percentiles_s.get(entry(p.percentiles_s.len()))?;
                let errors = p.error_fraction.get(entry(p.error_fraction.len())).copied().unwrap_or(f64::NAN);
                p.arrival_per_s.is_finite().then_some((p.arrival_per_s * share, latency, errors))
            })
            .collect();
        let base = e.arrival_per_s * share;
        let (most, saturation) = (e.max_factor * base, e.saturation_factor * base);
        (points.len() >= 2).then_some(Self { points, most, saturation })
    }

    /// The line of a percentile.
    fn series(&self, (index, name, ink, stroke): (usize, &str, Ink, Stroke)) -> Series {
        let mut points: Vec<(f64, f64)> = self.points.iter().map(|p| (p.0, p.1[index])).collect();
        // The curve ends at the very load that overloads, not at the next point.
        if let Some(first) = points.iter().position(|p| p.1 == f64::INFINITY)
            && self.saturation.is_finite()
            && first > 0
            && points[first - 1].0 < self.saturation
        {
            points.truncate(first);
            points.push((self.saturation, f64::INFINITY));
        }
        Series { name: name.to_owned(), ink, stroke, points, spans: Vec::new(), band: Vec::new() }
    }

    fn lines(&self, journey: &JourneyReport, before: Option<&Self>, inputs: &Inputs) -> Lines {
        let compared = before.map(|b| b.series((2, "Baseline P99", Ink::Muted, Stroke::Dashed)));
        let series = compared.into_iter().chain(DRAWN.iter().map(|&drawn| self.series(drawn))).collect();
        let (from, to) = self.latencies(journey);
        let own = self.points.last().map_or(1.0, |p| p.0).max(journey.arrival_per_s * 1.02);
        // The baseline is shown whole unless the curve would shrink to a corner beside it.
        let edge = [
            before.and_then(|b| b.points.last()).map(|p| p.0),
            known(inputs).map(|b| b.arrival_per_s * 1.02),
        ]
        .into_iter()
        .flatten()
        .filter(|&end| end <= FARTHEST * own)
        .fold(own, f64::max);
        let x = Axis::snug("Requests arriving", Unit::PerSecond, edge).of(Quantity::Load);
        let mut rules = Vec::new();
        if self.most.is_finite() && self.most > 0.0 {
            let label = format!("at most {}", rate(self.most));
            rules.push(Rule { at: self.most, upright: true, ink: Ink::Green, label });
        }
        if journey.slo.limit_s.is_finite() {
            let label = format!("SLO {}", time(journey.slo.limit_s));
            rules.push(Rule { at: journey.slo.limit_s, upright: false, ink: Ink::Red, label });
        }
        let mut marks = vec![Mark {
            x: journey.arrival_per_s,
            y: journey.percentiles_s[2],
            ink: Ink::Blue,
            label: format!("now: P99 {} at {}", time(journey.percentiles_s[2]), rate(journey.arrival_per_s)),
            short: format!("P99 {}", time(journey.percentiles_s[2])),
            strong: true,
        }];
        if let Some(b) = known(inputs) {
            let label = format!("baseline: P99 {}", time(b.percentiles_s[2]));
            marks.push(Mark {
                x: b.arrival_per_s,
                y: b.percentiles_s[2],
                ink: Ink::Muted,
                label,
                short: "baseline".to_owned(),
                strong: false,
            });
        }
        let end = x.to;
        Lines {
            x,
            y: Axis::between(inputs.scale(), "Latency", Unit::Seconds, from, to).of(Quantity::Latency),
            series,
            rules,
            marks,
            beyond: (self.saturation.is_finite() && self.saturation < end)
                .then_some((self.saturation, "overloaded")),
            remark: None,
        }
    }

    /// From below the median to where the steep part is clearly seen; the very steep end leaves through the top.
    fn latencies(&self, journey: &JourneyReport) -> (f64, f64) {
        let all = || self.points.iter().flat_map(|p| [p.1[0], p.1[2]]).filter(|t| t.is_finite() && *t > 0.0);
        let low = all().fold(f64::INFINITY, f64::min);
        let high = all().fold(0.0, f64::max);
        let calm = self.points.iter().map(|p| p.1[2]).find(|t| t.is_finite() && *t > 0.0).unwrap_or(high);
        let limit = if journey.slo.limit_s.is_finite() { journey.slo.limit_s } else { 0.0 };
        let now = Some(journey.percentiles_s[2])
            .filter(|t| t.is_finite())
            .unwrap_or(0.0)
            .min(limit.max(calm) * 20.0);
        (low * 0.9, high.min((calm * 8.0).max(limit * 2.5).max(now * 1.3)).max(limit * 1.3).max(low * 1.1))
    }

    fn table(&self, before: Option<&Self>) -> Table {
        let mut columns =
            ["Requests arriving", "P50", "P95", "P99", "P99.9", "Errors"].map(str::to_owned).to_vec();
        if before.is_some() {
            columns.extend(["Baseline: requests arriving", "Baseline: P99"].map(str::to_owned));
        }
        let rows = self
            .points
            .iter()
            .enumerate()
            .map(|(i, &(load, p, errors))| {
                let mut row = vec![Cell::new(load, Unit::PerSecond)];
                row.extend(p.map(|v| Cell::new(v, Unit::Seconds)));
                row.push(Cell::new(errors, Unit::Fraction));
                // At loads of its own: both have as many points.
                let earlier = before.map(|b| b.points.get(i));
                row.extend(earlier.into_iter().flat_map(|point| match point {
                    Some(p) => [Cell::new(p.0, Unit::PerSecond), Cell::new(p.1[2], Unit::Seconds)],
                    None => [Cell::None, Cell::None],
                }));
                row
            })
            .collect();
        Table { columns, rows }
    }

    fn describe(&self, journey: &JourneyReport, before: Option<&JourneyReport>) -> String {
        let p99 = |j: &JourneyReport| {
            let p99 = j.percentiles_s[2];
            if p99.is_finite() { time(p99) } else { "unbounded".to_owned() }
        };
        let now =
            format!("{}: at {} now, P99 is {}", journey.name, rate(journey.arrival_per_s), p99(journey));
        let most = match self.most {
            m if m == f64::INFINITY => "; no load ends it within the objective".to_owned(),
            m if m > 0.0 => format!("; it holds its objective up to {}", rate(m)),
            _ => "; it holds its objective at no load".to_owned(),
        };
        let end = if self.saturation.is_finite() {
            format!(" and is overloaded from {}", rate(self.saturation))
        } else {
            String::new()
        };
        let before = before.map_or_else(String::new, |b| {
            format!("; the baseline's P99 is {} at {}", p99(b), rate(b.arrival_per_s))
        });
        format!("{now}{most}{end}{before}.")
    }
}
