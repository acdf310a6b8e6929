//! Axes: where a value lies along one, and which values are worth a tick and a label. Not their drawing.

use super::round::{STEPS, linear_steps, log_sets, round_out, step_out};
use crate::report::format::{self, trimmed};
use crate::report::metric::Unit;

/// How values are spread along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal steps for equal differences.
    Linear,
    /// Equal steps for equal ratios.
    Log,
    /// Shares that remain, from 1 downwards: each nine of "99.9 %" takes the same room.
    Nines,
}

/// What several charts have an axis of, so that a value read off one is found on the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Time that a request takes, in seconds.
    Latency,
    /// Requests that arrive a second.
    Load,
}

/// One axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it measures.
    pub name: String,
    /// In which unit.
    pub unit: Unit,
    /// Code of the currency, where the unit is money.
    pub currency: &'static str,
    /// How values are spread.
    pub scale: Scale,
    /// The value at its start.
    pub from: f64,
    /// The value at its end.
    pub to: f64,
    /// What it has in common with axes of other charts.
    pub quantity: Option<Quantity>,
}

/// A labelled value of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where it lies, from 0 at the start to 1 at the end.
    pub at: f64,
    /// What it says.
    pub label: String,
}

impl Axis {
    fn new(name: &str, unit: Unit, scale: Scale, (from, to): (f64, f64)) -> Self {
        Self { name: name.to_owned(), unit, currency: "", scale, from, to, quantity: None }
    }

    /// A linear axis from zero, ending at a round value.
    pub fn linear(name: &str, unit: Unit, to: f64) -> Self {
        let to = if to.is_finite() && to > 0.0 { round_out(to, true) } else { 1.0 };
        Self::new(name, unit, Scale::Linear, (0.0, to))
    }

    /// A linear axis from zero that ends little beyond a value: at most a fifth of it is bare, and it moves in
    /// steps, so that it stands still for most movements of a slider.
    pub fn snug(name: &str, unit: Unit, to: f64) -> Self {
        let to = if to.is_finite() && to > 0.0 { step_out(to) } else { 1.0 };
        Self::new(name, unit, Scale::Linear, (0.0, to))
    }

    /// A logarithmic axis that holds both values, beginning and ending at round ones.
    pub fn log(name: &str, unit: Unit, from: f64, to: f64) -> Self {
        let usable = from.is_finite() && from > 0.0 && to.is_finite() && to >= from;
        let (from, to) = if usable { (round_out(from, false), round_out(to, true)) } else { (0.001, 1.0) };
        Self::new(name, unit, Scale::Log, (from, if to > from { to } else { from * 10.0 }))
    }

    /// Percentiles from 0 % to 99.99 %.
    pub fn nines(name: &str) -> Self {
        Self::new(name, Unit::Fraction, Scale::Nines, (1.0, 1e-4))
    }

    /// The same axis, of a quantity.
    #[must_use]
    pub fn of(self, quantity: Quantity) -> Self {
        Self { quantity: Some(quantity), ..self }
    }

    /// An axis of either kind that holds two values.
    pub fn between(scale: Scale, name: &str, unit: Unit, from: f64, to: f64) -> Self {
        if scale == Scale::Linear { Self::snug(name, unit, to) } else { Self::log(name, unit, from, to) }
    }

    fn along(&self, value: f64) -> f64 {
        match self.scale {
            Scale::Linear => value,
            // What is no number stays none; `max` would make it zero.
            Scale::Log => libm::log10(if value < 0.0 { 0.0 } else { value }),
            Scale::Nines => -libm::log10(if value < 0.0 { 0.0 } else { value }),
        }
    }

    /// Where a value lies, from 0 at the start to 1 at the end; beyond both for values outside.
    pub fn at(&self, value: f64) -> f64 {
        let (from, to) = (self.along(self.from), self.along(self.to));
        (self.along(value) - from) / (to - from)
    }

    /// The value at a place.
    pub fn value(&self, at: f64) -> f64 {
        let (from, to) = (self.along(self.from), self.along(self.to));
        let along = from + at * (to - from);
        match self.scale {
            Scale::Linear => along,
            Scale::Log => libm::pow(10.0, along),
            Scale::Nines => libm::pow(10.0, -along),
        }
    }

    /// A value in words. On an axis of nines that is the share on the other side: 0.01 remain, so 99 %.
    pub fn show(&self, value: f64) -> String {
        let value = if self.scale == Scale::Nines { 1.0 - value } else { value };
        format::output(self.unit, value, self.currency)
    }

