//! A story as it is played: its bins, and what its script makes of services and caches. Not the script; that is
//! `script`. Not replicas; those are `fleet`.

use super::fleet::SLOTS;
use super::scaler::Scaler;
use super::script::{Act, SYNC, Script};
use super::turn::Turn;
use super::{Ending, Event, Replication, Simulation};
use crate::scenario::event::What;
use std::rc::Rc;

/// The state of a story under way.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    pub script: Rc<Script>,
    /// The piece of the load that is under way.
    piece: usize,
    /// By act: it lasts.
    active: Vec<bool>,
    /// By cache: what it holds cannot be found.
    cold: Vec<bool>,
    pub scalers: Vec<Option<Scaler>>,
    /// Times that the autoscalers have looked.
    pub looks: u32,
    /// Second 0 has been.
    begun: bool,
    /// Events up to the end of the last bin.
    events: u64,
    bins: Vec<Replication>,
}

/// One replication of a story: what was counted in each bin, every request by the moment of what happened to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its number: with the seed, the name of its random streams.
    pub number: u32,
    /// How it came to its end; short of bins where that is not [`Ending::Complete`].
    pub ending: Ending,
    /// Bins that were played to their end, in order.
    pub bins: Vec<Replication>,
}

/// What a bin keeps of its latencies is this many times coarser: within 0.4 %.
const COARSER: u32 = 3;

impl Stage {
    pub fn new(script: Rc<Script>) -> Self {
        let scalers = script.scalers.iter().map(|s| s.as_ref().map(|(on, to)| Scaler::new(*on, to)));
        Self {
            piece: 0,
            active: vec![false; script.acts.len()],
            cold: vec![false; script.program.caches.len()],
            scalers: scalers.collect(),
            looks: 0,
            begun: false,
            events: 0,
            bins: Vec::new(),
            script,
        }
    }

    /// When the next request arrives \[s\] where at a load factor of 1 it would in so long \[s\].
    pub fn arrival(&mut self, now: f64, gap: f64) -> f64 {
        self.script.arrival(&mut self.piece, now, gap)
    }

    /// Those acts of a kind that last at an object.
    fn active(&self, what: What, object: usize) -> impl Iterator<Item = &Act> {
        let of = move |(_, act): &(&bool, &Act)| act.what == what && act.object == object;
        self.active.iter().zip(&self.script.acts).filter(|a| *a.0).filter(of).map(|a| a.1)
    }
}

/// Replicas that an event takes away.
fn replicas(act: &Act) -> u32 {
    act.amount.round() as u32
}

impl Simulation {
    /// A replication of a story, at its very start.
    pub fn of_story(script: Rc<Script>, seed: u64, replication: u32) -> Self {
        let mut new = Self::of(Rc::clone(&script.program), seed, replication);
        new.stage = Some(Box::new(Stage::new(script)));
        new.restart(replication);
        new
    }

    /// Takes the finished replication of a story; `None` before it is finished, after it was taken, and of what is no story.
    pub fn take_story(&mut self) -> Option<Run> {
        let stage = self.stage.as_mut()?;
        let ending = self.ending.filter(|_| !std::mem::replace(&mut self.taken, self.ending.is_some()))?;
        Some(Run { number: self.number, ending, bins: std::mem::take(&mut stage.bins) })
    }

    pub(super) fn put_turn(&mut self, time: f64, turn: Turn) {
        self.put(time, Event::Turns(turn.pack()));
    }

    /// Puts what will happen in the calendar: of what happens at one time, a bin ends first.
    pub(super) fn start_story(&mut self, script: Rc<Script>) {
        self.tally.window = (0.0, f64::INFINITY);
        for edge in 0..=script.bins {
            self.put_turn(script.begins + f64::from(edge) * script.bin, Turn::Bin);
        }
        for (i, &(at, ..)) in script.moments.iter().enumerate() {
            self.put_turn(script.begins + at, Turn::Scripted(i as u32));
        }
        if script.scalers.iter().any(Option::is_some) {
            self.put_turn(script.begins + SYNC, Turn::Look);
        }
        self.stage = Some(Box::new(Stage::new(script)));
    }

    /// One bin ends and another begins.
    pub(super) fn bin_ends(&mut self) {
        let (services, caches) = self.counted();
        let mut journeys = self.tally.take_journeys();
        let Some(stage) = &mut self.stage else { return };
        if std::mem::replace(&mut stage.begun, true) {
            for journey in &mut journeys {
                journey.latencies = std::mem::take(&mut journey.latencies).coarser(COARSER);
            }
            stage.bins.push(Replication {
                number: self.number,
                ending: Ending::Complete,
                events: self.events - stage.events,
                window: stage.script.bin,
                journeys,
                services,
                caches,
            });
            stage.events = self.events;
        }
        for (s, scaler) in stage.scalers.iter_mut().enumerate() {
            if let Some(scaler) = scaler {
                scaler.carry(self.stations[s].areas.busy.until(self.now), self.fleets[s].sum[SLOTS]);
            }
        }
        if stage.bins.len() == stage.script.bins as usize {
            self.ending = Some(Ending::Complete);
        }
        self.open();
    }

    /// Something scripted begins or ends.
    pub(super) fn scripted_turns(&mut self, moment: usize) {
        let Some(stage) = &mut self.stage else { return };
        let (_, index, begins) = stage.script.moments[moment];
        let act = stage.script.acts[index];
        stage.active[index] = begins;
        let object = act.object;
        match act.what {
            What::ReplicaLost if begins => self.lose_replicas(object, replicas(&act)),
            What::ReplicaLost => {
                let stay: u32 = stage.active(act.what, object).map(replicas).fold(0, u32::saturating_add);
                self.return_replicas(object, self.fleets[object].lost.saturating_sub(stay));
            }
            What::Slowed => {
                self.slow[object].scripted = stage.active(act.what, object).map(|a| a.amount).product();
                self.set_pace(object);
            }
            What::Failing => {
                let works: f64 = stage.active(act.what, object).map(|a| 1.0 - a.amount.min(1.0)).product();
                let usual = self.program.stations[object];
                let plan = &mut self.stations[object].plan;
                plan.failure = 1.0 - (1.0 - usual.failure) * works;
                plan.plain = usual.plain && works == 1.0;
            }
            What::CacheFlushed => {
                let cold = stage.active(act.what, object).next().is_some();
                stage.cold[object] = cold;
                if begins {
                    self.shelves[object].empty();
                }
            }
            What::LoadStep => {}
        }
    }

    /// Whether a cache of a typed hit rate is cold.
    #[inline]
    pub(super) fn is_cold(&self, cache: usize) -> bool {
        self.stage.as_ref().is_some_and(|stage| stage.cold[cache])
    }
}
