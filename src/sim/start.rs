//! The start of a replication: everything empty, the first arrivals on their way. Not the warm-up, which is a matter of
//! counting, and not what caches hold at the start; that is `warm`.

use super::arena::Arena;
use super::calendar::Calendar;
use super::deadline::Deadlines;
use super::episode::Slow;
use super::event::Event;
use super::fleet::Fleet;
use super::line::Line;
use super::pool::Pool;
use super::station::Station;
use super::stream::Randomness;
use super::tally::Tally;
use super::warm::Warming;
use super::{Ending, Program, Simulation};
use crate::scenario::Scenario;
use std::collections::VecDeque;
use std::rc::Rc;

impl Simulation {
    /// A replication of a scenario, at its very start.
    pub fn new(scenario: &Scenario, seed: u64, replication: u32) -> Self {
        Self::of(Rc::new(Program::new(scenario)), seed, replication)
    }

    /// The same for a scenario that is compiled already.
    pub fn of(program: Rc<Program>, seed: u64, replication: u32) -> Self {
        let mut new = Self {
            seed,
            number: replication,
            now: 0.0,
            events: 0,
            calendar: Calendar::default(),
            ended: VecDeque::new(),
            frames: Arena::default(),
            calls: Arena::default(),
            trips: Arena::default(),
            lines: program.sites.iter().map(Line::new).collect(),
            stations: program.stations.iter().map(|&plan| Station::new(plan)).collect(),
            fleets: program.stations.iter().map(|&plan| Fleet::new(plan)).collect(),
            slow: vec![Slow::default(); program.stations.len()],
            stage: None,
            pools: Pool::all(&program.pools),
            pool_timeouts: vec![Deadlines::default(); program.pools.len()],
            asked: Vec::new(),
            deferred: Arena::default(),
            shelves: program.shelves(),
            warming: Warming::new(&program, seed),
            random: Randomness::new(&program, seed, replication),
            tally: Tally::new(&program),
            closed: None,
            ending: None,
            taken: false,
            recorder: None,
            program,
        };
        new.schedule_start();
        new
    }

    /// Starts another replication with the memory of this one.
    pub fn restart(&mut self, replication: u32) {
        self.number = replication;
        (self.now, self.events) = (0.0, 0);
        self.calendar.clear();
        self.ended.clear();
        self.frames.clear();
        self.calls.clear();
        self.trips.clear();
        self.lines.iter_mut().zip(&self.program.sites).for_each(|(line, site)| line.clear(site));
        let plans = self.program.stations.iter();
        for ((station, fleet), &plan) in self.stations.iter_mut().zip(&mut self.fleets).zip(plans) {
            station.clear(plan);
            *fleet = Fleet::new(plan);
        }
        self.slow.fill(Slow::default());
        self.pools = Pool::all(&self.program.pools);
        self.pool_timeouts.iter_mut().for_each(Deadlines::clear);
        self.deferred.clear();
        self.random = Randomness::new(&self.program, self.seed, replication);
        self.refill();
        self.tally.clear();
        (self.closed, self.ending, self.taken) = (None, None, false);
        self.schedule_start();
    }

    fn schedule_start(&mut self) {
        if let Some(script) = self.stage.as_ref().map(|stage| Rc::clone(&stage.script)) {
            self.start_story(script);
        } else if self.program.length.window == 0.0 {
            self.ending = Some(Ending::Complete);
            return;
        } else {
            let (opens, closes) = self.tally.window;
            self.put(opens, Event::Opens);
            self.put(closes, Event::Closes);
        }
        self.start_episodes();
        for journey in 0..self.program.entries.len() as u32 {
            // Metronomes do not all begin at once.
            let shift = if self.program.entries[journey as usize].gaps.is_exponential() {
                1.0
            } else {
                self.random.arrivals[journey as usize].stream.uniform()
            };
            self.schedule_arrival(journey, shift);
        }
    }
}
