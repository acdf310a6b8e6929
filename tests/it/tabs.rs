//! A browser with its tabs, as far as keeping goes: what is stored, and who hears of it. Not a test; those are in `keep`.

use headroom::app::library::{self, Act, Id, Kept, Stored};
use headroom::app::{Effect, Msg, State, Theme, begin, update};
use std::collections::BTreeMap;

/// What a browser keeps, for all its tabs.
#[derive(Default)]
pub struct Storage {
    pub kept: BTreeMap<Id, String>,
    pub last: Option<String>,
    /// What it answers to every attempt, if it keeps nothing.
    pub refusal: Option<Stored>,
}

/// One tab, with the address it shows and the news of the others.
pub struct Tab {
    pub state: State,
    pub address: String,
}

impl Storage {
    fn store(&mut self, id: Id, was: Option<&String>, text: Option<&String>) -> Stored {
        if let Some(refusal) = &self.refusal {
            return refusal.clone();
        }
        if self.kept.get(&id) != was {
            return Stored::Other(self.kept.get(&id).cloned());
        }
        match text {
            Some(text) => self.kept.insert(id, text.clone()),
            None => self.kept.remove(&id),
        };
        Stored::Done
    }
}

impl Tab {
    pub fn open(storage: &mut Storage, fragment: &str) -> Self {
        let mut tab = Self { state: State::new(Theme::Auto, 1), address: fragment.to_owned() };
        let kept = storage.kept.clone().into_iter().collect();
        let kept = Kept { scenarios: kept, last: storage.last.clone(), ..Kept::default() };
        let mut effects = begin(&mut tab.state, kept, fragment);
        effects.extend(update(&mut tab.state, Msg::Begin));
        tab.carry_out(storage, effects);
        tab
    }

    /// Does something and gives what the other tabs hear of it.
    pub fn send(&mut self, storage: &mut Storage, msg: Msg) -> Vec<Act> {
        let effects = update(&mut self.state, msg);
        self.carry_out(storage, effects)
    }

    fn carry_out(&mut self, storage: &mut Storage, mut todo: Vec<Effect>) -> Vec<Act> {
        let mut heard = Vec::new();
        for round in 0.. {
            if todo.is_empty() {
                break;
            }
            assert!(round < 50, "it never ends");
            let mut next = Vec::new();
            for effect in todo {
                match effect {
                    Effect::Store { id, was, text } => {
                        let stored = storage.store(id, was.as_ref(), text.as_ref());
                        if stored == Stored::Done {
                            heard.push(Act::Elsewhere(id, text.clone()));
                        }
                        next.extend(update(&mut self.state, Msg::Library(Act::Stored(id, text, stored))));
                    }
                    Effect::StoreLast(last) => storage.last = Some(last),
                    Effect::ReplaceAddress(fragment) | Effect::PushAddress(fragment) => {
                        self.address = fragment;
                    }
                    _ => {}
                }
            }
            todo = next;
        }
        heard
    }

    pub fn act(&mut self, storage: &mut Storage, act: Act) -> Vec<Act> {
        self.send(storage, Msg::Library(act))
    }

    pub fn hear(&mut self, storage: &mut Storage, news: Vec<Act>) {
        for act in news {
            assert_eq!(self.act(storage, act), []);
        }
    }

    /// Changes a value and waits.
    pub fn change(&mut self, storage: &mut Storage, rate: f64) -> Vec<Act> {
        let id = self.state.scenario.params()[0];
        self.send(storage, Msg::Set(id, rate));
        self.send(storage, Msg::Settle);
        self.send(storage, Msg::WriteAddress)
    }

    pub fn rate(&self) -> f64 {
        self.state.scenario.journeys[0].load.arrival_rps
    }

    pub fn names(&self) -> Vec<String> {
        self.state.library.entries().iter().map(|(_, entry)| entry.name.clone()).collect()
    }

    pub fn banner(&mut self) -> String {
        self.state.banner.take().map(|b| b.text).unwrap_or_default()
    }

    pub fn current(&self) -> Id {
        library::current(&self.state).expect("it is kept")
    }
}
