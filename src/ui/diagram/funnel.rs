//! The caches in front of a call, from near to far, each narrower than the one before. Not their numbers.

use super::drawn::DrawnFunnel;
use super::place::Place;
use super::plan::FUNNEL;
use super::words::cut;
use crate::web::letters;
use yew::prelude::*;

/// Props of [`Funnel`].
#[derive(Debug, Properties, PartialEq)]
pub struct FunnelProps {
    /// What is drawn.
    pub drawn: DrawnFunnel,
}

/// A stack of levels; each can be chosen.
#[component]
pub fn Funnel(props: &FunnelProps) -> Html {
    let drawn = &props.drawn;
    let (width, height) = FUNNEL;
    let levels = drawn.levels.iter().enumerate().map(|(i, level)| {
        // Each level is as much narrower as still leaves room for its words.
        let inset = 4.0 * (i as f64).min(3.0);
        let right = width - inset - 8.0;
        let room = right - inset - 12.0 - letters::width(&level.hit, (600, 12.0));
        html! {
            <g class={classes!("at", "level", level.selected.then_some("is-selected"))} role="button"
                id={Place::Level(drawn.call, level.cache).id()} tabindex={if level.tab { "0" } else { "-1" }}
                aria-pressed={if level.selected { "true" } else { "false" }}
                transform={format!("translate(0 {:.1})", 2.0 + i as f64 * height)}>
                <title>{ format!("Cache {}, {} hits", level.name, level.hit) }</title>
                <rect x={inset.to_string()} y="1" width={(width - 2.0 * inset).to_string()}
                    height={(height - 2.0).to_string()} rx="4" />
                <text x={(inset + 8.0).to_string()} y="17">{ cut(&level.name, (400, 12.0), room) }</text>
                <text x={right.to_string()} y="17" text-anchor="end" class="level-hit said">{ &level.hit }</text>
            </g>
        }
    });
    html! {
        <g class="funnel" transform={format!("translate({:.1} {:.1})", drawn.at.0, drawn.at.1)}>
            { for levels }
        </g>
    }
}
