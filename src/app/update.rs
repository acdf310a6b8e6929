//! What each message does to the state. Not how the page looks or how effects are carried out.

use super::flags::Flags;
use super::work::{self, ask};
use super::{
    Banner, Effect, Msg, Origin, Selection, Shelf, State, baseline, draft, editing, folding, guest, knob,
    library, replay, share,
};
use crate::report;
use crate::report::prices::Book;
use crate::report::seen::{self, Seen};
use crate::scenario::{ParamId, Scenario, codec, limits, preset};
use std::rc::Rc;

/// Changes the state as a message says and returns what the page is to do.
pub(super) fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Set(id, value) => edit(state, true, |s| s.set_clamped(id, value)),
        Msg::Settle => {
            state.history.settle();
            Vec::new()
        }
        Msg::Reset(id) => knob::reset(state, &[id]),
        Msg::Rename(name) => edit(state, false, |s| s.name = name.chars().take(limits::NAME).collect()),
        Msg::OpenPreset(key) => preset::find(key).map_or_else(Vec::new, |p| {
            let mut effects = library::settle(state);
            open(state, (p.build)(), Origin::Preset(p.key));
            effects.extend([Effect::PushAddress(link(state)), library::last(state), ask(state)]);
            effects
        }),
        Msg::Begin => vec![ask(state)],
        Msg::Navigated(fragment) => {
            let mut effects = arrive(state, &fragment);
            effects.push(ask(state));
            effects
        }
        Msg::Undo => travel(state, super::history::History::undo),
        Msg::Redo => travel(state, super::history::History::redo),
        Msg::Select(selection) => {
            state.selection = selection;
            state.refused = None;
            folding::reveal(state);
            Vec::new()
        }
        Msg::ReadJourney(journey) => {
            state.journey = journey.filter(|&j| j < state.scenario.journeys.len());
            Vec::new()
        }
        Msg::ToggleBaseline => baseline::toggle(state),
        Msg::SetTheme(theme) => {
            state.theme = theme;
            vec![Effect::ApplyTheme(theme)]
        }
        Msg::Explain(topic) => {
            state.explained = topic;
            Vec::new()
        }
        Msg::Filter(text) => {
            state.filter = text;
            Vec::new()
        }
        Msg::Knob(act) => knob::update(state, act),
        Msg::Library(act) => library::update(state, act),
        Msg::Save(format, page) => vec![Effect::SaveFile(share::file(state, format, &page))],
        Msg::DismissBanner => {
            state.banner = None;
            Vec::new()
        }
        Msg::PickPrice(id) => pick_price(state, id),
        Msg::Prices(text) => {
            let book = text.and_then(|text| Book::parse(&text).map_err(|e| e.to_string()));
            state.prices.book = book.map_or_else(Shelf::Missing, |book| Shelf::Here(Rc::new(book)));
            Vec::new()
        }
        Msg::Edit(edit) => editing::update(state, edit),
        Msg::Fold(fold) => {
            folding::update(state, fold);
            Vec::new()
        }
        Msg::DismissRefusal => {
            state.refused = None;
            Vec::new()
        }
        Msg::Replay(act) => replay::update(state, act),
        Msg::Worker(worker, reply) => work::hear(state, worker, reply),
        Msg::WorkerFailed(worker, why) => work::crashed(state, worker, &why),
        Msg::WriteAddress => library::settle(state),
        Msg::Heard(text) => guest::heard(state, &text),
        Msg::Grown(height) => guest::grown(state, height),
        Msg::SavePage => {
            let fragment = baseline::with(state.compared(), codec::encode(&state.scenario));
            vec![Effect::SavePage(file_name(&state.scenario), fragment)]
        }
        Msg::PageSaved(saved) => {
            if let Err(why) = saved {
                let text = format!("The planner could not be saved as one file: {why}.");
                state.banner = Some(Banner { is_error: true, text });
            }
            Vec::new()
        }
        Msg::Newer(newer) => {
            state.newer = Some(newer);
            Vec::new()
        }
        // The address says everything that the new page has to know.
        Msg::TakeNewer => {
            let mut effects = library::stored(state);
            effects.extend([Effect::ReplaceAddress(link(state)), Effect::TakeNewer]);
            effects
        }
    }
}

/// Looks a price up, in a book that is fetched when it is first asked for.
fn pick_price(state: &mut State, id: Option<ParamId>) -> Vec<Effect> {
    state.prices.picking = id;
    if id.is_none() || !matches!(state.prices.book, Shelf::Untouched | Shelf::Missing(_)) {
        return Vec::new();
    }
    state.prices.book = Shelf::Fetching;
    vec![Effect::FetchPrices]
}

/// The name of the planner as a file: the scenario's in letters that every disk takes.
fn file_name(scenario: &Scenario) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let words: String = scenario.name.chars().map(plain).collect();
    let words: Vec<_> = words.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "headroom.html".to_owned() } else { format!("headroom-{}.html", words.join("-")) }
}

/// Changes numbers of the document.
pub(super) fn edit(state: &mut State, moving: bool, change: impl FnOnce(&mut Scenario)) -> Vec<Effect> {
    let mut scenario = (*state.scenario).clone();
    change(&mut scenario);
    replace(state, scenario, moving)
}

