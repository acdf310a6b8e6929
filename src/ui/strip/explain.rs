//! The explanation that a tile opens: what the number is, its formula, its inputs, its source and its error. Not
//! texts of its own; they come from `report::provenance`.

use super::facts::estimate_text;
use crate::app::Msg;
use crate::report::metric;
use crate::report::provenance::{self, Explanation, Table, Topic};
use crate::report::{self, Observation, Report};
use crate::scenario::Scenario;
use crate::ui::dialog::Dialog;
use crate::ui::knobs as column;
use crate::ui::same::Same;
use crate::ui::words;
use yew::prelude::*;

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
    /// Hears which parameters are wanted.
    pub dispatch: Callback<Msg>,
}

/// A dialog that explains one number.
#[component]
pub fn Explain(props: &ExplainProps) -> Html {
    let found = provenance::explain(props.topic, &props.scenario, &props.report, props.scope);
    let Some(Explanation { title, doc, value, formula, inputs, knobs, accuracy, source }) = found else {
        return Html::default();
    };
    let is_there = |label: &str| column::finds(&props.scenario, &props.report, label);
    html! {
        <Dialog {title} on_close={props.on_close.clone()}>
            <div class="prose">
                <p class="lead">{ doc }</p>
                if let Some(value) = value {
                    <dl class="pair">
                        <div><dt>{ "Formula" }</dt><dd>{ value }</dd></div>
                        { simulation(props) }
                    </dl>
                }
                if props.observation.as_ref().is_some_and(|o| o.overloaded) {
                    <p>{ "The simulation was stopped because requests piled up without bound." }</p>
                }
                <h3>{ "How it is found" }</h3>
                <p>{ formula }</p>
                <h3>{ "Inputs" }</h3>
                { for inputs.iter().map(table) }
                if knobs.iter().any(|label| is_there(label)) {
                    <p class="wanted">{ "Parameters that move it: " }{
                        for knobs.iter().filter(|label| is_there(label)).map(|&label| wanted(props, label))
                    }</p>
                }
                <h3>{ "How far off it can be" }</h3>
                <p>{ accuracy }</p>
                <h3>{ "Where it comes from" }</h3>
                <p>{ source }</p>
            </div>
        </Dialog>
    }
}

/// A button that leaves the explanation for the parameters of that label.
fn wanted(props: &ExplainProps, label: &'static str) -> Html {
    let (dispatch, on_close) = (props.dispatch.clone(), props.on_close.clone());
    let go = Callback::from(move |_: MouseEvent| {
        dispatch.emit(Msg::Filter(label.to_owned()));
        on_close.emit(());
    });
    html! { <button type="button" class="button link" onclick={go}>{ label }</button> }
}

/// What the simulation says of an output, and how far the closed form is from it.
fn simulation(props: &ExplainProps) -> Html {
    let Topic::Metric(key) = props.topic else { return Html::default() };
    let Some(metric) = metric::find(key) else { return Html::default() };
    let said = props.observation.as_ref().and_then(|o| (metric.observed)(o, props.scope));
    let Some(said) = said else { return Html::default() };
    let gap = report::gap(&props.report, metric, props.scope, &said);
    html! {
        <>
            <div><dt>{ "Simulation" }</dt><dd>{ estimate_text(metric.unit, said) }</dd></div>
            <div><dt>{ "Gap" }</dt><dd>{ gap.map_or_else(|| "–".to_owned(), words::gap) }</dd></div>
        </>
    }
}

/// A table of texts, the first of each row its heading.
fn table(table: &Table) -> Html {
    let line = |texts: &Vec<String>| {
        let cells = texts.iter().enumerate().map(|(i, text)| match i {
            0 => html! { <th scope="row">{ text }</th> },
            _ => html! { <td>{ text }</td> },
        });
        html! { <tr>{ for cells }</tr> }
    };
    html! {
        <div class="table-box">
            <table>
                <thead><tr>{ for table.columns.iter().map(|c| html! { <th scope="col">{ *c }</th> }) }</tr></thead>
                <tbody>{ for table.rows.iter().map(line) }</tbody>
                if let Some(foot) = &table.foot {
                    <tfoot>{ line(foot) }</tfoot>
                }
            </table>
        </div>
    }
}
