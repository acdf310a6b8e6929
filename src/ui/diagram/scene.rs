//! What the picture shows, read from document and report: one small value for each box, line and funnel, so that
//! only what changed is drawn again. Not where things stand; that is `layout`.

use super::drawn::{DrawnEdge, DrawnFunnel, DrawnJourney, DrawnLevel, DrawnNode};
use super::layout::Layout;
use super::place::Place;
use super::plan::{Boxed, FUNNEL, JOURNEY, NODE, Plan};
use super::words::{describe, fold, node, thickness};
use crate::app::Selection;
use crate::report::replay::Level;
use crate::report::{Report, format};
use crate::scenario::Scenario;
use yew::AttrValue;

/// Letters of slots and queue that have room for a word between them.
const LETTERS: usize = 15;

/// Everything that is drawn.
#[derive(Debug)]
pub struct Scene {
    /// Services.
    pub nodes: Vec<DrawnNode>,
    /// Lines.
    pub edges: Vec<DrawnEdge>,
    /// Caches in front of calls.
    pub funnels: Vec<DrawnFunnel>,
    /// Where journeys come from.
    pub journeys: Vec<DrawnJourney>,
    /// Whether anything is marked as the critical path.
    pub has_critical: bool,
}

/// What decides how things look besides document and answers.
#[derive(Clone, Copy, Debug)]
pub struct Looks<'a> {
    /// The journey that is read.
    pub scope: Option<usize>,
    /// What is chosen.
    pub selection: Selection,
    /// The service that is full first as load grows.
    pub breaks: Option<usize>,
    /// For each service whether it is searched for; empty while nothing is.
    pub found: &'a [bool],
    /// For each service whether the thread that is pulled may end there; empty while none is.
    pub may_end: &'a [bool],
}

impl Scene {
    /// Puts together what is drawn.
    pub fn new(scenario: &Scenario, report: &Report, plan: &Plan, laid: &Layout, looks: Looks) -> Self {
        let calls = &report.journey(looks.scope).critical;
        let mut critical = vec![false; scenario.services.len()];
        for (j, journey) in scenario.journeys.iter().enumerate() {
            critical[journey.entry.service] |= looks.scope.is_none_or(|scope| scope == j);
        }
        for &call in calls {
            critical[scenario.calls[call].target.service] = true;
        }
        let mut scene = Self {
            nodes: Vec::new(),
            edges: Vec::new(),
            funnels: Vec::new(),
            journeys: Vec::new(),
            has_critical: critical.contains(&true),
        };
        for (&what, &at) in plan.boxes.iter().zip(&laid.at) {
            match what {
                Boxed::Service(s) => {
                    let fold = fold(scenario, report, plan, s);
                    let node = node(scenario, report, looks, s);
                    scene.nodes.push(DrawnNode { at, critical: critical[s], fold, ..node });
                }
                Boxed::Journey(journey) => {
                    let found = &scenario.journeys[journey];
                    scene.journeys.push(DrawnJourney {
                        journey,
                        at,
                        name: found.name.clone().into(),
                        rate: format::rate(found.load.arrival_rps).into(),
                        selected: looks.selection == Selection::Journey(journey),
                        tab: false,
                    });
                }
                Boxed::Funnel(call) => {
                    let levels = scenario.calls[call].caches.iter().map(|&cache| {
                        let c = &scenario.caches[cache];
                        let answered = report.caches.get(cache).map(|c| c.state.answered);
                        DrawnLevel {
                            cache,
                            name: c.name.clone().into(),
                            hit: format::percent(answered.unwrap_or(c.rows.hit_fraction)).into(),
                            selected: looks.selection == Selection::Cache(cache),
                            tab: false,
                        }
                    });
                    scene.funnels.push(DrawnFunnel { call, at, levels: levels.collect() });
                }
            }
        }
        let turns = scenario.turns();
        for (line, route) in plan.lines.iter().zip(&laid.routes) {
            let mut edge = DrawnEdge {
                of: line.of,
                behind: line.behind,
                has_caches: matches!(line.of, Place::Call(c) if !scenario.calls[c].caches.is_empty()),
                from: line.from,
                to: line.to,
                route: route.clone(),
                width: 1.5,
                rate: AttrValue::Static(""),
                turn: 0,
                critical: false,
                awaited: true,
                selected: looks.selection == line.of.selection(),
                tab: false,
                label: AttrValue::Static(""),
            };
            match (line.of, line.from) {
                (Place::Call(call), Place::Service(from)) => {
                    describe(&mut edge, scenario, report, call, from);
                    edge.critical = calls.contains(&call);
                    edge.turn = turns[call];
                }
                (Place::Journey(j), _) => edge.width = thickness(scenario.journeys[j].load.arrival_rps),
                _ => {}
            }
            scene.edges.push(edge);
        }
        scene
    }

