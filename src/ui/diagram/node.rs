//! A service in the picture. Not its numbers.

use super::drawn::DrawnNode;
use super::hand::Thread;
use super::place::Place;
use super::plan::NODE;
use super::words::cut;
use crate::scenario::service::Role;
use crate::ui::icon::{self, Shape};
use yew::prelude::*;

/// Props of [`Node`].
#[derive(Debug, Properties, PartialEq)]
pub struct NodeProps {
    /// What is drawn.
    pub drawn: DrawnNode,
}

/// The symbol of what stands behind a service.
pub fn symbol(role: Role) -> Shape {
    match role {
        Role::Service => Shape::Service,
        Role::Database => Shape::Database,
        Role::Queue => Shape::Queue,
        Role::ThirdParty => Shape::Cloud,
        Role::Client => Shape::Client,
    }
}

/// What a screen reader says of it.
fn label(drawn: &DrawnNode) -> String {
    let mut words = vec![drawn.name.to_string(), drawn.size.to_string()];
    if !drawn.busy.is_empty() {
        let unit = if drawn.waiting.is_none() { " busy" } else { "" };
        words.push(format!("{}{unit}", drawn.busy));
    }
    if !drawn.latency.is_empty() {
        words.push(drawn.latency.to_string());
    }
    words.extend(drawn.tag.map(str::to_owned));
    words.extend(drawn.critical.then(|| "on the critical path".to_owned()));
    if let Some((hidden @ 1.., _)) = drawn.fold {
        words.push(format!("{hidden} services put away behind it"));
    }
    let at_work = |works| if works { "where the request works" } else { "where the request waits" };
    words.extend(drawn.picked.map(|works| at_work(works).to_owned()));
    words.join(", ")
}

/// A box: symbol, name, size, how busy it is and how long a visit takes.
#[component]
pub fn Node(props: &NodeProps) -> Html {
    let drawn = &props.drawn;
    let (width, height) = NODE;
    let names = use_memo(drawn.name.clone(), |name| {
        (cut(name, (600, 14.0), width - 42.0), cut(name, (600, 21.0), width - 16.0))
    });
    let over = drawn.heat == "over";
    let classes = classes!(
        "at",
        "node",
        drawn.heat,
        drawn.selected.then_some("is-selected"),
        drawn.critical.then_some("is-critical"),
        drawn.waiting.map(|_| "is-live"),
        drawn.found.map(|found| if found { "is-found" } else { "is-faded" }),
        drawn.may_end.map(|may| if may { "is-allowed" } else { "is-refused" }),
    );
    let bar = width - 24.0;
    html! {
        <g class={classes} id={Place::Service(drawn.service).id()} role="button"
            transform={format!("translate({:.1} {:.1})", drawn.at.0, drawn.at.1)}
            tabindex={if drawn.tab { "0" } else { "-1" }}
            aria-pressed={if drawn.selected { "true" } else { "false" }}>
            // The tooltip is the name for assistive technology too; an aria-label would be compared with the
            // letters of the picture, which stand in it apart.
            <title>{ label(drawn) }</title>
            <rect class="node-box" width={width.to_string()} height={height.to_string()} rx="8" />
            if over {
                <rect class="node-hatch" width={width.to_string()} height={height.to_string()} rx="8" fill="url(#hatch)" />
            }
            <g transform="translate(12 13)" class="node-icon"><path d={icon::path(symbol(drawn.role))} /></g>
            <text class="node-name" x="34" y="26">{ &names.0 }</text>
            <text class="node-far" x="10" y="34">{ &names.1 }</text>
            <text class="node-far" x="10" y="68">{ &drawn.busy }</text>
            <text class="node-size" x="12" y="49">{ &drawn.size }</text>
            <text class="node-busy said" x={(width - 12.0).to_string()} y="49" text-anchor="end">{ &drawn.busy }</text>
            <rect class="node-track" x="12" y="58" width={bar.to_string()} height="6" rx="3" />
            if drawn.fill > 0.0 {
                <rect class="node-fill" x="12" y="58" height="6" rx="3"
                    width={format!("{:.1}", (bar * drawn.fill).max(6.0))} />
            }
            <text class="node-latency said" x="12" y="80">{ &drawn.latency }</text>
            if let Some(waiting) = drawn.waiting { { queue(waiting) } }
            if drawn.picked.is_some() {
                <circle class="node-picked" cx={(width - 18.0).to_string()} cy="21" r="5" />
            }
            if let Some(tag) = drawn.tag {
                <g class="node-tag" transform={format!("translate({:.1} -9)", width - 92.0)}>
                    <rect width="84" height="18" rx="9" />
                    <text x="42" y="13" text-anchor="middle">{ tag }</text>
                </g>
            }
            if let Some((hidden, heat)) = drawn.fold { { fold(drawn.service, hidden, heat) } }
            <g class="handle" data-grip={Thread::NewCall(drawn.service).word()}>
                <circle class="handle-touch" cx={width.to_string()} cy={(height / 2.0).to_string()} r="14" />
                <circle class="handle-dot" cx={width.to_string()} cy={(height / 2.0).to_string()} r="6" />
            </g>
        </g>
    }
}

/// What puts away the services that this one calls, or shows them again. By keys the toolbar does.
fn fold(service: usize, hidden: usize, heat: &'static str) -> Html {
    let (width, height) = NODE;
    let (words, sign) = match hidden {
        0 => ("Put away what it calls".to_owned(), "−".to_owned()),
        n => (format!("Show the {n} services behind it"), format!("+{n}")),
    };
    html! {
        <g class={classes!("fold-chip", (hidden > 0).then_some(heat), (hidden > 0).then_some("is-folded"))}
            data-fold={service.to_string()} transform={format!("translate({:.1} {:.1})", width - 46.0, height - 22.0)}>
            <title>{ words }</title>
            <rect class="fold-touch" x="-2" y="-4" width="46" height="26" />
            <rect class="fold-box" x="2" y="0" width="38" height="18" rx="9" />
            <text x="21" y="13" text-anchor="middle">{ sign }</text>
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
                <rect x={format!("{:.1}", left(i))} y="72" width="6" height="5" rx="1" />
            }) }
            if full {
                <path d={format!("M{:.1} 74.5h6m-3 -3v6", left(squares))} />
            }
        </g>
    }
}
