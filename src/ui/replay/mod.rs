//! A recording on the page: its player below the picture of the system, its requests and what their time was spent on.
//! Not the picture itself.

mod list;
mod player;
mod requests;
mod services;
mod track;
mod waterfall;

pub use player::Player;
pub use requests::Requests;

use super::same::Same;
use crate::app::replay::{self, Stage};
use crate::report::replay::{Level, Order, Replay, Traveller};
use crate::web::motion;
use yew::AttrValue;

/// How long a call that takes no time on the wire is seen on it \[s of real time\].
const SEEN_S: f64 = 0.35;

/// What the page shows of a recording.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// Nothing.
    Closed,
    /// That it is being made.
    Recording,
    /// That it has to be made again.
    Outdated,
    /// Why there is none.
    Impossible(AttrValue),
    /// One moment of it.
    Ready(View),
}

/// A recording at the moment that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The recording.
    pub replay: Same<Replay>,
    /// The moment \[s\].
    pub at_s: f64,
    /// Whether time passes.
    pub playing: bool,
    /// How slowly, by index in [`replay::SLOWNESS`].
    pub slowness: usize,
    /// How its requests are listed.
    pub order: Order,
    /// The request that is laid out.
    pub picked: Option<usize>,
}

impl From<&Stage> for Shown {
    fn from(stage: &Stage) -> Self {
        match stage {
            Stage::Closed => Self::Closed,
            Stage::Recording => Self::Recording,
            Stage::Outdated => Self::Outdated,
            Stage::Impossible(why) => Self::Impossible(why.clone().into()),
            Stage::Ready(player) => Self::Ready(View {
                replay: Same::from(&player.replay),
                at_s: player.at_s,
                playing: player.playing,
                slowness: player.slowness,
                order: player.order,
                picked: player.picked,
            }),
        }
    }
}

impl Shown {
    /// The moment that is shown, if there is one.
    pub fn view(&self) -> Option<&View> {
        if let Self::Ready(view) = self { Some(view) } else { None }
    }
}

impl View {
    /// Slots and queue of every service.
    pub fn levels(&self) -> Vec<Level> {
        self.replay.levels(self.at_s)
    }

    /// The services where the request is that is laid out, and whether it works there.
    pub fn whereabouts(&self) -> Vec<(usize, bool)> {
        self.picked.map_or_else(Vec::new, |request| self.replay.whereabouts(request, self.at_s))
    }

    /// Who is on the wire; nobody where nothing is to move.
    pub fn travellers(&self) -> Vec<Traveller> {
        if motion::is_unwanted() {
            return Vec::new();
        }
        self.replay.travellers(self.at_s, SEEN_S / replay::SLOWNESS[self.slowness])
    }
}
