//! The second engine: a scenario played out by discrete events. Not a model; it knows no formula, and the closed forms
//! never see it.
//!
//! Reading order: `program` and `station_plan` (the scenario in flat lists; `compile` and `layout` write them), `length` (how
//! long a replication is, by `flow` and `reach`), `calendar` and `event` (what happens next), this file (the loop) and `start`,
//! `operation` (steps of a request), `visit` (queues and slots; `wait`, `station`, `balance`, `batch`, `sharing`), `call` (what
//! calls mean to their callers), `attempt` (trips to a callee and back; `given_up`, `pool`, `line`, `breaker`), `deadline`,
//! `cache` (`shelf`, `keys`, `store`; `warm`), `turn` and `episode` (what changes by itself), `area`, `tally` (sums of one
//! replication), `window` (where they begin and end), `observer` (many replications become one `observation`, in
//! `batches` with their `spread`, until its `goal` is met; `compare`, two of them side by side), `record` (one replication as a
//! `trace`). A story is the same kernel on a clock: `script` (what happens when), `stage` (its playing),
//! `fleet`, `loss` and `scaler` (replicas that come and go), `timeline` (many replications become one, bin by bin).
//!
//! A simulation moves only when it is stepped, has no clock but the one it simulates, and draws every random number
//! from a named stream of its seed: the same scenario, seed and number give the same replication everywhere.

mod area;
mod arena;
mod attempt;
mod balance;
mod batch;
mod batches;
mod breaker;
mod cache;
mod calendar;
mod call;
mod compare;
mod compile;
mod deadline;
mod episode;
mod event;
mod fleet;
mod flow;
mod given_up;
mod goal;
mod histogram;
mod keys;
mod layout;
mod length;
mod line;
mod loss;
mod observation;
mod observer;
mod operation;
mod pool;
mod program;
mod reach;
mod record;
mod scaler;
mod script;
mod sharing;
mod shelf;
mod spread;
mod stage;
mod start;
mod station;
mod station_plan;
mod store;
mod stream;
mod table;
mod tally;
mod timeline;
mod trace;
mod turn;
mod unplayed;
mod visit;
mod wait;
mod warm;
mod window;

pub use compare::{Difference, Pair};
pub use goal::Goal;
pub use histogram::Histogram;
pub use observation::{CacheObserved, CurvePoint, Estimate, JourneyObserved, Observation, ServiceObserved};
pub use observer::Observer;
pub use program::Program;
pub use script::Script;
pub use stage::Run;
pub use tally::{CacheTally, Cause, Counts, Ending, JourneyTally, Replication, ServiceTally};
pub use timeline::{Bin, Storyteller, Timeline};
pub use trace::{Level, Moment, Span, Subject, Trace, What};
pub use unplayed::unplayed;

use arena::Arena;
use attempt::Trip;
use calendar::Calendar;
use call::Call;
use deadline::Deadlines;
use episode::Slow;
use event::{Ended, Event};
use fleet::Fleet;
use line::Line;
use operation::Frame;
use pool::Pool;
use shelf::{Asked, Deferred, Shelf};
use stage::Stage;
use station::Station;
use std::collections::VecDeque;
use std::rc::Rc;
use stream::Randomness;
use tally::Tally;
use warm::Warming;

/// Most operations, most calls and most trips that a replication holds under way; beyond it the replication ends as
/// [`Ending::InFlightLimit`]. Bounds the memory of any load to some 60 MB.
pub const IN_FLIGHT_LIMIT: usize = 1 << 18;

/// Most events of one replication; beyond it the replication ends as [`Ending::EventLimit`].
pub const EVENT_LIMIT: u64 = 1 << 26;

/// The same of one replication of a story.
pub const STORY_EVENT_LIMIT: u64 = 1 << 30;

/// How far a simulation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// There is more to do.
    Running,
    /// The replication is there to be taken.
    Finished,
}

