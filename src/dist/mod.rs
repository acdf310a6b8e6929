//! Laws of service and latency, and their algebra.
//!
//! It is not a queue: waiting is computed in `queue`, which hands its answers back as a [`Law`].
//!
//! Two types carry everything. [`Service`] is a parametric law of the work in one request, with exact
//! moments and sampling. [`Law`] is any latency: atoms carried exactly, and the rest on an octave grid.

pub mod algebra;
pub mod bounded_pareto;
pub mod constant;
mod convolve;
pub mod exponential;
pub mod fanout;
pub mod fit;
pub mod gamma;
pub mod grid;
pub mod hiccup;
pub mod histogram;
pub mod hyperexponential;
mod knots;
pub mod law;
pub mod lognormal;
pub mod mixture;
mod moved;
mod part;
mod read;
mod ready;
pub mod renewal;
mod scratch;
pub mod service;
mod solver;
mod spread;
pub mod weibull;

pub use fit::{LawError, Percentiles};
pub use law::{Atom, Law};
pub use service::{Family, Service};
