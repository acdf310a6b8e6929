//! One request laid out as a waterfall: a row for each thing it waited for, as tracing tools draw it. Not how long
//! anything took; the recording says that.

use super::player::act;
use crate::app::Msg;
use crate::app::replay::Act;
use crate::report::format;
use crate::report::replay::{Outcome, PartKind, Replay, Row, Waterfall, cause};
use crate::scenario::Scenario;
use crate::ui::same::Same;
use crate::web::dom;
use yew::prelude::*;

/// Props of [`Fall`].
#[derive(Debug, Properties, PartialEq)]
pub struct FallProps {
    /// The document, for the names.
    pub scenario: Same<Scenario>,
    /// The recording.
    pub replay: Same<Replay>,
    /// The number of the request.
    pub request: usize,
    /// Hears that its moment is to be shown.
    pub dispatch: Callback<Msg>,
}

/// Height of a row's bar.
const HEIGHT: f64 = 22.0;
/// Deeper rows are not pushed further to the right.
const DEEPEST: usize = 8;

/// The waterfall of a request.
#[component]
pub fn Fall(props: &FallProps) -> Html {
    let deps = (props.replay.clone(), props.request);
    let laid = use_memo(deps, |(replay, request)| replay.waterfall(*request).unwrap_or_default());
    let read = use_state_eq(|| 0_usize);
    use_effect_with(props.request, {
        let read = read.setter();
        move |_| read.set(0)
    });
    let Some(request) = props.replay.requests().get(props.request) else { return Html::default() };
    let journey = &props.scenario.journeys[request.journey].name;
    let ending = match (request.outcome, request.latency_s) {
        (Outcome::Answered, Some(took)) => format!("answered after {}", format::time(took)),
        (Outcome::Failed(why), Some(took)) => format!("{} after {}", cause(why), format::time(took)),
        _ => "still under way when the recording ended".to_owned(),
    };
    let shown = (*read).min(laid.rows.len().saturating_sub(1));
    let used = PartKind::ALL.iter().filter(|&&k| laid.rows.iter().any(|r| r.spent_s(k) > 0.0));
    html! {
        <>
            <p class="fall-head">
                <b>{ format!("Request {} ({journey})", props.request + 1) }</b>
                <span>{ ending }</span>
                <button type="button" class="button link" onclick={act(&props.dispatch, Act::Seek(request.arrived_s))}>
                    { "Go to its arrival" }
                </button>
            </p>
            <ul class="legend fall-legend">
                { for used.map(|&kind| html! {
                    <li><svg width="18" height="10" aria-hidden="true">
                        <rect class={class(kind)} fill={fill(kind)} width="18" height="10" />
                    </svg>{ kind.words() }</li>
                }) }
            </ul>
            <svg class="fall-patterns" width="0" height="0" aria-hidden="true">
                { for [("fall-queue", "M0 0v6"), ("fall-connection", "M0 0v6M0 3h6")].iter().map(|(id, line)| html! {
                    <pattern id={*id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <rect class="fall-ground" width="6" height="6" /><path class="fall-line" d={*line} />
                    </pattern>
                }) }
            </svg>
            <div class="table-box fall-box" role="region" tabindex="0" aria-label="Waterfall">
                <table class="fall">
                    <thead><tr>
                        <th scope="col">{ "Where" }</th>
                        <th scope="col" class="fall-axis"><span>{ "0" }</span><span>{ format::time(laid.length_s) }</span></th>
                        <th scope="col">{ "Begins" }</th>
                        <th scope="col">{ "Waits" }</th>
                        <th scope="col">{ "Works" }</th>
                        <th scope="col">{ "Total" }</th>
                    </tr></thead>
                    <tbody>{ for laid.rows.iter().enumerate().map(|(index, row)| {
                        let on_read = {
                            let read = read.setter();
                            Callback::from(move |()| read.set(index))
                        };
                        html! { <Line key={index} row={row.clone()} length_s={laid.length_s}
                            latency_s={laid.latency_s.unwrap_or(laid.length_s)} is_read={shown == index} {on_read} /> }
                    }) }</tbody>
                </table>
            </div>
            <p class="fall-words">{ laid.rows.get(shown).map(|row| format!("{}: {}", row.label, details(row))).unwrap_or_default() }</p>
            if laid.left_out > 0 { <p class="quiet fall-words">{ format!("{} more rows are left out.", laid.left_out) }</p> }
            <p class="unseen" role="status">{ summary(props.request, &laid) }</p>
        </>
    }
}

#[derive(Debug, Properties, PartialEq)]
struct LineProps {
    row: Row,
    length_s: f64,
    latency_s: f64,
    is_read: bool,
    on_read: Callback<()>,
}

/// One row.
#[component]
fn Line(props: &LineProps) -> Html {
    let row = &props.row;
    let name = use_node_ref();
    use_effect_with((name.clone(), row.depth), |(name, depth)| {
        if let Some(name) = name.get() {
            dom::set_property(&name, "--depth", &(*depth).min(DEEPEST).to_string());
        }
    });
    let (over, focused) = (props.on_read.clone(), props.on_read.clone());
    let waits = row.spent_s(PartKind::Queue) + row.spent_s(PartKind::Connection);
    let some = |seconds: f64| if seconds > 0.0 { format::time(seconds) } else { "–".to_owned() };
    html! {
        <tr class={classes!("fall-row", props.is_read.then_some("is-read"))}
            onmouseover={Callback::from(move |_: MouseEvent| over.emit(()))}>
            <th scope="row">
                <button ref={name} type="button" class="fall-name"
                    onfocus={Callback::from(move |_: FocusEvent| focused.emit(()))}>
                    <span>{ &row.label }</span>
                    if let Some(note) = note(row) {
                        <span class={classes!("fall-note", row.marks.iter().any(|m| m.is_failure).then_some("is-failed"))}>{ note }</span>
                    }
                    <span class="unseen">{ details(row) }</span>
                </button>
            </th>
            <td class="fall-cell">{ bar(row, props.length_s, props.latency_s) }</td>
            <td>{ format::time(row.start_s) }</td>
            <td>{ some(waits) }</td>
            <td>{ some(row.spent_s(PartKind::Work)) }</td>
            <td><b>{ format::time(row.end_s - row.start_s) }</b></td>
        </tr>
    }
}

/// What a row's time is spent on, along the time of the whole request.
fn bar(row: &Row, length_s: f64, latency_s: f64) -> Html {
    let at = |seconds: f64| format!("{:.3}%", if length_s > 0.0 { 100.0 * seconds / length_s } else { 0.0 });
    let middle = HEIGHT / 2.0;
    html! {
        <svg class="fall-bar" width="100%" height={HEIGHT.to_string()} aria-hidden="true">
            { for row.parts.iter().map(|part| {
                // What waits for the rows below is drawn thin: they say why.
                let thick = if matches!(part.kind, PartKind::Calls | PartKind::Backoff) { 4.0 } else { 14.0 };
                html! {
                    <rect class={class(part.kind)} fill={fill(part.kind)} x={at(part.from_s)} width={at(part.to_s - part.from_s)}
                        y={(middle - thick / 2.0).to_string()} height={thick.to_string()} />
                }
            }) }
            if row.end_s > row.wanted_s {
                <rect class="fall-vain" x={at(row.wanted_s)} width={at(row.end_s - row.wanted_s)} y="1"
                    height={(HEIGHT - 2.0).to_string()} />
            }
            if length_s > latency_s {
                <line class="fall-end" x1={at(latency_s)} x2={at(latency_s)} y1="0" y2={HEIGHT.to_string()} />
            }
            { for row.marks.iter().map(|mark| html! {
                <svg x={at(mark.at_s)} y={middle.to_string()} overflow="visible">
                    <title>{ &mark.words }</title>
                    if mark.is_failure {
                        <path class="fall-mark is-failed" d="M-4 -4 4 4M4 -4-4 4" />
                    } else {
                        <path class="fall-mark" d="M0 -10 3 -5h-6z" />
                    }
                </svg>
            }) }
        </svg>
    }
}

fn class(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Queue => "fall-queue",
        PartKind::Work => "fall-work",
        PartKind::Network => "fall-network",
        PartKind::Connection => "fall-connection",
        PartKind::Cache => "fall-cache",
        PartKind::Backoff => "fall-backoff",
        PartKind::Calls => "fall-calls",
    }
}

