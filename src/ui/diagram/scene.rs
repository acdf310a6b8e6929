//! What the picture shows, read from document and report: one small value for each box, line and funnel, so that
//! only what changed is drawn again. Not where things stand; that is `layout`.

use super::drawn::{DrawnEdge, DrawnFunnel, DrawnJourney, DrawnLevel, DrawnNode};
use super::layout::Layout;
use super::place::Place;
use super::plan::{Boxed, FUNNEL, JOURNEY, NODE, Plan};
use crate::app::Selection;
use crate::report::replay::Level;
use crate::report::{Report, format};
use crate::scenario::{Action, Scenario};
use yew::AttrValue;

/// Letters of slots and queue that have room for a word between them.
const LETTERS: usize = 15;

/// In systems of so many services what a service calls can be put away.
const FOLDABLE: usize = 10;

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
        let mut critical = vec![false; scenario.services.len()];
        report.journey(looks.scope).hops.iter().for_each(|h| critical[h.service] |= h.critical);
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
                    edge.critical = edge.awaited && critical[from] && critical[line.to];
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

/// Rate, thickness and words of a call.
fn describe(edge: &mut DrawnEdge, scenario: &Scenario, report: &Report, call: usize, from: usize) {
    let answers = report.calls.get(call);
    let rate = answers.map_or(0.0, |c| if edge.behind { c.origin_per_s } else { c.rate_per_s });
    edge.awaited = scenario.calls[call].rows.awaited;
    edge.width = thickness(rate);
    edge.rate = format::rate(rate).into();
    let (caller, callee) = (&scenario.services[from].name, &scenario.services[edge.to].name);
    let all = answers.map_or(0.0, |c| c.rate_per_s);
    let mut label = format!("Call from {caller} to {callee}, {}", format::rate(all));
    if let Some(answers) = answers.filter(|c| c.rate_per_s > 0.0) {
        label.push_str(", P99 ");
        label.push_str(&format::time(answers.p99_s));
    }
    if !edge.awaited {
        label += ", not waited for";
    }
    edge.label = label.into();
}

/// How hot a service is.
fn heat(scenario: &Scenario, report: &Report, s: usize) -> &'static str {
    match report.services.get(s).map_or(0.0, |r| r.utilisation) {
        _ if scenario.services[s].capacity.slots == 0 => "idle",
        u if u >= 1.0 => "over",
        u if u >= 0.8 => "hot",
        u if u >= 0.6 => "warm",
        _ => "calm",
    }
}

/// What is put away behind a service, or could be.
fn fold(scenario: &Scenario, report: &Report, plan: &Plan, s: usize) -> Option<(usize, &'static str)> {
    if let Some((_, hidden)) = plan.behind.iter().find(|b| b.0 == s) {
        let heats = ["over", "hot", "warm"];
        let is_there = |wanted: &&str| hidden.iter().any(|&h| heat(scenario, report, h) == *wanted);
        return Some((hidden.len(), heats.into_iter().find(|h| is_there(h)).unwrap_or("calm")));
    }
    let calls = plan.lines.iter().any(|line| line.from == Place::Service(s));
    (calls && scenario.services.len() >= FOLDABLE).then_some((0, "calm"))
}

fn node(scenario: &Scenario, report: &Report, looks: Looks, s: usize) -> DrawnNode {
    let service = &scenario.services[s];
    let answers = report.services.get(s);
    let busy = answers.map_or(0.0, |r| r.utilisation);
    let queues = service.capacity.slots > 0;
    let heat = heat(scenario, report, s);
    DrawnNode {
        service: s,
        at: (0.0, 0.0),
        name: service.name.clone().into(),
        role: service.capacity.role,
        size: if queues {
            format!("{} × {}", service.capacity.replicas, service.capacity.slots).into()
        } else {
            "unlimited".into()
        },
        busy: if queues { format::percent(busy).into() } else { AttrValue::Static("") },
        latency: match answers {
            Some(r) if r.arrival_per_s > 0.0 => format!("P99 {}", format::time(r.p99_s)).into(),
            // Who only calls others is never visited.
            _ if !works(scenario, s) => AttrValue::Static("no work of its own"),
            _ => AttrValue::Static("no visits"),
        },
        fill: busy.clamp(0.0, 1.0),
        heat,
        waiting: None,
        picked: None,
        tag: match () {
            () if heat == "over" => Some("overloaded"),
            () if looks.breaks == Some(s) => Some("full first"),
            () if report.bottleneck == Some(s) => Some("bottleneck"),
            () => None,
        },
        critical: false,
        selected: looks.selection == Selection::Service(s),
        found: looks.found.get(s).copied(),
        fold: None,
        may_end: looks.may_end.get(s).copied(),
        tab: false,
    }
}

/// Whether a service does anything itself.
fn works(scenario: &Scenario, s: usize) -> bool {
    let mut steps = scenario.services[s].operations.iter().flat_map(|o| &o.steps);
    steps.any(|&step| matches!(scenario.steps[step].action, Action::Work(_)))
}

/// A line's thickness: a pixel and a half where nothing is called, and one more for each factor of ten; in between,
/// near enough to a logarithm for an eye.
fn thickness(rate: f64) -> f64 {
    let (mut rest, mut decades) = (1.0 + rate.max(0.0), 0.0);
    while rest >= 10.0 && decades < 6.0 {
        rest /= 10.0;
        decades += 1.0;
    }
    1.5 + decades + (rest.min(10.0) - 1.0) / 9.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_grows_by_one_for_each_factor_of_ten() {
        assert_eq!([0.0, 9.0, 99.0, 999.0].map(thickness), [1.5, 2.5, 3.5, 4.5]);
        assert!(thickness(1e30) < 9.0 && thickness(f64::INFINITY) < 9.0);
    }
}
