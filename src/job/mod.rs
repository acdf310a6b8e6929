//! The worker's work, without a browser: requests come in as bytes, replies go out as bytes, and between them
//! [`Runner`] works in steps short enough that a newer request is never kept waiting. Not the worker itself; that is a
//! few lines in `bin`.
//!
//! Several workers share one run: [`Pool`] gives each the next replications that nobody has, takes up again what a worker
//! left behind, and merges them in the order of their numbers. The result does not depend on how many there are. Questions
//! that one worker answers alone go to the [`Desk`].

mod batch;
mod desk;
mod explored;
mod hold;
mod letter;
mod played;
mod pool;
mod recorded;
mod runner;
mod story;
mod threads;
mod wire;

pub use batch::{observe, simulate};
pub use desk::Desk;
pub use hold::Hold;
pub use letter::Letter;
pub use played::unplayed;
pub use pool::{DESK, MOST_WORKERS, Order, Pool};
pub use runner::Runner;
pub use story::play;
pub use threads::threads;
pub use wire::{MAX_BYTES, WireError};

use crate::plan::Exploration;
use crate::sim::Replication;
pub use crate::sim::Trace;
use std::rc::Rc;

/// The replications of a run, merged as far as they are there.
pub use crate::sim::Observer as Merged;

/// What a worker is asked. A newer request of the same kind takes the place of the one before.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Answer a scenario over a range of loads.
    Explore {
        /// Number of the run, repeated in every reply.
        run: u32,
        /// The scenario.
        scenario: Rc<Letter>,
    },
    /// Make ready to simulate a scenario.
    Simulate {
        /// Number of the run, repeated in every reply.
        run: u32,
        /// The scenario.
        scenario: Rc<Letter>,
        /// Names the random numbers, with the number of each replication.
        seed: u64,
    },
    /// Make a replication of it, after those asked for before.
    Replicate {
        /// Number of the run that it belongs to; of another run nothing is made.
        run: u32,
        /// Number of the replication.
        number: u32,
    },
    /// Play a scenario once and record the first requests after its warm-up.
    Record {
        /// Number of the run, repeated in the reply.
        run: u32,
        /// The scenario.
        scenario: Rc<Letter>,
        /// Names the random numbers; the replication is the first of a [`Request::Simulate`] with the same seed.
        seed: u64,
    },
    /// Drop whatever is under way.
    Cancel,
}

/// What a worker answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// The answers over a range of loads.
    Explored {
        /// The run it belongs to.
        run: u32,
        /// The answers.
        exploration: Exploration,
    },
    /// One replication is finished.
    Replication {
        /// The run it belongs to.
        run: u32,
        /// What it counted.
        replication: Replication,
    },
    /// A recording is finished.
    Recorded {
        /// The run it belongs to.
        run: u32,
        /// What was recorded.
        trace: Trace,
    },
    /// The request could not be worked on.
    Failed {
        /// The run that failed.
        run: u32,
        /// Why, in a sentence.
        message: String,
    },
}

impl Reply {
    /// The run it belongs to.
    pub fn run(&self) -> u32 {
        match *self {
            Self::Explored { run, .. }
            | Self::Replication { run, .. }
            | Self::Recorded { run, .. }
            | Self::Failed { run, .. } => run,
        }
    }
}
