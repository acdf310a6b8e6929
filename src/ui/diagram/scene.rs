//! What the picture shows, read from document and report: one small value for each box, line and funnel, so that
//! only what changed is drawn again. Not where things stand; that is `layout`.

use super::layout::{Layout, Shape};
use crate::app::Selection;
use crate::report::replay::Level;
use crate::report::{Report, format};
use crate::scenario::Scenario;
use crate::scenario::service::Role;
use yew::AttrValue;

/// Size of a service's box.
pub const NODE: (f64, f64) = (172.0, 76.0);
/// Width of a funnel, and the height of one of its levels.
pub const FUNNEL: (f64, f64) = (140.0, 26.0);

/// Letters of slots and queue that have room for a word between them.
const LETTERS: usize = 15;

/// A service.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnNode {
    /// Which.
    pub service: usize,
    /// Left and top.
    pub at: (f64, f64),
    /// Its name.
    pub name: AttrValue,
    /// What stands behind it.
    pub role: Role,
    /// Replicas and slots.
    pub size: AttrValue,
    /// Its utilisation, as text; empty if nothing queues there.
    pub busy: AttrValue,
    /// The share of the bar that is filled.
    pub fill: f64,
    /// `calm`, `warm`, `hot`, `over` or `idle`.
    pub heat: &'static str,
    /// How many requests wait, while a recording is played.
    pub waiting: Option<u32>,
    /// Whether the request that is laid out is there, and then whether it works.
    pub picked: Option<bool>,
    /// Whether it limits the throughput first.
    pub bottleneck: bool,
    /// Whether it lies on the critical path.
    pub critical: bool,
    /// Whether it is chosen.
    pub selected: bool,
}

/// A line: a call, or the part of one before or behind its caches.
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own, and all can be on at once")]
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnEdge {
    /// Which call.
    pub call: usize,
    /// Whether it is the part behind the caches.
    pub behind: bool,
    /// The points it goes through.
    pub route: Vec<(f64, f64)>,
    /// How thick it is.
    pub width: f64,
    /// The rate of calls along it.
    pub rate: AttrValue,
    /// Whether it lies on the critical path.
    pub critical: bool,
    /// Whether the caller waits for the answer.
    pub awaited: bool,
    /// Whether it is chosen.
    pub selected: bool,
    /// What it is, for who cannot see it.
    pub label: AttrValue,
}

impl DrawnEdge {
    /// A word of its own.
    pub fn key(&self) -> String {
        format!("{}{}", self.call, if self.behind { "b" } else { "a" })
    }
}

/// The caches in front of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnFunnel {
    /// Which call.
    pub call: usize,
    /// Left and top.
    pub at: (f64, f64),
    /// From near to far: which cache, its name, its hit rate, and whether it is chosen.
    pub levels: Vec<(usize, AttrValue, AttrValue, bool)>,
}

/// Everything that is drawn.
#[derive(Debug)]
pub struct Scene {
    /// Services.
    pub nodes: Vec<DrawnNode>,
    /// Lines.
    pub edges: Vec<DrawnEdge>,
    /// Caches in front of calls.
    pub funnels: Vec<DrawnFunnel>,
    /// Whether anything is marked as the critical path.
    pub has_critical: bool,
}

/// Calls in the order they are drawn: caller, callee, call, and the index of the funnel's box if there is one.
fn calls(scenario: &Scenario) -> Vec<(usize, usize, usize, Option<usize>)> {
    let mut next = scenario.services.len();
    let mut funnel = |has: bool| {
        next += usize::from(has);
        has.then(|| next - 1)
    };
    scenario
        .edges()
        .map(|(from, to, call)| (from, to, call, funnel(!scenario.calls[call].caches.is_empty())))
        .collect()
}

/// Boxes and lines for the layout: services, then funnels; a call through caches is two lines.
pub fn shape(scenario: &Scenario) -> Shape {
    let mut sizes = vec![NODE; scenario.services.len()];
    let mut edges = Vec::new();
    for (from, to, call, funnel) in calls(scenario) {
        match funnel {
            None => edges.push((from, to)),
            Some(funnel) => {
                let levels = scenario.calls[call].caches.len() as f64;
                sizes.push((FUNNEL.0, FUNNEL.1 * levels + 4.0));
                edges.extend([(from, funnel), (funnel, to)]);
            }
        }
    }
    Shape { sizes, edges }
}

