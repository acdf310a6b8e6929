//! The page as a guest in a frame of another page: what it leaves alone there, and what it says to its host. Not the
//! language they speak; that is [`super::message`].

use super::flags::{Flags, View};
use super::knob::Act;
use super::message::{self, Ask, Fault};
use super::{Banner, Effect, Msg, State, Theme, library, update, work};
use crate::scenario::excerpt::excerpt;
use crate::scenario::{Scenario, codec};
use std::rc::Rc;

/// Where the page stands, and how it is shown there.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Frame {
    /// Whether another page shows this one within itself.
    pub is_framed: bool,
    /// What the link says of how it is shown.
    pub flags: Flags,
    /// The document as a fragment, as last told; what "Open in full" opens.
    pub fragment: String,
}

impl Frame {
    /// Whether the address, the storage and the theme of this site are to be left alone.
    pub fn is_guest(&self) -> bool {
        self.is_framed || self.view().is_some()
    }

    /// What is shown instead of the whole page.
    pub fn view(&self) -> Option<View> {
        self.flags.view.filter(|&view| view != View::Full)
    }
}

/// Whether a message is not for a page that is only read.
pub(super) fn is_refused(state: &State, msg: &Msg) -> bool {
    let edits = matches!(
        msg,
        Msg::Set(..)
            | Msg::Reset(_)
            | Msg::Knob(Act::Write(..) | Act::Reset(_) | Act::ResetFrom(..))
            | Msg::Rename(_)
            | Msg::Edit(_)
            | Msg::OpenPreset(_)
            | Msg::Library(library::Act::OpenFile(_))
            | Msg::Undo
            | Msg::Redo
    );
    edits && state.frame.flags.readonly
}

/// What a guest does instead of what the page does by itself: it tells its host where the page would write its address,
/// and remembers nothing.
pub(super) fn instead(state: &mut State, effects: Vec<Effect>) -> Vec<Effect> {
    if !state.frame.is_guest() {
        return effects;
    }
    let one = |effect| match effect {
        Effect::ReplaceAddress(_) | Effect::PushAddress(_) => {
            state.frame.fragment = codec::encode(&state.scenario);
            told(state, |state| message::change(state, None))
        }
        Effect::ApplyTheme(theme) => Some(Effect::ShowTheme(theme)),
        Effect::Store { .. } | Effect::StoreLast(_) => None,
        other => Some(other),
    };
    effects.into_iter().filter_map(one).collect()
}

/// Something said to the host, if there is one to hear it.
fn told(state: &State, say: impl FnOnce(&State) -> String) -> Option<Effect> {
    state.frame.flags.origin.is_some().then(|| Effect::Say(say(state)))
}

/// The flags of a link that was followed: how the page is shown from now on. What is wrong with them is said above it.
pub(super) fn arrived(state: &mut State, (flags, mut faults): (Flags, Vec<String>)) -> Vec<Effect> {
    faults.extend(flags.knobs(&state.scenario).1);
    if !faults.is_empty() {
        let text = format!("Not all of this link is understood: {}.", faults.join("; "));
        state.banner = Some(Banner { is_error: true, text });
    }
    let mut effects = Vec::new();
    let was_guest = state.frame.is_guest();
    if flags.origin != state.frame.flags.origin {
        effects.push(Effect::Meet(flags.origin.clone()));
    }
    state.frame.flags = flags;
    // A guest does not know what was chosen on this site by itself.
    let theme = state.frame.flags.theme.or((state.frame.is_guest() || was_guest).then_some(Theme::Auto));
    if let Some(theme) = theme {
        state.theme = theme;
        effects.push(Effect::ShowTheme(theme));
    }
    if state.frame.is_guest() {
        state.frame.fragment = codec::encode(&state.scenario);
        effects.extend(told(state, message::ready));
    }
    effects
}

/// The content is so high now.
pub(super) fn grown(state: &State, height: f64) -> Vec<Effect> {
    let is_told = state.frame.flags.natural_height && height > 0.0;
    told(state, |_| message::resize(height)).filter(|_| is_told).into_iter().collect()
}

/// Does what the host says, or tells it why not.
pub(super) fn heard(state: &mut State, text: &str) -> Vec<Effect> {
    let heard = message::read(text).and_then(|heard| {
        let id = heard.id.clone();
        obey(state, heard.ask).map(|effects| (heard.id, effects)).map_err(|text| Fault { id, text })
    });
    let (id, mut effects) = match heard {
        Ok(done) => done,
        Err(fault) => return told(state, |_| message::error(&fault)).into_iter().collect(),
    };
    state.frame.fragment = codec::encode(&state.scenario);
    effects.extend(told(state, |state| message::change(state, id.as_deref())));
    effects
}

fn obey(state: &mut State, ask: Ask) -> Result<Vec<Effect>, String> {
    let Ask::Set { scenario, values, theme } = ask else { return Ok(Vec::new()) };
    let mut next: Scenario = match scenario {
        Some(fragment) => codec::decode(&fragment).map_err(|why| format!("`scenario`: {why}"))?.scenario,
        None => (*state.scenario).clone(),
    };
    for (name, value) in values {
        let id = super::flags::find(&next, &name)
            .map_err(|why| format!("`values`: `{}`: {why}", excerpt(&name)))?;
        let Some(spec) = id.spec() else { continue };
        let value = spec.parse(&value).map_err(|why| format!("`values`: `{}`: {why}", excerpt(&name)))?;
        next.set(id, value).map_err(|why| format!("`values`: `{}`: {why}", excerpt(&name)))?;
    }
    // From here on nothing can go wrong.
    let mut effects = Vec::new();
    if let Some(theme) = theme {
        state.theme = theme;
        effects.push(Effect::ShowTheme(theme));
    }
    if next != *state.scenario {
        state.history.before_change(&state.scenario, false);
        update::show(state, Rc::new(next));
        effects.push(work::ask(state));
    }
    Ok(effects)
}
