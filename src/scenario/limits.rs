//! Limits that bound memory and time whatever a document says. Edits and decoders refuse more. Not the ranges of
//! parameters; those stand in their rows.

/// Most journeys.
pub const JOURNEYS: usize = 20;
/// Most services.
pub const SERVICES: usize = 200;
/// Most operations of one service.
pub const OPERATIONS: usize = 20;
/// Most steps, over all operations.
pub const STEPS: usize = 2000;
/// Most calls, over all steps.
pub const CALLS: usize = 2000;
/// Most caches, and most levels in front of one call.
pub const CACHES: usize = 100;
/// Most points of the day.
pub const LOAD_POINTS: usize = 200;
/// Most scripted events.
pub const EVENTS: usize = 50;
/// Most buckets, over all histograms.
pub const BUCKETS: usize = 1000;
/// Longest display name, in characters.
pub const NAME: usize = 80;
