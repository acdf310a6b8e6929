//! The page besides its first part, bar and numbers: knobs, the system, charts, tables, what opens over them, the views of a
//! frame, and what is done when anything happens. Its code and its words are a module of their own (`split` in `Cargo.toml`),
//! fetched while the first numbers are read: what the first part names as well comes with the first part.

use super::{App, CHARTS, Event, PARTS, TABLES};
use crate::app::flags::View;
use crate::app::{Msg, baseline, library};
use crate::ui::bar::{Gallery, Help, Open, Scenarios};
use crate::ui::cards::Cards;
use crate::ui::caveats::Caveats;
use crate::ui::compare::{Against, Compare};
use crate::ui::diagram::Diagram;
use crate::ui::engine::Held;
use crate::ui::explain::Explain;
use crate::ui::frame::Frame;
use crate::ui::knobs::Knobs;
use crate::ui::prices::{Listed, PricePicker};
use crate::ui::replay::{Requests, Shown};
use crate::ui::same::Same;
use crate::ui::share::Share;
use crate::ui::tour::Tour;
use crate::ui::words;
use crate::web::{address, offline};
use std::mem;
use yew::prelude::*;

/// What comes with it.
#[derive(Clone, Copy, Debug)]
pub struct Workbench {
    /// Does what has waited for it.
    pub begin: fn(&mut App, &Context<App>),
    /// Does what an event asks for; whether anything of it is seen.
    pub update: fn(&mut App, &Context<App>, Event) -> bool,
    /// First steps, where they were not seen before.
    pub tour: fn() -> Html,
    /// Knobs, system, charts and tables.
    pub columns: fn(&App) -> Html,
    /// What opens over them.
    pub over: fn(&App) -> Html,
    /// The page in a frame that shows one view of it.
    pub frame: fn(&App, View) -> Html,
}

const WORKBENCH: Workbench = Workbench { begin, update, tour, columns, over, frame };

/// Fetches it. Where that fails nobody hears of it; `static/start.js` has told the reader then.
pub fn fetch(done: &Callback<Workbench>) {
    #[cfg(feature = "split")]
    let done = done.clone();
    #[cfg(feature = "split")]
    yew::platform::spawn_local(async move {
        if let Ok(workbench) = fetched().await {
            done.emit(workbench);
        }
    });
    #[cfg(not(feature = "split"))]
    done.emit(WORKBENCH);
}

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(workbench, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "the macro adds how fetching fails")]
fn fetched() -> Result<Workbench, wasm_split_helpers::SplitLoaderError> {
    Ok(WORKBENCH)
}

fn begin(app: &mut App, ctx: &Context<App>) {
    app.parts = 1;
    if app.is_one_view() {
        offline::begin();
    }
    for effect in mem::take(&mut app.effects) {
        app.carry_out(effect);
    }
    app.handle(Msg::Begin);
    for event in mem::take(&mut app.waiting) {
        update(app, ctx, event);
    }
}

fn update(app: &mut App, ctx: &Context<App>, event: Event) -> bool {
    match event {
        Event::Do(msg) => {
            let is_now = app.pace.is_now(&msg, ctx.link());
            app.handle(msg);
            return is_now;
        }
        Event::Frame => return app.pace.has_come(),
        Event::SystemIsDark(dark) => app.system_is_dark = dark,
        Event::LetGo(held) => {
            app.engine.let_go(held);
            return false;
        }
        Event::Open(what) => app.open = what,
        Event::More => {
            app.parts += 1;
            if app.parts == PARTS {
                offline::begin();
                // The page comes before the workers; in a frame its neighbours do too.
                if !app.state.frame.is_framed {
                    app.engine.let_go(Held::All);
                }
            }
        }
        Event::Workbench(_) => return false,
    }
    true
}

fn tour() -> Html {
    html! { <Tour /> }
}

