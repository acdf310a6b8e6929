//! The page's one component with state: hands messages to `app::update` and carries out what it asks for. Not what
//! any message means.

mod effects;
mod keys;
mod opening;
mod pace;
mod rest;
mod workbench;

use super::banner::{Banner, NewerNotice};
use super::bar::{Bar, Open};
use super::engine::{Engine, Held};
use super::live::Live;
use super::same::Same;
use super::skip::Skip;
use super::strip::Strip;
use super::words;
use crate::app::library::{self, Act};
use crate::app::{Effect, Msg, Newer, State};
use crate::chart::Kind;
use crate::scenario::codec::json;
use crate::web::address::{self, Address};
use crate::web::clock::{self, Trailing, Wait};
use crate::web::frame::{self, Host};
use crate::web::{dom, offline, save, store, theme};
use opening::Begun;
pub use opening::{Opening, fresh};
use pace::Pace;
use workbench::Workbench;
use yew::prelude::*;

/// The name the theme is kept under.
const THEME: &str = "headroom.theme";

/// What the names of scenarios begin with that are kept; their number follows.
const KEPT: &str = "headroom.scenario.";

/// The name the knobs that are kept on top are kept under.
const FAVOURITES: &str = "headroom.favourites";

/// What the component hears: messages, and what the browser says of itself.
#[derive(Debug)]
pub enum Event {
    /// Something happened.
    Do(Msg),
    /// The system went dark, or light.
    SystemIsDark(bool),
    /// What the workers are to do has waited long enough.
    LetGo(Held),
    /// The browser is about to draw.
    Frame,
    /// The next part of the page can be built.
    More,
    /// The parts besides the first can be drawn, and everything else can be done.
    Workbench(Workbench),
    /// Something is to open over the page, or to close.
    Open(Open),
}

/// The parts that the page is built in, each in a task of its own, so that a slow machine shows the numbers first and hears
/// what is pressed meanwhile: bar and numbers, knobs, diagram, chart after chart, tables, first steps.
const PARTS: u8 = TABLES + 1;
/// The part that the first chart comes with.
const CHARTS: u8 = 3;
/// The part that the tables come with.
const TABLES: u8 = CHARTS + Kind::ALL.len() as u8;

/// How long the workers of a frame wait for its neighbours \[ms\].
const CALM: u32 = 600;

/// The page.
#[derive(Debug)]
pub struct App {
    state: State,
    dispatch: Callback<Msg>,
    engine: Engine,
    address: Address,
    address_follows: Trailing,
    host: Option<Host>,
    _calm: Option<Wait>,
    pace: Pace,
    workbench: Option<Workbench>,
    /// What is to be done as soon as it is there: for the first answers, and because of what happened meanwhile.
    effects: Vec<Effect>,
    waiting: Vec<Event>,
    /// Parts that stand besides the first.
    parts: u8,
    more: Option<Wait>,
    /// What is open over the page.
    open: Open,
    show: Callback<Open>,
    system_is_dark: bool,
    _theme: theme::Listener,
    _keys: dom::Keys,
    _newer: offline::Listener,
    _leaving: dom::Leaving,
    _others: store::Listener,
    _drops: save::Drops,
}

impl Component for App {
    type Message = Event;
    type Properties = Opening;

