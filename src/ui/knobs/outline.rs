//! Which knobs are shown, in which order and under which headings. Not how a knob looks.

use crate::app::Selection;
use crate::report::{Report, format};
use crate::scenario::{Action, Group, ParamId, Scenario};

/// The knobs of one object.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// A word of its own.
    pub key: String,
    /// The heading it stands under.
    pub heading: &'static str,
    /// The name of the object.
    pub title: String,
    /// What to know of it while it is folded up.
    pub summary: String,
    /// Whether it is open at first.
    pub open: bool,
    /// Its knobs.
    pub blocks: Vec<Block>,
}

/// Knobs that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What they are of, where the object has several.
    pub title: Option<String>,
    /// The knobs.
    pub ids: Vec<ParamId>,
    /// Whether they are folded up at first, being seldom set.
    pub folded: bool,
}

/// Everything that is to be shown: of what is selected, or of all; and of that what the filter lets through.
pub fn outline(scenario: &Scenario, report: &Report, selection: Selection, filter: &str) -> Vec<Part> {
    let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let mut names = vec![String::new(); scenario.calls.len()];
    for (from, to, call) in scenario.edges() {
        names[call] = call_name(scenario, from, to);
    }
    let call = |i: usize| call(scenario, report, i, &names[i]);
    let mut parts = Vec::new();
    // A filter looks through everything.
    let selection = if words.is_empty() { selection } else { Selection::None };
    match selection {
        Selection::None => {}
        Selection::Service(i) => {
            parts.push(Part { open: true, ..service(scenario, report, i) });
            parts.extend(scenario.edges().filter(|e| e.0 == i).map(|e| call(e.2)));
        }
        Selection::Call(i) => {
            parts.push(Part { open: true, ..call(i) });
            let caches = scenario.calls.get(i).map_or(&[][..], |c| &c.caches);
            parts.extend(caches.iter().map(|&c| Part { open: true, ..cache(scenario, report, c) }));
        }
        Selection::Cache(i) => parts.push(Part { open: true, ..cache(scenario, report, i) }),
        Selection::Journey(i) => parts.push(Part { open: true, ..journey(scenario, i, true) }),
    }
    let others = (0..scenario.journeys.len()).filter(|&i| selection != Selection::Journey(i));
    parts.extend(others.map(|i| journey(scenario, i, selection == Selection::None)));
    if selection == Selection::None {
        parts.extend((0..scenario.services.len()).map(|i| service(scenario, report, i)));
        parts.extend((0..scenario.calls.len()).map(call));
        parts.extend((0..scenario.caches.len()).map(|i| cache(scenario, report, i)));
        parts.push(cost(scenario));
    }
    for part in &mut parts {
        let title = part.title.to_lowercase();
        for block in &mut part.blocks {
            block.ids.retain(|&id| shown(scenario, id) && matches(scenario, id, &title, &words));
        }
        part.blocks.retain(|b| !b.ids.is_empty());
    }
    parts.retain(|p| !p.blocks.is_empty());
    parts
}

fn shown(scenario: &Scenario, id: ParamId) -> bool {
    id.spec().is_some_and(|s| s.live) && scenario.applies(id)
}

fn matches(scenario: &Scenario, id: ParamId, title: &str, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let label = id.spec().map_or(String::new(), |s| s.label.to_lowercase());
    let path = scenario.path(id).unwrap_or_default();
    words.iter().all(|w| label.contains(w) || title.contains(w) || path.contains(w))
}

fn block(scenario: &Scenario, title: Option<String>, groups: &[Group], index: usize) -> Block {
    let ids = groups.iter().flat_map(|&g| scenario.params_of(g, index as u16)).collect();
    Block { title, ids, folded: false }
}

