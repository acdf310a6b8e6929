//! What the page knows. Not how it came to know it; see `update`.

use super::history::History;
use super::replay::Stage;
use crate::job::Gather;
use crate::report::prices::Book;
use crate::report::{Evaluator, Exploration, Observation, Report};
use crate::scenario::{ParamId, Scenario, preset};
use std::rc::Rc;

/// Everything the page shows is a function of this.
#[derive(Clone, Debug)]
pub struct State {
    /// The document.
    pub scenario: Rc<Scenario>,
    /// Earlier and undone documents.
    pub history: History,
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
    /// Puts the worker's replications in order.
    pub gather: Gather,
    /// What the worker is at.
    pub run: Run,
    /// Answers to compare with.
    pub baseline: Option<Rc<Report>>,
    /// What is chosen.
    pub selection: Selection,
    /// The journey that strip and charts read; none is all of them.
    pub journey: Option<usize>,
    /// Text the knobs are filtered by.
    pub filter: String,
    /// Light or dark.
    pub theme: Theme,
    /// The price book, and the price that is looked up in it.
    pub prices: Prices,
    /// A recording of the simulation.
    pub replay: Stage,
    /// A message above the page.
    pub banner: Option<Banner>,
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
    /// A link.
    Link,
}

/// What the worker is at.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Run {
    /// Number of the run; replies of others are late and dropped.
    pub number: u32,
    /// Whether the curves are still of an earlier document.
    pub exploring: bool,
    /// Whether replications are still coming.
    pub simulating: bool,
    /// Replications that will be made.
    pub replications: u32,
    /// Restarts of the worker since the last answer; at a few it is given up.
    pub restarts: u32,
    /// Why there is no simulation, if there is none.
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

/// A message above the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// Whether something went wrong.
    pub is_error: bool,
    /// What to say.
    pub text: String,
}

impl State {
    /// The page as it opens, with a fragment of the address (without `#`; empty for the default scenario), and
    /// whether it is to be shown light or dark. The caller then handles the effects of [`super::Msg::Navigated`].
    pub fn new(theme: Theme) -> Self {
        let first = &preset::ALL[0];
        let scenario = Rc::new((first.build)());
        let mut evaluator = Evaluator::new();
        let report = Rc::new(evaluator.evaluate(&scenario));
        Self {
            history: History::default(),
            origin: Origin::Preset(first.key),
            report,
            evaluator,
            exploration: None,
            observation: None,
            gather: Gather::new(0, &scenario),
            run: Run::default(),
            scenario,
            baseline: None,
            selection: Selection::None,
            journey: None,
            filter: String::new(),
            theme,
            prices: Prices::default(),
            replay: Stage::default(),
            banner: None,
        }
    }
}
