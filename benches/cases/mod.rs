//! What is timed, once for both places where it is: `native.rs` asks Criterion, `browser.rs` a page. Not how it is timed.
//!
//! One file a question. A case is a closure that does the whole of what its name says.

mod answer;
mod curve;
mod kernel;
mod knob;
mod simulation;
pub mod systems;

/// One thing to be timed.
pub struct Case {
    /// The question it belongs to.
    pub question: &'static str,
    /// What it is, in file names' letters.
    pub name: String,
    /// Requests that are played, and visits to services that they make, where it plays some.
    pub requests: u64,
    /// See there.
    pub visits: u64,
    /// Does it once.
    pub run: Box<dyn FnMut()>,
}

impl Case {
    fn new<T>(question: &'static str, name: &str, mut run: impl FnMut() -> T + 'static) -> Self {
        let run = move || {
            std::hint::black_box(run());
        };
        Self { question, name: name.to_owned(), requests: 0, visits: 0, run: Box::new(run) }
    }
}

/// Every case, quick ones first.
pub fn all() -> Vec<Case> {
    [kernel::cases(), answer::cases(), knob::cases(), curve::cases(), simulation::cases()]
        .into_iter()
        .flatten()
        .collect()
}
