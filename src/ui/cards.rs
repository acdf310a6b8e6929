//! Which charts are shown, each in a card. Not their drawing.

use super::chart_view::{ChartView, Crossed};
use super::same::Same;
use super::skip;
use crate::app::Msg;
use crate::chart::Kind;
use crate::report::{Answers, Exploration, Observation, Report};
use crate::scenario::Scenario;
use yew::prelude::*;

/// Props of [`Cards`].
#[derive(Debug, Properties, PartialEq)]
pub struct CardsProps {
    /// How many of them; the page is built one after another.
    pub first: usize,
    /// The closed forms' answers.
    pub report: Same<Report>,
    /// The document.
    pub scenario: Same<Scenario>,
    /// The curves over load.
    pub exploration: Option<Same<Exploration>>,
    /// What the simulation found.
    pub observation: Option<Same<Observation>>,
    /// Answers to compare with.
    pub baseline: Option<Same<Answers>>,
    /// The journey that is read.
    pub scope: Option<usize>,
    /// Whether the curves over load are still of an earlier document.
    pub exploring: bool,
    /// Whether the page is dark.
    pub is_dark: bool,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

/// The charts, as far as the scenario has something to show in them.
#[component]
pub fn Cards(props: &CardsProps) -> Html {
    let explain =
        use_callback(props.dispatch.clone(), |topic, dispatch| dispatch.emit(Msg::Explain(Some(topic))));
    let shown = |kind: &Kind| match kind {
        Kind::Funnel => !props.scenario.caches.is_empty(),
        _ => true,
    };
    let card = |kind: Kind| {
        // There are charts, and so a first one, in every scenario.
        let id = (kind == Kind::ALL[0]).then_some(skip::CHARTS);
        html! {
            <div class="card chart-card" key={kind.key()} {id} tabindex={id.map(|_| "-1")}>
                <ChartView {kind} report={props.report.clone()} scenario={props.scenario.clone()}
                    exploration={props.exploration.clone()} exploring={props.exploring}
                    observation={props.observation.clone()} baseline={props.baseline.clone()}
                    scope={props.scope} is_dark={props.is_dark} on_explain={explain.clone()} />
            </div>
        }
    };
    html! { <Crossed>{ for Kind::ALL.into_iter().filter(shown).take(props.first).map(card) }</Crossed> }
}