    /// Lets Tab lead to what had the focus last, or what is chosen, or the first service: one thing of the picture is
    /// enough, and from there the arrow keys lead on.
    pub fn lead_tab_to(&mut self, last: Option<Place>, selection: Selection) {
        let there = last.filter(|&place| self.bounds(place).is_some());
        let first = self.nodes.first().map(|n| Place::Service(n.service));
        let Some(place) = there.or_else(|| self.place_of(selection)).or(first) else { return };
        for node in &mut self.nodes {
            node.tab = place == Place::Service(node.service);
        }
        for edge in self.edges.iter_mut().filter(|e| !e.behind) {
            edge.tab = place == edge.of;
        }
        for journey in &mut self.journeys {
            journey.tab = place == Place::Journey(journey.journey);
        }
        for funnel in &mut self.funnels {
            for level in &mut funnel.levels {
                level.tab = place == Place::Level(funnel.call, level.cache);
            }
        }
    }

    /// Where a thing stands: its corner and its size.
    pub fn bounds(&self, place: Place) -> Option<((f64, f64), (f64, f64))> {
        match place {
            Place::Service(s) => self.nodes.iter().find(|n| n.service == s).map(|n| (n.at, NODE)),
            Place::Journey(j) => self.journeys.iter().find(|x| x.journey == j).map(|x| (x.at, JOURNEY)),
            Place::Level(call, cache) => {
                let funnel = self.funnels.iter().find(|f| f.call == call)?;
                let level = funnel.levels.iter().position(|l| l.cache == cache)?;
                Some(((funnel.at.0, funnel.at.1 + level as f64 * FUNNEL.1), FUNNEL))
            }
            Place::Call(_) => {
                let edge = self.edges.iter().find(|e| e.of == place)?;
                let ((left, from), (right, to)) = (edge.route.first()?, edge.route.last()?);
                Some(((*left, from.min(*to)), (right - left, (from - to).abs())))
            }
        }
    }

    /// Where something stands that is chosen; of a cache in front of several calls, the first.
    pub fn place_of(&self, selection: Selection) -> Option<Place> {
        let place = match selection {
            Selection::None => return None,
            Selection::Service(i) => Place::Service(i),
            Selection::Call(i) => Place::Call(i),
            Selection::Journey(i) => Place::Journey(i),
            Selection::Cache(i) => {
                let has = |f: &&DrawnFunnel| f.levels.iter().any(|l| l.cache == i);
                Place::Level(self.funnels.iter().find(has)?.call, i)
            }
        };
        self.bounds(place).map(|_| place)
    }

    /// Shows slots and queues of one moment in place of the answers, and where the request is that is laid out.
    pub fn show(&mut self, levels: &[Level], picked: &[(usize, bool)]) {
        self.edges.iter_mut().for_each(|edge| edge.critical = false);
        for node in &mut self.nodes {
            let Some(level) = levels.get(node.service) else { continue };
            let busy = f64::from(level.busy);
            let slots = level.slots.map_or_else(String::new, |slots| format!("/{slots}"));
            let (size, waiting) = (format!("{}{slots}", level.busy), format!("{} waiting", level.waiting));
            // The legend says what the number is where there is no room for it.
            let is_short = size.len() + waiting.len() <= LETTERS;
            node.size = if is_short { format!("{size} busy") } else { size }.into();
            node.busy = waiting.into();
            node.latency = AttrValue::Static("");
            node.fill = level.slots.map_or(0.0, |slots| (busy / f64::from(slots.max(1))).clamp(0.0, 1.0));
            node.heat = if level.waiting > 0 { "hot" } else { "calm" };
            node.waiting = Some(level.waiting);
            node.picked = picked.iter().find(|p| p.0 == node.service).map(|p| p.1);
            (node.tag, node.critical) = (None, false);
        }
    }
}
