//! Queueing systems on plain numbers: rates and laws in, waiting and loss out.
//!
//! It knows nothing of services, calls or scenarios, and an overloaded system is a value, never a panic.

pub mod abandonment;
pub mod balancing;
pub mod bounded;
pub mod burst;
pub mod finite_source;
pub mod fluid;
pub mod full;
pub mod gigc;
pub mod gim;
pub mod hedge;
pub mod hedge_cancel;
pub mod little;
pub mod mgc;
pub mod mmc;
pub mod mmck;
pub mod n_plus_one;
pub mod offload;
pub mod overload;
pub mod pool;
mod prepared;
pub mod read_replicas;
pub mod retry;
pub mod retry_storm;
pub mod series;
pub mod shards;
pub mod sharing;
pub mod usl;
pub mod usl_fit;
