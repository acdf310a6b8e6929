//! A story before it is played: how long it is, in which bins it is told, how the load runs, what happens when. Not the
//! playing; that is `stage`.

use super::Program;
use crate::control::autoscale::Settings;
use crate::control::hpa::Behaviour;
use crate::scenario::Scenario;
use crate::scenario::autoscaler::{Autoscaler, Metric};
use crate::scenario::event::What;
use crate::scenario::machine::Machine;
use std::rc::Rc;

/// A scenario as a story: its load over the day, its events and its autoscalers, on a clock.
///
/// # Formula
/// Second 0 is when the system has settled at the load of the beginning; before it goes the warm-up of the steady
/// simulation. The story lasts until the last point of the day, and until the last event has ended and there was time to
/// recover: as long as from the start of the first event to the end of the last, at least a minute, and where an
/// autoscaler is on at least its window, its start-up and two minutes. It is told in bins of one length, a round one: long
/// enough for 1000 arrivals, but no longer than a sixtieth of the story, and so that there are at most 240, fewer for many
/// journeys.
///
/// # Domain
/// Any scenario; one without events, day and autoscaler is a minute of its steady state. At most two days and what it takes
/// to recover.
#[derive(Debug)]
pub struct Script {
    pub(super) program: Rc<Program>,
    /// Length of the warm-up \[s\]: the simulated time of second 0.
    pub(super) begins: f64,
    pub(super) bins: u32,
    /// Length of a bin \[s\].
    pub(super) bin: f64,
    pieces: Vec<Piece>,
    pub(super) acts: Vec<Act>,
    /// Moments at which an act begins (true) or ends, in order \[s\].
    pub(super) moments: Vec<(f64, usize, bool)>,
    pub(super) machines: Vec<Machine>,
    /// By service: what its autoscaler watches and wants, if it has one.
    pub(super) scalers: Vec<Option<(Metric, Settings)>>,
}

/// A stretch of time in which the load factor is a straight line.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Piece {
    /// Simulated time \[s\].
    start: f64,
    end: f64,
    /// The factor at its two ends.
    from: f64,
    to: f64,
}

/// Something scripted that lasts for a while.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Act {
    pub what: What,
    /// The service or cache.
    pub object: usize,
    pub amount: f64,
}

/// Most bins of a story.
const MOST: u32 = 240;
/// Most bins times journeys, which bounds the memory of what is observed.
const MOST_IN_ALL: u32 = 480;
/// Fewest bins, before their length is made a round one.
const FEWEST: u32 = 60;
/// Arrivals in a bin: enough for a 99th percentile over ten replications.
const SAMPLES: f64 = 1000.0;
/// Lengths of bins \[s\].
const LENGTHS: [f64; 18] = [
    0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 60.0, 120.0, 180.0, 300.0, 600.0, 900.0, 1200.0, 1800.0,
    3600.0, 7200.0,
];
/// Time between two looks of an autoscaler \[s\].
pub(super) const SYNC: f64 = 15.0;
const LEAST_ROOM: f64 = 60.0;
const HOUR: f64 = 3600.0;

impl Script {
    /// The story of a scenario.
    pub fn new(scenario: &Scenario) -> Self {
        let mut s = scenario.clone();
        let (mut scalers, mut most) = (Vec::new(), Vec::new());
        for service in &mut s.services {
            let scaler = scaler(&service.autoscaler);
            if let Some((_, settings)) = &scaler {
                let replicas = &mut service.capacity.replicas;
                *replicas = (*replicas).clamp(settings.min, settings.max);
            }
            let up = service.replicas_up();
            most.push(scaler.as_ref().map_or(up, |(_, settings)| settings.max.max(up)));
            scalers.push(scaler);
        }
        let load = Load::new(&s);
        let program = Rc::new(Program::with_room(&s, &most));
        for journey in &mut s.journeys {
            journey.load.arrival_rps *= load.day(0.0);
        }
        let begins = Program::new(&s).length.warm_up;
        let (mut acts, mut moments) = (Vec::new(), Vec::new());
        for event in &scenario.events {
            let Some(object) = event.object.filter(|_| event.rows.what != What::LoadStep) else { continue };
            let (at, what) = (event.rows.at_s, event.rows.what);
            moments.extend([(at, acts.len(), true), (at + event.rows.for_s, acts.len(), false)]);
            acts.push(Act { what, object, amount: event.rows.amount });
        }
        crate::order::sort_by(&mut moments, |a, b| a.0.total_cmp(&b.0));
        let horizon = horizon(scenario, &scalers);
        let bin = bin(scenario, horizon);
        let bins = (horizon / bin - 1e-9).ceil().max(1.0);
        Self {
            begins,
            bins: bins as u32,
            bin,
            pieces: load.pieces(begins),
            acts,
            moments,
            machines: s.services.into_iter().map(|service| service.machine).collect(),
            scalers,
            program,
        }
    }

    /// Length of the story \[s\].
    pub fn horizon_s(&self) -> f64 {
        f64::from(self.bins) * self.bin
    }

