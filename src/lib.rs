//! Headroom: a capacity planner for microservices.
//!
//! One document goes in, two independent engines answer it, and `report` puts their answers side by
//! side. The modules in reading order:
//!
//! - [`num`]: numerics without domain words; [`dist`]: laws of service and latency, and their algebra;
//!   [`queue`]: queueing systems on plain numbers; [`caching`]: caches likewise.
//! - [`control`]: state machines that both engines drive: autoscaler, breaker, retry budget, backoff.
//! - [`scenario`]: the document.
//! - [`model`]: scenario to answers in closed form; [`sim`]: scenario to answers by discrete events; they never
//!   read each other. [`plan`] asks the model many questions.
//! - [`report`]: all answers side by side, as plain numbers.
//! - [`job`]: the worker's work, without a browser. [`app`]: all interaction, without Yew.
//! - [`order`]: sorting, for all of them.
//! - `cli`: the command line's work, with a feature of its own.
//! - `chart`: report to picture; `ui`: the page, in Yew; `web`: the browser. These have features of their own.

pub mod app;
pub mod caching;
#[cfg(feature = "page")]
pub mod chart;
#[cfg(feature = "cli")]
pub mod cli;
pub mod control;
pub mod dist;
pub mod job;
pub mod model;
pub mod num;
pub mod order;
pub mod plan;
pub mod queue;
pub mod report;
pub mod scenario;
pub mod sim;
#[cfg(feature = "page")]
pub mod ui;
#[cfg(feature = "browser")]
pub mod web;
