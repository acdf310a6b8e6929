//! Which random stream serves what: one for each purpose and object of the document, so that two scenarios that share
//! an object share its randomness. Not the generator.

use super::program::Program;
use crate::num::stream::{Stream, Streams};

/// Purposes; their numbers are part of what makes old results repeatable.
mod purpose {
    pub const ARRIVAL: u64 = 1;
    pub const WORK: u64 = 2;
    pub const BRANCH: u64 = 3;
    pub const HIT: u64 = 4;
    pub const LOOKUP: u64 = 5;
    pub const BALANCING: u64 = 6;
}

/// All streams of one replication.
#[derive(Clone, Debug)]
pub(super) struct Randomness {
    /// Times between arrivals, by journey.
    pub arrivals: Vec<Stream>,
    /// Work times, by law of the program.
    pub work: Vec<Stream>,
    /// Whether a call is made, by site of the program.
    pub branches: Vec<Stream>,
    /// Whether a look-up hits, by cache.
    pub hits: Vec<Stream>,
    /// Look-up times, by cache.
    pub lookups: Vec<Stream>,
    /// Which replica, by station.
    pub balancing: Vec<Stream>,
}

impl Randomness {
    pub fn new(program: &Program, seed: u64, replication: u32) -> Self {
        let streams = Streams::new(seed, replication);
        let each =
            |purpose: u64, count: usize| (0..count as u64).map(|i| streams.stream(purpose, i)).collect();
        Self {
            arrivals: each(purpose::ARRIVAL, program.entries.len()),
            work: program.laws.iter().map(|l| streams.stream(purpose::WORK, u64::from(l.step))).collect(),
            branches: program
                .sites
                .iter()
                .map(|s| streams.stream(purpose::BRANCH, u64::from(s.call)))
                .collect(),
            hits: each(purpose::HIT, program.caches.len()),
            lookups: each(purpose::LOOKUP, program.caches.len()),
            balancing: each(purpose::BALANCING, program.stations.len()),
        }
    }
}
