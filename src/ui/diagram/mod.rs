//! The system as a picture: services, the calls between them and the caches in front of calls. Not editing; what is
//! pressed is selected.

mod edge;
mod funnel;
mod layout;
#[cfg(test)]
mod layout_tests;
mod node;
mod scene;
mod traveller;

use super::icon::{Icon, Shape};
use super::replay::{Player, Shown};
use super::same::Same;
use crate::app::replay::Act;
use crate::app::{Msg, Selection};
use crate::report::Report;
use crate::scenario::Scenario;
use crate::web::dom;
use edge::Edge;
use funnel::Funnel;
use layout::layout;
use node::Node;
use scene::Scene;
use traveller::Travellers;
use yew::prelude::*;

/// Props of [`Diagram`].
#[derive(Debug, Properties, PartialEq)]
pub struct DiagramProps {
    /// The document.
    pub scenario: Same<Scenario>,
    /// The closed forms' answers.
    pub report: Same<Report>,
    /// The journey that is read.
    pub scope: Option<usize>,
    /// What is chosen.
    pub selection: Selection,
    /// The recording that is played in it.
    pub replay: Shown,
    /// Hears what was chosen.
    pub dispatch: Callback<Msg>,
}

/// Least and greatest size against the natural one, so that text stays readable.
const SCALES: (f64, f64) = (0.72, 1.0);

/// A picture wider than this has a row of the page to itself.
const WIDE: f64 = 560.0;

/// The system as a picture.
#[component]
pub fn Diagram(props: &DiagramProps) -> Html {
    let shape = scene::shape(&props.scenario);
    let laid = use_memo(shape, layout);
    let mut scene = Scene::new(&props.scenario, &props.report, props.scope, props.selection, &laid);
    let view = props.replay.view();
    if let Some(view) = view {
        scene.show(&view.levels(), &view.whereabouts());
    }
    let travellers = view.map(|view| Travellers::new(&scene.edges, &view.travellers(), view.picked));
    let holder = use_node_ref();
    let room = use_state_eq(|| 0.0);
    use_effect_with(holder.clone(), {
        let room = room.setter();
        move |holder| {
            let watch = holder.get().and_then(|node| dom::watch_width(&node, move |width| room.set(width)));
            move || drop(watch)
        }
    });
    let scale = if *room > 0.0 { (*room / laid.width).clamp(SCALES.0, SCALES.1) } else { 1.0 };
    let clear = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |event: MouseEvent| {
            if dom::is_own(&event) {
                dispatch.emit(Msg::Select(Selection::None));
            }
        })
    };
    let dispatch = &props.dispatch;
    html! {
           <section class={classes!("card", "system", (laid.width > WIDE || view.is_some()).then_some("is-wide"))} aria-labelledby="system-title">
               <header class="card-head">
                   <h2 id="system-title">{ "System" }</h2>
                   if view.is_some() {
                       <ReplayLegend />
                   } else {
                       <Legend critical={scene.has_critical} />
                   }
                   <ReplayButton is_open={props.replay != Shown::Closed} dispatch={props.dispatch.clone()} />
               </header>
               <div class="system-box" ref={holder} tabindex="0" role="region" aria-label="Diagram of the system">
                   if scene.nodes.is_empty() {
                       <p class="empty">{ "This scenario has no services. Open an example to begin with." }</p>
                   } else {
                       <svg class="system-svg" width={format!("{:.0}", laid.width * scale)}
                           height={format!("{:.0}", laid.height * scale)}
                           viewBox={format!("0 0 {:.0} {:.0}", laid.width, laid.height)} onclick={clear}>
                           <defs>
                               <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"
                                   patternTransform="rotate(45)">
                                   <path class="hatch" d="M0 0v6" />
                               </pattern>
                           </defs>
                           { for scene.edges.into_iter().map(|drawn| {
    let key = drawn.key();
    html! { <Edge {key} {drawn} {dispatch} /> }
    }) }
                           { for scene.funnels.into_iter().map(|drawn| {
    let key = drawn.call;
    html! { <Funnel {key} {drawn} {dispatch} /> }
    }) }
                           { for scene.nodes.into_iter().map(|drawn| {
    let key = drawn.service;
    html! { <Node {key} {drawn} {dispatch} /> }
    }) }
                           if let Some(travellers) = travellers { { travellers.draw() } }
                       </svg>
                   }
               </div>
               <Player scenario={props.scenario.clone()} shown={props.replay.clone()} dispatch={props.dispatch.clone()} />
           </section>
       }
}

#[derive(Debug, Properties, PartialEq)]
struct LegendProps {
    critical: bool,
}

/// What width and colour mean.
#[component]
fn Legend(props: &LegendProps) -> Html {
    let busy =
        [("calm", "under 60 % busy"), ("warm", "to 80 %"), ("hot", "to 100 %"), ("over", "overloaded")];
    html! {
        <ul class="legend">
            { for busy.iter().map(|(class, words)| html! {
                <li><span class={classes!("swatch", *class)} />{ words }</li>
            }) }
            if props.critical { <li><span class="swatch-line" />{ "critical path" }</li> }
        </ul>
    }
}

/// What the boxes say while a recording is played.
#[component]
fn ReplayLegend() -> Html {
    html! {
        <ul class="legend">
            <li><span class="swatch" />{ "busy slots" }</li>
            <li><span class="swatch hot" />{ "while requests wait" }</li>
            <li><span class="swatch-waiting" />{ "a request that waits" }</li>
            <li><span class="swatch-traveller" />{ "a call or its answer" }</li>
        </ul>
    }
}

#[derive(Debug, Properties, PartialEq)]
struct ReplayButtonProps {
    is_open: bool,
    dispatch: Callback<Msg>,
}

/// Asks for a recording, or puts it away.
#[component]
fn ReplayButton(props: &ReplayButtonProps) -> Html {
    let act = if props.is_open { Act::Close } else { Act::Record };
    let click = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Replay(act)))
    };
    html! {
        <button type="button" class="button replay-open" title="Slow the clock and watch single requests of the simulation"
            onclick={click}>
            if props.is_open {
                <Icon shape={Shape::Close} />{ "Close replay" }
            } else {
                <Icon shape={Shape::Play} />{ "Replay" }
            }
        </button>
    }
}
