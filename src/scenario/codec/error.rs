//! Why a link is refused, in words for the person who followed it. Not what the page then does.

use crate::scenario::id::PathError;
use crate::scenario::param::ValueError;
use crate::scenario::preset;
use crate::scenario::quantity::ParseError;
use crate::scenario::valid::Invalid;
use std::fmt;

/// Why a fragment is not a scenario. A link is taken whole or not at all.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkError {
    /// Nothing stands behind the `#`.
    Empty,
    /// It is longer than links may be; its length in characters.
    TooLong(usize),
    /// It starts with a word that is no preset.
    UnknownPreset(String),
    /// A newer version of Headroom wrote it.
    Newer,
    /// The end is missing: characters the payload should have, and has.
    Truncated {
        /// What its head says.
        expected: usize,
        /// What arrived.
        found: usize,
    },
    /// It was changed on the way; what shows it.
    Corrupted(&'static str),
    /// The part is no `/path=value`.
    Override(String),
    /// A flag's name or value has characters that flags do not have.
    Flag(String),
    /// There are more parts behind the scenario than links may have.
    TooManyParts(usize),
    /// An override's path names no parameter.
    Path(String, PathError),
    /// An override's value is none.
    Value(String, ParseError),
    /// A value in the payload is out of range; its path.
    OutOfRange(String, ValueError),
    /// It describes more than a scenario holds.
    TooLarge,
    /// What it describes is no sound document.
    Invalid(Invalid),
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the link names no scenario"),
            Self::TooLong(length) => {
                write!(f, "the link has {length} characters; at most {} are read", super::MAX_CHARACTERS)
            }
            Self::UnknownPreset(word) => {
                let known: Vec<_> = preset::ALL.iter().map(|p| p.key).collect();
                write!(
                    f,
                    "there is no scenario `{word}`; expected v1. and a payload, or one of {}",
                    known.join(", ")
                )
            }
            Self::Newer => {
                write!(
                    f,
                    "a newer version of Headroom than this one made the link; reload the page, or ask whoever runs it for an update"
                )
            }
            Self::Truncated { expected, found } => {
                write!(f, "the link was cut on its way: {found} of its {expected} characters arrived")
            }
            Self::Corrupted(what) => {
                write!(f, "the link was changed on its way: {what}; ask for it again, as a file if need be")
            }
            Self::Override(part) => {
                write!(
                    f,
                    "`/{part}` is not understood; expected /path=value, as in /service.payment.replicas=8"
                )
            }
            Self::Flag(part) => {
                write!(
                    f,
                    "`/{part}` is not understood; expected /!name=value of letters, digits, points and hyphens"
                )
            }
            Self::TooManyParts(most) => write!(f, "more than {most} values follow the scenario"),
            Self::Path(path, error) => write!(f, "`{path}`: {error}"),
            Self::Value(path, error) => write!(f, "`{path}`: {error}"),
            Self::OutOfRange(path, error) => write!(f, "`{path}`: {error}"),
            Self::TooLarge => write!(f, "the link describes more than a scenario holds"),
            Self::Invalid(invalid) => write!(f, "the link describes no sound scenario: {invalid}"),
        }
    }
}

impl std::error::Error for LinkError {}
