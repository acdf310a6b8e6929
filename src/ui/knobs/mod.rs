//! The knobs: every parameter that both engines read, object by object. Not their ranges; each knob reads its row.

mod choice;
mod favourites;
mod number;
mod outline;
mod search;
mod section;
mod steps;

use super::icon::{Icon, Shape};
use super::same::Same;
use super::skip;
use crate::app::draft::Draft;
use crate::app::{Msg, Selection};
use crate::report::Report;
use crate::report::prices::Book;
use crate::scenario::{ParamId, Scenario};
use favourites::Favourites;
pub use outline::object_name;
use outline::outline;
use search::Search;
use section::Section;
pub use section::{Given, knob};
use yew::prelude::*;

/// Props of [`Knobs`].
#[derive(Debug, Properties, PartialEq)]
pub struct KnobsProps {
    /// The document.
    pub scenario: Same<Scenario>,
    /// The closed forms' answers.
    pub report: Same<Report>,
    /// What is chosen.
    pub selection: Selection,
    /// The text the knobs are filtered by.
    pub filter: AttrValue,
    /// Knobs that are kept on top.
    pub favourites: Vec<ParamId>,
    /// What stands typed in number boxes.
    pub drafts: Same<Vec<Draft>>,
    /// The price book, once it was fetched.
    pub book: Option<Same<Book>>,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

/// Whether any parameter of the document is found by these words.
pub fn finds(scenario: &Scenario, report: &Report, words: &str) -> bool {
    !outline(scenario, report, Selection::None, words).is_empty()
}

/// The column of knobs.
#[component]
pub fn Knobs(props: &KnobsProps) -> Html {
    let scenario = &props.scenario;
    let favourites: &[ParamId] = if props.filter.is_empty() { &props.favourites } else { &[] };
    let given = Given {
        scenario: scenario.clone(),
        findings: Same::from(&use_memo(scenario.clone(), |scenario| scenario.check())),
        drafts: props.drafts.clone(),
        book: props.book.clone(),
        dispatch: props.dispatch.clone(),
    };
    let shown_on_narrow = use_state_eq(|| false);
    let fold = {
        let shown = shown_on_narrow.clone();
        Callback::from(move |_: MouseEvent| shown.set(!*shown))
    };
    use_effect_with(props.filter.is_empty(), {
        let shown = shown_on_narrow.setter();
        // Words may come from elsewhere while the column is folded up.
        move |&is_empty| {
            if !is_empty {
                shown.set(true);
            }
        }
    });
    let mut sections = outline(scenario, &props.report, props.selection, &props.filter);
    // What stands on top does not stand below again.
    for block in sections.iter_mut().flat_map(|part| &mut part.blocks) {
        block.ids.retain(|id| !favourites.contains(id));
    }
    let nothing = sections.is_empty();
    let shown = sections.iter().flat_map(|part| &part.blocks).flat_map(|block| &block.ids).chain(favourites);
    let count = shown.clone().count();
    let set: Vec<ParamId> = shown.copied().filter(|&id| section::is_set(scenario, id)).collect();
    let mut heading = "";
    let mut items: Vec<Html> = Vec::new();
    for part in sections {
        if part.heading != heading {
            heading = part.heading;
            items.push(html! { <h2 key={heading} class="knobs-heading">{ heading }</h2> });
        }
        // With another choice, what is open is another.
        let key = format!("{:?} {}", props.selection, part.key);
        items.push(html! {
            <Section {key} {part} given={given.clone()} forced={!props.filter.is_empty()} />
        });
    }
    let shown = *shown_on_narrow;
    html! {
        <aside class={classes!("knobs", shown.then_some("is-shown"))} id={skip::PARAMETERS} tabindex="-1" aria-label="Parameters">
            <button type="button" class="button knobs-fold" aria-expanded={if shown { "true" } else { "false" }}
                onclick={fold}>
                <Icon shape={Shape::Chevron} />{ if shown { "Hide parameters" } else { "Change parameters" } }
            </button>
            <div class="knobs-body">
                <Search filter={props.filter.clone()} {count} {set} dispatch={props.dispatch.clone()} />
                <Chosen name={chosen_name(scenario, props.selection)} dispatch={props.dispatch.clone()} />
                if !favourites.is_empty() {
                    <Favourites ids={favourites.to_vec()} {given} />
                }
                // A list of their own, so that the box above stays when there are more or fewer.
                <>{ for items }</>
                if nothing {
                    <p class="empty">{ "No parameter has that in its name, its object or its path." }</p>
                }
            </div>
        </aside>
    }
}

fn chosen_name(scenario: &Scenario, selection: Selection) -> Option<AttrValue> {
    match selection {
        Selection::None => None,
        Selection::Service(i) => scenario.services.get(i).map(|s| s.name.clone().into()),
        Selection::Call(i) => {
            let ends = scenario.edges().find(|e| e.2 == i);
            ends.map(|(from, to, _)| outline::call_name(scenario, from, to).into())
        }
        Selection::Cache(i) => scenario.caches.get(i).map(|c| c.name.clone().into()),
        Selection::Journey(i) => scenario.journeys.get(i).map(|j| j.name.clone().into()),
    }
}

#[derive(Debug, Properties, PartialEq)]
struct ChosenProps {
    name: Option<AttrValue>,
    dispatch: Callback<Msg>,
}

/// What is selected, and the way back to all.
#[component]
fn Chosen(props: &ChosenProps) -> Html {
    let clear = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Select(Selection::None)))
    };
    match &props.name {
        None => Html::default(),
        Some(name) => html! {
            <div class="chosen">
                <strong>{ name }</strong>
                <button type="button" class="button link" onclick={clear}>{ "Show all" }</button>
            </div>
        },
    }
}
