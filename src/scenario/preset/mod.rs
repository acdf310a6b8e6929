//! Ready-made scenarios, one a file, each with its lesson. Not documents read from anywhere; they are built here.

mod budget;
mod caches;
mod checkout;
mod edge;
mod fanout;
mod later;
mod parts;
mod pools;
mod stampede;
mod storm;

use super::Scenario;

/// One entry of the gallery.
#[derive(Debug)]
pub struct Preset {
    /// Its word in links; never changed once released.
    pub key: &'static str,
    /// Its name in the gallery.
    pub title: &'static str,
    /// What it teaches, in two sentences.
    pub lesson: &'static str,
    /// Builds it.
    pub build: fn() -> Scenario,
}

/// The gallery, in order. The first is what the page opens with.
pub const ALL: &[Preset] = &[
    checkout::PRESET,
    fanout::PRESET,
    caches::PRESET,
    later::PRESET,
    budget::PRESET,
    storm::PRESET,
    pools::PRESET,
    stampede::PRESET,
    edge::PRESET,
];

/// The preset that links name by this word.
pub fn find(key: &str) -> Option<&'static Preset> {
    ALL.iter().find(|p| p.key == key)
}
