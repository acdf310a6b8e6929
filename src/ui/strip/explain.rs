//! The explanation that a tile opens: what the number is, its formula, its inputs, its source and its error. Not
//! texts of its own; they stand in the table of outputs.

use super::facts::estimate_text;
use crate::report::metric::{self, Metric, Unit};
use crate::report::{self, Observation, Report, format};
use crate::scenario::Scenario;
use crate::ui::dialog::Dialog;
use crate::ui::same::Same;
use crate::ui::words;
use yew::prelude::*;

/// What is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// An output, by its key.
    Metric(&'static str),
    /// The service that limits the throughput first.
    Bottleneck,
}

impl Topic {
    /// A word of its own for each.
    pub fn key(self) -> &'static str {
        match self {
            Self::Metric(key) => key,
            Self::Bottleneck => "bottleneck",
        }
    }
}

/// Props of [`Explain`].
#[derive(Debug, Properties, PartialEq)]
pub struct ExplainProps {
    /// What is explained.
    pub topic: Topic,
    /// The document.
    pub scenario: Same<Scenario>,
    /// The closed forms' answers.
    pub report: Same<Report>,
    /// What the simulation found.
    pub observation: Option<Same<Observation>>,
    /// The journey that is read.
    pub scope: Option<usize>,
    /// Hears that it was closed.
    pub on_close: Callback<()>,
}

/// A dialog that explains one number.
#[component]
pub fn Explain(props: &ExplainProps) -> Html {
    match props.topic {
        Topic::Metric(key) => metric::find(key).map_or_else(Html::default, |m| explain_metric(props, m)),
        Topic::Bottleneck => html! {
            <Dialog title="Bottleneck" on_close={props.on_close.clone()}>
                <div class="prose">
                    <p>{ "The service that runs full first when the load grows: the one with the highest utilisation. \
                          More capacity anywhere else does not raise what the system can hold." }</p>
                    <h3>{ "Formula" }</h3>
                    <p>{ "Utilisation = visits a second × mean work of a visit ÷ slots over all replicas." }</p>
                    <h3>{ "Inputs" }</h3>
                    { services(props) }
                </div>
            </Dialog>
        },
    }
}

fn explain_metric(props: &ExplainProps, metric: &'static Metric) -> Html {
    let now = props.report.read(metric, props.scope);
    let currency = props.report.cost.currency;
    let said = props.observation.as_ref().and_then(|o| (metric.observed)(o, props.scope));
    let gap = said.and_then(|s| report::gap(&props.report, metric, props.scope, &s));
    html! {
        <Dialog title={metric.label} on_close={props.on_close.clone()}>
            <div class="prose">
                <p class="lead">{ metric.doc }</p>
                <dl class="pair">
                    <div><dt>{ "Formula" }</dt><dd>{ format::output(metric.unit, now, currency) }</dd></div>
                    if let Some(said) = said {
                        <div><dt>{ "Simulation" }</dt><dd>{ estimate_text(metric.unit, said) }</dd></div>
                        <div><dt>{ "Gap" }</dt>
                            <dd>{ gap.map_or_else(|| "–".to_owned(), words::gap) }</dd></div>
                    }
                </dl>
                if props.observation.as_ref().is_some_and(|o| o.overloaded) {
                    <p>{ "The simulation was stopped because requests piled up without bound." }</p>
                }
                <h3>{ "How it is found" }</h3>
                <p>{ metric.formula }</p>
                <h3>{ "Inputs" }</h3>
                { if metric.unit == Unit::Money { prices(props) } else { services(props) } }
                <h3>{ "How far off it can be" }</h3>
                <p>{ metric.accuracy }</p>
                <h3>{ "Where it comes from" }</h3>
                <p>{ metric.source }</p>
            </div>
        </Dialog>
    }
}

/// What goes into waiting: arrivals, work and slots of each service.
fn services(props: &ExplainProps) -> Html {
    let rows = props.scenario.services.iter().zip(&props.report.services).map(|(service, r)| {
        html! {
            <tr>
                <th scope="row">{ &service.name }</th>
                <td>{ format::rate(r.arrival_per_s) }</td>
                <td>{ format::time(r.work_s) }</td>
                <td>{ format::count(r.servers) }</td>
                <td>{ format::percent(r.utilisation) }</td>
                <td>{ format::time(r.mean_wait_s) }</td>
            </tr>
        }
    });
    html! {
        <div class="table-box">
            <table>
                <thead><tr>
                    <th scope="col">{ "Service" }</th><th scope="col">{ "Visits" }</th><th scope="col">{ "Work" }</th>
                    <th scope="col">{ "Slots" }</th><th scope="col">{ "Busy" }</th><th scope="col">{ "Mean wait" }</th>
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}

/// What goes into the cost.
fn prices(props: &ExplainProps) -> Html {
    let cost = &props.report.cost;
    let rows = cost.parts.iter().map(|part| {
        html! { <tr><th scope="row">{ &part.name }</th><td>{ format::money(part.per_month, cost.currency) }</td></tr> }
    });
    html! {
        <div class="table-box">
            <table>
                <thead><tr><th scope="col">{ "Part" }</th><th scope="col">{ "A month" }</th></tr></thead>
                <tbody>{ for rows }</tbody>
                <tfoot><tr><th scope="row">{ "All" }</th>
                    <td>{ format::money(cost.per_month, cost.currency) }</td></tr></tfoot>
            </table>
        </div>
    }
}
