//! The system as a picture that is the editor: services, calls, caches and journeys are added, connected, put in order,
//! renamed and taken away in it. Not the edits themselves; those are messages to `app`.

mod board;
mod drawn;
mod edge;
mod funnel;
mod hand;
mod hold;
mod journey;
mod keys;
mod layers;
mod layout;
#[cfg(test)]
mod layout_tests;
mod legend;
mod name_box;
mod node;
mod notes;
mod palette;
mod pick;
mod picture;
mod place;
mod plan;
mod scene;
mod search;
mod thread;
mod tools;
mod traveller;
mod view;
mod walk;
mod wish;
mod words;

use super::replay::{Player, Shown};
use super::same::Same;
use super::skip;
use crate::app::editing::Edit;
use crate::app::folding::Fold;
use crate::app::{Msg, Selection};
use crate::report::provenance::Topic;
use crate::report::{Exploration, Report, breaks};
use crate::scenario::edit::kind::Kind;
use crate::scenario::{Key, Scenario};
use crate::web::{dom, pointing};
use board::{Board, Desk};
use hold::{use_escape, use_kept_focus};
use layout::layout;
use legend::{Legend, ReplayButton, ReplayLegend};
use notes::{Breaks, FoldAll, Refusal};
use palette::Palette;
use plan::Plan;
use scene::{Looks, Scene};
use search::Search;
use std::collections::BTreeSet;
use std::rc::Rc;
use thread::{hint, may_end};
use traveller::Travellers;
use wish::Wish;
use yew::prelude::*;

