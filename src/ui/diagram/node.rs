//! A service in the picture. Not its numbers.

use super::scene::{DrawnNode, NODE};
use crate::app::{Msg, Selection};
use crate::scenario::service::Role;
use crate::ui::icon::{self, Shape};
use yew::prelude::*;

/// Props of [`Node`].
#[derive(Debug, Properties, PartialEq)]
pub struct NodeProps {
    /// What is drawn.
    pub drawn: DrawnNode,
    /// Hears that it was chosen.
    pub dispatch: Callback<Msg>,
}

/// Letters of a name that fit into the box.
const LETTERS: usize = 16;

/// A box: symbol, name, size, and how busy it is.
#[component]
pub fn Node(props: &NodeProps) -> Html {
    let drawn = &props.drawn;
    let (width, height) = NODE;
    let selection = if drawn.selected { Selection::None } else { Selection::Service(drawn.service) };
    let (click, key) = super::edge::chooses(&props.dispatch, selection);
    let shape = match drawn.role {
        Role::Service => Shape::Service,
        Role::Database => Shape::Database,
        Role::Queue => Shape::Queue,
        Role::ThirdParty => Shape::Cloud,
        Role::Client => Shape::Client,
    };
    let over = drawn.heat == "over";
    let mut words = vec![drawn.name.to_string(), drawn.size.to_string()];
    if !drawn.busy.is_empty() {
        let unit = if drawn.waiting.is_none() { " busy" } else { "" };
        words.push(format!("{}{unit}", drawn.busy));
    }
    let marks =
        [(drawn.bottleneck, "bottleneck"), (over, "overloaded"), (drawn.critical, "on the critical path")];
    words.extend(marks.iter().filter(|m| m.0).map(|m| m.1.to_owned()));
    words.extend(
        drawn.picked.map(|works| {
            if works { "where the request works" } else { "where the request waits" }.to_owned()
        }),
    );
    let label = words.join(", ");
    let classes = classes!(
        "node",
        drawn.heat,
        drawn.selected.then_some("is-selected"),
        drawn.critical.then_some("is-critical"),
        drawn.waiting.map(|_| "is-live"),
    );
    let bar = width - 24.0;
    html! {
        <g class={classes} transform={format!("translate({:.1} {:.1})", drawn.at.0, drawn.at.1)} tabindex="0"
            role="button" aria-pressed={if drawn.selected { "true" } else { "false" }}
            onclick={click} onkeydown={key}>
            // The tooltip is the name for assistive technology too; an aria-label would be compared with the
            // letters of the picture, which stand in it apart.
            <title>{ label }</title>
            <rect class="node-box" width={width.to_string()} height={height.to_string()} rx="8" />
            if over {
                <rect class="node-hatch" width={width.to_string()} height={height.to_string()} rx="8" fill="url(#hatch)" />
            }
            <g transform="translate(12 13)" class="node-icon"><path d={icon::path(shape)} /></g>
            <text class="node-name" x="34" y="26">{ shorten(&drawn.name) }</text>
            <text class="node-size" x="12" y="49">{ &drawn.size }</text>
            <text class="node-busy" x={(width - 12.0).to_string()} y="49" text-anchor="end">{ &drawn.busy }</text>
            <rect class="node-track" x="12" y="59" width={bar.to_string()} height="6" rx="3" />
            if drawn.fill > 0.0 {
                <rect class="node-fill" x="12" y="59" height="6" rx="3"
                    width={format!("{:.1}", (bar * drawn.fill).max(6.0))} />
            }
            if let Some(waiting) = drawn.waiting { { queue(waiting) } }
            if drawn.picked.is_some() {
                <circle class="node-picked" cx={(width - 18.0).to_string()} cy="21" r="5" />
            }
            if drawn.bottleneck || over {
                <g class="node-tag" transform={format!("translate({:.1} -9)", width - 92.0)}>
                    <rect width="84" height="18" rx="9" />
                    <text x="42" y="13" text-anchor="middle">{ if over { "overloaded" } else { "bottleneck" } }</text>
                </g>
            }
        </g>
    }
}

/// Squares that there is room for below the bar.
const SQUARES: u32 = 18;

/// A square for each request that waits; where there are too many, the last is a plus.
fn queue(waiting: u32) -> Html {
    let full = waiting > SQUARES;
    let squares = if full { SQUARES - 1 } else { waiting };
    let left = |i: u32| 12.0 + 8.2 * f64::from(i);
    html! {
        <g class="node-queue">
            { for (0..squares).map(|i| html! {
                <rect x={format!("{:.1}", left(i))} y="68" width="6" height="5" rx="1" />
            }) }
            if full {
                <path d={format!("M{:.1} 70.5h6m-3 -3v6", left(squares))} />
            }
        </g>
    }
}

fn shorten(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    let mut short: String = name.chars().take(LETTERS - 1).collect();
    short.push('…');
    short
}
