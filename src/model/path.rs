//! How long the path takes: waits, work, calls and caches put together into one law for each operation. Not how much
//! arrives; that is `rates`.

use super::answer::{Answer, Cause};
use super::attempt::{Attempted, Between, attempted};
use super::flow::Passing;
use super::key::Key;
use super::memo::Memo;
use super::rates::Rates;
use super::shape::{Group, Operation, Own, Part, Shape};
use super::station::{self, Station};
use crate::dist::Law;
use crate::scenario::call::Repeat;
use crate::scenario::derive::Pools;
use crate::scenario::{Call, Scenario};

/// The answers of every piece of the path.
#[derive(Clone, Debug)]
pub struct Path {
    /// Each operation, by place in the shape.
    pub operations: Vec<Answer>,
    /// Each visit, by place of its operation and index of its part; none for groups.
    pub visits: Vec<Vec<Option<Answer>>>,
    /// Each group, by place of its operation and index of its part; none for visits.
    pub groups: Vec<Vec<Option<Answer>>>,
    /// One copy of each call behind its caches, as the caller sees it.
    pub origin: Vec<Attempted>,
    /// One copy of each call, caches included, as the caller sees it.
    pub calls: Vec<Answer>,
}

/// What the walk over the path knows.
pub struct Walk<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The same, laid out.
    pub shape: &'a Shape,
    /// What arrives where; none for the path as if nobody ever waited.
    pub rates: Option<&'a Rates>,
    /// What each cache lets through.
    pub passing: &'a [Passing],
    /// Pools of each call.
    pub pools: &'a [Option<Pools>],
}

