//! Where the time goes: a typical request drawn as a trace, at mean times. Not a simulation of one.

use super::Hop;
use crate::model::Analysis;
use crate::model::memo::Memo;
use crate::model::shape::{Part, Shape};
use crate::scenario::call::Repeat;
use crate::scenario::{Scenario, Target};

/// Hops after which a trace is long enough to read.
const MOST: usize = 200;

/// The trace of a request that enters at `entry`.
pub fn trace(
    scenario: &Scenario,
    shape: &Shape,
    analysis: &Analysis,
    entry: Target,
    memo: &mut Memo,
) -> Vec<Hop> {
    let mut walk =
        Walk { scenario, shape, analysis, memo, hops: Vec::new(), seen: vec![0; scenario.services.len()] };
    walk.operation(entry, &At { start: 0.0, transfer: 0.0, depth: 0, share: 1.0, critical: true });
    walk.hops
}

struct Walk<'a> {
    scenario: &'a Scenario,
    shape: &'a Shape,
    analysis: &'a Analysis,
    memo: &'a mut Memo,
    hops: Vec<Hop>,
    seen: Vec<usize>,
}

struct At {
    start: f64,
    transfer: f64,
    depth: usize,
    share: f64,
    critical: bool,
}

impl Walk<'_> {
    fn operation(&mut self, target: Target, at: &At) {
        let place = self.shape.place(target);
        let path = &self.analysis.path;
        let (mut start, mut transfer, mut first) = (at.start, at.transfer, true);
        for (i, part) in self.shape.operations[place].parts.iter().enumerate() {
            if self.hops.len() >= MOST {
                return;
            }
            let piece = path.visits[place][i].as_ref().or(path.groups[place][i].as_ref());
            let mean = piece.map_or(0.0, |a| if a.never > 0.0 { f64::INFINITY } else { a.ok.1.mean() });
            match part {
                Part::Visit(work) => {
                    // What came before the first visit is drawn with it.
                    let before = if first { transfer } else { 0.0 };
                    let work_s = work.law.mean();
                    let p99_s = piece.map_or(0.0, |a| {
                        if a.never > 0.0 { f64::INFINITY } else { self.memo.percentiles(a)[2] }
                    });
                    self.push(
                        target.service,
                        at,
                        (start - before, before),
                        (mean - work_s).max(0.0),
                        work_s,
                        p99_s,
                    );
                    transfer = 0.0;
                }
                Part::Group(group) => self.group(&group.calls, at, start),
            }
            first = false;
            start += mean;
        }
    }

    fn push(
        &mut self,
        service: usize,
        at: &At,
        (start_s, transfer_s): (f64, f64),
        wait_s: f64,
        work_s: f64,
        p99_s: f64,
    ) {
        self.seen[service] += 1;
        let name = &self.scenario.services[service].name;
        let label =
            if self.seen[service] == 1 { name.clone() } else { format!("{name} ({})", self.seen[service]) };
        let (depth, share, critical) = (at.depth, at.share, at.critical);
        self.hops.push(Hop {
            service,
            label,
            depth,
            start_s,
            transfer_s,
            wait_s,
            work_s,
            share,
            p99_s,
            critical,
        });
    }

    fn group(&mut self, calls: &[usize], at: &At, start: f64) {
        let slowest = calls
            .iter()
            .filter(|&&c| self.scenario.calls[c].rows.awaited)
            .map(|&c| (c, self.call_mean(c)))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|x| x.0);
        for &c in calls {
            let call = &self.scenario.calls[c];
            let lookups: f64 =
                call.caches.iter().map(|&k| self.scenario.caches[k].rows.lookup_ms / 1000.0).sum();
            let transfer = lookups + call.rows.transfer_s();
            let miss = crate::model::rates::passed_share(&self.analysis.passing, call);
            let next = At {
                start: start + transfer,
                transfer,
                depth: at.depth + 1,
                share: at.share * call.rows.probability * miss,
                critical: at.critical && slowest == Some(c),
            };
            self.operation(call.target, &next);
        }
    }

    /// Mean time a group waits for all copies of a call.
    fn call_mean(&self, call: usize) -> f64 {
        let rows = &self.scenario.calls[call].rows;
        let answer = &self.analysis.path.calls[call];
        if answer.never > 0.0 {
            return f64::INFINITY;
        }
        let copies = match rows.repeat_how {
            _ if rows.repeat == 1 => answer.ok.1.mean(),
            Repeat::Sequence => f64::from(rows.repeat) * answer.ok.1.mean(),
            Repeat::AtOnce => answer.ok.1.max_n(rows.repeat).mean(),
        };
        copies * rows.probability
    }
}
