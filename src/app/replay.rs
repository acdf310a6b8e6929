//! The player of a recording: what is heard of it, and what the page then knows. Not what was recorded; that is
//! [`crate::report::replay`].

use super::{Effect, State, work};
use crate::job::{self, Trace};
use crate::report::replay::{Order, Pick, Replay};
use std::rc::Rc;

/// How many times slower than real time a recording is played.
pub const SLOWNESS: [f64; 13] =
    [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0];

/// Longest stretch of real time that passes at once \[s\]: a page that was out of sight goes on where it was.
const MOST_S: f64 = 0.25;

/// How far a recording has come.
#[derive(Clone, Debug, Default)]
pub enum Stage {
    /// Nobody asked for one.
    #[default]
    Closed,
    /// The worker is at it.
    Recording,
    /// The scenario has changed since, or the worker could not finish it.
    Outdated,
    /// There can be none, and why.
    Impossible(String),
    /// It is here.
    Ready(Player),
}

/// A recording and how it is looked at.
#[derive(Clone, Debug)]
pub struct Player {
    /// The recording.
    pub replay: Rc<Replay>,
    /// The moment that is shown \[s\].
    pub at_s: f64,
    /// Whether time passes.
    pub playing: bool,
    /// How slowly, by index in [`SLOWNESS`].
    pub slowness: usize,
    /// How its requests are listed.
    pub order: Order,
    /// The request whose time is laid out.
    pub picked: Option<usize>,
}

/// What is done with a recording.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    /// One is to be made.
    Record,
    /// It is put away.
    Close,
    /// Time is to pass, or to stand still.
    Toggle,
    /// To the next moment at which something happens.
    Forward,
    /// To the last moment before.
    Back,
    /// To a moment \[s\].
    Seek(f64),
    /// Slower or faster, by index in [`SLOWNESS`].
    Slowness(usize),
    /// So much real time has passed \[s\].
    Passed(f64),
    /// Requests are listed in this order.
    List(Order),
    /// A request is laid out, by its number, or none.
    Inspect(Option<usize>),
    /// The request that is asked for is laid out.
    Find(Pick),
}

impl Stage {
    /// The player, if there is a recording.
    pub fn player(&self) -> Option<&Player> {
        if let Self::Ready(player) = self { Some(player) } else { None }
    }

    /// Whoever had a recording, or waits for one, has to ask again.
    pub(super) fn outdate(&mut self) {
        if !matches!(self, Self::Closed) {
            *self = Self::Outdated;
        }
    }
}

impl Player {
    fn new(replay: Replay) -> Self {
        let wanted = 1.0 / replay.watchable_speed();
        let slowness = SLOWNESS.partition_point(|&s| s < wanted).min(SLOWNESS.len() - 1);
        let replay = Rc::new(replay);
        Self { replay, at_s: 0.0, playing: false, slowness, order: Order::default(), picked: None }
    }

    /// Simulated by real time.
    pub fn speed(&self) -> f64 {
        1.0 / SLOWNESS[self.slowness]
    }

    fn act(&mut self, act: Act) {
        let length = self.replay.length_s();
        match act {
            Act::Toggle => {
                self.playing = !self.playing && length > 0.0;
                if self.playing && self.at_s >= length {
                    self.at_s = 0.0;
                }
            }
            Act::Forward => (self.playing, self.at_s) = (false, self.replay.next(self.at_s)),
            Act::Back => (self.playing, self.at_s) = (false, self.replay.previous(self.at_s)),
            Act::Seek(at) if at.is_finite() => self.at_s = at.clamp(0.0, length),
            Act::Slowness(index) => self.slowness = index.min(SLOWNESS.len() - 1),
            Act::Passed(seconds) if self.playing => {
                let passed = seconds.clamp(0.0, MOST_S) * self.speed();
                self.at_s = (self.at_s + passed).min(length);
                self.playing = self.at_s < length;
            }
            Act::List(order) => self.order = order,
            Act::Inspect(request) => {
                self.picked = request.filter(|&r| r < self.replay.requests().len());
            }
            Act::Find(pick) => self.picked = self.replay.pick(pick).or(self.picked),
            Act::Record | Act::Close | Act::Seek(_) | Act::Passed(_) => {}
        }
    }
}

/// Does what is asked of the recording.
pub(super) fn update(state: &mut State, act: Act) -> Vec<Effect> {
    match act {
        Act::Record => {
            if let Some(why) = job::unplayed(&state.scenario).or_else(|| given_up(state)) {
                state.replay = Stage::Impossible(why);
            } else {
                state.replay = Stage::Recording;
                return work::record(state);
            }
        }
        Act::Close => state.replay = Stage::Closed,
        _ => {
            if let Stage::Ready(player) = &mut state.replay {
                player.act(act);
            }
        }
    }
    Vec::new()
}

/// Why there is no worker any more, if there is none.
fn given_up(state: &State) -> Option<String> {
    state.desk.is_given_up().then(|| "The worker could not do its work.".to_owned())
}

/// The worker has made a recording of the present scenario.
pub(super) fn recorded(state: &mut State, trace: &Trace) {
    if matches!(state.replay, Stage::Recording) {
        state.replay = Replay::new(&state.scenario, trace)
            .map_or(Stage::Outdated, |replay| Stage::Ready(Player::new(replay)));
    }
}