    fn create(ctx: &Context<Self>) -> Self {
        let dispatch = ctx.link().callback(Event::Do);
        let system = ctx.link().callback(Event::SystemIsDark);
        let navigated = dispatch.clone();
        let (pressed, left, others, newer, dropped) =
            (dispatch.clone(), dispatch.clone(), dispatch.clone(), dispatch.clone(), dispatch.clone());
        let is_framed = frame::is_framed();
        let over = ctx.link().callback(Event::LetGo);
        let Begun { state, effects, fragment } = ctx.props().take();
        // The address may have changed since, when nobody listened yet.
        let now = address::fragment();
        theme::apply(words::theme_is_dark(state.theme));
        let mut app = Self {
            state,
            engine: Engine::new(dispatch.clone(), over.clone()),
            address: Address::new(move |fragment| navigated.emit(Msg::Navigated(fragment))),
            // Browsers refuse an address that changes too often; a host is told as it goes.
            address_follows: if is_framed { Trailing::new(0, 100) } else { Trailing::new(300, 1000) },
            host: None,
            pace: Pace::default(),
            _calm: is_framed.then(|| clock::after(CALM, move || over.emit(Held::All))),
            workbench: None,
            effects,
            waiting: Vec::new(),
            parts: 0,
            more: None,
            open: Open::Nothing,
            show: ctx.link().callback(Event::Open),
            system_is_dark: theme::system_is_dark(),
            _theme: theme::listen(move |dark| system.emit(dark)),
            _keys: dom::listen_keys(move |event| keys::undo(event, &pressed)),
            _leaving: dom::listen_leaving(move || left.emit(Msg::WriteAddress)),
            _others: store::listen(KEPT, move |id, text| {
                if let Some(id) = library::id(&id) {
                    others.emit(Msg::Library(Act::Elsewhere(id, text)));
                }
            }),
            _drops: save::listen_drops(json::MAX_BYTES, move |text| {
                dropped.emit(Msg::Library(Act::OpenFile(text)));
            }),
            _newer: offline::listen(move |waits| {
                newer.emit(Msg::Newer(if waits { Newer::Waits } else { Newer::TakenElsewhere }));
            }),
            dispatch,
        };
        if now != fragment {
            app.waiting.push(Event::Do(Msg::Navigated(now)));
        }
        app
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        match (self.workbench, event) {
            (None, Event::Workbench(workbench)) => {
                self.workbench = Some(workbench);
                (workbench.begin)(self, ctx);
                true
            }
            (None, event) => {
                self.waiting.push(event);
                false
            }
            (Some(workbench), event) => (workbench.update)(self, ctx, event),
        }
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        let (state, dispatch) = (&self.state, &self.dispatch);
        if let Some(view) = state.frame.view() {
            return self.workbench.map(|workbench| (workbench.frame)(self, view)).unwrap_or_default();
        }
        let scenario = Same::from(&state.scenario);
        let report = Same::from(&state.report);
        let verdict = words::verdict(&state.scenario, &state.report, state.journey);
        let readonly = state.frame.flags.readonly;
        html! {
            <>
                if let Some(workbench) = self.workbench {
                    if self.parts == PARTS && !state.frame.is_guest() {
                        { (workbench.tour)() }
                    }
                }
                <Skip has_knobs={!readonly} />
                if !readonly {
                    <Bar name={scenario.name.clone()} can_undo={state.history.can_undo()} can_redo={state.history.can_redo()}
                        has_baseline={state.pinned().is_some()} theme={state.theme} open={self.show.clone()} {dispatch} />
                }
                if let Some(newer) = state.newer {
                    <NewerNotice {newer} {dispatch} />
                }
                if let Some(message) = &state.banner {
                    <Banner message={message.clone()} {dispatch} />
                }
                <Strip {scenario} {report} exploration={state.exploration.as_ref().map(Same::from)}
                    observation={state.observation.as_ref().map(Same::from)} baseline={state.pinned().map(|b| Same::from(&b.shown))}
                    comparison={state.comparison.as_ref().map(Same::from)} run={state.run.clone()} scope={state.journey}
                    verdict={verdict.clone()} {dispatch} moved={state.knobs.moved} />
                <Live text={verdict.text} />
                <div class={classes!("columns", readonly.then_some("is-readonly"))}
                    aria-busy={(self.parts < PARTS).then_some("true")}>
                    if let Some(workbench) = self.workbench {
                        { (workbench.columns)(self) }
                    } else {
                        { rest::awaited(!readonly) }
                    }
                </div>
                if let Some(workbench) = self.workbench {
                    { (workbench.over)(self) }
                }
            </>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        self.pace.drawn();
        if first {
            dom::set_title(&words::page_title(&self.state.scenario.name));
        }
        let link = ctx.link().clone();
        if self.workbench.is_none() {
            if first {
                // What was drawn is to be seen first.
                self.more = Some(clock::after(0, move || workbench::fetch(&link.callback(Event::Workbench))));
            }
        } else if !self.is_one_view() && self.parts < PARTS {
            self.more = Some(clock::after(0, move || link.send_message(Event::More)));
        }
    }
}

impl App {
    /// Whether it is a frame that shows one view, which has no parts.
    fn is_one_view(&self) -> bool {
        self.state.frame.is_framed && self.state.frame.view().is_some()
    }
}