/// Props of [`Diagram`].
#[derive(Debug, Properties, PartialEq)]
pub struct DiagramProps {
    /// The document.
    pub scenario: Same<Scenario>,
    /// The closed forms' answers.
    pub report: Same<Report>,
    /// The curves over load.
    pub exploration: Option<Same<Exploration>>,
    /// Whether those are still of an earlier document.
    pub exploring: bool,
    /// The journey that is read.
    pub scope: Option<usize>,
    /// What is chosen.
    pub selection: Selection,
    /// Services whose callees are put away.
    pub folded: Same<BTreeSet<Key>>,
    /// Why the last edit was not done.
    #[prop_or_default]
    pub refused: Option<AttrValue>,
    /// Whether it is only to be read.
    #[prop_or_default]
    pub locked: bool,
    /// Whether its window is as high as what it stands in leaves it, and not as high as the picture.
    #[prop_or_default]
    pub fills: bool,
    /// The recording that is played in it.
    pub replay: Shown,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

/// Least and greatest height of the window.
const HEIGHTS: (f64, f64) = (240.0, 520.0);

/// The system as a picture.
#[component]
pub fn Diagram(props: &DiagramProps) -> Html {
    let scenario = &props.scenario;
    let board = use_mut_ref(Board::default);
    let redraw = use_force_update();
    let (window, around) = (use_node_ref(), use_node_ref());
    let size = use_state_eq(|| (0.0, 0.0));
    let sought = use_state_eq(String::new);
    let plan = Plan::new(scenario, &props.folded);
    let laid = use_memo(plan.shape.clone(), layout);
    let found = search::found(scenario, &sought);
    let breaks = props.exploration.as_ref().map(|e| breaks::breaks(scenario, &props.report, e));
    let breaks = breaks.unwrap_or_default();
    board.borrow_mut().meet(scenario);
    let thread = board.borrow().hand.thread();
    let may_end = may_end(scenario, thread);
    let selection = props.selection;
    let looks = Looks {
        scope: props.scope,
        selection,
        breaks: breaks.iter().find_map(|b| if let Topic::Service(i) = b.topic { Some(i) } else { None }),
        found: &found,
        may_end: &may_end,
    };
    let mut scene = Scene::new(scenario, &props.report, &plan, &laid, looks);
    scene.lead_tab_to(board.borrow().tab, selection);
    let view = props.replay.view();
    if let Some(view) = view {
        scene.show(&view.levels(), &view.whereabouts());
    }
    let travellers = view.map(|view| Travellers::new(&scene.edges, &view.travellers(), view.picked));
    let whole = (laid.width, laid.height);
    let (width, height) = *size;
    let wanted = (laid.height * 1.0_f64.min(width / laid.width)).clamp(HEIGHTS.0, HEIGHTS.1);
    let room = (f64::max(width, 1.0), if props.fills { f64::max(height, 1.0) } else { wanted });
    let desk = Desk {
        board,
        scene: Rc::new(scene),
        scenario: scenario.clone(),
        selection,
        window: window.clone(),
        around: around.clone(),
        room,
        whole,
        redraw: Callback::from(move |()| redraw.force_update()),
        locked: props.locked,
        overview: props.fills,
        dispatch: props.dispatch.clone(),
    };
    use_effect_with(window.clone(), {
        let size = size.setter();
        move |window| {
            let watch = window.get().and_then(|node| dom::watch_size(&node, move |now| size.set(now)));
            move || drop(watch)
        }
    });
    desk.hold(&laid);
    use_wheel(&desk);
    use_escape(&desk, thread.is_some());
    use_effect_with((selection, scenario.clone(), props.refused.clone()), {
        let desk = desk.clone();
        move |(_, _, refused)| {
            if refused.is_some() {
                desk.board.borrow_mut().wish = None;
            } else {
                desk.grant();
            }
        }
    });
    use_kept_focus(&desk);
    let caller = match selection {
        Selection::Service(i) => scenario.services.get(i).map(|s| AttrValue::from(s.name.clone())),
        _ => None,
    };
    let add = {
        let desk = desk.clone();
        Callback::from(move |kind: Kind| desk.edit(Edit::Add(kind, desk.selection)))
    };
    let seek = {
        let (desk, found) = (desk.clone(), found.clone());
        Callback::from(move |()| {
            let after = if let Selection::Service(i) = desk.selection { Some(i) } else { None };
            if let Some(service) = search::next(&found, after) {
                if after == Some(service) {
                    desk.show(place::Place::Service(service), true);
                } else {
                    desk.ask(Wish::Centre, Msg::Select(Selection::Service(service)));
                }
            }
        })
    };
    let fold = {
        let desk = desk.clone();
        Callback::from(move |fold: Fold| desk.fold(fold))
    };
    let typed = {
        let sought = sought.setter();
        Callback::from(move |text: String| sought.set(text))
    };
    let on = |act: fn(&Desk, &PointerEvent)| {
        let desk = desk.clone();
        Callback::from(move |event: PointerEvent| act(&desk, &event))
    };
    let is_large = scenario.services.len() >= search::WORTHWHILE;
    let hint = thread.map(|thread| hint(scenario, thread, desk.board.borrow().hand.over()));
    html! {
        <section class={classes!("card", "system", props.locked.then_some("is-locked"))} id={skip::SYSTEM} tabindex="-1" aria-labelledby="system-title">
            <header class="card-head">
                <h2 id="system-title">{ "System" }</h2>
                if view.is_some() {
                    <ReplayLegend />
                } else {
                    <Legend critical={desk.scene.has_critical} />
                }
                <ReplayButton is_open={props.replay != Shown::Closed} dispatch={props.dispatch.clone()} />
            </header>
            <div class="board" ref={around} onpointerdown={on(Desk::press)} onpointermove={on(Desk::drag)}
                onpointerup={on(Desk::release)} onpointercancel={on(|desk, _| desk.cancel())}>
                <div class={classes!("board-row", is_large.then_some("has-find"))}>
                    if !props.locked {
                        <Palette {selection} {caller} {add} />
                    }
                    if is_large {
                        <Search text={(*sought).clone()} count={found.iter().filter(|&&f| f).count()} {typed} next={seek} />
                        <FoldAll any={!plan.behind.is_empty()} {fold} />
                    }
                    { picture::zoom(&desk) }
                </div>
                if !props.locked {
                    <div class="board-row tools-row" role="group" aria-label="Change what is selected">
                        if let Some(hint) = hint {
                            <p class="tools-hint is-pulling">{ hint }</p>
                        } else {
                            { tools::tools(&desk) }
                        }
                    </div>
                }
                { picture::picture(&desk, window, travellers) }
                if let Some(why) = &props.refused {
                    <Refusal why={why.clone()} dispatch={props.dispatch.clone()} />
                }
            </div>
            <Breaks {breaks} stale={props.exploring} dispatch={props.dispatch.clone()} />
            <Player scenario={scenario.clone()} shown={props.replay.clone()} dispatch={props.dispatch.clone()} />
        </section>
    }
}

/// Hears the wheel over the picture.
#[hook]
fn use_wheel(desk: &Desk) {
    let latest = use_mut_ref(|| None::<Desk>);
    latest.replace(Some(desk.clone()));
    use_effect_with(desk.window.clone(), move |window| {
        let node = window.get();
        let wheel = node.map(|node| {
            let of = node.clone();
            pointing::listen_wheel(&node, move |event| {
                let Some(desk) = latest.borrow().clone() else { return };
                if event.ctrl_key() || event.meta_key() {
                    event.prevent_default();
                    let at = pointing::place_in(&of, event.client_x(), event.client_y());
                    desk.wheel(event.delta_y(), at);
                }
            })
        });
        move || drop(wheel)
    });
}
