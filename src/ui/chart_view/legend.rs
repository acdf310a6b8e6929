//! The legend of a chart: words, and before each a small picture in the colours and patterns of the chart itself.

use crate::chart::{Legend, Stroke, Style};
use yew::prelude::*;

/// Props of [`LegendView`].
#[derive(Clone, Debug, Properties, PartialEq)]
pub struct LegendProps {
    /// What it says.
    pub entries: Vec<Legend>,
    /// Whether the page is dark.
    pub is_dark: bool,
}

/// The legend; a component of its own, since it stays the same while the numbers change.
#[component]
pub fn LegendView(props: &LegendProps) -> Html {
    let style = Style { dark: props.is_dark, scale: 1.0 };
    html! {
        <ul class="chart-legend">
            { for props.entries.iter().map(|entry| html! { <li>{ swatch(entry, style) }{ &entry.name }</li> }) }
        </ul>
    }
}

/// Draws the small picture.
fn swatch(entry: &Legend, style: Style) -> Html {
    let colour = style.hex(entry.ink);
    let line = |width: &'static str, dashes: Option<&'static str>| {
        let colour = colour.clone();
        html! { <line x1="0" y1="6" x2="20" y2="6" stroke={colour} stroke-width={width} stroke-dasharray={dashes} /> }
    };
    let bar = |opacity: &'static str, outlined: bool| {
        html! {
            <rect x="0.5" y="1.5" width="19" height="9" fill={colour.clone()} fill-opacity={opacity}
                stroke={outlined.then(|| colour.clone())} />
        }
    };
    let inner = match entry.stroke {
        Stroke::Bold => line("3", None),
        Stroke::Thin => line("1.75", None),
        Stroke::Dashed => line("1.75", Some("5 4")),
        Stroke::Dots => html! { <circle cx="10" cy="6" r="3.5" fill={colour.clone()} /> },
        Stroke::Solid => bar("1", false),
        Stroke::Pale => bar("0.35", false),
        Stroke::Hollow => bar("0", true),
        Stroke::Hatched => html! {
            <>
                { bar("0.2", true) }
                <path d="M1 10 L9 2 M7 10 L15 2 M13 10 L19 4" stroke={colour.clone()} fill="none" />
            </>
        },
    };
    html! { <svg class="chart-swatch" viewBox="0 0 20 12" width="20" height="12" aria-hidden="true">{ inner }</svg> }
}
