//! State machines that both engines drive: autoscaler, breaker, retry budget, backoff.
//!
//! They are pure: time and random numbers are given to them, and they know nothing of services or scenarios.

pub mod autoscale;
pub mod backoff;
pub mod breaker;
pub mod hpa;
pub mod replica_time;
pub mod retry_budget;
