//! Every output of the model beside the simulation's, and the simulation beside the baseline's. Not only the few that have a
//! tile.

use super::icon::{Icon, Shape};
use super::same::Same;
use super::table_box::TableBox;
use super::words;
use crate::app::{Msg, Run};
use crate::report::compare::{COMPARED, Comparison, Contrast};
use crate::report::metric::{self, METRICS, Metric};
use crate::report::provenance::Topic;
use crate::report::{self, Observation, Report, format};
use crate::scenario::Scenario;
use crate::web::dom;
use yew::prelude::*;

/// Props of [`Compare`].
#[derive(Debug, Properties, PartialEq)]
pub struct CompareProps {
    /// The closed forms' answers.
    pub report: Same<Report>,
    /// What the simulation found.
    pub observation: Option<Same<Observation>>,
    /// What the workers are at.
    pub run: Run,
    /// The journey that is read.
    pub scope: Option<usize>,
    /// Hears that a number is to be explained.
    pub dispatch: Callback<Msg>,
}

/// A table of every output, folded up at first and not filled in before it is opened.
#[component]
pub fn Compare(props: &CompareProps) -> Html {
    let open = use_state_eq(|| false);
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |event: Event| open.set(dom::is_open(&event)))
    };
    html! {
        <details class="card compare" open={*open} {ontoggle}>
            <summary><Icon shape={Shape::Chevron} /><h2>{ "Formula beside simulation" }</h2></summary>
            if *open { { table(props) } }
        </details>
    }
}

fn table(props: &CompareProps) -> Html {
    let runs = props.observation.as_ref().map(|o| (o.replications, o.requests));
    html! {
        <>
            <TableBox label="Formula beside simulation">
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
            </TableBox>
            if let Some((replications, requests)) = runs {
                <p class="quiet">
                    { format!("From {} requests in {replications} independent runs.", format::count(requests as f64)) }
                </p>
            }
            if let Some(note) = words::replaced(&props.run) {
                <p class="quiet">{ note }</p>
            }
        </>
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
            <th scope="row" title={metric.doc}>{ explained(metric, &props.dispatch) }</th>
            <td>{ format::output(metric.unit, now, props.report.cost.currency) }</td>
            <td>{ simulated }</td>
            <td>{ interval }</td>
            <td>{ gap }</td>
        </tr>
    }
}

/// The name of an output, which opens where it comes from.
fn explained(metric: &Metric, dispatch: &Callback<Msg>) -> Html {
    let topic = Topic::Metric(metric.key);
    let open = dispatch.reform(move |_: MouseEvent| Msg::Explain(Some(topic)));
    html! {
        <button type="button" class="button link" aria-haspopup="dialog" onclick={open}>{ metric.label }</button>
    }
}

/// Props of [`Against`].
#[derive(Debug, Properties, PartialEq)]
pub struct AgainstProps {
    /// The document, for the names.
    pub scenario: Same<Scenario>,
    /// The closed forms' answers.
    pub report: Same<Report>,
    /// Those of the baseline.
    pub baseline: Same<Report>,
    /// By how much the simulations differ.
    pub comparison: Option<Same<Comparison>>,
    /// What the workers are at.
    pub run: Run,
    /// The journey that is read.
    pub scope: Option<usize>,
    /// Hears that a number is to be explained.
    pub dispatch: Callback<Msg>,
}

/// What changed against the baseline, and whether the simulation is sure of it.
#[component]
pub fn Against(props: &AgainstProps) -> Html {
    let text = match &props.comparison {
        Some(c) => format!(
            "From {} replications of each, which share their random numbers: most of the chance is in both and falls out.",
            c.replications
        ),
        None if props.run.failed.is_some() => "There is no simulation to compare.".to_owned(),
        None if props.run.simulating || props.run.compares => "Simulating…".to_owned(),
        None => {
            "There is no difference to simulate, or the simulation does not play the baseline.".to_owned()
        }
    };
    let rows = COMPARED.iter().chain(&["cost_per_month"]).filter_map(|key| {
        let contrast = props.comparison.as_ref().and_then(|c| c.find(key, props.scope));
        metric::find(key).map(|metric| difference(metric, contrast, props))
    });
    let bottleneck = |report: &Report| {
        let service = report.bottleneck.and_then(|i| props.scenario.services.get(i));
        service.map_or_else(|| "–".to_owned(), |s| s.name.clone())
    };
    html! {
        <details class="card compare against" open=true>
            <summary><Icon shape={Shape::Chevron} /><h2>{ "Against the baseline" }</h2></summary>
            <TableBox label="Against the baseline">
                <table>
                    <caption class="unseen">{ "What changed against the baseline, by formula and as simulated" }</caption>
                    <thead><tr>
                        <th scope="col">{ "Output" }</th>
                        <th scope="col">{ "Baseline" }</th>
                        <th scope="col">{ "Now" }</th>
                        <th scope="col">{ "Simulated" }</th>
                        <th scope="col">{ "95 % interval" }</th>
                        <th scope="col">{ "Verdict" }</th>
                    </tr></thead>
                    <tbody>
                        { for rows }
                        <tr>
                            <th scope="row">{ "Bottleneck" }</th>
                            <td>{ bottleneck(&props.baseline) }</td>
                            <td>{ bottleneck(&props.report) }</td>
                            <td>{ "–" }</td><td>{ "–" }</td><td>{ "–" }</td>
                        </tr>
                    </tbody>
                </table>
            </TableBox>
            <p class="quiet">{ text }</p>
        </details>
    }
}

fn difference(metric: &Metric, contrast: Option<&Contrast>, props: &AgainstProps) -> Html {
    let none = || "–".to_owned();
    let value =
        |report: &Report| format::output(metric.unit, report.read(metric, props.scope), report.cost.currency);
    let interval = contrast.and_then(Contrast::interval);
    let (size, verdict) = match (contrast, &interval) {
        (None, _) => (none(), none()),
        (Some(_), None) => ("the same".to_owned(), "the same".to_owned()),
        (Some(c), Some(_)) if c.is_significant() => (c.size(), "significant".to_owned()),
        (Some(c), Some(_)) => (c.size(), "cannot be told apart".to_owned()),
    };
    let class = contrast.and_then(Contrast::better).map(|b| if b { "change better" } else { "change worse" });
    html! {
        <tr key={metric.key}>
            <th scope="row" title={metric.doc}>{ explained(metric, &props.dispatch) }</th>
            <td>{ value(&props.baseline) }</td>
            <td>{ value(&props.report) }</td>
            <td {class}>{ size }</td>
            <td>{ interval.unwrap_or_else(none) }</td>
            <td>{ verdict }</td>
        </tr>
    }
}