    /// The ticks whose labels have room: `extent` is how much of the axis, as a fraction of its length, a label
    /// takes with the gap it needs.
    pub fn ticks(&self, extent: impl Fn(&str) -> f64) -> Vec<Tick> {
        let (from, to) = (self.from.min(self.to), self.from.max(self.to));
        let sets: Vec<Vec<f64>> = match self.scale {
            Scale::Linear => STEPS.iter().map(|&n| linear_steps(from, to, n)).collect(),
            Scale::Log => log_sets(from, to),
            // From the one that matters most: what does not fit beside those before it is left out.
            Scale::Nines => return self.fitting(&[0.01, 1e-4, 0.1, 0.5, 0.001, 1.0], &extent),
        };
        let label = |set: &Vec<f64>| -> Vec<Tick> { set.iter().map(|&v| self.tick(v)).collect() };
        let fits = |ticks: &Vec<Tick>| {
            ticks
                .windows(2)
                .all(|w| w[1].at - w[0].at >= f64::midpoint(extent(&w[0].label), extent(&w[1].label)))
        };
        sets.iter().map(label).find(fits).unwrap_or_default()
    }

    fn tick(&self, value: f64) -> Tick {
        Tick { at: self.at(value), label: trimmed(&self.show(value)) }
    }

    fn fitting(&self, values: &[f64], extent: &impl Fn(&str) -> f64) -> Vec<Tick> {
        let mut ticks: Vec<Tick> = Vec::new();
        for &value in values {
            let tick = self.tick(value);
            let clear =
                |t: &Tick| (t.at - tick.at).abs() >= f64::midpoint(extent(&t.label), extent(&tick.label));
            if ticks.iter().all(clear) {
                ticks.push(tick);
            }
        }
        crate::order::sort_by(&mut ticks, |a, b| a.at.total_cmp(&b.at));
        ticks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis, extent: f64) -> Vec<String> {
        axis.ticks(|_| extent).into_iter().map(|t| t.label).collect()
    }

    #[test]
    fn log_ticks_thin_out_as_room_shrinks() {
        let axis = Axis::log("Latency", Unit::Seconds, 0.01, 10.0);
        assert_eq!(
            labels(&axis, 0.05),
            ["10 ms", "20 ms", "50 ms", "100 ms", "200 ms", "500 ms", "1 s", "2 s", "5 s", "10 s"]
        );
        assert_eq!(labels(&axis, 0.3), ["10 ms", "100 ms", "1 s", "10 s"]);
        assert_eq!(labels(&axis, 0.9), ["10 ms", "10 s"]);
        assert_eq!(labels(&axis, 3.0), ["10 ms"]);
    }

    #[test]
    fn what_is_no_number_has_no_place() {
        for axis in [
            Axis::log("Latency", Unit::Seconds, 0.01, 10.0),
            Axis::nines("Share"),
            Axis::linear("x", Unit::One, 1.0),
        ] {
            assert!(axis.at(f64::NAN).is_nan(), "{:?}", axis.scale);
            assert!(axis.at(-1.0) < 0.0 || axis.scale == Scale::Nines, "{:?}", axis.scale);
        }
    }

    #[test]
    fn a_short_log_axis_is_not_left_bare() {
        let axis = Axis::log("Latency", Unit::Seconds, 0.41, 0.88);
        assert_eq!((axis.from, axis.to), (0.4, 1.0));
        assert!(labels(&axis, 0.1).len() >= 4, "{:?}", labels(&axis, 0.1));
    }

    #[test]
    fn linear_ticks_are_round() {
        let axis = Axis::linear("Load", Unit::PerSecond, 131.0);
        assert_eq!(axis.to, 150.0);
        assert_eq!(labels(&axis, 0.2), ["0/s", "50/s", "100/s", "150/s"]);
    }

    #[test]
    fn a_snug_axis_stands_still_while_its_end_moves_a_little() {
        let end = |to: f64| Axis::snug("Load", Unit::PerSecond, to).to;
        assert_eq!((end(102.0), end(119.0), end(1.0), end(9.5)), (120.0, 120.0, 1.0, 10.0));
        for i in 1..2000 {
            let to = f64::from(i) * 0.37;
            assert!(end(to) >= to && end(to) <= to * 1.251, "{to} ends at {}", end(to));
        }
        assert_eq!(end(f64::NAN), 1.0);
    }

    #[test]
    fn nines_are_evenly_spread_and_the_important_ones_stay() {
        let axis = Axis::nines("Faster");
        assert_eq!(labels(&axis, 0.07), ["0 %", "50 %", "90 %", "99 %", "99.9 %", "99.99 %"]);
        assert_eq!(labels(&axis, 0.4), ["50 %", "99 %", "99.99 %"]);
        assert!((axis.at(0.01) - 0.5).abs() < 1e-12);
        assert!((axis.value(0.75) - 0.001).abs() < 1e-12);
    }

    #[test]
    fn hopeless_ranges_still_make_an_axis() {
        for (from, to) in
            [(f64::NAN, 1.0), (0.0, 0.0), (f64::INFINITY, f64::INFINITY), (1.0, 0.1), (1e-300, 1e300)]
        {
            let axis = Axis::log("x", Unit::Seconds, from, to);
            assert!(axis.from > 0.0 && axis.to > axis.from);
            axis.ticks(|_| 0.1);
            Axis::linear("x", Unit::One, to).ticks(|_| 0.1);
        }
    }
}