    /// When the next request arrives \[s\] where at a factor of 1 it would in so long \[s\]; infinite for never. The piece that
    /// is under way is kept from one question to the next.
    ///
    /// # Formula
    /// Time runs as fast as the load factor f: `∫ f = gap`, from now on. In a piece with the slope s that is
    /// `f x + s x²/2 = gap`.
    pub(super) fn arrival(&self, piece: &mut usize, now: f64, gap: f64) -> f64 {
        while self.pieces.get(*piece).is_some_and(|p| p.end <= now) {
            *piece += 1;
        }
        let (mut left, mut now) = (gap, now);
        for p in &self.pieces[*piece..] {
            let slope = if p.end.is_finite() { (p.to - p.from) / (p.end - p.start) } else { 0.0 };
            let factor = p.from + slope * (now - p.start);
            let area = if p.end.is_finite() { 0.5 * (factor + p.to) * (p.end - now) } else { f64::INFINITY };
            if factor.max(p.to) > 0.0 && left <= area {
                let root = (factor * factor + 2.0 * slope * left).max(0.0).sqrt();
                return (now + 2.0 * left / (factor + root)).min(p.end);
            }
            left -= area;
            now = p.end;
        }
        f64::INFINITY
    }
}

fn scaler(rows: &Autoscaler) -> Option<(Metric, Settings)> {
    let mut behaviour = Behaviour::default();
    if let Behaviour::Block { down, .. } = &mut behaviour {
        down.window = rows.scale_down_window_s;
    }
    let target = match rows.scale_on {
        Metric::Off => return None,
        Metric::Utilisation => 100.0 * rows.target_fraction,
        Metric::Backlog => rows.target_backlog,
    };
    let settings = Settings {
        min: rows.min_replicas,
        max: rows.max_replicas.max(rows.min_replicas),
        target,
        startup: rows.startup_s,
        sync_period: SYNC,
        behaviour,
        ..Settings::default()
    };
    Some((rows.scale_on, settings))
}

fn horizon(scenario: &Scenario, scalers: &[Option<(Metric, Settings)>]) -> f64 {
    let events = || scenario.events.iter().map(|e| &e.rows);
    let first = events().map(|e| e.at_s).fold(f64::INFINITY, f64::min);
    let last = events().map(|e| e.at_s + e.for_s).fold(0.0, f64::max);
    let mut room = LEAST_ROOM.max(last - first);
    for rows in scenario.services.iter().zip(scalers).filter(|s| s.1.is_some()).map(|s| &s.0.autoscaler) {
        room = room.max(rows.scale_down_window_s + rows.startup_s + 8.0 * SYNC);
    }
    let day = scenario.load_series.iter().map(|p| p.at_h * HOUR).fold(0.0, f64::max);
    // A day without anything else needs no time to recover from it.
    if day > 0.0 && last == 0.0 { day } else { day.max(last + room) }
}

fn bin(scenario: &Scenario, horizon: f64) -> f64 {
    let rate: f64 = scenario.journeys.iter().map(|j| j.load.arrival_rps).sum();
    let most = (MOST_IN_ALL / (scenario.journeys.len() as u32).max(1)).min(MOST);
    let wanted = (SAMPLES / rate).min(horizon / f64::from(FEWEST)).max(horizon / f64::from(most));
    LENGTHS.into_iter().find(|&l| l >= wanted).unwrap_or(wanted)
}

/// What the load is multiplied by over time.
struct Load {
    /// Points of the day \[s\], in order.
    points: Vec<(f64, f64)>,
    /// From when to when \[s\], and the factor.
    steps: Vec<(f64, f64, f64)>,
}

impl Load {
    fn new(scenario: &Scenario) -> Self {
        let mut points: Vec<_> =
            scenario.load_series.iter().map(|p| (p.at_h * HOUR, p.load_factor)).collect();
        crate::order::sort_by(&mut points, |a, b| a.0.total_cmp(&b.0));
        let steps = scenario.events.iter().map(|e| &e.rows).filter(|e| e.what == What::LoadStep);
        Self { points, steps: steps.map(|e| (e.at_s, e.at_s + e.for_s, e.amount)).collect() }
    }

    /// The factor of the day at a second: on the line between two points, outside them that of the nearest.
    fn day(&self, t: f64) -> f64 {
        let next = self.points.partition_point(|p| p.0 <= t);
        match (next.checked_sub(1).map(|i| self.points[i]), self.points.get(next)) {
            (Some(a), Some(b)) => a.1 + (b.1 - a.1) * (t - a.0) / (b.0 - a.0),
            (Some((_, factor)), None) | (None, Some(&(_, factor))) => factor,
            (None, None) => 1.0,
        }
    }

    /// The whole course, the warm-up of so long before it.
    fn pieces(&self, begins: f64) -> Vec<Piece> {
        let mut cuts: Vec<f64> = self.points.iter().map(|p| p.0).collect();
        cuts.extend(self.steps.iter().flat_map(|s| [s.0, s.1]));
        cuts.push(0.0);
        cuts.sort_by(f64::total_cmp);
        cuts.dedup();
        let first = self.day(0.0);
        let mut pieces = vec![Piece { start: 0.0, end: begins, from: first, to: first }];
        for (i, &start) in cuts.iter().enumerate() {
            let end = cuts.get(i + 1).copied().unwrap_or(f64::INFINITY);
            let steps: f64 = self.steps.iter().filter(|s| s.0 <= start && start < s.1).map(|s| s.2).product();
            // Between two cuts the day is one line, which is read inside them since it may jump at a cut.
            let (a, b) = if end.is_finite() {
                let quarter = 0.25 * (end - start);
                let (low, high) = (self.day(start + quarter), self.day(end - quarter));
                (1.5 * low - 0.5 * high, 1.5 * high - 0.5 * low)
            } else {
                (self.day(start), self.day(start))
            };
            let (from, to) = ((steps * a).max(0.0), (steps * b).max(0.0));
            pieces.push(Piece { start: begins + start, end: begins + end, from, to });
        }
        pieces.retain(|p| p.end > p.start);
        pieces
    }
}

#[cfg(test)]
#[path = "script_tests.rs"]
mod tests;
