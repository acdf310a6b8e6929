//! What to know before believing a number, the serious first. Not mistakes in the document; those stand beside
//! their controls.

use super::icon::{Icon, Shape};
use super::same::Same;
use crate::app::{Msg, Selection};
use crate::report::{Caveat, Report};
use crate::scenario::Scenario;
use yew::prelude::*;

/// Props of [`Caveats`].
#[derive(Debug, Properties, PartialEq)]
pub struct CaveatsProps {
    /// The answers they are about.
    pub report: Same<Report>,
    /// The document.
    pub scenario: Same<Scenario>,
    /// Hears which service was chosen.
    pub dispatch: Callback<Msg>,
}

/// A line that keeps its height whatever there is to say, and unfolds into the list, the serious first.
#[component]
pub fn Caveats(props: &CaveatsProps) -> Html {
    let (serious, others): (Vec<_>, Vec<_>) = props.report.caveats.iter().partition(|c| c.code.is_serious());
    let rest = match others.len() {
        0 => String::new(),
        1 => "1 assumption to know of".to_owned(),
        n => format!("{n} assumptions to know of"),
    };
    let Some(first) = serious.first() else {
        if others.is_empty() {
            return html! { <p class="caveats is-empty">{ "Nothing to hold against these numbers." }</p> };
        }
        return html! {
            <details class="caveats">
                <summary><Icon shape={Shape::Chevron} /><span>{ rest }</span></summary>
                <ul>{ for others.iter().map(|c| entry(c, props)) }</ul>
            </details>
        };
    };
    let more = props.report.caveats.len() - 1;
    html! {
        <details class="caveats is-serious">
            <summary>
                <Icon shape={Shape::Chevron} />
                <span class="caveat-first">{ &first.text }</span>
                if more > 0 { <span class="caveat-more">{ format!("and {more} more") }</span> }
            </summary>
            <ul>{ for serious.iter().chain(&others).map(|c| entry(c, props)) }</ul>
        </details>
    }
}

fn entry(caveat: &Caveat, props: &CaveatsProps) -> Html {
    let service = caveat.service.and_then(|i| props.scenario.services.get(i).map(|s| (i, s)));
    let select = service.map(|(i, _)| {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Select(Selection::Service(i))))
    });
    html! {
        <li class={caveat.code.is_serious().then_some("is-serious")}>
            if caveat.code.is_serious() { <Icon shape={Shape::Warning} /> }
            <p>
                { &caveat.text }
                if let Some((_, service)) = service {
                    { " " }
                    <button type="button" class="button link" onclick={select}>{ "Show " }{ &service.name }</button>
                }
            </p>
        </li>
    }
}
