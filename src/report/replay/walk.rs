//! From what happened to a request to the rows of its waterfall. Not the rows themselves.

use super::life::name;
use super::news::cause;
use super::{Mark, Part, PartKind, Replay, Row, Waterfall};
use crate::sim::{Subject, What};

/// Most rows; what is beyond is counted.
const MOST_ROWS: usize = 400;

impl Replay {
    /// The rows of a request, by its number; none if there is no such request.
    pub fn waterfall(&self, request: usize) -> Option<Waterfall> {
        let recorded = self.requests.get(request)?;
        let arrived = self.lives.0[recorded.span].begins();
        let last = self.lives.0.iter().filter(|l| l.request == request).filter_map(|l| l.moments.last());
        let last = last.map(|m| m.0).fold(arrived, f64::max);
        let mut walk = Walk { replay: self, arrived, last, rows: Vec::new(), left_out: 0 };
        walk.operation(recorded.span, 0);
        let length_s = walk.rows.iter().map(|r| r.end_s).fold(0.0, f64::max);
        Some(Waterfall { latency_s: recorded.latency_s, length_s, rows: walk.rows, left_out: walk.left_out })
    }
}

struct Walk<'a> {
    replay: &'a Replay,
    arrived: f64,
    /// The last moment of the request: what has not ended by then is cut there.
    last: f64,
    rows: Vec<Row>,
    left_out: usize,
}

/// A row that is being put together: what its time is spent on from the last change on.
struct Open {
    row: Row,
    kind: PartKind,
    since: f64,
}

impl Open {
    /// Time is spent on something else from now on.
    fn turn(&mut self, now: f64, kind: PartKind) {
        if now > self.since {
            self.row.parts.push(Part { kind: self.kind, from_s: self.since, to_s: now });
        }
        (self.kind, self.since) = (kind, now);
    }

    fn mark(&mut self, at_s: f64, words: String, is_failure: bool) {
        self.row.marks.push(Mark { at_s, words, is_failure });
    }

    /// How it ended, as whoever waits for it sees it: what is said first counts.
    fn ended(&mut self, words: &str) {
        self.row.outcome.get_or_insert_with(|| words.to_owned());
    }

    fn close(mut self, now: f64) -> Row {
        self.turn(now, PartKind::Calls);
        self.row.end_s = now;
        self.row
    }
}