/// Gives a parameter back the value that it had before it was taken in hand; no step of undo is left of that.
pub(super) fn restore(state: &mut State, id: ParamId, before: f64) -> Vec<Effect> {
    let mut scenario = (*state.scenario).clone();
    scenario.set_clamped(id, before);
    if scenario == *state.scenario || !state.history.take_back(&scenario) {
        return replace(state, scenario, true);
    }
    show(state, Rc::new(scenario));
    vec![ask(state), Effect::ScheduleAddress]
}

/// Puts a changed document in place of the one that is shown; nothing happens if it is the same.
pub(super) fn replace(state: &mut State, scenario: Scenario, moving: bool) -> Vec<Effect> {
    if scenario == *state.scenario {
        return Vec::new();
    }
    state.history.before_change(&state.scenario, moving);
    show(state, Rc::new(scenario));
    vec![ask(state), Effect::ScheduleAddress]
}

fn travel(
    state: &mut State,
    step: fn(&mut super::history::History, &Rc<Scenario>) -> Option<Rc<Scenario>>,
) -> Vec<Effect> {
    let (now, sitting) = (Rc::clone(&state.scenario), state.history.sitting());
    step(&mut state.history, &now).map_or_else(Vec::new, |scenario| {
        if state.history.sitting() != sitting {
            state.knobs.drafts = Rc::default();
        }
        show(state, scenario);
        vec![ask(state), Effect::ScheduleAddress]
    })
}

/// The fragment of what is shown, with the numbers that are seen; an example as it is needs none. Empty for a document that
/// no link holds.
pub(super) fn link(state: &State) -> String {
    let fragment = share::link(&state.scenario, &state.report, state.compared());
    if fragment.len() > codec::MAX_CHARACTERS { String::new() } else { fragment }
}

/// Gives the document another name, which is no step of undo.
pub(super) fn show_name(state: &mut State, name: String) {
    let scenario = Scenario { name, ..(*state.scenario).clone() };
    state.scenario = Rc::new(scenario);
}

/// Opens another document; the one before can be had back by undo.
pub(super) fn open(state: &mut State, scenario: Scenario, origin: Origin) {
    let scenario = Rc::new(scenario);
    if scenario != state.scenario {
        state.history.before_change(&state.scenario, false);
        state.history.begin();
        state.knobs.drafts = Rc::default();
    }
    state.origin = origin;
    state.banner = None;
    state.selection = Selection::None;
    state.exploration = None;
    state.explained = None;
    state.folded = Rc::new(folding::at_first(&scenario));
    show(state, scenario);
    library::adopt(state);
}

/// Makes a document the one that is shown, with its answers.
pub(super) fn show(state: &mut State, scenario: Rc<Scenario>) {
    state.report = Rc::new(state.evaluator.evaluate(&scenario));
    state.observation = None;
    state.refused = None;
    // What is chosen stays so under its new place.
    let before = &state.scenario;
    state.selection = state.selection.follow(before, &scenario);
    draft::follow(&mut state.knobs.drafts, before, &scenario);
    let journey = state.journey.map_or(Selection::None, Selection::Journey).follow(before, &scenario);
    state.journey = if let Selection::Journey(j) = journey { Some(j) } else { None };
    if !report::are_aligned(before, &scenario) {
        // The curves of an earlier document speak of its journeys and services by their places.
        state.exploration = None;
    }
    if let Some(baseline) = state.pinned_mut() {
        baseline.align(&scenario);
    }
    state.scenario = scenario;
}

/// Opens what an address names. Nobody is asked anything yet.
pub(super) fn arrive(state: &mut State, fragment: &str) -> Vec<Effect> {
    let mut effects = library::stored(state);
    let flags = if fragment.is_empty() {
        let first = &preset::ALL[0];
        open(state, (first.build)(), Origin::Preset(first.key));
        effects.push(library::last(state));
        Default::default()
    } else {
        match codec::decode(fragment) {
            Ok(link) => {
                let origin = match link.origin {
                    codec::Origin::Preset(key) => Origin::Preset(key),
                    codec::Origin::Payload => Origin::Link,
                };
                open(state, link.scenario, origin);
                effects.push(library::last(state));
                let seen =
                    link.flags.iter().find(|flag| flag.0 == seen::FLAG).and_then(|f| Seen::parse(&f.1));
                if let Some(text) = seen.and_then(|seen| seen.news(&state.report)) {
                    state.banner = Some(Banner { is_error: false, text });
                }
                let baseline = link.flags.iter().find(|flag| flag.0 == baseline::FLAG);
                let followed = baseline::follow(state, baseline.map(|flag| flag.1.as_str()));
                let mut read =
                    Flags::read(link.flags.iter().map(|(name, value)| (name.as_str(), value.as_str())));
                read.1.extend(followed.err());
                read
            }
            Err(error) => {
                // What is shown stays: at the start that is what was kept or the default, later the architect's own.
                let text = format!("This link could not be opened: {error}");
                state.banner = Some(Banner { is_error: true, text });
                (Flags::of_fragment(fragment), Vec::new())
            }
        }
    };
    effects.extend(guest::arrived(state, flags));
    effects
}
