//! PROVISIONAL: types only, replaced when the worker's job is merged.
use crate::report::{Exploration, Observation};
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    Explored { run: u32, exploration: Exploration },
    Observed { run: u32, observation: Observation },
    Done { run: u32 },
    Failed { run: u32, message: String },
}
impl Reply {
    pub fn run(&self) -> u32 {
        match self {
            Self::Explored { run, .. }
            | Self::Observed { run, .. }
            | Self::Done { run }
            | Self::Failed { run, .. } => *run,
        }
    }
}
