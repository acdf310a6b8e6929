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

/// The list: serious ones in full, the others folded up.
#[component]
pub fn Caveats(props: &CaveatsProps) -> Html {
    let (serious, others): (Vec<_>, Vec<_>) = props.report.caveats.iter().partition(|c| c.code.is_serious());
    if serious.is_empty() && others.is_empty() {
        return Html::default();
    }
    let one = |caveat: &&Caveat| entry(caveat, props);
    html! {
        <section class="caveats" aria-label="What to know before believing a number">
            if !serious.is_empty() {
                <ul class="serious">{ for serious.iter().map(one) }</ul>
            }
            if !others.is_empty() {
                <details>
                    <summary>
                        <Icon shape={Shape::Chevron} />
                        { match others.len() {
                            1 => "1 assumption to know of".to_owned(),
                            n => format!("{n} assumptions to know of"),
                        } }
                    </summary>
                    <ul>{ for others.iter().map(one) }</ul>
                </details>
            }
        </section>
    }
}

fn entry(caveat: &Caveat, props: &CaveatsProps) -> Html {
    let service = caveat.service.and_then(|i| props.scenario.services.get(i).map(|s| (i, s)));
    let select = service.map(|(i, _)| {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Select(Selection::Service(i))))
    });
    html! {
        <li>
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
