//! Changes to the shape of a document: what is added, taken away, copied, called and put in order. Not changes of a
//! number; see [`super::id`].
//!
//! Every edit either happens whole or leaves the document as it was and says why.

mod add;
mod calls;
mod copy;
pub mod kind;
mod remove;
mod turn;

#[cfg(test)]
mod tests;

pub use turn::{Side, Turn};

use super::{Key, Scenario, Target, limits};
use std::fmt;

/// Why an edit was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The call would close a cycle; the display names along it, first and last the same.
    Cycle(Vec<String>),
    /// There would be more of these than the document holds.
    TooMany(&'static str, usize),
    /// What the edit names does not exist.
    Missing(&'static str),
    /// The name is longer than this many characters.
    LongName(usize),
    /// The name has nothing that could be read.
    NoName,
    /// Every journey enters at this service, so that nothing would be asked of what is left.
    LastEntry(String),
    /// It is the last journey: nothing would be asked of the system.
    LastJourney,
    /// The cache stands in front of the call already.
    TwiceInFront(String),
    /// A cache stands in front of a call, and none was named.
    NoCall,
    /// There is no turn before or after that the call could take.
    NoTurn,
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cycle(names) if names.len() == 2 => write!(f, "{} cannot call itself", names[0]),
            Self::Cycle(names) => write!(f, "this call would close a cycle: {}", names.join(" → ")),
            Self::TooMany(what, most) => write!(f, "a scenario holds at most {most} {what}"),
            Self::Missing(what) => write!(f, "there is no such {what}"),
            Self::LongName(most) => write!(f, "a name has at most {most} characters"),
            Self::NoName => write!(f, "a name has at least one letter"),
            Self::LastEntry(name) => write!(
                f,
                "all requests enter at {name}, and nothing would be asked of the rest: let them enter elsewhere first"
            ),
            Self::LastJourney => {
                write!(f, "this is the last journey, and nothing would be asked of the system")
            }
            Self::TwiceInFront(name) => write!(f, "{name} stands in front of this call already"),
            Self::NoCall => {
                write!(f, "a cache stands in front of a call: choose the call, or drag the cache onto it")
            }
            Self::NoTurn => {
                write!(f, "the call has no other before or after it that it could change places with")
            }
        }
    }
}

fn room(len: usize, most: usize, what: &'static str) -> Result<(), EditError> {
    if len < most { Ok(()) } else { Err(EditError::TooMany(what, most)) }
}

fn short(name: &str) -> Result<(), EditError> {
    if name.chars().count() <= limits::NAME { Ok(()) } else { Err(EditError::LongName(limits::NAME)) }
}

impl Scenario {
    fn require(&self, target: Target) -> Result<(), EditError> {
        let service = self.services.get(target.service).ok_or(EditError::Missing("service"))?;
        service.operations.get(target.operation).map(|_| ()).ok_or(EditError::Missing("operation"))
    }

    /// The key of a new step of a service.
    fn step_key(&self, service: usize) -> Key {
        Key::from_name(self.services[service].key.as_str(), self.steps.iter().map(|s| &s.key))
    }

    /// The key of a new call from one service to another.
    fn call_key(&self, from: usize, to: usize) -> Key {
        // Eleven letters of each end keep the key short in links.
        let short = |s: usize| self.services[s].key.as_str().chars().take(11).collect::<String>();
        let name = format!("{}-{}", short(from), short(to));
        Key::from_name(&name, self.calls.iter().map(|c| &c.key))
    }
}