impl Walk<'_> {
    fn open(&self, span: usize, depth: usize, label: String, kind: PartKind) -> Open {
        let start_s = self.replay.lives.0[span].begins() - self.arrived;
        let row = Row {
            depth,
            label,
            service: self.replay.lives.0[span].service,
            start_s,
            end_s: start_s,
            wanted_s: self.wanted(span) - self.arrived,
            parts: Vec::new(),
            marks: Vec::new(),
            outcome: None,
        };
        Open { row, kind, since: start_s }
    }

    /// Until when somebody waits for a span, which may be long before it is over.
    fn wanted(&self, span: usize) -> f64 {
        let life = &self.replay.lives.0[span];
        let own = life.ends().unwrap_or(self.last);
        match (life.subject, life.parent) {
            (Subject::Call(c), _) if !self.replay.scenario.calls[c as usize].rows.awaited => own,
            (Subject::Applied(_), _) | (_, None) => own,
            (_, Some(parent)) => own.min(self.wanted(parent)),
        }
    }

    /// Puts a row in, unless there are too many; what belongs to it comes after.
    fn push(&mut self, row: Row) {
        if self.rows.len() < MOST_ROWS { self.rows.push(row) } else { self.left_out += 1 }
    }

    fn name(&self, span: usize) -> String {
        let target = self.replay.lives.0[span].target;
        target.map_or_else(String::new, |t| name(&self.replay.scenario, t))
    }

    /// A request, or a write that a read replica applies: a row of its own.
    fn operation(&mut self, span: usize, depth: usize) {
        let label = match self.replay.lives.0[span].subject {
            Subject::Applied(s) => {
                format!("{}: replica applies", self.replay.scenario.services[s as usize].name)
            }
            _ => self.name(span),
        };
        let mut open = self.open(span, depth, label, PartKind::Calls);
        let end = self.work(span, &mut open);
        self.push(open.close(end));
        self.calls(span, depth + 1);
    }

    /// What an operation does, in the row it is part of; when it ends.
    fn work(&self, span: usize, open: &mut Open) -> f64 {
        let mut queued = false;
        for &(time, what) in &self.replay.lives.0[span].moments {
            let now = time - self.arrived;
            match what {
                What::Queues => open.turn(now, PartKind::Queue),
                What::Works => open.turn(now, PartKind::Work),
                What::Worked => open.turn(now, PartKind::Calls),
                What::Ends(failed) => {
                    open.turn(now, PartKind::Calls);
                    match failed {
                        Some(why) => {
                            open.mark(now, cause(why).to_owned(), true);
                            open.ended(cause(why));
                        }
                        None if queued => open.mark(now, "taken out of the queue".to_owned(), false),
                        None => {}
                    }
                    return now;
                }
                _ => {}
            }
            queued = what == What::Queues;
        }
        self.last - self.arrived
    }

    fn calls(&mut self, span: usize, depth: usize) {
        for &child in &self.replay.lives.0[span].children {
            match self.replay.lives.0[child].subject {
                Subject::Call(_) => self.call(child, depth),
                Subject::Applied(_) => self.operation(child, depth),
                _ => {}
            }
        }
    }

    /// A call: one row with its only attempt, or a row with its attempts below it.
    fn call(&mut self, span: usize, depth: usize) {
        let replay = self.replay;
        let life = &replay.lives.0[span];
        let mut open = self.open(span, depth, self.name(span), PartKind::Cache);
        if let Subject::Call(c) = life.subject
            && !replay.scenario.calls[c as usize].rows.awaited
        {
            open.mark(open.since, "not waited for".to_owned(), false);
        }
        let attempts = &life.children;
        let mut sent = attempts.iter().map(|&a| replay.lives.0[a].begins() - self.arrived).peekable();
        let only = if let [only] = attempts.as_slice() { Some(*only) } else { None };
        let mut end = None;
        for &(time, what) in &life.moments {
            let now = time - self.arrived;
            // An attempt that begins at the moment of its failure still begins before it.
            while let Some(begins) = sent.next_if(|&begins| begins <= now) {
                if only.is_none() {
                    open.turn(begins, PartKind::Calls);
                }
            }
            match what {
                What::Hits(_) | What::Misses(_) | What::Writes(_) | What::Shares(_) => {
                    open.turn(now, PartKind::Cache);
                    let (words, is_failure) = self.at_cache(what);
                    open.mark(now, words, is_failure);
                }
                What::Fails(why) if only.is_none() => {
                    open.turn(now, PartKind::Backoff);
                    open.mark(now, format!("attempt {}", cause(why)), true);
                }
                What::Ends(failed) => {
                    if let Some(why) = failed {
                        open.ended(cause(why));
                    }
                    end = Some(now);
                }
                _ => {}
            }
        }
        let end = end.unwrap_or(self.last - self.arrived);
        if let Some(only) = only {
            let begins = replay.lives.0[only].begins() - self.arrived;
            open.turn(begins, PartKind::Connection);
            let own = self.attempt(only, &mut open);
            self.push(open.close(own.max(end)));
            self.below(only, depth + 1);
            return;
        }
        let tries = attempts.iter().filter(|&&a| replay.lives.0[a].subject == Subject::Attempt(0)).count();
        if tries > 1 {
            open.mark(open.row.start_s, format!("{tries} attempts"), false);
        }
        self.push(open.close(end));
        let mut number = 0;
        for &attempt in attempts {
            let first = replay.lives.0[attempt].subject == Subject::Attempt(0);
            number += usize::from(first);
            let label =
                if first { format!("attempt {number}") } else { format!("attempt {number}, second copy") };
            let mut open = self.open(attempt, depth + 1, label, PartKind::Connection);
            let end = self.attempt(attempt, &mut open);
            self.push(open.close(end));
            self.below(attempt, depth + 2);
        }
    }

    fn at_cache(&self, what: What) -> (String, bool) {
        let name = |c: u32| &self.replay.scenario.caches[c as usize].name;
        let words = match what {
            What::Hits(c) => format!("hit in {}", name(c)),
            What::Misses(c) => format!("miss in {}", name(c)),
            What::Writes(c) => format!("write to {}", name(c)),
            What::Shares(c) => format!("waits for another fetch for {}", name(c)),
            _ => String::new(),
        };
        (words, false)
    }

    /// What an attempt does, in the row it is part of, its callee's work included; when all of that ends.
    fn attempt(&self, span: usize, open: &mut Open) -> f64 {
        let life = &self.replay.lives.0[span];
        let mut end = None;
        for &(time, what) in &life.moments {
            let now = time - self.arrived;
            match what {
                What::Departs | What::Answers(_) => open.turn(now, PartKind::Network),
                What::Reaches => {
                    open.turn(now, PartKind::Calls);
                    for &callee in &life.children {
                        // Where nobody waits for it any more, this is the end of the row.
                        let done = self.work(callee, open);
                        end = Some(end.unwrap_or(done).max(done));
                    }
                }
                What::Ends(failed) => {
                    open.turn(now, PartKind::Calls);
                    if let Some(why) = failed {
                        open.ended(cause(why));
                    }
                    return now;
                }
                What::GivenUp => {
                    open.mark(now, "given up".to_owned(), false);
                    open.ended("given up");
                    end = Some(end.unwrap_or(now).max(now));
                }
                _ => {}
            }
        }
        end.unwrap_or(self.last - self.arrived)
    }

    /// What an attempt's callee brings about.
    fn below(&mut self, attempt: usize, depth: usize) {
        for &callee in &self.replay.lives.0[attempt].children {
            self.calls(callee, depth);
        }
    }
}
