//! The dialog that hands a scenario on: links and snippets to copy, files to save, paper. Opening it stores and sends nothing.

mod snippet;

use super::chart_view;
use super::dialog::Dialog;
use super::same::Same;
use crate::app::Msg;
use crate::app::share::{Format, Snippets, file_name};
use crate::report::Report;
use crate::scenario::Scenario;
use crate::web::{address, dom};
use snippet::Snippet;
use yew::prelude::*;

/// Props of [`Share`].
#[derive(Debug, Properties, PartialEq)]
pub struct ShareProps {
    /// The document.
    pub scenario: Same<Scenario>,
    /// The closed forms' answers.
    pub report: Same<Report>,
    /// What it is compared with.
    pub baseline: Option<Same<Scenario>>,
    /// Hears that it was closed.
    pub on_close: Callback<()>,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

/// What can be copied, saved and printed.
#[component]
pub fn Share(props: &ShareProps) -> Html {
    let page = address::link("");
    let compares = use_state_eq(|| true);
    let baseline = props.baseline.as_deref().filter(|_| *compares);
    let all = Snippets::of(&props.scenario, &props.report, baseline, &page);
    let with = {
        let compares = compares.clone();
        Callback::from(move |_: Event| compares.set(!*compares))
    };
    let save = |label: &'static str, format: Format| {
        let (dispatch, page) = (props.dispatch.clone(), page.clone());
        let onclick = Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Save(format, page.clone())));
        html! { <button type="button" class="button framed" {onclick}>{ label }</button> }
    };
    let picture = {
        let (scenario, report) = (props.scenario.clone(), props.report.clone());
        Callback::from(move |_: MouseEvent| {
            chart_view::save_picture(&file_name(&scenario, "png"), &scenario, &report);
        })
    };
    let whole = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::SavePage))
    };
    let print = Callback::from(|_: MouseEvent| dom::print());
    html! {
        <Dialog title="Share" on_close={props.on_close.clone()}>
            <p class="quiet">{ "A link holds the whole scenario and the numbers you see. Nothing is stored or sent by showing it." }</p>
            if props.baseline.is_some() {
                <label class="share-with"><input type="checkbox" class="switch" role="switch" checked={*compares} onchange={with} />{ "With the pinned baseline" }</label>
            }
            <div class="snippets">
                <Snippet label="Link" text={all.link} />
                if let Some((is_serious, text)) = all.warning {
                    <p class={classes!("snippet-warning", is_serious.then_some("is-serious"))}>{ text }</p>
                }
                if let Some(text) = all.readable {
                    <Snippet label="Readable link" {text} hint="An example and what differs from it, to be edited by hand" />
                }
                <Snippet label="Markdown" text={all.markdown} />
                <Snippet label="Frame (HTML)" text={all.html} />
                <Snippet label="Picture with link (Markdown)" text={all.image} hint="For pages that show no frames; save the picture beside them" />
            </div>
            <h3 class="choices-head">{ "Files and paper" }</h3>
            <div class="choices">
                { save("Scenario (JSON)", Format::Scenario) }
                { save("Report (Markdown)", Format::Markdown) }
                { save("Report (CSV)", Format::Csv) }
                <button type="button" class="button framed" onclick={picture}>{ "Picture (PNG)" }</button>
                <button type="button" class="button framed" onclick={whole}>{ "Planner (one HTML file)" }</button>
                <button type="button" class="button framed" onclick={print}>{ "Print…" }</button>
            </div>
        </Dialog>
    }
}
