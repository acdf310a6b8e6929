//! Which random stream serves what: one for each purpose and object of the document, by the object's key and not its
//! place, so that two scenarios that share an object share its randomness. Not the generator.

use super::program::Program;
use crate::dist::{Family as _, Service as Law};
use crate::num::stream::{Stream, Streams};

/// Purposes; their numbers are part of what makes old results repeatable.
mod purpose {
    pub const ARRIVAL: u64 = 1;
    pub const WORK: u64 = 2;
    pub const BRANCH: u64 = 3;
    pub const HIT: u64 = 4;
    pub const LOOKUP: u64 = 5;
    pub const BALANCING: u64 = 6;
    pub const BACKOFF: u64 = 7;
    pub const FAILURE: u64 = 8;
    pub const PATIENCE: u64 = 9;
    pub const POOL: u64 = 10;
    pub const KEY: u64 = 11;
    pub const WRITE: u64 = 12;
    pub const JITTER: u64 = 13;
    pub const WARMING: u64 = 14;
    pub const EPISODE: u64 = 15;
    pub const LOSS: u64 = 16;
}

/// The stream of what happens before the first replication, the same for all of them.
pub(super) fn warming(seed: u64) -> Stream {
    Streams::new(seed, 0).stream(purpose::WARMING, 0)
}

/// Random times of one law, drawn some at a time: together they cost less, and a draw that is there already keeps
/// nobody waiting.
#[derive(Clone, Debug)]
pub(super) struct Times {
    pub stream: Stream,
    drawn: [f64; AHEAD],
    /// The next of those drawn.
    at: usize,
}

/// Times drawn together.
const AHEAD: usize = 16;

impl Times {
    fn new(stream: Stream) -> Self {
        Self { stream, drawn: [0.0; AHEAD], at: AHEAD }
    }

    /// The next time of the law, which is the same at every call.
    #[inline]
    pub fn next(&mut self, law: &Law) -> f64 {
        if self.at == AHEAD {
            law.samples(&mut self.stream, &mut self.drawn);
            self.at = 0;
        }
        self.at += 1;
        self.drawn[self.at - 1]
    }
}

/// All streams of one replication.
#[derive(Clone, Debug)]
pub(super) struct Randomness {
    /// Times between arrivals, by journey.
    pub arrivals: Vec<Times>,
    /// Work times, by law of the program.
    pub work: Vec<Times>,
    /// Whether a call is made, by site of the program.
    pub branches: Vec<Stream>,
    /// Whether a look-up hits, by cache.
    pub hits: Vec<Stream>,
    /// Look-up times, by cache.
    pub lookups: Vec<Times>,
    /// Which replica or node, by station.
    pub balancing: Vec<Stream>,
    /// How long a retry waits, by site of the program.
    pub backoffs: Vec<Stream>,
    /// Whether an answer is an error, by station.
    pub failures: Vec<Stream>,
    /// How long somebody waits before leaving, by station.
    pub patience: Vec<Stream>,
    /// Which pool, by site of the program.
    pub pools: Vec<Stream>,
    /// Which key, by site of the program.
    pub keys: Vec<Stream>,
    /// Whether a look-up writes, by cache.
    pub writes: Vec<Stream>,
    /// How long an entry lives, by cache.
    pub jitter: Vec<Stream>,
    /// How long slow episodes last, by station.
    pub episodes: Vec<Stream>,
    /// Which replicas are lost, by station.
    pub losses: Vec<Stream>,
}

impl Randomness {
    pub fn new(program: &Program, seed: u64, replication: u32) -> Self {
        let streams = Streams::new(seed, replication);
        let each = |purpose: u64, names: &[u64]| names.iter().map(|&n| streams.stream(purpose, n)).collect();
        let times = |purpose: u64, name: u64| Times::new(streams.stream(purpose, name));
        let each_site =
            |purpose: u64| program.sites.iter().map(|s| streams.stream(purpose, s.name)).collect();
        let names = &program.names;
        Self {
            arrivals: names.journeys.iter().map(|&n| times(purpose::ARRIVAL, n)).collect(),
            work: program.laws.iter().map(|l| times(purpose::WORK, l.name)).collect(),
            branches: each_site(purpose::BRANCH),
            hits: each(purpose::HIT, &names.caches),
            lookups: names.caches.iter().map(|&n| times(purpose::LOOKUP, n)).collect(),
            balancing: each(purpose::BALANCING, &names.services),
            backoffs: each_site(purpose::BACKOFF),
            failures: each(purpose::FAILURE, &names.services),
            patience: each(purpose::PATIENCE, &names.services),
            pools: each_site(purpose::POOL),
            keys: each_site(purpose::KEY),
            writes: each(purpose::WRITE, &names.caches),
            jitter: each(purpose::JITTER, &names.caches),
            episodes: each(purpose::EPISODE, &names.services),
            losses: each(purpose::LOSS, &names.services),
        }
    }
}
