//! Where the arrow keys lead in the picture: along the calls to the right and to the left, from one to the next up and down.
//! Not what is done there.

use super::drawn::DrawnEdge;
use super::place::Place;
use super::scene::Scene;

/// A way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Towards what is called.
    Right,
    /// Towards who calls.
    Left,
    /// To the one above.
    Up,
    /// To the one below.
    Down,
    /// To the first service.
    First,
    /// To the last.
    Last,
}

impl Way {
    /// The way of a key.
    pub fn of(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowRight" => Self::Right,
            "ArrowLeft" => Self::Left,
            "ArrowUp" => Self::Up,
            "ArrowDown" => Self::Down,
            "Home" => Self::First,
            "End" => Self::Last,
            _ => return None,
        })
    }
}

/// What lies that way of a thing; none at the end.
pub fn step(scene: &Scene, from: Place, way: Way) -> Option<Place> {
    match way {
        Way::First => services(scene).first().copied(),
        Way::Last => services(scene).last().copied(),
        Way::Up | Way::Down => {
            let row = row(scene, from);
            let at = row.iter().position(|&p| p == from)?;
            let next = if way == Way::Up { at.checked_sub(1)? } else { at + 1 };
            row.get(next).copied()
        }
        Way::Right => match from {
            Place::Service(_) => leaving(scene, from).first().map(|e| e.of),
            Place::Call(call) => scene
                .funnels
                .iter()
                .find(|f| f.call == call)
                .and_then(|f| f.levels.first())
                .map(|level| Place::Level(call, level.cache))
                .or_else(|| end(scene, from)),
            Place::Level(call, _) => end(scene, Place::Call(call)),
            Place::Journey(_) => end(scene, from),
        },
        Way::Left => match from {
            Place::Service(service) => {
                let mut into: Vec<&DrawnEdge> =
                    scene.edges.iter().filter(|e| e.to == service && !e.behind).collect();
                crate::order::sort_by(&mut into, |a, b| {
                    height(b.route.last()).total_cmp(&height(a.route.last()))
                });
                into.pop().map(|e| e.of)
            }
            Place::Call(_) => scene.edges.iter().find(|e| e.of == from).map(|e| e.from),
            Place::Level(call, _) => Some(Place::Call(call)),
            Place::Journey(_) => None,
        },
    }
}

/// The services, column by column from the left, each from above.
fn services(scene: &Scene) -> Vec<Place> {
    let mut nodes: Vec<_> = scene.nodes.iter().collect();
    crate::order::sort_by(&mut nodes, |a, b| a.at.0.total_cmp(&b.at.0).then(a.at.1.total_cmp(&b.at.1)));
    nodes.into_iter().map(|n| Place::Service(n.service)).collect()
}

/// The things among which up and down lead.
fn row(scene: &Scene, of: Place) -> Vec<Place> {
    match of {
        Place::Service(_) => services(scene),
        Place::Call(_) => {
            let from = scene.edges.iter().find(|e| e.of == of).map(|e| e.from);
            from.map_or_else(Vec::new, |from| leaving(scene, from).iter().map(|e| e.of).collect())
        }
        Place::Level(call, _) => {
            let funnel = scene.funnels.iter().find(|f| f.call == call);
            let levels = funnel.map_or(&[][..], |f| &f.levels);
            levels.iter().map(|level| Place::Level(call, level.cache)).collect()
        }
        Place::Journey(_) => {
            let mut all: Vec<_> = scene.journeys.iter().collect();
            crate::order::sort_by(&mut all, |a, b| a.at.1.total_cmp(&b.at.1));
            all.into_iter().map(|j| Place::Journey(j.journey)).collect()
        }
    }
}

/// The lines that leave a thing, from above.
fn leaving(scene: &Scene, from: Place) -> Vec<&DrawnEdge> {
    let mut lines: Vec<&DrawnEdge> = scene.edges.iter().filter(|e| e.from == from && !e.behind).collect();
    crate::order::sort_by(&mut lines, |a, b| height(a.route.first()).total_cmp(&height(b.route.first())));
    lines
}

/// The service that a call or a journey leads to.
fn end(scene: &Scene, of: Place) -> Option<Place> {
    scene.edges.iter().find(|e| e.of == of).map(|e| Place::Service(e.to))
}

fn height(point: Option<&(f64, f64)>) -> f64 {
    point.map_or(0.0, |p| p.1)
}

#[cfg(test)]
mod tests {
    use super::super::layout::layout;
    use super::super::plan::Plan;
    use super::super::scene::Looks;
    use super::*;
    use crate::app::Selection;
    use crate::scenario::{Scenario, preset};
    use std::collections::BTreeSet;

    fn scene(s: &Scenario) -> Scene {
        let plan = Plan::new(s, &BTreeSet::new());
        let laid = layout(&plan.shape);
        let looks = Looks { scope: None, selection: Selection::None, breaks: None, found: &[], may_end: &[] };
        Scene::new(s, &crate::report::evaluate(s), &plan, &laid, looks)
    }

    #[test]
    fn the_arrows_lead_along_the_calls() {
        let scene = scene(&(preset::ALL[2].build)());
        let ways = [Way::Right; 7];
        let mut at = Place::Journey(0);
        let mut seen = Vec::new();
        for way in ways {
            at = step(&scene, at, way).expect("a way on");
            seen.push(at);
        }
        let (first, second) = (Place::Level(0, 0), Place::Level(1, 3));
        let there = [Place::Service(0), Place::Call(0), first, Place::Service(1), Place::Call(1), second];
        assert_eq!(seen[..6], there);
        assert_eq!((seen[6], step(&scene, seen[6], Way::Right)), (Place::Service(2), None));
        assert_eq!(step(&scene, first, Way::Down), Some(Place::Level(0, 1)));
        assert_eq!(step(&scene, Place::Service(2), Way::Left), Some(Place::Call(1)));
        assert_eq!(step(&scene, Place::Service(0), Way::Left), Some(Place::Journey(0)));
    }

    #[test]
    fn everything_can_be_reached() {
        for preset in preset::ALL {
            let scene = scene(&(preset.build)());
            let all =
                scene.nodes.len() + scene.journeys.len() + scene.edges.iter().filter(|e| !e.behind).count()
                    - scene.journeys.len()
                    + scene.funnels.iter().map(|f| f.levels.len()).sum::<usize>();
            let mut seen = vec![Place::Service(0)];
            let mut next = 0;
            while let Some(&at) = seen.get(next) {
                next += 1;
                for way in [Way::Left, Way::Right, Way::Up, Way::Down, Way::First, Way::Last] {
                    if let Some(there) = step(&scene, at, way).filter(|there| !seen.contains(there)) {
                        seen.push(there);
                    }
                }
            }
            assert_eq!(seen.len(), all, "{}", preset.key);
        }
    }
}
