//! The controls of a recording: play, step, scrub, speed, and what happens at the moment that is shown. Not the picture.

use super::services::Services;
use super::track::Track;
use super::{Shown, View};
use crate::app::Msg;
use crate::app::replay::{Act, SLOWNESS};
use crate::report::format;
use crate::scenario::Scenario;
use crate::ui::icon::{Icon, Shape};
use crate::ui::same::Same;
use crate::web::clock::Frames;
use crate::web::{dom, motion};
use yew::prelude::*;

/// Props of [`Player`].
#[derive(Debug, Properties, PartialEq)]
pub struct PlayerProps {
    /// The document, for the names.
    pub scenario: Same<Scenario>,
    /// What is shown.
    pub shown: Shown,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

/// Positions of the slider over the recording.
const POSITIONS: f64 = 1000.0;

/// Sentences of one moment that there is room for.
const SENTENCES: usize = 2;

/// The player, or what there is to say while there is none.
#[component]
pub fn Player(props: &PlayerProps) -> Html {
    let record = act(&props.dispatch, Act::Record);
    let words = match &props.shown {
        Shown::Closed => return Html::default(),
        Shown::Ready(view) if view.replay.requests().is_empty() => {
            "Nothing arrived that could be recorded.".into()
        }
        Shown::Ready(view) => {
            return html! {
                <Controls scenario={props.scenario.clone()} view={view.clone()} dispatch={props.dispatch.clone()} />
            };
        }
        Shown::Recording => AttrValue::Static("Recording the simulation…"),
        Shown::Outdated => AttrValue::Static("There is no recording of the scenario as it is now."),
        Shown::Impossible(why) => why.clone(),
    };
    html! {
        <div class="replay">
            <p class="replay-note" role="status">
                <span>{ words }</span>
                if props.shown == Shown::Outdated {
                    <button type="button" class="button link" onclick={record}>{ "Record again" }</button>
                }
            </p>
        </div>
    }
}

#[derive(Debug, Properties, PartialEq)]
struct ControlsProps {
    scenario: Same<Scenario>,
    view: View,
    dispatch: Callback<Msg>,
}

#[component]
fn Controls(props: &ControlsProps) -> Html {
    let ControlsProps { view, dispatch, .. } = props;
    let node = use_node_ref();
    use_effect_with(node.clone(), |node| {
        // Whoever asked for it goes on from here, by keys too.
        if let Some(node) = node.get() {
            dom::focus(&node);
        }
    });
    use_effect_with(view.playing, {
        let dispatch = dispatch.clone();
        move |&playing| {
            let passed = move |seconds| dispatch.emit(Msg::Replay(Act::Passed(seconds)));
            let frames = playing.then(|| Frames::start(passed));
            move || drop(frames)
        }
    });
    let moves = !motion::is_unwanted();
    let pressed = {
        let dispatch = dispatch.clone();
        let length = view.replay.length_s();
        Callback::from(move |event: KeyboardEvent| {
            if let Some(act) = act_of(&event, moves, length) {
                event.prevent_default();
                dispatch.emit(Msg::Replay(act));
            }
        })
    };
    let length = view.replay.length_s();
    let now = clock(view.at_s, length);
    let seek = {
        let dispatch = dispatch.clone();
        Callback::from(move |at: f64| dispatch.emit(Msg::Replay(Act::Seek(length * at / POSITIONS))))
    };
    let fastest = (SLOWNESS.len() - 1) as f64;
    let change = {
        let dispatch = dispatch.clone();
        Callback::from(move |at: f64| dispatch.emit(Msg::Replay(Act::Slowness((fastest - at) as usize))))
    };
    let speed = speed(view.slowness);
    let button = |shape, name: &'static str, key: &'static str, what| {
        html! {
            <button type="button" class="button" aria-label={name} title={format!("{name} ({key})")}
                onclick={act(dispatch, what)}><Icon {shape} /></button>
        }
    };
    html! {
        <div class="replay" ref={node} role="group" aria-label="Replay of the simulation" tabindex="0" onkeydown={pressed}>
            <div class="replay-bar">
                <div class="replay-buttons">
                    { button(Shape::StepBack, "Step back", "left arrow", Act::Back) }
                    if moves {
                        if view.playing {
                            { button(Shape::Pause, "Pause", "space", Act::Toggle) }
                        } else {
                            { button(Shape::Play, "Play", "space", Act::Toggle) }
                        }
                    }
                    { button(Shape::StepForward, "Step", "right arrow", Act::Forward) }
                </div>
                <div class="replay-time">
                    <Track name="Moment of the replay" text={format!("{now} of {}", clock(length, length))}
                        at={if length > 0.0 { POSITIONS * view.at_s / length } else { 0.0 }} most={POSITIONS} on_move={seek} />
                    <span class="replay-clock"><b>{ now }</b>{ " of " }{ clock(length, length) }</span>
                </div>
                <div class="replay-speed">
                    <span aria-hidden="true">{ "Speed" }</span>
                    <Track name="Speed of the replay" text={speed.clone()} at={fastest - view.slowness as f64} most={fastest}
                        on_move={change} />
                    <span class="replay-rate">{ speed }</span>
                </div>
            </div>
            <News view={view.clone()} {moves} />
            <Services scenario={props.scenario.clone()} levels={view.levels()} />
        </div>
    }
}

#[derive(Debug, Properties, PartialEq)]
struct NewsProps {
    view: View,
    moves: bool,
}

/// Where the requests are, and what happens at this moment; that only while time stands still.
#[component]
fn News(props: &NewsProps) -> Html {
    let view = &props.view;
    let counts = view.replay.counts(view.at_s);
    let mut news = if view.playing { Vec::new() } else { view.replay.news(view.at_s) };
    let more = news.len().saturating_sub(SENTENCES);
    news.truncate(SENTENCES);
    if more > 0 {
        news.push(format!("And {more} more."));
    }
    html! {
        <div class="replay-words">
            <p class="replay-counts">
                { format!("Recorded so far: {} under way, {} answered, {} failed.", counts.under_way, counts.answered, counts.failed) }
                if !props.moves { { " Reduced motion is asked for: step, or move the slider." } }
            </p>
            <p class="replay-news" aria-live={if view.playing { "off" } else { "polite" }}>{ news.join(" ") }</p>
        </div>
    }
}

pub(super) fn act(dispatch: &Callback<Msg>, act: Act) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |_: MouseEvent| dispatch.emit(Msg::Replay(act)))
}

/// What a key asks for, unless the control that has the focus has a use of its own for it.
fn act_of(event: &KeyboardEvent, moves: bool, length_s: f64) -> Option<Act> {
    let own = dom::is_from(event, "input, select, summary, a");
    if event.ctrl_key() || event.meta_key() || event.alt_key() || own {
        return None;
    }
    match event.key().as_str() {
        " " if moves && !dom::is_from(event, "button") => Some(Act::Toggle),
        "ArrowRight" => Some(Act::Forward),
        "ArrowLeft" => Some(Act::Back),
        "Home" => Some(Act::Seek(0.0)),
        "End" => Some(Act::Seek(length_s)),
        _ => None,
    }
}

fn speed(slowness: usize) -> String {
    let times = SLOWNESS[slowness];
    if times > 1.0 { format!("1/{times:.0} of real time") } else { "real time".to_owned() }
}

/// A moment to a thousandth of its unit, so that every step is seen.
fn clock(at_s: f64, length_s: f64) -> String {
    let (at, unit) = if length_s < 100.0 { (at_s * 1000.0, "ms") } else { (at_s, "s") };
    format!("{} {unit}", format::decimal(at, 3))
}
