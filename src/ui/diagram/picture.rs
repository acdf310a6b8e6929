//! The window with the picture: what is drawn, where it lies, the thread that is pulled, and the buttons that move it. Not
//! what happens in it; that is the board's.

use super::board::{Desk, ZOOM};
use super::edge::{Edge, EdgeWords, path};
use super::funnel::Funnel;
use super::hand::Thread;
use super::journey::Journey;
use super::node::Node;
use super::place::Place;
use super::plan::NODE;
use super::traveller::Travellers;
use super::view::Point;
use crate::ui::icon::{Icon, Shape};
use yew::prelude::*;

/// The window.
pub fn picture(desk: &Desk, window: NodeRef, travellers: Option<Travellers>) -> Html {
    let view = desk.view();
    let scene = &desk.scene;
    let is_empty = scene.nodes.is_empty();
    // What comes later lies above: the critical path over the other lines.
    let (mut edges, critical): (Vec<_>, Vec<_>) = scene.edges.iter().partition(|edge| !edge.critical);
    edges.extend(critical);
    let hand = desk.board.borrow().hand.clone();
    let on_click = {
        let desk = desk.clone();
        Callback::from(move |event: MouseEvent| desk.click(&event))
    };
    let on_double = {
        let desk = desk.clone();
        Callback::from(move |event: MouseEvent| desk.double_click(&event))
    };
    let on_key = {
        let desk = desk.clone();
        Callback::from(move |event: KeyboardEvent| desk.key(&event))
    };
    let on_focus = {
        let desk = desk.clone();
        Callback::from(move |event: FocusEvent| desk.focus(&event))
    };
    let svg = classes!(
        "system-svg",
        view.is_far().then_some("is-far"),
        hand.is_moving().then_some("is-moving"),
        hand.thread().is_some().then_some("is-pulling"),
    );
    html! {
        <div class="system-box" role="region" aria-label="Diagram of the system">
            <svg ref={window} class={svg} height={format!("{:.0}", desk.room.1)} onclick={on_click}
                ondblclick={on_double} onkeydown={on_key} onfocusin={on_focus}>
                <defs>
                    <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"
                        patternTransform="rotate(45)">
                        <path class="hatch" d="M0 0v6" />
                    </pattern>
                </defs>
                <g transform={format!("translate({:.1} {:.1}) scale({:.4})", view.x, view.y, view.scale)}>
                    { for edges.iter().map(|&drawn| {
                        html! { <Edge key={drawn.key()} drawn={drawn.clone()} /> }
                    }) }
                    { for scene.edges.iter().map(|drawn| {
                        html! { <EdgeWords key={drawn.key()} drawn={drawn.clone()} /> }
                    }) }
                    { for scene.funnels.iter().map(|drawn| {
                        html! { <Funnel key={drawn.call} drawn={drawn.clone()} /> }
                    }) }
                    { for scene.journeys.iter().map(|drawn| {
                        html! { <Journey key={drawn.journey} drawn={drawn.clone()} /> }
                    }) }
                    { for scene.nodes.iter().map(|drawn| {
                        html! { <Node key={drawn.service} drawn={drawn.clone()} /> }
                    }) }
                    if let Some(travellers) = travellers { { travellers.draw() } }
                    if let Some((thread, end)) = hand.thread().zip(hand.end()) {
                        { pulled(desk, thread, view.place(end)) }
                    }
                </g>
            </svg>
            if is_empty {
                <p class="empty">{ "This scenario has no services yet. Add one above, or open an example." }</p>
            }
        </div>
    }
}

/// The thread from where it began to the pointer, or the thing that is carried in.
fn pulled(desk: &Desk, thread: Thread, end: Point) -> Html {
    let of = |place: Place| {
        let edge = desk.scene.edges.iter().find(|e| e.of == place);
        edge.and_then(|e| e.route.first().copied())
    };
    let start = match thread {
        Thread::NewCall(service) => {
            desk.scene.bounds(Place::Service(service)).map(|(at, _)| (at.0 + NODE.0, at.1 + NODE.1 / 2.0))
        }
        Thread::CallEnd(call) => of(Place::Call(call)),
        Thread::Entry(journey) => of(Place::Journey(journey)),
        Thread::New(kind) => {
            return html! {
                <g class="carried" transform={format!("translate({:.1} {:.1})", end.0, end.1)}>
                    <rect x="-60" y="-18" width="120" height="36" rx="8" />
                    <text y="5" text-anchor="middle">{ kind.label() }</text>
                </g>
            };
        }
    };
    let Some(start) = start else { return Html::default() };
    html! { <path class="thread" d={path(&[start, end])} /> }
}

/// The buttons that enlarge, reduce and show everything.
pub fn zoom(desk: &Desk) -> Html {
    let button = |shape: Shape, label: &'static str, act: fn(&Desk)| {
        let onclick = {
            let desk = desk.clone();
            Callback::from(move |_: MouseEvent| act(&desk))
        };
        html! {
            <button type="button" class="button" aria-label={label} title={label} {onclick}><Icon {shape} /></button>
        }
    };
    html! {
        <div class="zoom" role="group" aria-label="Size of the diagram">
            { button(Shape::Plus, "Zoom in (+)", |desk| desk.zoom(ZOOM)) }
            { button(Shape::Minus, "Zoom out (−)", |desk| desk.zoom(1.0 / ZOOM)) }
            { button(Shape::Fit, "Show all (0)", Desk::fit) }
        </div>
    }
}
