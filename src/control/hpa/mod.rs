//! The Kubernetes horizontal pod autoscaler (autoscaling/v2): what it proposes and how fast it may move.
//!
//! It is the arithmetic of the controller only; pods that start late and queues that build up are `autoscale`.

mod behaviour;
mod proposal;

pub use behaviour::{Behaviour, Controller, Policy, Rules, Select, Step};
pub use proposal::{Metric, Pods, Tolerance, largest, propose};
