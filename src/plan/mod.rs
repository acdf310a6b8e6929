//! Questions that take many answers of the model: the most load a scenario can hold, and P99 against load. Not the
//! answers themselves; those are `model`'s.

pub mod elasticity;
pub mod explore;
pub mod money;
pub mod sizing;
pub mod steady;
pub mod tipping;

pub use explore::{Exploration, LoadPoint, Miss, POINTS, explore};
pub use steady::{JourneyState, SteadyState, Storm};
pub use tipping::Tipping;
