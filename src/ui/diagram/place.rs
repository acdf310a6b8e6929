//! What can be pointed at in the picture, and its name in the page. Not what it looks like.

use crate::app::Selection;

/// A thing of the picture. A cache stands in the picture once for each call that it is in front of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where a journey comes from.
    Journey(usize),
    /// A service.
    Service(usize),
    /// A call.
    Call(usize),
    /// A cache in front of a call: call, cache.
    Level(usize, usize),
}

/// What the ids of all things begin with.
const PREFIX: &str = "at-";

impl Place {
    /// What is chosen when it is.
    pub fn selection(self) -> Selection {
        match self {
            Self::Journey(i) => Selection::Journey(i),
            Self::Service(i) => Selection::Service(i),
            Self::Call(i) => Selection::Call(i),
            Self::Level(_, cache) => Selection::Cache(cache),
        }
    }

    /// The id of its element.
    pub fn id(self) -> String {
        match self {
            Self::Journey(i) => format!("{PREFIX}journey-{i}"),
            Self::Service(i) => format!("{PREFIX}service-{i}"),
            Self::Call(i) => format!("{PREFIX}call-{i}"),
            Self::Level(call, cache) => format!("{PREFIX}level-{call}-{cache}"),
        }
    }

    /// The thing of an id.
    pub fn of_id(id: &str) -> Option<Self> {
        let mut parts = id.strip_prefix(PREFIX)?.split('-');
        let kind = parts.next()?;
        let first = parts.next()?.parse().ok()?;
        match kind {
            "journey" => Some(Self::Journey(first)),
            "service" => Some(Self::Service(first)),
            "call" => Some(Self::Call(first)),
            "level" => Some(Self::Level(first, parts.next()?.parse().ok()?)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn an_id_names_its_thing() {
        for place in [Place::Journey(0), Place::Service(7), Place::Call(199), Place::Level(3, 12)] {
            assert_eq!(Place::of_id(&place.id()), Some(place));
        }
        for id in ["", "at-", "at-service", "at-service-x", "service-1", "at-level-1"] {
            assert_eq!(Place::of_id(id), None);
        }
    }
}
