//! One small value for each thing of the picture: all that its drawing depends on. Not how it is drawn or found.

use super::place::Place;
use crate::scenario::service::Role;
use yew::AttrValue;

/// A service.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnNode {
    /// Which.
    pub service: usize,
    /// Left and top.
    pub at: (f64, f64),
    /// Its name.
    pub name: AttrValue,
    /// What stands behind it.
    pub role: Role,
    /// Replicas and slots.
    pub size: AttrValue,
    /// Its utilisation, as text; empty if nothing queues there.
    pub busy: AttrValue,
    /// How long a visit takes, as text.
    pub latency: AttrValue,
    /// The share of the bar that is filled.
    pub fill: f64,
    /// `calm`, `warm`, `hot`, `over` or `idle`.
    pub heat: &'static str,
    /// How many requests wait, while a recording is played.
    pub waiting: Option<u32>,
    /// Whether the request that is laid out is there, and then whether it works.
    pub picked: Option<bool>,
    /// What is said of it above its corner: that it limits the throughput first, or is overloaded.
    pub tag: Option<&'static str>,
    /// Whether it lies on the critical path.
    pub critical: bool,
    /// Whether it is chosen.
    pub selected: bool,
    /// Whether it is what is searched for; none while nothing is.
    pub found: Option<bool>,
    /// What is put away behind it: how many services, and the heat of the hottest. None where nothing can be.
    pub fold: Option<(usize, &'static str)>,
    /// Whether the thread that is pulled may end here; none while none is.
    pub may_end: Option<bool>,
    /// Whether it is the one that Tab leads to.
    pub tab: bool,
}

/// A line: a call, the part of one before or behind its caches, or the way of a journey to its entry.
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own, and all can be on at once")]
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnEdge {
    /// Which call or journey.
    pub of: Place,
    /// Whether it is the part behind the caches.
    pub behind: bool,
    /// Whether there are caches in front of the call.
    pub has_caches: bool,
    /// Who calls, or the journey.
    pub from: Place,
    /// The service it leads to.
    pub to: usize,
    /// The points it goes through.
    pub route: Vec<(f64, f64)>,
    /// How thick it is.
    pub width: f64,
    /// The rate of calls along it.
    pub rate: AttrValue,
    /// At which turn the caller makes it, where there are several.
    pub turn: usize,
    /// Whether it lies on the critical path.
    pub critical: bool,
    /// Whether the caller waits for the answer.
    pub awaited: bool,
    /// Whether it is chosen.
    pub selected: bool,
    /// Whether it is the one that Tab leads to.
    pub tab: bool,
    /// What it is, for who cannot see it.
    pub label: AttrValue,
}

impl DrawnEdge {
    /// A word of its own.
    pub fn key(&self) -> String {
        format!("{}{}", self.of.id(), if self.behind { "b" } else { "a" })
    }
}

/// The caches in front of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnFunnel {
    /// Which call.
    pub call: usize,
    /// Left and top.
    pub at: (f64, f64),
    /// From near to far.
    pub levels: Vec<DrawnLevel>,
}

/// A cache in front of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnLevel {
    /// Which cache.
    pub cache: usize,
    /// Its name.
    pub name: AttrValue,
    /// Its hit rate.
    pub hit: AttrValue,
    /// Whether it is chosen.
    pub selected: bool,
    /// Whether it is the one that Tab leads to.
    pub tab: bool,
}

/// Where a journey comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnJourney {
    /// Which.
    pub journey: usize,
    /// Left and top.
    pub at: (f64, f64),
    /// Its name.
    pub name: AttrValue,
    /// Requests that arrive.
    pub rate: AttrValue,
    /// Whether it is chosen.
    pub selected: bool,
    /// Whether it is the one that Tab leads to.
    pub tab: bool,
}