/// One replication under way.
#[derive(Clone, Debug)]
pub struct Simulation {
    program: Rc<Program>,
    seed: u64,
    number: u32,
    now: f64,
    events: u64,
    calendar: Calendar,
    /// What ended at this very moment, before the next event.
    ended: VecDeque<Ended>,
    frames: Arena<Frame>,
    calls: Arena<Call>,
    trips: Arena<Trip>,
    /// By site of the program.
    lines: Vec<Line>,
    stations: Vec<Station>,
    /// By station.
    fleets: Vec<Fleet>,
    slow: Vec<Slow>,
    /// What is played on a clock, if that is a story.
    stage: Option<Box<Stage>>,
    /// All groups one after the other.
    pools: Vec<Pool>,
    /// By group of pools.
    pool_timeouts: Vec<Deadlines>,
    /// By call, where caches know keys.
    asked: Vec<Asked>,
    deferred: Arena<Deferred>,
    /// By cache.
    shelves: Vec<Shelf>,
    warming: Warming,
    random: Randomness,
    tally: Tally,
    /// The window is over: its length \[s\] and what services and caches counted.
    closed: Option<(f64, Vec<ServiceTally>, Vec<CacheTally>)>,
    ending: Option<Ending>,
    taken: bool,
    /// What is recorded, if anything is.
    recorder: Option<Box<record::Recorder>>,
}

impl Simulation {
    /// Plays at most this many events.
    pub fn advance(&mut self, events: u64) -> Progress {
        let mut left = events;
        while left > 0 && self.ending.is_none() && !self.warming.over() {
            self.warm_up();
            left -= 1;
        }
        while left > 0 && self.ending.is_none() {
            self.step();
            left -= 1;
        }
        if self.ending.is_some() { Progress::Finished } else { Progress::Running }
    }

    #[inline]
    fn step(&mut self) {
        self.events += 1;
        if let Some(ended) = self.ended.pop_front() {
            match ended {
                Ended::Trip(trip) => self.trip_ends(trip),
                Ended::Call(call) => self.call_ended(call),
                Ended::Connected(trip, generation) => self.connected(trip, generation),
            }
        } else {
            let Some((time, event)) = self.calendar.take() else {
                self.ending = Some(Ending::Complete);
                return;
            };
            self.now = time;
            self.happen(Event::unpack(event));
        }
        if self.is_full() {
            self.ending = Some(Ending::InFlightLimit);
        } else if self.events >= EVENT_LIMIT && (self.stage.is_none() || self.events >= STORY_EVENT_LIMIT) {
            self.ending = Some(Ending::EventLimit);
        } else if self.tally.open == 0 && self.closed.is_some() {
            self.ending = Some(Ending::Complete);
        }
        self.note_step();
    }

    #[inline]
    fn happen(&mut self, event: Event) {
        match event {
            Event::Arrival(journey) => {
                self.schedule_arrival(journey, 1.0);
                self.journey_arrives(journey);
            }
            Event::Worked(frame) => self.visit_ends(frame),
            Event::Reaches(trip) => self.trip_reaches(trip),
            Event::Answered(trip) => self.trip_ends(trip),
            Event::LookedUp(call) => self.looked_up(call),
            Event::Expires(site) => self.deadline_comes(site),
            Event::Again(call) => self.attempt(call),
            Event::Hedges(site) => self.hedges_are_due(site),
            Event::PoolExpires(group) => self.pool_deadline_comes(group),
            Event::Impatient(station) => self.patience_ends(station),
            Event::Flushes(station) => self.batches_are_due(station),
            Event::Shared(index) => self.shared_is_due(index),
            Event::Writes(index) => self.deferred_ends(index),
            Event::Opens => self.open(),
            Event::Closes => self.close(),
            Event::Turns(packed) => self.turns(packed),
        }
    }

    #[inline]
    fn put(&mut self, time: f64, event: Event) {
        self.calendar.put(time, event.pack());
    }

    fn schedule_arrival(&mut self, journey: u32, share: f64) {
        let entry = &self.program.entries[journey as usize];
        let gap = share * self.random.arrivals[journey as usize].next(&entry.gaps) / entry.rate;
        let at = match &mut self.stage {
            None => self.now + gap,
            Some(stage) => stage.arrival(self.now, gap),
        };
        if at < f64::INFINITY {
            self.put(at, Event::Arrival(journey));
        }
    }

    /// The simulated time \[s\].
    pub fn now(&self) -> f64 {
        self.now
    }

    /// Requests of every journey since the start.
    pub fn counts(&self) -> &[Counts] {
        &self.tally.counts
    }

    /// Requests of one journey that are in flight.
    pub fn in_flight(&self, journey: usize) -> u64 {
        self.frames.iter().filter(|f| f.live() && f.journey as usize == journey).count() as u64
    }
}