impl Scene {
    /// Puts together what is drawn.
    pub fn new(
        scenario: &Scenario,
        report: &Report,
        scope: Option<usize>,
        selection: Selection,
        laid: &Layout,
    ) -> Self {
        let critical: Vec<bool> = {
            let hops = &report.journey(scope).hops;
            (0..scenario.services.len()).map(|s| hops.iter().any(|h| h.critical && h.service == s)).collect()
        };
        let has_critical = critical.iter().any(|&c| c);
        let nodes = (0..scenario.services.len())
            .map(|s| node(scenario, report, s, laid.at[s], critical[s], selection))
            .collect();
        let (mut edges, mut funnels, mut line) = (Vec::new(), Vec::new(), 0);
        for (from, to, call, funnel) in calls(scenario) {
            let (rate, origin) =
                report.calls.get(call).map_or((0.0, 0.0), |c| (c.rate_per_s, c.origin_per_s));
            let label = format!(
                "Call from {} to {}, {}",
                scenario.services[from].name,
                scenario.services[to].name,
                format::rate(rate)
            );
            let mut push = |behind: bool, rate: f64| {
                edges.push(DrawnEdge {
                    call,
                    behind,
                    route: laid.routes.get(line).cloned().unwrap_or_default(),
                    width: thickness(rate),
                    rate: format::rate(rate).into(),
                    critical: critical[from] && critical[to],
                    awaited: scenario.calls[call].rows.awaited,
                    selected: selection == Selection::Call(call),
                    label: label.clone().into(),
                });
                line += 1;
            };
            push(false, rate);
            if let Some(funnel) = funnel {
                push(true, origin);
                let levels = scenario.calls[call].caches.iter().map(|&cache| {
                    let c = &scenario.caches[cache];
                    let hit = format::percent(c.rows.hit_fraction).into();
                    (cache, c.name.clone().into(), hit, selection == Selection::Cache(cache))
                });
                funnels.push(DrawnFunnel { call, at: laid.at[funnel], levels: levels.collect() });
            }
        }
        Self { nodes, edges, funnels, has_critical }
    }

    /// Shows slots and queues of one moment in place of the answers, and where the request is that is laid out.
    pub fn show(&mut self, levels: &[Level], picked: &[(usize, bool)]) {
        self.edges.iter_mut().for_each(|edge| edge.critical = false);
        for (node, level) in self.nodes.iter_mut().zip(levels) {
            let busy = f64::from(level.busy);
            let slots = level.slots.map_or_else(String::new, |slots| format!("/{slots}"));
            let (size, waiting) = (format!("{}{slots}", level.busy), format!("{} waiting", level.waiting));
            // The legend says what the number is where there is no room for it.
            let is_short = size.len() + waiting.len() <= LETTERS;
            node.size = if is_short { format!("{size} busy") } else { size }.into();
            node.busy = waiting.into();
            node.fill = level.slots.map_or(0.0, |slots| (busy / f64::from(slots.max(1))).clamp(0.0, 1.0));
            node.heat = if level.waiting > 0 { "hot" } else { "calm" };
            node.waiting = Some(level.waiting);
            node.picked = picked.iter().find(|p| p.0 == node.service).map(|p| p.1);
            (node.bottleneck, node.critical) = (false, false);
        }
    }
}

fn node(
    scenario: &Scenario,
    report: &Report,
    s: usize,
    at: (f64, f64),
    critical: bool,
    selection: Selection,
) -> DrawnNode {
    let service = &scenario.services[s];
    let busy = report.services.get(s).map_or(0.0, |r| r.utilisation);
    let queues = service.capacity.slots > 0;
    DrawnNode {
        service: s,
        at,
        name: service.name.clone().into(),
        role: service.capacity.role,
        size: if queues {
            format!("{} × {}", service.capacity.replicas, service.capacity.slots).into()
        } else {
            "unlimited".into()
        },
        busy: if queues { format::percent(busy).into() } else { AttrValue::Static("") },
        fill: busy.clamp(0.0, 1.0),
        heat: match busy {
            _ if !queues => "idle",
            u if u >= 1.0 => "over",
            u if u >= 0.8 => "hot",
            u if u >= 0.6 => "warm",
            _ => "calm",
        },
        waiting: None,
        picked: None,
        bottleneck: report.bottleneck == Some(s),
        critical,
        selected: selection == Selection::Service(s),
    }
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
