//! A call in the picture, or the way of a journey to its entry. Not its numbers.

use super::drawn::DrawnEdge;
use super::hand::Thread;
use super::place::Place;
use yew::prelude::*;

/// Props of [`Edge`].
#[derive(Debug, Properties, PartialEq)]
pub struct EdgeProps {
    /// What is drawn.
    pub drawn: DrawnEdge,
}

/// A line from caller to callee, as thick as its traffic.
#[component]
pub fn Edge(props: &EdgeProps) -> Html {
    let drawn = &props.drawn;
    let Some(&(x, y)) = drawn.route.last() else { return Html::default() };
    let line = path(&drawn.route);
    let is_call = matches!(drawn.of, Place::Call(_));
    let classes = classes!(
        "edge",
        is_call.then_some("at"),
        (!is_call).then_some("is-entry"),
        drawn.critical.then_some("is-critical"),
        (!drawn.awaited).then_some("is-async"),
        drawn.selected.then_some("is-selected"),
    );
    // The part behind the caches belongs to the same call, and only one of the two has the label. Keys work on both.
    let end = match drawn.of {
        Place::Call(call) => Some(Thread::CallEnd(call)),
        Place::Journey(journey) => Some(Thread::Entry(journey)),
        _ => None,
    };
    // In front of caches the line does not end at the service.
    let ends_here = drawn.selected && (drawn.behind || !drawn.has_caches);
    html! {
        <g class={classes} id={is_call.then(|| id(drawn))} tabindex={is_call.then_some(if drawn.tab { "0" } else { "-1" })}
            role={is_call.then_some("button")} aria-label={(is_call && !drawn.behind).then(|| drawn.label.clone())}
            aria-pressed={is_call.then_some(if drawn.selected { "true" } else { "false" })}>
            if is_call { <title>{ &drawn.label }</title> }
            <path class="edge-touch" d={line.clone()} />
            <path class="edge-line" d={line} stroke-width={format!("{:.1}", drawn.width)} />
            <path class="edge-head" d={format!("M{x:.1} {y:.1}l-8 -4.5v9z")} />
            if let Some(end) = end.filter(|_| ends_here) {
                <g class="handle" data-grip={end.word()}>
                    <circle class="handle-touch" cx={format!("{:.1}", x - 5.0)} cy={format!("{y:.1}")} r="14" />
                    <circle class="handle-dot" cx={format!("{:.1}", x - 5.0)} cy={format!("{y:.1}")} r="6" />
                </g>
            }
        </g>
    }
}

/// What is written at a line, its rate and its turn. A layer of its own: other lines would run over it.
#[component]
pub fn EdgeWords(props: &EdgeProps) -> Html {
    let drawn = &props.drawn;
    let (Some(&(left, top)), Some(&(x, y))) = (drawn.route.first(), drawn.route.last()) else {
        return Html::default();
    };
    let is_call = matches!(drawn.of, Place::Call(_));
    // The words stand on the side that the line does not come from.
    let comes_from_above = drawn.route.len() > 1 && drawn.route[drawn.route.len() - 2].1 < y - 1.0;
    let beside = if comes_from_above { 18.0 } else { -8.0 };
    html! {
        <g class={classes!("edge-words", is_call.then_some("at"))} id={is_call.then(|| format!("{}-words", id(drawn)))}
            aria-hidden="true">
            <text class="edge-rate said" x={format!("{:.1}", x - 12.0)} y={format!("{:.1}", y + beside)}
                text-anchor="end">{ &drawn.rate }</text>
            if drawn.turn > 0 && !drawn.behind {
                <g class="edge-turn" transform={format!("translate({:.1} {top:.1})", left + 13.0)}>
                    <circle r="7.5" /><text y="3.5" text-anchor="middle">{ drawn.turn }</text>
                </g>
            }
        </g>
    }
}

/// The parts of a call have ids of their own, and all name the call.
fn id(drawn: &DrawnEdge) -> String {
    let id = drawn.of.id();
    if drawn.behind { format!("{id}-behind") } else { id }
}

/// A curve through the points: level at each, bent between the layers and straight across them.
pub fn path(route: &[(f64, f64)]) -> String {
    let piece = |(i, &(x, y)): (usize, &(f64, f64))| match i.checked_sub(1).map(|before| route[before]) {
        None => format!("M{x:.1} {y:.1}"),
        Some((_, from)) if (from - y).abs() < 0.05 => format!("L{x:.1} {y:.1}"),
        Some((left, from)) => {
            let middle = f64::midpoint(left, x);
            format!("C{middle:.1} {from:.1} {middle:.1} {y:.1} {x:.1} {y:.1}")
        }
    };
    route.iter().enumerate().map(piece).collect::<Vec<_>>().concat()
}

/// Where on the same curve one is that has gone a share of it.
pub fn point(route: &[(f64, f64)], share: f64) -> Option<(f64, f64)> {
    let (first, last) = (route.first()?, route.last()?);
    let goal = first.0 + share.clamp(0.0, 1.0) * (last.0 - first.0);
    let piece = route.windows(2).find(|w| goal <= w[1].0)?;
    let ((left, from), (right, to)) = (piece[0], piece[1]);
    let t = if right > left { (goal - left) / (right - left) } else { 1.0 };
    // The cubic of `path`, whose ends are level.
    let x = left + (right - left) * (1.5 * t * (1.0 - t) + t * t * t);
    Some((x, from + (to - from) * t * t * (3.0 - 2.0 * t)))
}
