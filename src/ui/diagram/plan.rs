//! Which boxes and lines the picture has: services in sight, the journeys that enter there, the caches in front of calls.
//! Not where they stand; that is `layout`.

use super::layout::Shape;
use super::place::Place;
use crate::app::folding;
use crate::scenario::{Key, Scenario};
use std::collections::BTreeSet;

/// Size of a service's box.
pub const NODE: (f64, f64) = (172.0, 88.0);
/// Size of a journey's.
pub const JOURNEY: (f64, f64) = (116.0, 44.0);
/// Width of a funnel, and the height of one of its levels.
pub const FUNNEL: (f64, f64) = (140.0, 26.0);

/// A box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boxed {
    /// A service, by index.
    Service(usize),
    /// A journey, by index.
    Journey(usize),
    /// The caches in front of a call, by index.
    Funnel(usize),
}

/// A line between two boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The call or journey it belongs to.
    pub of: Place,
    /// Whether it is the part of a call behind its caches.
    pub behind: bool,
    /// Who calls, or the journey.
    pub from: Place,
    /// The service that it leads to in the end.
    pub to: usize,
}

/// Everything that the picture has.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Plan {
    /// Boxes, in the order of the layout.
    pub boxes: Vec<Boxed>,
    /// Lines, in the order of the layout.
    pub lines: Vec<Line>,
    /// Their sizes and ends.
    pub shape: Shape,
    /// Services that are folded and hide others, with those.
    pub behind: Vec<(usize, Vec<usize>)>,
}

impl Plan {
    /// Boxes and lines of a document, as far as they are in sight.
    pub fn new(scenario: &Scenario, folded: &BTreeSet<Key>) -> Self {
        let in_sight = folding::in_sight(scenario, folded);
        let mut plan = Self { behind: folding::behind(scenario, folded), ..Self::default() };
        let mut place = vec![None; in_sight.len()];
        for service in (0..in_sight.len()).filter(|&s| in_sight[s]) {
            place[service] = Some(plan.add(Boxed::Service(service), NODE));
        }
        for (journey, j) in scenario.journeys.iter().enumerate() {
            let to = j.entry.service;
            let (from, of) = (plan.add(Boxed::Journey(journey), JOURNEY), Place::Journey(journey));
            if let Some(end) = place[to] {
                plan.join(from, end, Line { of, behind: false, from: of, to });
            }
        }
        for (from, to, call) in scenario.edges() {
            let (Some(begin), Some(end)) = (place[from], place[to]) else { continue };
            let line = Line { of: Place::Call(call), behind: false, from: Place::Service(from), to };
            let levels = scenario.calls[call].caches.len() as f64;
            if levels > 0.0 {
                let size = (FUNNEL.0, FUNNEL.1 * levels + 4.0);
                let funnel = plan.add(Boxed::Funnel(call), size);
                plan.join(begin, funnel, line);
                plan.join(funnel, end, Line { behind: true, ..line });
            } else {
                plan.join(begin, end, line);
            }
        }
        plan
    }

    fn add(&mut self, what: Boxed, size: (f64, f64)) -> usize {
        self.boxes.push(what);
        self.shape.sizes.push(size);
        self.boxes.len() - 1
    }

    fn join(&mut self, from: usize, to: usize, line: Line) {
        self.lines.push(line);
        self.shape.edges.push((from, to));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::preset;

    #[test]
    fn a_call_through_caches_is_two_lines_and_a_box_between() {
        let plan = Plan::new(&(preset::ALL[2].build)(), &BTreeSet::new());
        assert_eq!((plan.boxes.len(), plan.lines.len()), (3 + 1 + 2, 1 + 4));
        assert!(plan.behind.is_empty());
    }

    #[test]
    fn what_is_put_away_has_neither_box_nor_line() {
        let s = (preset::ALL[0].build)();
        let plan = Plan::new(&s, &BTreeSet::from([s.services[0].key.clone()]));
        assert_eq!(plan.boxes, [Boxed::Service(0), Boxed::Journey(0)]);
        assert_eq!((plan.lines.len(), plan.behind), (1, vec![(0, vec![1, 2, 3])]));
    }
}
