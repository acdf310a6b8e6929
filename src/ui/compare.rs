//! Every output of the model beside the simulation's. Not only the few that have a tile.

use super::icon::{Icon, Shape};
use super::same::Same;
use super::words;
use crate::report::metric::{METRICS, Metric};
use crate::report::{self, Observation, Report, format};
use yew::prelude::*;

/// Props of [`Compare`].
#[derive(Debug, Properties, PartialEq)]
pub struct CompareProps {
    /// The closed forms' answers.
    pub report: Same<Report>,
    /// What the simulation found.
    pub observation: Option<Same<Observation>>,
    /// The journey that is read.
    pub scope: Option<usize>,
}

/// A table of every output, folded up at first.
#[component]
pub fn Compare(props: &CompareProps) -> Html {
    let runs = props.observation.as_ref().map(|o| (o.replications, o.requests));
    html! {
        <details class="card compare">
            <summary><Icon shape={Shape::Chevron} /><h2>{ "Formula beside simulation" }</h2></summary>
            <div class="table-box">
                <table>
                    <caption class="unseen">{ "Every output as the formula gives it and as it was simulated" }</caption>
                    <thead><tr>
                        <th scope="col">{ "Output" }</th>
                        <th scope="col">{ "Formula" }</th>
                        <th scope="col">{ "Simulated" }</th>
                        <th scope="col">{ "95 % interval" }</th>
                        <th scope="col">{ "Gap" }</th>
                    </tr></thead>
                    <tbody>{ for METRICS.iter().map(|metric| row(metric, props)) }</tbody>
                </table>
            </div>
            if let Some((replications, requests)) = runs {
                <p class="quiet">
                    { format!("From {} requests in {replications} independent runs.", format::count(requests as f64)) }
                </p>
            }
        </details>
    }
}

fn row(metric: &Metric, props: &CompareProps) -> Html {
    let now = props.report.read(metric, props.scope);
    let said = props.observation.as_ref().and_then(|o| (metric.observed)(o, props.scope));
    let none = || "–".to_owned();
    let simulated = said.map_or_else(none, |s| format::output(metric.unit, s.value, ""));
    let interval = said
        .and_then(|s| s.half_width)
        .map_or_else(none, |half| format!("± {}", format::brief(metric.unit, half)));
    let gap =
        said.and_then(|s| report::gap(&props.report, metric, props.scope, &s)).map_or_else(none, words::gap);
    html! {
        <tr key={metric.key}>
            <th scope="row" title={metric.doc}>{ metric.label }</th>
            <td>{ format::output(metric.unit, now, props.report.cost.currency) }</td>
            <td>{ simulated }</td>
            <td>{ interval }</td>
            <td>{ gap }</td>
        </tr>
    }
}
