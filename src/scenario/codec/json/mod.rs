//! Files: a whole scenario as one JSON document, and back. Not links; those are in [`super`].
//!
//! ```json
//! {
//!   "headroom": 1,
//!   "name": "Checkout",
//!   "journeys": [{"key": "checkout", "name": "Checkout", "entry": "order", "arrival_rps": 112}],
//!   "services": [
//!     {"key": "order", "name": "Order", "replicas": 4, "operations": [{"key": "handle", "steps": [
//!       {"key": "order", "work": {"law": "gamma", "mean_ms": 150}},
//!       {"key": "order-2", "calls": {"of": [{"key": "order-payment", "to": "payment", "caches": ["redis"]}]}}
//!     ]}]},
//!     {"key": "payment", "name": "Payment"}
//!   ],
//!   "caches": [{"key": "redis", "name": "Redis", "hit_fraction": "95%"}],
//!   "cost": {"currency": "eur"},
//!   "day": [{"at_h": 6, "load_factor": 2}],
//!   "events": [{"what": "slowed", "service": "payment", "at_s": "2min"}]
//! }
//! ```
//!
//! - `docs/scenario.schema.json` says the same for programs; a file may name it as `$schema`.
//! - Only `headroom`, the version of the format, must be there. What is left out has its default, as it was when the
//!   row came, so that a change of a default changes no file.
//! - Every row of [`crate::scenario::id::KINDS`] is a field of its object: choices by their word, switches as `true` or
//!   `false`, numbers in the row's unit, or as text what people type, as in `"250ms"`.
//! - A key that is left out follows from the name, a name from the key; those of steps and calls from their services.
//! - A call goes `to` a service's operation, `payment/handle`; a service alone stands for its first operation, and a
//!   service without `operations` has one, `handle`, which does nothing. `entry` of a journey likewise.
//! - `caches` of a call are asked in this order. An event names what it happens to as `service` or, where a cache is
//!   flushed, as `cache`.
//! - Measured work has its histogram beside its law, `{"law": "histogram", "buckets": [{"upto_ms": 10, "count": 5}]}`.
//! - `order` lists the keys of all steps and calls where their numbers, which name random streams, are not those of
//!   their places, and under `buckets` the key of the step of each bucket likewise. Those that it leaves out come behind;
//!   no hand needs it.
//!
//! Reading a file takes at most [`MAX_BYTES`] and some forty times that of memory.

mod error;
mod fields;
mod node;
mod order;
mod read;
mod rows;
mod write;

pub use error::FileError;

use super::super::Scenario;
use node::Node;

/// Longest text that is read, in bytes. A document of thousands of calls, each behind dozens of caches, can be longer
/// when written; such a file cannot be opened again.
pub const MAX_BYTES: usize = 1 << 20;

/// The version of the format.
const VERSION: f64 = 1.0;

/// Reads a document.
///
/// # Errors
/// Says which field is wrong and what was expected there; the text is then refused whole.
pub fn read(text: &str) -> Result<Scenario, FileError> {
    if text.len() > MAX_BYTES {
        let text = format!("the document has {} bytes; at most {MAX_BYTES} are read", text.len());
        return Err(FileError::at("", text));
    }
    // Some editors begin every text with a mark.
    read::document(&Node::parse(text.trim_start_matches('\u{feff}'))?)
}

/// Writes a document for people: what fits on a line stands on one. [`read`] gives it back to the last bit.
pub fn write(scenario: &Scenario) -> String {
    write::document(scenario).pretty()
}

/// Writes a document on one line, for pipes.
pub fn write_line(scenario: &Scenario) -> String {
    write::document(scenario).compact()
}