impl Walk<'_> {
    /// Puts the path together, callees first, and solves each service on the way.
    pub fn solve(&self, memo: &mut Memo) -> (Path, Vec<Station>) {
        let (count, calls) = (self.shape.operations.len(), self.scenario.calls.len());
        let nothing = Attempted {
            answer: Answer::instant(),
            attempt: Answer::instant(),
            attempts: 1.0,
            copies: 1.0,
            worked: 1.0,
            open: 0.0,
            pool: None,
            multiplexer: None,
        };
        let mut path = Path {
            operations: vec![Answer::instant(); count],
            visits: vec![Vec::new(); count],
            groups: vec![Vec::new(); count],
            origin: vec![nothing; calls],
            calls: vec![Answer::instant(); calls],
        };
        let mut stations: Vec<Option<Station>> = vec![None; self.scenario.services.len()];
        // Callees stand last, so going backwards finds them answered.
        for (service, places) in self.shape.services.iter().rev() {
            for place in places.clone() {
                path.groups[place] = self.shape.operations[place]
                    .parts
                    .iter()
                    .map(|part| match part {
                        Part::Visit(_) => None,
                        Part::Group(group) => Some(self.group(
                            group,
                            &mut path.origin,
                            &mut path.calls,
                            &path.operations,
                            &stations,
                            memo,
                        )),
                    })
                    .collect();
            }
            let station = self.rates.map(|rates| {
                let visits = self.visits(rates, places.clone(), &path, memo);
                let arrivals = self.arrivals(rates, *service, places.clone());
                station::solve(&self.scenario.services[*service], &visits, arrivals, memo)
            });
            for place in places.clone() {
                let (answer, visits) = self.operation(place, station.as_ref(), &path.groups[place], memo);
                path.operations[place] = answer;
                path.visits[place] = visits;
            }
            stations[*service] = station;
        }
        (path, stations.into_iter().flatten().collect())
    }

    /// The work of a visit, which may end in an error.
    pub(super) fn worked(&self, operation: &Operation, own: &Own, memo: &mut Memo) -> Answer {
        let work = Answer::success(own.law.clone(), own.key);
        let fails = self.scenario.services[operation.service].capacity.failure_fraction;
        if fails <= 0.0 {
            return work;
        }
        let failure = Answer::failure(Law::point(0.0), Cause::Failed, Key::of("fails"));
        let end = failure.or_instead(fails, &Answer::instant(), memo);
        work.then(&end, memo)
    }

    fn operation(
        &self,
        place: usize,
        station: Option<&Station>,
        groups: &[Option<Answer>],
        memo: &mut Memo,
    ) -> (Answer, Vec<Option<Answer>>) {
        let operation = &self.shape.operations[place];
        let (mut answer, mut visits) = (Answer::instant(), Vec::new());
        for (i, part) in operation.parts.iter().enumerate() {
            let piece = match part {
                Part::Visit(own) => {
                    let work = self.worked(operation, own, memo);
                    let piece = match station.filter(|_| !operation.has_slot(i)) {
                        Some(station) => match &station.queued.batches {
                            Some(batches) => {
                                let law = Law::from_service(&batches.work);
                                let key = Key::of("batch").with(station.queued.enter.key);
                                station.queued.enter.then(&Answer::success(law, key), memo)
                            }
                            None if station.queued.shared => {
                                let enter = &station.queued.enter;
                                let key = Key::of("shared").with(enter.key).with(own.key);
                                let taken = memo.work(key, || Own {
                                    law: station.shared(&own.law),
                                    key,
                                    ..own.clone()
                                });
                                enter.without_wait().then(&self.worked(operation, &taken, memo), memo)
                            }
                            None => station.queued.enter.then(&work, memo),
                        },
                        None => work,
                    };
                    visits.push(Some(piece.clone()));
                    piece
                }
                Part::Group(_) => {
                    visits.push(None);
                    groups[i].clone().unwrap_or_else(Answer::instant)
                }
            };
            answer = answer.then(&piece, memo);
        }
        (answer, visits)
    }

    fn group(
        &self,
        group: &Group,
        origin: &mut [Attempted],
        answers: &mut [Answer],
        operations: &[Answer],
        stations: &[Option<Station>],
        memo: &mut Memo,
    ) -> Answer {
        let mut branches = Vec::new();
        for &c in &group.calls {
            let call = &self.scenario.calls[c];
            let callee = &operations[self.shape.place(call.target)];
            origin[c] = attempted(call, callee, &self.between(c, stations), memo);
            answers[c] = self.behind_caches(call, &origin[c].answer, memo);
            if call.rows.awaited {
                branches.push((call, answers[c].clone()));
            }
        }
        if group.need == 0 {
            let all: Vec<Answer> = branches.iter().map(|(call, answer)| copies(call, answer, memo)).collect();
            return Answer::all(&all, memo);
        }
        let branches: Vec<(Answer, u32)> = branches
            .into_iter()
            .map(|(call, answer)| match call.rows.repeat_how {
                Repeat::AtOnce => (answer.with_probability(call.rows.probability, memo), call.rows.repeat),
                Repeat::Sequence => (copies(call, &answer, memo), 1),
            })
            .collect();
        Answer::some(&branches, group.need, memo)
    }

    fn between<'b>(&'b self, c: usize, stations: &'b [Option<Station>]) -> Between<'b> {
        let target = self.scenario.calls[c].target;
        let Some(rates) = self.rates else { return Between { pools: None, rate: 0.0, wait: None } };
        let first = self.shape.operations[self.shape.place(target)].parts.first();
        let wait = stations[target.service]
            .as_ref()
            .filter(|_| matches!(first, Some(Part::Visit(_))))
            .map(|s| &s.queued.enter.ok.1);
        let pools = self.pools[c].as_ref().map(|pools| {
            let to = |i: &usize| self.scenario.calls[*i].target.service == target.service;
            let own = self.shape.callers[c];
            let calls = || (0..self.scenario.calls.len()).filter(to);
            let all = calls().map(|i| rates.sent[i]).sum();
            let mine = calls().filter(|&i| self.shape.callers[i] == own).map(|i| rates.sent[i]).sum();
            (pools, mine, all)
        });
        Between { pools, rate: rates.attempts[c], wait }
    }

    /// The call with the caches in front of it, from the far end to the near one: a look-up, then the answer or the
    /// rest.
    fn behind_caches(&self, call: &Call, origin: &Answer, memo: &mut Memo) -> Answer {
        call.caches.iter().rev().fold(origin.clone(), |rest, &c| {
            let rows = &self.scenario.caches[c].rows;
            let key = Key::of("look-up").number(rows.lookup_ms).number(rows.lookup_scv);
            let lookup = memo.answer(key, || Answer::success(Law::from_service(&rows.lookup_law()), key));
            lookup.then(&rest.with_probability(self.passing[c].passed, memo), memo)
        })
    }
}

/// All copies of a call that a request makes, which makes it with a probability.
fn copies(call: &Call, answer: &Answer, memo: &mut Memo) -> Answer {
    let copies = match call.rows.repeat_how {
        Repeat::Sequence => answer.repeated(call.rows.repeat, memo),
        Repeat::AtOnce => answer.all_of(call.rows.repeat, memo),
    };
    copies.with_probability(call.rows.probability, memo)
}
