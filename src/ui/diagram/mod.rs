//! The system as a picture: services, the calls between them and the caches in front of calls. Not editing; what is
//! pressed is selected.

mod edge;
mod funnel;
mod layout;
#[cfg(test)]
mod layout_tests;
mod node;
mod scene;

use super::same::Same;
use crate::app::{Msg, Selection};
use crate::report::Report;
use crate::scenario::Scenario;
use crate::web::dom;
use edge::Edge;
use funnel::Funnel;
use layout::layout;
use node::Node;
use scene::Scene;
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
    let scene = Scene::new(&props.scenario, &props.report, props.scope, props.selection, &laid);
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
           <section class={classes!("card", "system", (laid.width > WIDE).then_some("is-wide"))} aria-labelledby="system-title">
               <header class="card-head">
                   <h2 id="system-title">{ "System" }</h2>
                   <Legend critical={scene.has_critical} />
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
                       </svg>
                   }
               </div>
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
