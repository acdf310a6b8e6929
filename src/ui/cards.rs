//! The charts, each in a card. Not their drawing.

use super::same::Same;
use crate::report::{Exploration, Observation, Report};
use crate::scenario::Scenario;
use yew::prelude::*;

/// Props of [`Cards`].
#[derive(Debug, Properties, PartialEq)]
pub struct CardsProps {
    /// The closed forms' answers.
    pub report: Same<Report>,
    /// The document.
    pub scenario: Same<Scenario>,
    /// The curves over load.
    pub exploration: Option<Same<Exploration>>,
    /// What the simulation found.
    pub observation: Option<Same<Observation>>,
    /// Answers to compare with.
    pub baseline: Option<Same<Report>>,
    /// The journey that is read.
    pub scope: Option<usize>,
    /// Whether the curves over load are still of an earlier document.
    pub exploring: bool,
    /// Whether the page is dark.
    pub is_dark: bool,
}

/// The charts.
#[component]
pub fn Cards(props: &CardsProps) -> Html {
    let _ = props;
    let titles = ["How slow requests are", "P99 against load", "Where the time goes", "Utilisation"];
    html! {
        <div class="cards">
            { for titles.iter().map(|title| html! {
                <section class="card chart"><h2>{ title }</h2><div class="chart-place" /></section>
            }) }
        </div>
    }
}
