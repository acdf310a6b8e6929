//! The autoscaler of a service in a story: what it sees, and what becomes of its wish. Not how it decides; that is
//! `control::autoscale`.

use super::Simulation;
use super::fleet::SLOTS;
use super::script::SYNC;
use super::turn::Turn;
use crate::control::autoscale::{Autoscaler, Settings};
use crate::control::hpa::{Metric, Pods};
use crate::scenario::autoscaler::Metric as Watched;

/// The autoscaler of one service.
#[derive(Clone, Debug)]
pub(super) struct Scaler {
    watched: Watched,
    startup: f64,
    autoscaler: Autoscaler,
    /// What the integrals of busy slots and of slots need added to count from the last look on \[s\].
    carry: [f64; 2],
}

/// A busy share that falls short of a whole percent by no more than this is rounding.
const ROUNDING: f64 = 1e-9;

impl Scaler {
    pub fn new(watched: Watched, settings: &Settings) -> Self {
        let autoscaler = Autoscaler::new(settings.clone());
        Self { watched, startup: settings.startup, autoscaler, carry: [0.0; 2] }
    }

    /// The integrals start again from zero.
    pub fn carry(&mut self, busy: f64, slots: f64) {
        self.carry[0] += busy;
        self.carry[1] += slots;
    }
}

impl Simulation {
    /// All autoscalers look at their services and change the number of replicas.
    pub(super) fn autoscalers_look(&mut self) {
        let Some(stage) = &mut self.stage else { return };
        stage.looks += 1;
        // Counted, so that windows of whole periods are whole.
        let now = SYNC * f64::from(stage.looks);
        let next = stage.script.begins + now + SYNC;
        for s in 0..self.stations.len() {
            self.autoscaler_looks(s, now);
        }
        self.put_turn(next, Turn::Look);
    }

    fn autoscaler_looks(&mut self, s: usize, now: f64) {
        let scaler = self.stage.as_mut().and_then(|stage| stage.scalers[s].as_mut());
        let Some(scaler) = scaler else { return };
        let (station, fleet) = (&mut self.stations[s], &mut self.fleets[s]);
        fleet.touch(station.plan, self.now);
        let sums = [station.areas.busy.until(self.now), fleet.sum[SLOTS]];
        let [busy, slots] = [scaler.carry[0] + sums[0], scaler.carry[1] + sums[1]];
        scaler.carry = [-sums[0], -sums[1]];
        let current = fleet.size();
        let seen = match scaler.watched {
            Watched::Off => None,
            Watched::Backlog => Some(Metric::Total(f64::from(station.areas.waiting.now))),
            Watched::Utilisation => (slots > 0.0 && slots.is_finite()).then(|| {
                let percent = (100.0 * busy / slots + ROUNDING).min(100.0);
                let unready = current - fleet.up;
                Metric::Utilisation(Pods { ready: vec![percent; fleet.up as usize], unready, missing: 0 })
            }),
        };
        let (size, startup) = (scaler.autoscaler.look(now, seen.as_ref(), current), scaler.startup);
        if size > current {
            self.start_replicas(s, size - current, startup);
        } else {
            self.take_replicas(s, current - size);
        }
    }

    /// So many replicas go: first those that start, the youngest first, then those that are lost, then those that are up.
    fn take_replicas(&mut self, s: usize, count: u32) {
        let fleet = &mut self.fleets[s];
        let starting = count.min(fleet.starting.len() as u32);
        fleet.starting.truncate(fleet.starting.len() - starting as usize);
        let lost = (count - starting).min(fleet.lost);
        fleet.lost -= lost;
        self.drain_replicas(s, count - starting - lost);
    }
}
