//! Headroom: a capacity planner for microservices.
//!
//! One document goes in, two independent engines answer it, and `report` puts their answers side by
//! side. The modules in reading order:
//!
//! - [`num`]: numerics without domain words; [`dist`]: laws of service and latency, and their algebra;
//!   [`queue`]: queueing systems on plain numbers.

pub mod dist;
pub mod num;
pub mod queue;
pub mod scenario;
pub mod sim;
