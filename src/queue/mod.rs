//! Queueing systems on plain numbers: rates and laws in, waiting and loss out.
//!
//! It knows nothing of services, calls or scenarios, and an overloaded system is a value, never a panic.

pub mod abandonment;
pub mod gigc;
pub mod gim;
pub mod little;
pub mod mgc;
pub mod mmc;
pub mod mmck;
pub mod overload;
