//! The page as a guest in a frame: verdict, a few tiles, a few knobs and one picture. Not the whole page, which is a link
//! away.

mod knobs;

use super::chart_view::ChartView;
use super::diagram::Diagram;
use super::icon::{Icon, Shape};
use super::live::Live;
use super::replay::Shown;
use super::same::Same;
use super::strip::Strip;
use super::words::Headline;
use crate::app::draft::Draft;
use crate::app::flags::View;
use crate::app::{Banner as Message, Msg, Run, Selection};
use crate::chart::Kind;
use crate::report::{Answers, Exploration, Observation, Report};
use crate::scenario::{Key, ParamId, Scenario};
use crate::web::frame;
use knobs::FewKnobs;
use std::collections::BTreeSet;
use yew::prelude::*;

/// Props of [`Frame`].
#[derive(Debug, Properties, PartialEq)]
pub struct FrameProps {
    /// What is shown beside the tiles.
    pub view: View,
    /// The document.
    pub scenario: Same<Scenario>,
    /// The closed forms' answers.
    pub report: Same<Report>,
    /// The curves over load.
    pub exploration: Option<Same<Exploration>>,
    /// What the simulation found.
    pub observation: Option<Same<Observation>>,
    /// Answers to compare with.
    pub baseline: Option<Same<Answers>>,
    /// What the workers are at.
    pub run: Run,
    /// The journey that is read.
    pub scope: Option<usize>,
    /// What is chosen in the picture of the system.
    pub selection: Selection,
    /// Services whose callees are put away in it.
    pub folded: Same<BTreeSet<Key>>,
    /// The parameters that have knobs.
    pub knobs: Vec<ParamId>,
    /// What stands typed in their boxes.
    pub drafts: Same<Vec<Draft>>,
    /// A message above all.
    pub message: Option<Message>,
    /// The sentence above the tiles.
    pub verdict: Headline,
    /// Where the whole page is, with the same state.
    pub full: AttrValue,
    /// Whether it is as high as its content, and not as the frame.
    pub natural: bool,
    /// Whether the page is dark.
    pub is_dark: bool,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

/// The outputs on the tiles of each view; fewer are shown where there is no room.
fn tiles(view: View) -> &'static [&'static str] {
    match view {
        View::Latency | View::Full => &["p99_s", "p50_s", "error_fraction", "throughput_per_s"],
        View::Load => &["p99_s", "throughput_per_s", "error_fraction", "bottleneck"],
        View::Cost => &["cost_per_month", "p99_s", "throughput_per_s", "bottleneck"],
        View::Diagram => &["p99_s", "bottleneck", "error_fraction", "throughput_per_s"],
    }
}

/// The page in a frame.
#[component]
pub fn Frame(props: &FrameProps) -> Html {
    let node = use_node_ref();
    use_effect_with((node.clone(), props.natural), {
        let dispatch = props.dispatch.clone();
        move |(node, natural)| {
            let node = node.get().filter(|_| *natural);
            let watch = node
                .and_then(|node| frame::watch_height(&node, move |height| dispatch.emit(Msg::Grown(height))));
            move || drop(watch)
        }
    });
    let (scenario, report) = (&props.scenario, &props.report);
    let chart = |kind: Kind| {
        html! {
            <div class="card chart-card frame-picture">
                <ChartView {kind} report={report.clone()} scenario={scenario.clone()}
                    exploration={props.exploration.clone()} exploring={props.run.exploring}
                    observation={props.observation.clone()} baseline={props.baseline.clone()} scope={props.scope} is_dark={props.is_dark} />
            </div>
        }
    };
    let picture = match props.view {
        View::Latency | View::Full => chart(Kind::Distribution),
        View::Load => chart(Kind::Load),
        View::Cost => chart(Kind::Cost),
        View::Diagram => html! {
            <div class="frame-picture">
                <Diagram scenario={scenario.clone()} report={report.clone()} scope={props.scope}
                    exploration={props.exploration.clone()} exploring={props.run.exploring} locked=true fills={!props.natural}
                    selection={props.selection} folded={props.folded.clone()} replay={Shown::Closed}
                    dispatch={props.dispatch.clone()} />
            </div>
        },
    };
    let is_bare = props.knobs.is_empty();
    html! {
        <div ref={node} class={classes!("frame", props.natural.then_some("is-natural"), is_bare.then_some("is-bare"))}>
            if let Some(message) = &props.message {
                <p class={classes!("frame-message", message.is_error.then_some("is-error"))}
                    role={if message.is_error { "alert" } else { "status" }}>{ &message.text }</p>
            }
            <header class="frame-head">
                <h1 class="frame-title">{ if scenario.name.is_empty() { "Headroom" } else { &scenario.name } }</h1>
                <a class="frame-full" href={props.full.clone()} target="_blank" rel="noopener"
                    title="Open the whole planner with what is set here">
                    { "Open in full" }<Icon shape={Shape::Link} />
                </a>
            </header>
            <Strip scenario={scenario.clone()} report={report.clone()} exploration={props.exploration.clone()}
                observation={props.observation.clone()} baseline={props.baseline.clone()} run={props.run.clone()} scope={props.scope}
                verdict={props.verdict.clone()} only={Some(tiles(props.view))} dispatch={props.dispatch.clone()} />
            <Live text={props.verdict.text.clone()} />
            <main class="frame-main">
                if !is_bare {
                    <FewKnobs scenario={scenario.clone()} ids={props.knobs.clone()} drafts={props.drafts.clone()} dispatch={props.dispatch.clone()} />
                }
                { picture }
            </main>
        </div>
    }
}
