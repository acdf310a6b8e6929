//! A call in the picture. Not its numbers.

use super::scene::DrawnEdge;
use crate::app::{Msg, Selection};
use yew::prelude::*;

/// Props of [`Edge`].
#[derive(Debug, Properties, PartialEq)]
pub struct EdgeProps {
    /// What is drawn.
    pub drawn: DrawnEdge,
    /// Hears that it was chosen.
    pub dispatch: Callback<Msg>,
}

/// A line from caller to callee, as thick as its traffic.
#[component]
pub fn Edge(props: &EdgeProps) -> Html {
    let drawn = &props.drawn;
    let Some(&(x, y)) = drawn.route.last() else { return Html::default() };
    let selection = if drawn.selected { Selection::None } else { Selection::Call(drawn.call) };
    let (click, key) = chooses(&props.dispatch, selection);
    let line = path(&drawn.route);
    // The words stand on the side that the line does not come from.
    let comes_from_above = drawn.route.len() > 1 && drawn.route[drawn.route.len() - 2].1 < y - 1.0;
    let beside = if comes_from_above { 18.0 } else { -8.0 };
    let classes = classes!(
        "edge",
        drawn.critical.then_some("is-critical"),
        (!drawn.awaited).then_some("is-async"),
        drawn.selected.then_some("is-selected"),
    );
    // The part behind the caches belongs to the same call: one of the two is enough for the keyboard.
    let (tabindex, role) = if drawn.behind { (None, None) } else { (Some("0"), Some("button")) };
    html! {
        <g class={classes} {tabindex} {role} onclick={click} onkeydown={key}
            aria-label={(!drawn.behind).then(|| drawn.label.clone())}>
            <title>{ &drawn.label }</title>
            <path class="edge-touch" d={line.clone()} />
            <path class="edge-line" d={line} stroke-width={format!("{:.1}", drawn.width)} />
            <path class="edge-head" d={format!("M{x:.1} {y:.1}l-8 -4.5v9z")} />
            <text class="edge-rate" x={format!("{:.1}", x - 12.0)} y={format!("{:.1}", y + beside)}
                text-anchor="end">{ &drawn.rate }</text>
        </g>
    }
}

/// A curve through the points: level at each, bent between the layers and straight across them.
fn path(route: &[(f64, f64)]) -> String {
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

/// What a click or Enter on a thing of the picture does.
pub fn chooses(
    dispatch: &Callback<Msg>,
    selection: Selection,
) -> (Callback<MouseEvent>, Callback<KeyboardEvent>) {
    let (click, key) = (dispatch.clone(), dispatch.clone());
    (
        Callback::from(move |_: MouseEvent| click.emit(Msg::Select(selection))),
        Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                key.emit(Msg::Select(selection));
            }
        }),
    )
}
