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

/// The calls on the critical path of a request that enters at `entry`, at mean times: of those made at once, the one that is
/// waited for longest.
pub fn critical(scenario: &Scenario, shape: &Shape, analysis: &Analysis, entry: Target) -> Vec<usize> {
    let (first, mut calls) = (shape.place(entry), Vec::new());
    let mut is_on_path = vec![false; shape.operations.len()];
    is_on_path[first] = true;
    // Callers stand before those they call.
    for place in first..is_on_path.len() {
        if !is_on_path[place] {
            continue;
        }
        for part in &shape.operations[place].parts {
            let Part::Group(group) = part else { continue };
            if let Some(call) = slowest(scenario, analysis, &group.calls) {
                is_on_path[shape.place(scenario.calls[call].target)] = true;
                calls.push(call);
            }
        }
    }
    calls
}

/// Of calls made at once, the one that is waited for longest at mean times.
fn slowest(scenario: &Scenario, analysis: &Analysis, calls: &[usize]) -> Option<usize> {
    let awaited = calls.iter().filter(|&&c| scenario.calls[c].rows.awaited);
    let means = awaited.map(|&c| (c, call_mean(scenario, analysis, c)));
    means.max_by(|a, b| a.1.total_cmp(&b.1)).map(|x| x.0)
}

/// Mean time a group waits for all copies of a call.
fn call_mean(scenario: &Scenario, analysis: &Analysis, call: usize) -> f64 {
    let rows = &scenario.calls[call].rows;
    let answer = &analysis.path.calls[call];
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
        let slowest = slowest(self.scenario, self.analysis, calls);
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
}

#[cfg(test)]
mod tests {
    use crate::report::evaluate;
    use crate::scenario::edit::kind::Kind;
    use crate::scenario::{Scenario, Target, preset};

    #[test]
    fn the_critical_path_is_that_of_any_journey_and_leads_through_services_without_work() {
        let mut s: Scenario = (preset::ALL[0].build)();
        let alone = evaluate(&s).overall.critical;
        assert_eq!(
            alone.iter().map(|&c| s.services[s.calls[c].target.service].name.as_str()).collect::<Vec<_>>(),
            ["Shipping"]
        );
        let front = s.add_service("Front").expect("room");
        let to_order = s.connect(front, s.journeys[0].entry).expect("no cycle");
        let added: Target = s.add_kind(Kind::Database).expect("room");
        let to_database = s.connect(front, added).expect("no cycle");
        s.add_journey("Other", front).expect("room");
        let report = evaluate(&s);
        assert_eq!(report.journeys[0].critical, alone);
        assert_eq!(report.journeys[1].critical, [to_order, alone[0]]);
        assert!(
            report.overall.critical.contains(&to_order) && !report.overall.critical.contains(&to_database)
        );
    }
}
