//! How services and calls are said in the picture: words, heat, thickness. Not where they stand.

use super::drawn::{DrawnEdge, DrawnNode};
use super::place::Place;
use super::plan::Plan;
use super::scene::Looks;
use crate::app::Selection;
use crate::report::{Report, format};
use crate::scenario::{Action, Scenario};
use crate::web::letters;
use yew::AttrValue;

/// In systems of so many services what a service calls can be put away.
const FOLDABLE: usize = 10;

/// Rate, thickness and words of a call.
pub(super) fn describe(edge: &mut DrawnEdge, scenario: &Scenario, report: &Report, call: usize, from: usize) {
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
pub(super) fn fold(
    scenario: &Scenario,
    report: &Report,
    plan: &Plan,
    s: usize,
) -> Option<(usize, &'static str)> {
    if let Some((_, hidden)) = plan.behind.iter().find(|b| b.0 == s) {
        let heats = ["over", "hot", "warm"];
        let is_there = |wanted: &&str| hidden.iter().any(|&h| heat(scenario, report, h) == *wanted);
        return Some((hidden.len(), heats.into_iter().find(|h| is_there(h)).unwrap_or("calm")));
    }
    let calls = plan.lines.iter().any(|line| line.from == Place::Service(s));
    (calls && scenario.services.len() >= FOLDABLE).then_some((0, "calm"))
}

/// A service.
pub(super) fn node(scenario: &Scenario, report: &Report, looks: Looks, s: usize) -> DrawnNode {
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
pub(super) fn thickness(rate: f64) -> f64 {
    let (mut rest, mut decades) = (1.0 + rate.max(0.0), 0.0);
    while rest >= 10.0 && decades < 6.0 {
        rest /= 10.0;
        decades += 1.0;
    }
    1.5 + decades + (rest.min(10.0) - 1.0) / 9.0
}

/// A name, cut with an ellipsis where it is wider than its room in letters of a weight and size.
pub(super) fn cut(name: &str, letters: (u32, f64), room: f64) -> AttrValue {
    shorten(name, room, |text| letters::width(text, letters)).into()
}

fn shorten(name: &str, room: f64, width: impl Fn(&str) -> f64) -> String {
    if width(name) <= room {
        return name.to_owned();
    }
    let cut = |end: usize| format!("{}…", name[..end].trim_end());
    let ends: Vec<usize> = name.char_indices().map(|(end, _)| end).collect();
    let fit = ends.partition_point(|&end| width(&cut(end)) <= room);
    cut(ends[fit.saturating_sub(1)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_to_its_room() {
        let width = |text: &str| text.chars().map(|c| if c == 'W' { 2.0 } else { 1.0 }).sum::<f64>();
        let short = |name: &str, room: f64| shorten(name, room, width);
        assert_eq!([short("Payment", 7.0), short("Payment", 6.9)], ["Payment", "Payme…"]);
        assert_eq!([short("WWWW", 7.0), short("Ledger of all", 8.0)], ["WWW…", "Ledger…"]);
        assert_eq!([short("Zahlungsströme", 12.0), short("Payment", 0.0)], ["Zahlungsstr…", "…"]);
    }

    #[test]
    fn a_line_grows_by_one_for_each_factor_of_ten() {
        assert_eq!([0.0, 9.0, 99.0, 999.0].map(thickness), [1.5, 2.5, 3.5, 4.5]);
        assert!(thickness(1e30) < 9.0 && thickness(f64::INFINITY) < 9.0);
    }
}
