//! The explanation of a number, or of all numbers of a service, call or cache: what each is, its formula, inputs,
//! source and error. Not texts of its own; they come from `report::provenance`.

use super::dialog::Dialog;
use super::icon::{Icon, Shape};
use super::knobs as column;
use super::same::Same;
use super::table_box::TableBox;
use super::words;
use crate::app::Msg;
use crate::report::provenance::{self, Explanation, Knob, Number, Table, Topic};
use crate::report::{Observation, Report};
use crate::scenario::Scenario;
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
    /// Whether there are knobs to go to.
    pub has_knobs: bool,
    /// Hears that it was closed, what is to be explained instead, and which parameters are wanted.
    pub dispatch: Callback<Msg>,
}

/// Assumptions that are listed; a large system has more, of the same kinds.
const LISTED: usize = 8;

/// A dialog that explains one number, or those of a thing.
#[component]
pub fn Explain(props: &ExplainProps) -> Html {
    let seen = props.observation.as_deref();
    let found = provenance::explain(props.topic, &props.scenario, &props.report, seen, props.scope);
    let Some(Explanation { title, numbers, inputs, assumptions }) = found else {
        return Html::default();
    };
    let on_close = props.dispatch.reform(|()| Msg::Explain(None));
    let body = match numbers.as_slice() {
        [number] => html! {
            <>
                <p class="lead">{ number.doc }</p>
                { values(number) }
                { stopped(props) }
                { origin(props, number, &inputs) }
            </>
        },
        all => html! {
            <>
                <p class="lead">{ "Its numbers now, by formula and as simulated. Each opens where it comes from." }</p>
                { stopped(props) }
                <div class="numbers">{ for all.iter().map(|number| folded(props, number)) }</div>
            </>
        },
    };
    // Another thing begins at the top.
    let key = format!("{:?}", props.topic);
    html! {
        <Dialog {key} {title} {on_close}>
            <div class="prose">
                { body }
                if !assumptions.is_empty() {
                    <h3>{ "What is assumed" }</h3>
                    <ul>
                        { for assumptions.iter().take(LISTED).map(|text| html! { <li>{ words::sentence(text) }</li> }) }
                        if assumptions.len() > LISTED {
                            <li>{ format!("And {} more of the same kinds.", assumptions.len() - LISTED) }</li>
                        }
                    </ul>
                }
            </div>
        </Dialog>
    }
}

/// What is to be said of a simulation that found no steady state.
fn stopped(props: &ExplainProps) -> Html {
    html! {
        if props.observation.as_ref().is_some_and(|o| o.overloaded) {
            <p>{ "The simulation was stopped because requests piled up without bound." }</p>
        }
    }
}

/// What formula and simulation say of a number, and how far they are apart.
fn values(number: &Number) -> Html {
    let Some(value) = &number.value else { return Html::default() };
    html! {
        <dl class="pair">
            <div><dt>{ "Formula" }</dt><dd>{ value }</dd></div>
            if let Some(said) = number.simulated {
                <div><dt>{ "Simulation" }</dt><dd>{ words::estimate(number.unit, said) }</dd></div>
                <div><dt>{ "Gap" }</dt><dd>{ number.gap.map_or_else(|| "–".to_owned(), words::gap) }</dd></div>
            }
        </dl>
    }
}

/// One of several numbers: what it is stands first, where it comes from is folded up.
fn folded(props: &ExplainProps, number: &Number) -> Html {
    let simulated = number.simulated.map(|said| words::estimate(number.unit, said));
    html! {
        <details key={number.label} class="number-of">
            <summary>
                <Icon shape={Shape::Chevron} />
                <span>{ number.label }</span>
                <span class="number-said">
                    <strong>{ number.value.clone() }</strong>
                    if let Some(simulated) = simulated {
                        <small>{ "sim " }{ simulated }</small>
                    }
                </span>
            </summary>
            <p>{ number.doc }</p>
            { origin(props, number, &[]) }
        </details>
    }
}

/// How a number is found, from what, how far off it can be and who found the formula.
fn origin(props: &ExplainProps, number: &Number, inputs: &[Table]) -> Html {
    let is_there = |knob: &&Knob| column::finds(&props.scenario, &props.report, &knob.words);
    let mut knobs = number.knobs.iter().filter(is_there).peekable();
    html! {
        <>
            <h3>{ "How it is found" }</h3>
            <p>{ number.formula }</p>
            if !inputs.is_empty() {
                <h3>{ "Inputs" }</h3>
                { for inputs.iter().map(|inputs| table(props, inputs)) }
            }
            if props.has_knobs && knobs.peek().is_some() {
                <p class="wanted">{ "Parameters that move it: " }{ for knobs.map(|knob| wanted(props, knob)) }</p>
            }
            <h3>{ "How far off it can be" }</h3>
            <p>{ number.accuracy }</p>
            <h3>{ "Where it comes from" }</h3>
            <p>{ number.source }</p>
        </>
    }
}

/// A button that leaves the explanation for the parameters that some words find.
fn wanted(props: &ExplainProps, knob: &Knob) -> Html {
    let (dispatch, words) = (props.dispatch.clone(), knob.words.clone());
    let go = Callback::from(move |_: MouseEvent| {
        dispatch.emit(Msg::Explain(None));
        dispatch.emit(Msg::Filter(words.clone()));
    });
    html! { <button type="button" class="button link" onclick={go}>{ knob.label }</button> }
}

/// A table of texts, the first of each row its heading, which opens what explains the thing.
fn table(props: &ExplainProps, table: &Table) -> Html {
    let line = |texts: &[String], topic: Option<Topic>| {
        let cells = texts.iter().enumerate().map(|(i, text)| match (i, topic) {
            (0, Some(topic)) => {
                let open = props.dispatch.reform(move |_: MouseEvent| Msg::Explain(Some(topic)));
                html! {
                    <th scope="row">
                        <button type="button" class="button link" onclick={open}>{ text }</button>
                    </th>
                }
            }
            (0, None) => html! { <th scope="row">{ text }</th> },
            _ => html! { <td>{ text }</td> },
        });
        html! { <tr>{ for cells }</tr> }
    };
    html! {
        <TableBox label={table.columns.first().copied().unwrap_or_default()}>
            <table>
                <thead><tr>{ for table.columns.iter().map(|c| html! { <th scope="col">{ *c }</th> }) }</tr></thead>
                <tbody>{ for table.rows.iter().map(|row| line(&row.texts, row.topic)) }</tbody>
                if let Some(foot) = &table.foot {
                    <tfoot>{ line(foot, None) }</tfoot>
                }
            </table>
        </TableBox>
    }
}
