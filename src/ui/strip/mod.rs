//! The verdict strip: the few numbers that are always in view. Not how they are found; each tile opens that.

mod facts;
mod tile;

use super::icon::{Icon, Shape};
use super::same::Same;
use super::words::{self, Headline};
use crate::app::{Msg, Run};
use crate::report::compare::Comparison;
use crate::report::provenance::Topic;
use crate::report::{Answers, Exploration, Observation, Report};
use crate::scenario::Scenario;
use crate::web::dom;
use tile::Tile;
use yew::prelude::*;

/// Props of [`Strip`].
#[derive(Debug, Properties, PartialEq)]
pub struct StripProps {
    /// The document.
    pub scenario: Same<Scenario>,
    /// The closed forms' answers.
    pub report: Same<Report>,
    /// The curves over load.
    pub exploration: Option<Same<Exploration>>,
    /// What the simulation found.
    pub observation: Option<Same<Observation>>,
    /// Answers to compare with.
    #[prop_or_default]
    pub baseline: Option<Same<Answers>>,
    /// How the simulation differs from theirs.
    #[prop_or_default]
    pub comparison: Option<Same<Comparison>>,
    /// What the worker is at.
    pub run: Run,
    /// The journey that is read.
    pub scope: Option<usize>,
    /// The sentence above the tiles.
    pub verdict: Headline,
    /// Which tiles, by what they open, and in which order; none is all of them.
    #[prop_or_default]
    pub only: Option<&'static [&'static str]>,
    /// The output that the knob in hand moves most.
    #[prop_or_default]
    pub moved: Option<&'static str>,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

/// The verdict strip.
#[component]
pub fn Strip(props: &StripProps) -> Html {
    let opened = use_callback(props.dispatch.clone(), |topic: Topic, dispatch| {
        dispatch.emit(Msg::Explain(Some(topic)));
    });
    let mut facts = facts::tiles(props);
    if let Some(only) = props.only {
        let place = |key: &str| only.iter().position(|&one| one == key);
        facts.retain(|fact| place(fact.topic.key()).is_some());
        crate::order::sort_by_key(&mut facts, |fact| place(fact.topic.key()));
    }
    let tiles = facts.into_iter().map(|fact| {
        let key = fact.topic.key();
        html! { <Tile {key} {fact} is_moved={props.moved == Some(key)} on_open={opened.clone()} /> }
    });
    let shape = if props.verdict.state == "fail" { Shape::Warning } else { Shape::Tick };
    html! {
        <section class="strip" aria-label="Verdict">
            <div class="strip-head">
                <p class={classes!("headline", props.verdict.state)}>
                    if props.verdict.state != "none" { <Icon {shape} /> }
                    <span>{ &props.verdict.text }</span>
                </p>
                <Progress run={props.run.clone()}
                    done={props.observation.as_ref().map_or(0, |o| o.replications)} />
                if props.report.journeys.len() > 1 {
                    <Journeys names={props.report.journeys.iter().map(|j| AttrValue::from(j.name.clone()))
                        .collect::<Vec<_>>()} scope={props.scope} dispatch={props.dispatch.clone()} />
                }
            </div>
            <div class="tiles">{ for tiles }</div>
        </section>
    }
}

#[derive(Debug, Properties, PartialEq)]
struct ProgressProps {
    run: Run,
    done: u32,
}

/// What the simulation is at; it keeps its place when there is nothing to say.
#[component]
fn Progress(props: &ProgressProps) -> Html {
    let run = &props.run;
    let made = match (run.failed.is_some(), run.simulating, props.done) {
        (true, _, 0) => "no simulation".to_owned(),
        (true, _, done) => format!("simulation ended after {}", times(done)),
        (false, true, 0) => "simulating…".to_owned(),
        (false, true, done) => format!("simulating, {} so far", times(done)),
        (false, false, 0) => String::new(),
        (false, false, done) => format!("simulated {}", times(done)),
    };
    let note = words::replaced(run);
    let text = match &run.replaced {
        Some((1, _)) => format!("{made}, a worker was replaced"),
        Some((n, _)) => format!("{made}, workers were replaced {}", times(*n)),
        None => made,
    };
    let why = run.failed.clone().or(note);
    html! {
        <p class={classes!("progress", run.simulating.then_some("is-busy"))} title={why}>
            <svg class="ring" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                <circle class="ring-track" cx="8" cy="8" r="6" pathLength="100" />
                <circle class="ring-done" cx="8" cy="8" r="6" pathLength="100"
                    stroke-dasharray={format!("{:.0} 100", run.progress * 100.0)} />
            </svg>
            <span>{ text }</span>
        </p>
    }
}

fn times(n: u32) -> String {
    if n == 1 { "once".to_owned() } else { format!("{n} times") }
}

#[derive(Debug, Properties, PartialEq)]
struct JourneysProps {
    names: Vec<AttrValue>,
    scope: Option<usize>,
    dispatch: Callback<Msg>,
}

/// Chooses the journey that is read.
#[component]
fn Journeys(props: &JourneysProps) -> Html {
    let chosen = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |event: Event| {
            dispatch.emit(Msg::ReadJourney(dom::value_of(&event).parse().ok()));
        })
    };
    html! {
        <label class="journeys">
            <span>{ "Journey" }</span>
            <select onchange={chosen}>
                <option value="" selected={props.scope.is_none()}>{ "All together" }</option>
                { for props.names.iter().enumerate().map(|(i, name)| html! {
                    <option value={i.to_string()} selected={props.scope == Some(i)}>{ name }</option>
                }) }
            </select>
        </label>
    }
}
