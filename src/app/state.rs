//! What the page knows. Not how it came to know it; see `update`.

use super::baseline::Baseline;
use super::guest::Frame;
use super::history::History;
use super::knob::Knobs;
use super::library::Library;
use super::replay::Stage;
use crate::job::{Desk, Pool};
use crate::report::compare::Comparison;
use crate::report::prices::Book;
use crate::report::provenance::Topic;
use crate::report::{Evaluator, Exploration, Observation, Report};
use crate::scenario::{Key, ParamId, Scenario, preset};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Everything the page shows is a function of this.
#[derive(Clone, Debug)]
pub struct State {
    /// The document.
    pub scenario: Rc<Scenario>,
    /// Earlier and undone documents.
    pub history: History,
    /// The scenarios that the browser keeps.
    pub library: Rc<Library>,
    /// Where the document came from.
    pub origin: Origin,
    /// The closed forms' answers to it; always of this document.
    pub report: Rc<Report>,
    /// What answers, and keeps what did not change.
    pub evaluator: Evaluator,
    /// Its curves over load; of an earlier document while `run.exploring`.
    pub exploration: Option<Rc<Exploration>>,
    /// What the simulation has found so far; of this document if there is any.
    pub observation: Option<Rc<Observation>>,
    /// The workers that simulate.
    pub pool: Pool,
    /// The baseline whose curves are being found.
    pub looks_back: Option<Rc<Scenario>>,
    /// Those who simulate the baseline after it, if they have to.
    pub behind: Option<Pool>,
    /// The worker that finds the curves.
    pub desk: Desk,
    /// What the workers are at.
    pub run: Run,
    /// What was pinned last; see [`State::pinned`].
    pub baseline: Option<Baseline>,
    /// By how much the simulation of this document differs from the baseline's; none while that cannot be said.
    pub comparison: Option<Rc<Comparison>>,
    /// What is chosen.
    pub selection: Selection,
    /// The journey that strip and charts read; none is all of them.
    pub journey: Option<usize>,
    /// The number or thing that is explained.
    pub explained: Option<Topic>,
    /// Text the knobs are filtered by.
    pub filter: String,
    /// Which knobs are kept on top, and what the one in hand moves.
    pub knobs: Knobs,
    /// Light or dark.
    pub theme: Theme,
    /// The price book, and the price that is looked up in it.
    pub prices: Prices,
    /// A recording of the simulation.
    pub replay: Stage,
    /// Why the last edit by hand was not done, if it was not.
    pub refused: Option<String>,
    /// Services whose callees are put away behind them in the diagram, by key.
    pub folded: Rc<BTreeSet<Key>>,
    /// A message above the page.
    pub banner: Option<Banner>,
    /// Where the page stands: by itself, or within another.
    pub frame: Frame,
    /// A newer version of the page, if there is one.
    pub newer: Option<Newer>,
}

/// The price book, which is fetched when it is first asked for.
#[derive(Clone, Debug, Default)]
pub struct Prices {
    /// The book, or how far it has come.
    pub book: Shelf,
    /// The price that is looked up.
    pub picking: Option<ParamId>,
}

/// How far the price book has come.
#[derive(Clone, Debug, Default)]
pub enum Shelf {
    /// Nobody asked for it.
    #[default]
    Untouched,
    /// It is being fetched.
    Fetching,
    /// It is here.
    Here(Rc<Book>),
    /// It could not be had, and why.
    Missing(String),
}

impl Prices {
    /// The book, if it is here.
    pub fn book(&self) -> Option<&Rc<Book>> {
        if let Shelf::Here(book) = &self.book { Some(book) } else { None }
    }
}

/// Where a document came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The gallery.
    Preset(&'static str),
    /// A link, a file, or what the browser kept.
    Link,
}

/// What the workers are at.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Run {
    /// Number of the run; replies of others are late and dropped.
    pub number: u32,
    /// Whether the curves are still of an earlier document.
    pub exploring: bool,
    /// Whether replications are still coming.
    pub simulating: bool,
    /// Whether replications of the baseline are.
    pub compares: bool,
    /// Share of the replications that is made, 0 to 1, as far as can be known.
    pub progress: f64,
    /// Workers that died in this run and were replaced, and what is known of why.
    pub replaced: Option<(u32, String)>,
    /// What the scenario has that the simulation does not play.
    pub unplayed: Option<String>,
    /// Why there is no simulation, or no end of it, if that is so.
    pub failed: Option<String>,
}

