//! The page's one component with state: hands messages to `app::update` and carries out what it asks for. Not what
//! any message means.

mod effects;
mod keys;
mod opening;
mod pace;

use super::banner::{Banner, NewerNotice};
use super::bar::Bar;
use super::cards::Cards;
use super::caveats::Caveats;
use super::compare::{Against, Compare};
use super::diagram::Diagram;
use super::engine::{Engine, Held};
use super::explain::Explain;
use super::frame::Frame;
use super::knobs::Knobs;
use super::live::Live;
use super::prices::{Listed, PricePicker};
use super::replay::{Requests, Shown};
use super::same::Same;
use super::skip::Skip;
use super::strip::Strip;
use super::tour::Tour;
use super::words;
use crate::app::library::{self, Act};
use crate::app::{Msg, Newer, State, baseline};
use crate::chart::Kind;
use crate::scenario::codec::json;
use crate::web::address::{self, Address};
use crate::web::clock::{self, Trailing, Wait};
use crate::web::frame::{self, Host};
use crate::web::{dom, offline, save, store, theme};
use opening::Begun;
pub use opening::{Opening, fresh};
use pace::Pace;
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
    /// Parts that stand besides the first.
    parts: u8,
    more: Option<Wait>,
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
            parts: 0,
            more: None,
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
        for effect in effects {
            app.carry_out(effect);
        }
        if now != fragment {
            app.handle(Msg::Navigated(now));
        }
        app
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        match event {
            Event::Do(msg) => {
                let is_now = self.pace.is_now(&msg, ctx.link());
                self.handle(msg);
                return is_now;
            }
            Event::Frame => return self.pace.has_come(),
            Event::SystemIsDark(dark) => self.system_is_dark = dark,
            Event::LetGo(held) => {
                self.engine.let_go(held);
                return false;
            }
            Event::More => {
                self.parts += 1;
                if self.parts == PARTS {
                    offline::begin();
                    // The page comes before the workers; in a frame its neighbours do too.
                    if !self.state.frame.is_framed {
                        self.engine.let_go(Held::All);
                    }
                }
            }
        }
        true
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        let state = &self.state;
        let dispatch = &self.dispatch;
        let scenario = Same::from(&state.scenario);
        let report = Same::from(&state.report);
        let exploration = state.exploration.as_ref().map(Same::from);
        let observation = state.observation.as_ref().map(Same::from);
        let pinned = state.pinned().map(|b| Same::from(&b.shown));
        let comparison = state.comparison.as_ref().map(Same::from);
        let replay = Shown::from(&state.replay);
        let is_dark = words::theme_is_dark(state.theme).unwrap_or(self.system_is_dark);
        let verdict = words::verdict(&state.scenario, &state.report, state.journey);
        let readonly = state.frame.flags.readonly;
        let framed = state.frame.view();
        // Always one node, so that those beside it keep their places, and with them what they remember.
        let explained = html! {
            if let Some(topic) = state.explained {
                <Explain {topic} scenario={scenario.clone()} report={report.clone()}
                    observation={observation.clone()} scope={state.journey}
                    has_knobs={framed.is_none() && !readonly} {dispatch} />
            }
        };
        if let Some(view) = framed {
            let knobs = state.frame.flags.knobs(&state.scenario).0;
            let full = baseline::with(state.compared(), state.frame.fragment.clone());
            return html! {
                <>
                <Frame {view} {scenario} {report} {exploration} {observation} baseline={pinned} run={state.run.clone()}
                    scope={state.journey} selection={state.selection} folded={Same::from(&state.folded)} {knobs} drafts={Same::from(&state.knobs.drafts)} message={state.banner.clone()}
                    {verdict} full={address::link(&full)} natural={state.frame.flags.natural_height}
                    {is_dark} {dispatch} />
                { explained }
                </>
            };
        }
        html! {
            <>
                if self.parts == PARTS && !state.frame.is_guest() {
                    <Tour />
                }
                <Skip has_knobs={!readonly} />
                if !readonly {
                    <Bar scenario={scenario.clone()} report={report.clone()} library={Same::from(&state.library)}
                    current={library::current(state)} message={state.banner.clone()} can_undo={state.history.can_undo()}
                    can_redo={state.history.can_redo()} pinned={state.pinned().map(|b| Same::from(&b.scenario))} theme={state.theme} {dispatch} />
                }
                if let Some(newer) = state.newer {
                    <NewerNotice {newer} {dispatch} />
                }
                if let Some(message) = &state.banner {
                    <Banner message={message.clone()} {dispatch} />
                }
                <Strip scenario={scenario.clone()} report={report.clone()} exploration={exploration.clone()}
                    observation={observation.clone()} baseline={pinned.clone()}
                    comparison={comparison.clone()} run={state.run.clone()} scope={state.journey} verdict={verdict.clone()} {dispatch} moved={state.knobs.moved} />
                <Live text={verdict.text} />
                <div class={classes!("columns", readonly.then_some("is-readonly"))}
                    aria-busy={(self.parts < PARTS).then_some("true")}>
                    if self.parts > 0 {
                        if !readonly {
                            <Knobs scenario={scenario.clone()} report={report.clone()} selection={state.selection}
                            filter={state.filter.clone()} favourites={state.knobs.favourites(&state.scenario)} drafts={Same::from(&state.knobs.drafts)} book={state.prices.book().map(Same::from)} {dispatch} />
                        }
                        <main class="main">
                            <Caveats report={report.clone()} scenario={scenario.clone()} {dispatch} />
                            <div class="cards">
                                if self.parts > 1 {
                                    <Diagram scenario={scenario.clone()} report={report.clone()} scope={state.journey}
                                        exploration={exploration.clone()} exploring={state.run.exploring}
                                        selection={state.selection} folded={Same::from(&state.folded)}
                                        refused={state.refused.clone()} locked={readonly} replay={replay.clone()} {dispatch} />
                                }
                                if let Some(view) = replay.view() {
                                    <Requests scenario={scenario.clone()} replay={view.replay.clone()} order={view.order}
                                        picked={view.picked} scope={state.journey} {dispatch} />
                                }
                                if self.parts >= CHARTS {
                                    <Cards first={usize::from(self.parts - CHARTS) + 1} {report} {scenario} {exploration} {observation} baseline={pinned} scope={state.journey}
                                        exploring={state.run.exploring} {is_dark} {dispatch} />
                                }
                            </div>
                            if let Some(baseline) = state.pinned() {
                                <Against scenario={Same::from(&state.scenario)} report={Same::from(&state.report)} baseline={Same::from(&baseline.shown.report)}
                                    {comparison} run={state.run.clone()} scope={state.journey} {dispatch} />
                            }
                            if self.parts >= TABLES {
                                <Compare report={Same::from(&state.report)}
                                    observation={state.observation.as_ref().map(Same::from)} run={state.run.clone()}
                                    scope={state.journey} {dispatch} />
                            }
                        </main>
                    }
                </div>
                { explained }
                if let Some(id) = state.prices.picking {
                    <PricePicker {id} scenario={Same::from(&state.scenario)} prices={Listed::of(&state.prices)} {dispatch} />
                }
            </>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        self.pace.drawn();
        if first {
            dom::set_title(&words::page_title(&self.state.scenario.name));
        }
        // A frame that shows one view has no parts.
        let frame = &self.state.frame;
        if frame.is_framed && frame.view().is_some() {
            if first {
                offline::begin();
            }
        } else if self.parts < PARTS {
            let link = ctx.link().clone();
            self.more = Some(clock::after(0, move || link.send_message(Event::More)));
        }
    }
}
