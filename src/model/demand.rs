//! What queues for the slots of a service: its visits with the time they take a slot, and how they come and leave. Not how long
//! they wait; that is `station`.

use super::answer::Answer;
use super::hedging;
use super::key::Key;
use super::memo::Memo;
use super::path::{Path, Walk};
use super::rates::Rates;
use super::shape::{Operation, Part};
use super::station::{Arrivals, Visit};
use crate::dist::{Law, Service as WorkLaw};
use crate::scenario::Call;

impl Walk<'_> {
    /// What queues for the slots of a service.
    pub(super) fn visits(
        &self,
        rates: &Rates,
        places: std::ops::Range<usize>,
        path: &Path,
        memo: &mut Memo,
    ) -> Vec<Visit> {
        let mut visits = Vec::new();
        for &(place, part, rate) in rates.visits.iter().filter(|v| places.contains(&v.0)) {
            let operation = &self.shape.operations[place];
            let Part::Visit(own) = &operation.parts[part] else { continue };
            if operation.holds_from == Some(part) {
                visits.push(self.held(operation, part, rate, &path.groups[place], memo));
            } else {
                let (hold, key) = (own.service.clone(), own.key);
                visits.push(Visit { rate, work_s: own.service_mean(), hold, key, for_ever: false });
            }
        }
        visits
    }

    /// A visit whose slot is kept until the operation ends: the slot is taken for work and calls together.
    ///
    /// The queue sees the time by its mean and variance, as a gamma law.
    fn held(
        &self,
        operation: &Operation,
        from: usize,
        rate: f64,
        groups: &[Option<Answer>],
        memo: &mut Memo,
    ) -> Visit {
        let (mut chain, mut work_s, mut reach) = (Answer::instant(), 0.0, 1.0);
        for (part, group) in operation.parts.iter().zip(groups).skip(from) {
            let piece = match (part, group) {
                (Part::Visit(own), _) => {
                    work_s += reach * own.service_mean();
                    self.worked(operation, own, memo)
                }
                (_, Some(group)) => group.clone(),
                _ => continue,
            };
            reach *= piece.ok.0;
            chain = chain.then(&piece, memo);
        }
        let all = chain.spared();
        let for_ever = all.never > 0.0;
        let hold = if for_ever {
            // Some slots are never given back, so in the end none is left.
            WorkLaw::constant(Law::longest())
        } else {
            let mean = all.ok.1.mean();
            WorkLaw::gamma(mean, all.ok.1.scv().min(100.0)).unwrap_or_else(|_| WorkLaw::constant(mean))
        };
        Visit { rate, hold, key: Key::of("held").with(all.key), work_s, for_ever }
    }

    /// How requests come to a service, and when they leave its queue by themselves.
    pub(super) fn arrivals(&self, rates: &Rates, service: usize, places: std::ops::Range<usize>) -> Arrivals {
        Arrivals {
            scv: arrival_scv(rates, places),
            cancelled_after: self.cancelled_after(service),
            tied: self.is_tied(service),
            hedged: hedging::of(self.scenario, self.shape, rates, service),
        }
    }

    /// When requests leave the queue of a service because their callers have given up: infinite unless every call to it
    /// is taken back.
    fn cancelled_after(&self, service: usize) -> f64 {
        if self.scenario.journeys.iter().any(|j| j.entry.service == service) {
            return f64::INFINITY;
        }
        let calls = self.scenario.calls.iter().filter(|c| c.target.service == service);
        let patience = |c: &Call| {
            let rows = &c.rows;
            let given_up = rows.cancel && rows.awaited && rows.timeout_ms > 0.0;
            if given_up { rows.timeout_ms / 1000.0 - 0.5 * rows.transfer_s() } else { f64::INFINITY }
        };
        calls.map(patience).reduce(f64::max).unwrap_or(f64::INFINITY).max(1e-6)
    }

    fn is_tied(&self, service: usize) -> bool {
        let tied = |c: &Call| c.target.service == service && c.rows.tied && c.rows.hedge_ms == 0.0;
        self.scenario.calls.iter().any(tied)
    }
}

/// Variability of the visits to a service: a burst of a journey, as far as it reaches it.
fn arrival_scv(rates: &Rates, places: std::ops::Range<usize>) -> f64 {
    let rate: f64 = rates.operations[places.clone()].iter().sum();
    let excess: f64 = rates.excess[places].iter().sum();
    if rate > 0.0 && excess != 0.0 { (1.0 + excess / rate).clamp(0.0, 100.0) } else { 1.0 }
}