/// Something the architect pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Selection {
    /// Nothing.
    #[default]
    None,
    /// A service, by index.
    Service(usize),
    /// A call, by index.
    Call(usize),
    /// A cache, by index.
    Cache(usize),
    /// A journey, by index.
    Journey(usize),
}

impl Selection {
    /// What explains its numbers; those of a journey are the tiles.
    pub fn topic(self) -> Option<Topic> {
        match self {
            Self::None | Self::Journey(_) => None,
            Self::Service(i) => Some(Topic::Service(i)),
            Self::Call(i) => Some(Topic::Call(i)),
            Self::Cache(i) => Some(Topic::Cache(i)),
        }
    }

    /// The same thing in another document, by its key; nothing where it is gone.
    #[must_use]
    pub fn follow(self, before: &Scenario, after: &Scenario) -> Self {
        /// The place of the thing in the other list that has the same key.
        fn place<T>(i: usize, before: &[T], after: &[T], key: fn(&T) -> &Key) -> Option<usize> {
            let wanted = key(before.get(i)?);
            after.iter().position(|x| key(x) == wanted)
        }
        let found = match self {
            Self::None => None,
            Self::Service(i) => place(i, &before.services, &after.services, |s| &s.key).map(Self::Service),
            Self::Call(i) => place(i, &before.calls, &after.calls, |c| &c.key).map(Self::Call),
            Self::Cache(i) => place(i, &before.caches, &after.caches, |c| &c.key).map(Self::Cache),
            Self::Journey(i) => place(i, &before.journeys, &after.journeys, |j| &j.key).map(Self::Journey),
        };
        found.unwrap_or_default()
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// A newer version of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newer {
    /// It waits until it is wanted.
    Waits,
    /// Another tab has taken it; this page goes on with what it has loaded.
    TakenElsewhere,
}

/// A message above the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// Whether something went wrong.
    pub is_error: bool,
    /// What to say.
    pub text: String,
}

impl State {
    /// The page as it opens, shown light or dark, on a machine that runs so many threads at a time. The caller then
    /// has it [`super::begin`].
    pub fn new(theme: Theme, cores: u32) -> Self {
        let first = &preset::ALL[0];
        let scenario = Rc::new((first.build)());
        let mut evaluator = Evaluator::new();
        let report = Rc::new(evaluator.evaluate(&scenario));
        Self {
            history: History::default(),
            library: Rc::new(Library::new(&scenario)),
            origin: Origin::Preset(first.key),
            report,
            evaluator,
            exploration: None,
            observation: None,
            pool: Pool::new(cores),
            looks_back: None,
            behind: None,
            desk: Desk::default(),
            run: Run::default(),
            scenario,
            baseline: None,
            comparison: None,
            selection: Selection::None,
            journey: None,
            explained: None,
            filter: String::new(),
            knobs: Knobs::default(),
            theme,
            prices: Prices::default(),
            replay: Stage::default(),
            refused: None,
            folded: Rc::default(),
            banner: None,
            frame: Frame::default(),
            newer: None,
        }
    }

    /// What is compared with: what was pinned in the present sitting. Undoing the opening of another document comes back to
    /// it.
    pub fn pinned(&self) -> Option<&Baseline> {
        self.baseline.as_ref().filter(|b| b.sitting == self.history.sitting())
    }

    /// The same, to be changed.
    pub(super) fn pinned_mut(&mut self) -> Option<&mut Baseline> {
        let sitting = self.history.sitting();
        self.baseline.as_mut().filter(|b| b.sitting == sitting)
    }

    /// The document that is compared with.
    pub fn compared(&self) -> Option<&Scenario> {
        self.pinned().map(|baseline| &*baseline.scenario)
    }

    /// The same in a frame of another page.
    #[must_use]
    pub fn framed(mut self, is_framed: bool) -> Self {
        self.frame.is_framed = is_framed;
        self
    }
}
