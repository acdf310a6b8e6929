//! Headroom: a capacity planner for microservices.
pub mod app;
#[cfg(feature = "page")]
pub mod chart;
pub mod dist;
pub mod job;
pub mod num;
pub mod plan;
pub mod queue;
pub mod report;
pub mod scenario;
pub mod sim;
#[cfg(feature = "page")]
pub mod ui;
#[cfg(feature = "browser")]
pub mod web;
