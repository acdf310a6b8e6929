//! What gets through where a service is overloaded: the share of requests it can take, followed back up the path.
//! Not failures; those are in the answers of `path`.

use super::flow::Passing;
use super::path::Path;
use super::rates::{passed_share, through};
use super::shape::{Part, Shape};
use super::station::Station;
use crate::scenario::Scenario;

/// Shares that are not left waiting for ever; 1 everywhere while nothing is overloaded.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// Of each operation, by place in the shape.
    pub operations: Vec<f64>,
    /// Of each copy of a call, caches included.
    pub calls: Vec<f64>,
}

/// Finds the shares.
///
/// # Formula
/// A service with utilisation ρ > 1 gets 1/ρ of its visits done (conservation of flow); one after another the shares
/// multiply, in parallel the least counts.
pub fn delivered(
    scenario: &Scenario,
    shape: &Shape,
    stations: &[Station],
    path: &Path,
    passing: &[Passing],
) -> Delivered {
    let mut found =
        Delivered { operations: vec![1.0; shape.operations.len()], calls: vec![1.0; scenario.calls.len()] };
    for (place, operation) in shape.operations.iter().enumerate().rev() {
        let mut share = 1.0;
        for (i, part) in operation.parts.iter().enumerate() {
            match part {
                Part::Visit(_) if operation.has_slot(i) => {}
                Part::Visit(_) => share *= stations[operation.service].done(),
                Part::Group(group) => {
                    // Every queue takes its requests in the order they came, so what the slowest branch gets done the
                    // others have done too: the least share counts, not the product.
                    let mut least: f64 = 1.0;
                    for &c in &group.calls {
                        let call = &scenario.calls[c];
                        // A caller with a timeout does not wait for ever: it fails instead.
                        if path.calls[c].never > 0.0 {
                            let callee = found.operations[shape.place(call.target)];
                            found.calls[c] = 1.0 - passed_share(passing, call) * (1.0 - callee);
                        }
                        if call.rows.awaited {
                            least = least.min(through(call, found.calls[c]));
                        }
                    }
                    share *= least;
                }
            }
        }
        found.operations[place] = share;
    }
    found
}
