//! What the page is, in a minute's reading. Not the reference; each tile explains its own number.

use crate::report::glossary::WORDS;
use crate::ui::dialog::Dialog;
use yew::prelude::*;

/// Props of [`Help`].
#[derive(Debug, Properties, PartialEq)]
pub struct HelpProps {
    /// Hears that it was closed.
    pub on_close: Callback<()>,
}

const KEYS: &[(&str, &str)] = &[
    ("Ctrl+Z, Ctrl+Shift+Z", "undo and redo every change"),
    ("← → on a slider", "one step; Page Up and Page Down ten; Home and End to the ends"),
    ("Double-click on a slider", "back to the default"),
    ("250ms, 1.5s, 2k, 75%", "boxes take numbers with their units"),
    ("Tab, then arrows", "into the diagram, and along its calls; Home and End to the first and last service"),
    ("Enter", "in the diagram: select what has the focus; its tools stand above the picture"),
    ("C, K", "there: call another service; put a cache in front of a call"),
    ("S, L", "there: make a call sooner or later, alone or together with others"),
    ("D, Delete, F2", "there: duplicate, take away, rename"),
    (
        "+ − 0, Shift+arrows",
        "there: larger, smaller, all of it; move the picture. Ctrl+wheel and pinching do the same",
    ),
    ("I", "there: explain the numbers of a service, call or cache; so does a click on one of them"),
    ("E, /", "there: put away or show what a service calls; find a service"),
    ("Space, ← →", "in a replay: play and pause; one moment back and forth"),
    ("Escape", "puts away what is open or half typed"),
];

/// What the page does, its keys, and what its numbers mean.
#[component]
pub fn Help(props: &HelpProps) -> Html {
    html! {
        <Dialog title="What this is" on_close={props.on_close.clone()}>
            <div class="prose">
                <p>{ "Headroom answers, for a system of services that call each other: how slow are the slow requests, \
                      how much load can it hold, what does it cost, and what limits it. Everything is computed in \
                      this page; nothing is sent anywhere." }</p>
                <h3>{ "Two answers to every question" }</h3>
                <p>{ "The large numbers come from queueing formulas, within a frame of each change. The small ones \
                      below them come from simulating the same scenario request by request, with the interval that \
                      holds the true value 95 times in 100, and the gap between the two. Press a number, on a \
                      tile or in the diagram, to see its formula, its inputs and how far off it can be." }</p>
                <h3>{ "What the numbers mean" }</h3>
                <ul>
                    <li>{ "Percentiles are over the requests that were answered successfully, from first send to \
                           final answer." }</li>
                    <li>{ "The error rate counts all others. An objective holds only if latency, errors \
                           and, if asked for, throughput all hold." }</li>
                    <li>{ "Utilisation is the busy share of a service's slots. At 100 % there is no steady state, and \
                           waiting times are unbounded: ∞." }</li>
                    <li>{ "Costs are the prices you typed, not a quote." }</li>
                </ul>
                <h3>{ "Words" }</h3>
                <dl class="words">
                    { for WORDS.iter().map(|(word, meaning)| html! { <><dt>{ word }</dt><dd>{ meaning }</dd></> }) }
                </dl>
                <h3>{ "Keys" }</h3>
                <dl class="keys">
                    { for KEYS.iter().map(|(keys, what)| html! { <><dt>{ keys }</dt><dd>{ what }</dd></> }) }
                </dl>
            </div>
        </Dialog>
    }
}
