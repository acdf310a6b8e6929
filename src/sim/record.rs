//! Recording a replication while it is played. Not what is recorded; that is `trace`. It only listens: it draws no random
//! number and changes nothing, and where nothing is recorded each of its calls is one test of an empty option.

use super::operation::APPLIES;
use super::station::{NONE, Station};
use super::trace::{Level, MOST_LEVELS, MOST_MOMENTS, MOST_REQUESTS, Moment, Span, Subject, TAKES, What};
use super::{Program, Simulation, Trace};
use crate::scenario::Scenario;
use std::rc::Rc;

/// Whom something happens to, by its slot.
#[derive(Clone, Copy, Debug)]
pub(super) enum Who {
    Frame(u32),
    Call(u32),
    Trip(u32),
}

/// What brought somebody about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Under {
    /// A user.
    User,
    Of(Who),
    /// Whoever was last said to reach a callee or to apply a write.
    Last,
    /// The same as who had its slot before.
    Same,
    /// Nobody who is followed.
    Nobody,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    WarmUp,
    /// Every request that arrives is taken in.
    Taking,
    /// Those taken in are followed.
    Following,
    Done,
}

/// A recording under way.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    trace: Trace,
    stage: Stage,
    /// Slots and queues as last seen.
    levels: Vec<Level>,
    /// Spans by frame, call and trip; none where they are not followed.
    spans: [Vec<u32>; 3],
    last: u32,
    requests: usize,
    /// Spans that have not ended.
    open: usize,
}

impl Who {
    fn place(self) -> (usize, usize) {
        match self {
            Self::Frame(i) => (0, i as usize),
            Self::Call(i) => (1, i as usize),
            Self::Trip(i) => (2, i as usize),
        }
    }
}

impl Recorder {
    fn new(services: usize) -> Self {
        Self {
            trace: Trace::default(),
            stage: Stage::WarmUp,
            levels: vec![Level::default(); services],
            spans: [const { Vec::new() }; 3],
            last: NONE,
            requests: 0,
            open: 0,
        }
    }

    fn span(&self, who: Who) -> u32 {
        let (kind, slot) = who.place();
        self.spans[kind].get(slot).copied().unwrap_or(NONE)
    }

    fn used(&self) -> usize {
        self.trace.spans.len() + self.trace.moments.len()
    }

    /// Somebody begins; whoever had the slot before is forgotten.
    #[cold]
    fn begins(&mut self, now: f64, who: Who, under: Under, subject: Subject) {
        let parent = match under {
            Under::User | Under::Nobody => NONE,
            Under::Of(parent) => self.span(parent),
            Under::Last => self.last,
            Under::Same => match self.span(who) {
                NONE => NONE,
                before => self.trace.spans[before as usize].parent.unwrap_or(NONE),
            },
        };
        let followed = match under {
            Under::User => self.stage == Stage::Taking && self.requests < MOST_REQUESTS,
            _ => parent != NONE && self.stage != Stage::Done,
        };
        let (kind, slot) = who.place();
        let spans = &mut self.spans[kind];
        if spans.len() <= slot {
            spans.resize(slot + 1, NONE);
        }
        // A span without its beginning would say nothing.
        if !followed || self.trace.spans.len() + self.trace.moments.len() + 2 > MOST_MOMENTS {
            spans[slot] = NONE;
            return;
        }
        spans[slot] = self.trace.spans.len() as u32;
        self.trace.spans.push(Span { parent: (parent != NONE).then_some(parent), subject });
        self.requests += usize::from(matches!(under, Under::User));
        self.open += 1;
        self.note(now, who, What::Begins);
    }

    #[cold]
    fn note(&mut self, now: f64, who: Who, what: What) {
        let span = self.span(who);
        if matches!(what, What::Reaches | What::Applies) {
            self.last = span;
        }
        if span == NONE || self.stage == Stage::Done {
            return;
        }
        if self.used() >= MOST_MOMENTS {
            self.stage = Stage::Done;
            return;
        }
        self.trace.moments.push(Moment { time_s: now, span, what });
        self.open -= usize::from(matches!(what, What::Ends(_) | What::GivenUp));
    }

    /// Looks at the queues after an event, and at how far the recording is.
    #[cold]
    fn look(&mut self, now: f64, opens: f64, stations: &[Station], over: bool) {
        let level = |s: &Station| Level {
            busy: s.areas.busy.now,
            waiting: s.areas.waiting.now,
            slots: (!s.plan.unlimited()).then(|| s.plan.slots.saturating_mul(s.plan.queues)),
        };
        match self.stage {
            Stage::WarmUp if now >= opens => {
                self.stage = Stage::Taking;
                self.levels = stations.iter().map(level).collect();
                self.trace.start.clone_from(&self.levels);
                (self.trace.begins_s, self.trace.until_s) = (now, now);
            }
            Stage::Taking => {
                for (s, station) in stations.iter().enumerate() {
                    let seen = level(station);
                    if seen != self.levels[s] && self.trace.changes.len() < MOST_LEVELS {
                        self.levels[s] = seen;
                        self.trace.changes.push((now, s as u32, seen));
                    }
                }
                self.trace.until_s = now;
                let full = self.requests >= MOST_REQUESTS || self.used() >= TAKES;
                if full || self.trace.changes.len() >= MOST_LEVELS {
                    self.stage = Stage::Following;
                }
            }
            _ => {}
        }
        if over || self.stage == Stage::Following && self.open == 0 {
            self.stage = Stage::Done;
        }
    }
}

impl Simulation {
    /// A replication that is recorded while it is played, at its very start. It draws what [`Self::new`] draws.
    pub fn recording(scenario: &Scenario, seed: u64, replication: u32) -> Self {
        let program = Rc::new(Program::new(scenario));
        let recorder = Recorder::new(program.stations.len());
        Self { recorder: Some(Box::new(recorder)), ..Self::of(program, seed, replication) }
    }

    /// Takes the recording once it is finished, which may be long before the replication is.
    pub fn take_trace(&mut self) -> Option<Trace> {
        let done = self.recorder.as_ref().is_some_and(|r| r.stage == Stage::Done || self.ending.is_some());
        self.recorder.take_if(|_| done).map(|r| r.trace)
    }

    #[inline]
    pub(super) fn note(&mut self, who: Who, what: What) {
        if let Some(recorder) = &mut self.recorder {
            recorder.note(self.now, who, what);
        }
    }

    #[inline]
    pub(super) fn note_start(&mut self, who: Who, under: Under, subject: Subject) {
        if let Some(recorder) = &mut self.recorder {
            recorder.begins(self.now, who, under, subject);
        }
    }

    /// The same for a frame: a journey's request, a callee's operation or a write that is applied.
    #[inline]
    pub(super) fn note_frame(&mut self, frame: u32, station: u32, journey: u32) {
        let (under, subject) = match journey {
            NONE => (Under::Last, Subject::Operation(station)),
            APPLIES => (Under::Last, Subject::Applied(station)),
            _ => (Under::User, Subject::Request(journey)),
        };
        self.note_start(Who::Frame(frame), under, subject);
    }

    #[inline]
    pub(super) fn note_step(&mut self) {
        if let Some(recorder) = &mut self.recorder {
            recorder.look(self.now, self.tally.window.0, &self.stations, self.ending.is_some());
        }
    }
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;
