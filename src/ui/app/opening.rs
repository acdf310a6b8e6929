//! What the page begins with: the document of the address or of the last visit, and its first answer. Worked out before
//! there is a page, in a task of its own, so that no single task keeps the browser from hearing what is pressed.

use super::{FAVOURITES, KEPT, THEME};
use crate::app::library::{self, Kept};
use crate::app::{self, Effect, State};
use crate::ui::words;
use crate::web::{address, frame, machine, store};
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use yew::prelude::*;

/// Props of the page: what it begins with, to be taken once.
#[derive(Clone, Properties)]
pub struct Opening {
    begun: Rc<RefCell<Option<Begun>>>,
}

/// The page before it is seen.
pub(super) struct Begun {
    /// The state, with its answers.
    pub state: State,
    /// What is to be done for it.
    pub effects: Vec<Effect>,
    /// The address it is of.
    pub fragment: String,
}

impl PartialEq for Opening {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.begun, &other.begun)
    }
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opening").field("is_taken", &self.begun.borrow().is_none()).finish()
    }
}

impl Opening {
    /// Opens what address and storage say.
    pub fn of(state: State) -> Self {
        Self { begun: Rc::new(RefCell::new(Some(begin(state)))) }
    }

    /// What was read.
    pub(super) fn take(&self) -> Begun {
        self.begun.take().unwrap_or_else(|| begin(fresh()))
    }
}

/// The page with the first example, answered; much of what later answers need is compiled with it.
pub fn fresh() -> State {
    let theme = words::theme_of(&store::read(THEME).unwrap_or_default());
    let is_framed = frame::is_framed();
    // Frames share the machine with their neighbours.
    let cores = if is_framed { machine::cores().min(2) } else { machine::cores() };
    State::new(theme, cores).framed(is_framed)
}

fn begin(mut state: State) -> Begun {
    // A guest has nothing to do with what this site keeps.
    let (kept, last) =
        if frame::is_framed() { (Vec::new(), None) } else { (store::all(KEPT), store::read(store::LAST)) };
    let scenarios = kept.into_iter().filter_map(|(id, text)| Some((library::id(&id)?, text))).collect();
    let kept = Kept { scenarios, last, favourites: store::read(FAVOURITES).unwrap_or_default() };
    let fragment = address::fragment();
    let effects = app::begin(&mut state, kept, &fragment);
    Begun { state, effects, fragment }
}
