//! What can be pointed at in the picture, and its name in the page. Not what it looks like.

use crate::app::Selection;
use crate::scenario::Scenario;

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

    /// The same thing in another document, by its keys; none where it is gone.
    pub fn follow(self, before: &Scenario, after: &Scenario) -> Option<Self> {
        match (self.selection().follow(before, after), self) {
            (Selection::Journey(i), _) => Some(Self::Journey(i)),
            (Selection::Service(i), _) => Some(Self::Service(i)),
            (Selection::Call(i), _) => Some(Self::Call(i)),
            (Selection::Cache(cache), Self::Level(call, _)) => {
                match Selection::Call(call).follow(before, after) {
                    Selection::Call(call) => Some(Self::Level(call, cache)),
                    _ => None,
                }
            }
            _ => None,
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
    use crate::scenario::preset;

    #[test]
    fn a_thing_is_found_in_another_document() {
        let before = (preset::ALL[2].build)();
        let mut after = before.clone();
        after.add_service("Another").expect("room");
        after.services.swap(0, 3);
        after.calls.swap(0, 1);
        assert_eq!(Place::Service(0).follow(&before, &after), Some(Place::Service(3)));
        assert_eq!(Place::Level(1, 3).follow(&before, &after), Some(Place::Level(0, 3)));
        assert_eq!(Place::Journey(0).follow(&before, &after), Some(Place::Journey(0)));
        assert_eq!(Place::Service(0).follow(&after, &before), None);
    }

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