fn columns(app: &App) -> Html {
    let (state, dispatch) = (&app.state, &app.dispatch);
    let (scenario, report) = (Same::from(&state.scenario), Same::from(&state.report));
    let exploration = state.exploration.as_ref().map(Same::from);
    let observation = state.observation.as_ref().map(Same::from);
    let pinned = state.pinned().map(|b| Same::from(&b.shown));
    let replay = Shown::from(&state.replay);
    let readonly = state.frame.flags.readonly;
    html! {
        <>
            if !readonly {
                <Knobs scenario={scenario.clone()} report={report.clone()} selection={state.selection}
                    filter={state.filter.clone()} favourites={state.knobs.favourites(&state.scenario)}
                    drafts={Same::from(&state.knobs.drafts)} book={state.prices.book().map(Same::from)} {dispatch} />
            }
            <main class="main">
                <Caveats report={report.clone()} scenario={scenario.clone()} {dispatch} />
                <div class="cards">
                    if app.parts > 1 {
                        <Diagram scenario={scenario.clone()} report={report.clone()} scope={state.journey}
                            exploration={exploration.clone()} exploring={state.run.exploring}
                            selection={state.selection} folded={Same::from(&state.folded)}
                            refused={state.refused.clone()} locked={readonly} replay={replay.clone()} {dispatch} />
                    }
                    if let Some(view) = replay.view() {
                        <Requests scenario={scenario.clone()} replay={view.replay.clone()} order={view.order}
                            picked={view.picked} scope={state.journey} {dispatch} />
                    }
                    if app.parts >= CHARTS {
                        <Cards first={usize::from(app.parts - CHARTS) + 1} report={report.clone()}
                            scenario={scenario.clone()} {exploration} observation={observation.clone()} baseline={pinned}
                            scope={state.journey} exploring={state.run.exploring} is_dark={is_dark(app)} {dispatch} />
                    }
                </div>
                if let Some(baseline) = state.pinned() {
                    <Against {scenario} report={report.clone()} baseline={Same::from(&baseline.shown.report)}
                        comparison={state.comparison.as_ref().map(Same::from)} run={state.run.clone()}
                        scope={state.journey} {dispatch} />
                }
                if app.parts >= TABLES {
                    <Compare {report} {observation} run={state.run.clone()} scope={state.journey} {dispatch} />
                }
            </main>
        </>
    }
}

fn over(app: &App) -> Html {
    let (state, dispatch) = (&app.state, &app.dispatch);
    let (scenario, report) = (Same::from(&state.scenario), Same::from(&state.report));
    let on_close = app.show.reform(|()| Open::Nothing);
    let opened = match app.open {
        Open::Nothing => html! {},
        Open::Gallery => html! { <Gallery theme={state.theme} {on_close} {dispatch} /> },
        Open::Scenarios => html! {
            <Scenarios library={Same::from(&state.library)} current={library::current(state)}
                message={state.banner.clone()} {on_close} {dispatch} />
        },
        Open::Share => html! {
            <Share {scenario} {report} baseline={state.pinned().map(|b| Same::from(&b.scenario))} {on_close} {dispatch} />
        },
        Open::Help => html! { <Help {on_close} /> },
    };
    html! {
        <>
            { explained(app) }
            if let Some(id) = state.prices.picking {
                <PricePicker {id} scenario={Same::from(&state.scenario)} prices={Listed::of(&state.prices)} {dispatch} />
            }
            { opened }
        </>
    }
}

fn frame(app: &App, view: View) -> Html {
    let (state, dispatch) = (&app.state, &app.dispatch);
    let full = baseline::with(state.compared(), state.frame.fragment.clone());
    html! {
        <>
            <Frame {view} scenario={Same::from(&state.scenario)} report={Same::from(&state.report)}
                exploration={state.exploration.as_ref().map(Same::from)}
                observation={state.observation.as_ref().map(Same::from)}
                baseline={state.pinned().map(|b| Same::from(&b.shown))} run={state.run.clone()} scope={state.journey}
                selection={state.selection} folded={Same::from(&state.folded)}
                knobs={state.frame.flags.knobs(&state.scenario).0} drafts={Same::from(&state.knobs.drafts)}
                message={state.banner.clone()} verdict={words::verdict(&state.scenario, &state.report, state.journey)}
                full={address::link(&full)} natural={state.frame.flags.natural_height} is_dark={is_dark(app)} {dispatch} />
            { explained(app) }
        </>
    }
}

/// Always one node, so that those beside it keep their places, and with them what they remember.
fn explained(app: &App) -> Html {
    let state = &app.state;
    html! {
        if let Some(topic) = state.explained {
            <Explain {topic} scenario={Same::from(&state.scenario)} report={Same::from(&state.report)}
                observation={state.observation.as_ref().map(Same::from)} scope={state.journey}
                has_knobs={state.frame.view().is_none() && !state.frame.flags.readonly} dispatch={&app.dispatch} />
        }
    }
}

fn is_dark(app: &App) -> bool {
    words::theme_is_dark(app.state.theme).unwrap_or(app.system_is_dark)
}