/// Waiting is hatched, so that colour is not all that tells it from work.
fn fill(kind: PartKind) -> Option<&'static str> {
    match kind {
        PartKind::Queue => Some("url(#fall-queue)"),
        PartKind::Connection => Some("url(#fall-connection)"),
        _ => None,
    }
}

/// The word beside a row's name: how it ended, or what happened last.
fn note(row: &Row) -> Option<String> {
    row.outcome.clone().or_else(|| row.marks.last().map(|m| m.words.clone()))
}

/// A row in words, without its name.
fn details(row: &Row) -> String {
    let spent = PartKind::ALL.iter().filter_map(|&kind| {
        let seconds = row.spent_s(kind);
        (seconds > 0.0).then(|| format!("{} {}", kind.words(), format::time(seconds)))
    });
    let spent: Vec<String> = spent.collect();
    let marks: Vec<String> =
        row.marks.iter().map(|m| format!("{} at {}", m.words, format::time(m.at_s))).collect();
    let mut words = format!(
        "from {} to {}, {} in all",
        format::time(row.start_s),
        format::time(row.end_s),
        format::time(row.end_s - row.start_s)
    );
    for (before, parts) in [(": ", spent), (". ", marks)] {
        if !parts.is_empty() {
            words += before;
            words += &parts.join(", ");
        }
    }
    let in_vain = format!(". Nobody waits for it after {}", format::time(row.wanted_s));
    if row.end_s > row.wanted_s { words + &in_vain + "." } else { words + "." }
}

fn summary(request: usize, laid: &Waterfall) -> String {
    format!("Request {} is laid out in {} rows.", request + 1, laid.rows.len())
}