/// Knobs that belong together and are seldom set: a title, and the keys of their rows.
type Fold = (&'static str, &'static [&'static str]);

const SERVICE_FOLDS: &[Fold] = &[
    (
        "Queue",
        &[
            "order",
            "holds_slot",
            "queue_bounded",
            "queue_limit",
            "overflow",
            "spill_ms",
            "patience_ms",
            "patience_how",
        ],
    ),
    ("Failures", &["failure_fraction", "lost_replicas"]),
    ("Slow episodes", &["episode_every_s", "episode_s", "episode_factor"]),
];
const CALL_FOLDS: &[Fold] = &[
    ("On the wire", &["payload_kib", "protocol", "serialise_ms_per_mib", "connection"]),
    (
        "Retries and breaker",
        &[
            "retries",
            "backoff_ms",
            "backoff_multiplier",
            "backoff_jitter",
            "retry_budget_fraction",
            "breaker_fraction",
            "breaker_window",
            "breaker_open_ms",
        ],
    ),
    ("Second copies", &["hedge_ms", "tied", "cancel"]),
];
const CACHE_FOLDS: &[Fold] = &[
    (
        "Keys and time to live",
        &[
            "keys",
            "zipf_exponent",
            "entry_kib",
            "eviction",
            "ttl_s",
            "ttl_resets",
            "ttl_jitter_s",
            "copies",
            "coalesce",
            "absent_fraction",
            "negative_ttl_s",
        ],
    ),
    ("Writes", &["write_fraction", "pattern", "flush_s"]),
    ("Prices", &["memory_price_per_h", "lookup_price_per_million", "egress_price_per_gib"]),
];

/// The rows of a group: first those that are set often, then those that are folded up. The two are apart, so that others
/// can stand between them.
fn split(scenario: &Scenario, group: Group, index: usize, folds: &[Fold]) -> (Block, Vec<Block>) {
    let all = block(scenario, None, &[group], index);
    let is_of = |id: &ParamId, keys: &[&str]| id.spec().is_some_and(|s| keys.contains(&s.key));
    let folded = folds.iter().map(|(title, keys)| Block {
        title: Some((*title).to_owned()),
        ids: all.ids.iter().copied().filter(|id| is_of(id, keys)).collect(),
        folded: true,
    });
    let often = all.ids.iter().copied().filter(|id| !folds.iter().any(|f| is_of(id, f.1))).collect();
    (Block { ids: often, ..block(scenario, None, &[], index) }, folded.collect())
}

/// The first block of a group, then its folded ones.
fn in_turn((first, folded): (Block, Vec<Block>)) -> Vec<Block> {
    std::iter::once(first).chain(folded).collect()
}

fn journey(scenario: &Scenario, i: usize, open: bool) -> Part {
    let journey = &scenario.journeys[i];
    Part {
        key: format!("journey-{}", journey.key),
        heading: "Traffic and objective",
        title: journey.name.clone(),
        summary: format::rate(journey.load.arrival_rps),
        open: open && i < 2,
        blocks: vec![block(scenario, None, &[Group::Load, Group::Slo], i)],
    }
}

fn service(scenario: &Scenario, report: &Report, i: usize) -> Part {
    let service = &scenario.services[i];
    let capacity = &service.capacity;
    let busy = report.services.get(i).map_or(0.0, |s| s.utilisation);
    let (mut own, folded) = split(scenario, Group::Capacity, i, SERVICE_FOLDS);
    // What stands behind a service decides a symbol and no number: it comes last.
    crate::order::sort_by_key(&mut own.ids, |id| id.spec().is_some_and(|s| s.key == "role"));
    let mut blocks = vec![own];
    for operation in &service.operations {
        let several = service.operations.len() > 1;
        let work: Vec<usize> = operation.steps.iter().copied().filter(|&s| is_work(scenario, s)).collect();
        for &step in &operation.steps {
            let place = work.iter().position(|&w| w == step);
            let mut title = match place {
                Some(p) if work.len() > 1 => format!("Work, part {} of {}", p + 1, work.len()),
                Some(_) => "Work".to_owned(),
                None => "Calls in parallel".to_owned(),
            };
            if several {
                title = format!("{}: {title}", operation.name);
            }
            blocks.push(block(scenario, Some(title), &[Group::Work, Group::Join], step));
        }
    }
    blocks.extend(folded);
    for (title, groups) in [
        ("Machine", &[Group::Machine][..]),
        ("Batches", &[Group::Batching]),
        ("Connections and shards", &[Group::Database]),
        ("Autoscaler", &[Group::Autoscaler]),
    ] {
        blocks.push(Block { folded: true, ..block(scenario, Some(title.to_owned()), groups, i) });
    }
    Part {
        key: format!("service-{}", service.key),
        heading: "Services",
        title: service.name.clone(),
        summary: match capacity.slots {
            0 => "unlimited".to_owned(),
            slots => format!("{} × {slots} · {}", capacity.replicas, format::percent(busy)),
        },
        open: report.bottleneck == Some(i),
        blocks,
    }
}

fn is_work(scenario: &Scenario, step: usize) -> bool {
    matches!(scenario.steps[step].action, Action::Work(_))
}

fn call(scenario: &Scenario, report: &Report, i: usize, name: &str) -> Part {
    Part {
        key: format!("call-{}", scenario.calls[i].key),
        heading: "Calls",
        title: name.to_owned(),
        summary: report.calls.get(i).map_or(String::new(), |c| format::rate(c.rate_per_s)),
        open: false,
        blocks: in_turn(split(scenario, Group::Call, i, CALL_FOLDS)),
    }
}

fn cache(scenario: &Scenario, report: &Report, i: usize) -> Part {
    let cache = &scenario.caches[i];
    Part {
        key: format!("cache-{}", cache.key),
        heading: "Caches",
        title: cache.name.clone(),
        summary: report
            .caches
            .get(i)
            .map_or(String::new(), |c| format!("{} hits", format::percent(c.state.answered))),
        open: false,
        blocks: in_turn(split(scenario, Group::Cache, i, CACHE_FOLDS)),
    }
}

fn cost(scenario: &Scenario) -> Part {
    Part {
        key: "cost".to_owned(),
        heading: "Cost",
        title: "How money is counted".to_owned(),
        summary: String::new(),
        open: false,
        blocks: vec![block(scenario, None, &[Group::Cost], 0)],
    }
}

/// A call by the names of its two ends.
pub fn call_name(scenario: &Scenario, from: usize, to: usize) -> String {
    format!("{} → {}", scenario.services[from].name, scenario.services[to].name)
}

/// The name of the object that a parameter is of; a step goes by its service.
pub fn object_name(scenario: &Scenario, id: ParamId) -> String {
    let i = usize::from(id.index);
    let service = |s: usize| scenario.services.get(s).map(|x| x.name.clone());
    let name = match id.group.kind() {
        "journey" => scenario.journeys.get(i).map(|x| x.name.clone()),
        "service" => service(i),
        "step" => scenario.step_owners().get(i).and_then(|&s| service(s)),
        "call" => scenario.edges().find(|e| e.2 == i).map(|(from, to, _)| call_name(scenario, from, to)),
        "cache" => scenario.caches.get(i).map(|x| x.name.clone()),
        _ => None,
    };
    name.unwrap_or_else(|| "Scenario".to_owned())
}

#[cfg(test)]
#[path = "outline_tests.rs"]
mod tests;
