//! Caches on plain numbers: hit ratios, what reaches the origin, and what goes wrong when entries expire.
//!
//! It knows nothing of calls or scenarios, and it does not simulate a cache. Popularity comes as
//! [`Group`](crate::num::zipf::Group)s, rates per second, times in seconds.

pub mod che;
pub mod entry;
pub mod hierarchy;
pub mod jitter;
pub mod negative;
pub mod refresh;
pub mod stampede;
pub mod ttl;
pub mod write;
