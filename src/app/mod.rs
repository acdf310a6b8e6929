//! All interaction, without a browser: the state, the messages that change it, and the effects they ask for. Not
//! how any of it looks.
//!
//! [`update()`] is called once a message, in order; it changes the [`State`] and returns [`Effect`]s, which the page
//! carries out. Whatever the effects bring back comes as another message.

pub mod baseline;
pub mod draft;
pub mod editing;
pub mod flags;
pub mod folding;
mod guest;
mod history;
pub mod knob;
pub mod library;
pub mod message;
pub mod replay;
pub mod share;
pub mod state;
mod update;
mod work;

pub use baseline::Baseline;
pub use guest::Frame;
pub use state::{Banner, Newer, Origin, Prices, Run, Selection, Shelf, State, Theme};

use crate::job::{Order, Reply};
use crate::report::provenance::Topic;
use crate::scenario::ParamId;

/// Everything that can happen once something is shown ([`begin`]).
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// The page can hear workers: they are asked of what is shown.
    Begin,
    /// A slider or a number box gives a parameter a value; it is clamped.
    Set(ParamId, f64),
    /// The finger left the slider: what follows is another step of undo.
    Settle,
    /// A parameter goes back to its default.
    Reset(ParamId),
    /// The scenario is renamed.
    Rename(String),
    /// A preset is opened.
    OpenPreset(&'static str),
    /// The address changed by hand, by a link or by going back: the fragment without its `#`.
    Navigated(String),
    /// Undo the last change.
    Undo,
    /// Do the last undone change again.
    Redo,
    /// Something in the diagram, a chart or a list is chosen.
    Select(Selection),
    /// A journey is chosen to be read in strip and charts; none is all of them.
    ReadJourney(Option<usize>),
    /// Keeps the present answers to compare with; pinned ones are let go.
    ToggleBaseline,
    /// Light, dark or as the system.
    SetTheme(Theme),
    /// A number or thing is to be explained, or was read.
    Explain(Option<Topic>),
    /// Filters the knobs by a text.
    Filter(String),
    /// Something is done with a knob besides moving it.
    Knob(knob::Act),
    /// Something is done with the scenarios that the browser keeps.
    Library(library::Act),
    /// A file is wanted; the address of the page ends with `#`.
    Save(share::Format, String),
    /// A message above the page was read.
    DismissBanner,
    /// A price is looked up in the price book, or no longer.
    PickPrice(Option<ParamId>),
    /// The text of the price book came, or why it did not.
    Prices(Result<String, String>),
    /// The system is changed by hand.
    Edit(editing::Edit),
    /// More or less of a large system is shown.
    Fold(folding::Fold),
    /// Why something could not be done was read.
    DismissRefusal,
    /// Something is done with the recording of a simulation.
    Replay(replay::Act),
    /// A worker answered.
    Worker(usize, Reply),
    /// A worker died, with what is known of why.
    WorkerFailed(usize, String),
    /// The wait after the last change is over, or the page is left: address and storage follow.
    WriteAddress,
    /// The host that frames the page said something.
    Heard(String),
    /// The content of the frame is so high now, in pixels of the page.
    Grown(f64),
    /// The whole planner is wanted as one file with the present scenario.
    SavePage,
    /// It was saved, or why not.
    PageSaved(Result<(), String>),
    /// There is a newer version of the page.
    Newer(Newer),
    /// The newer version is wanted.
    TakeNewer,
}

/// What the page is to do in the browser.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask workers, start them anew.
    Work(Vec<Order>),
    /// Replace the fragment of the address, after the wait.
    ScheduleAddress,
    /// Replace the fragment of the address now.
    ReplaceAddress(String),
    /// Push a fragment as a new entry of the history.
    PushAddress(String),
    /// Store a text under a number, or remove what is there, provided that what is there is what it was.
    Store {
        /// The number.
        id: library::Id,
        /// What should be there.
        was: Option<String>,
        /// What is to be there.
        text: Option<String>,
    },
    /// Store what is to be opened when the page comes back: a number or a fragment.
    StoreLast(String),
    /// Hand the visitor a file.
    SaveFile(share::File),
    /// Remember which knobs are kept on top.
    KeepFavourites(String),
    /// Apply and remember a theme.
    ApplyTheme(Theme),
    /// Fetch the price book.
    FetchPrices,
    /// Apply a theme, but do not remember it.
    ShowTheme(Theme),
    /// Listen to the host of this origin, and to no other from now on; none is to no host at all.
    Meet(Option<String>),
    /// Say something to that host.
    Say(String),
    /// Save the whole planner as a file of this name that opens with this fragment.
    SavePage(String, String),
    /// Load the page anew in its newer version.
    TakeNewer,
}

/// Shows what a visitor sees first, with the answers of the closed forms: what the fragment of the address names, or what was
/// open last. It needs little of what else is here, so that it can be done before the rest is.
pub fn begin(state: &mut State, kept: library::Kept, fragment: &str) -> Vec<Effect> {
    // As good as asked: nothing that is shown before says that it looked and found nothing.
    (state.run.exploring, state.run.simulating) = (true, true);
    let effects = library::begin(state, kept, fragment);
    guest::instead(state, effects)
}

/// Changes the state as a message says and returns what the page is to do.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    if guest::is_refused(state, &msg) {
        return Vec::new();
    }
    let effects = update::update(state, msg);
    guest::instead(state, effects)
}
