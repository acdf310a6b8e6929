//! The caches in front of a call, from near to far, each narrower than the one before. Not their numbers.

use super::edge::chooses;
use super::scene::{DrawnFunnel, FUNNEL};
use crate::app::{Msg, Selection};
use yew::prelude::*;

/// Props of [`Funnel`].
#[derive(Debug, Properties, PartialEq)]
pub struct FunnelProps {
    /// What is drawn.
    pub drawn: DrawnFunnel,
    /// Hears which cache was chosen.
    pub dispatch: Callback<Msg>,
}

/// Letters of a name that fit into a level.
const LETTERS: usize = 11;

/// A stack of levels; each can be chosen.
#[component]
pub fn Funnel(props: &FunnelProps) -> Html {
    let drawn = &props.drawn;
    let (width, height) = FUNNEL;
    let levels = drawn.levels.iter().enumerate().map(|(i, (cache, name, hit, selected))| {
        let selection = if *selected { Selection::None } else { Selection::Cache(*cache) };
        let (click, key) = chooses(&props.dispatch, selection);
        // Each level is as much narrower as still leaves room for its words.
        let inset = 4.0 * (i as f64).min(3.0);
        let right = width - inset - 8.0;
        html! {
            <g class={classes!("level", selected.then_some("is-selected"))} tabindex="0" role="button"
                onclick={click} onkeydown={key}
                aria-pressed={if *selected { "true" } else { "false" }}
                transform={format!("translate(0 {:.1})", 2.0 + i as f64 * height)}>
                <title>{ format!("Cache {name}, {hit} hits") }</title>
                <rect x={inset.to_string()} y="1" width={(width - 2.0 * inset).to_string()}
                    height={(height - 2.0).to_string()} rx="4" />
                <text x={(inset + 8.0).to_string()} y="17">{ short(name) }</text>
                <text x={right.to_string()} y="17" text-anchor="end" class="level-hit">{ hit }</text>
            </g>
        }
    });
    html! {
        <g class="funnel" transform={format!("translate({:.1} {:.1})", drawn.at.0, drawn.at.1)}>
            { for levels }
        </g>
    }
}

fn short(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    let mut short: String = name.chars().take(LETTERS - 1).collect();
    short.push('…');
    short
}
