//! Undo and redo as a list of documents. Not of messages: a document is small and shared, and cannot be misapplied.

use crate::scenario::Scenario;
use std::rc::Rc;

/// Steps that can be undone.
const DEPTH: usize = 200;

/// Earlier and undone documents.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct History {
    past: Vec<Rc<Scenario>>,
    future: Vec<Rc<Scenario>>,
    /// A finger is on a slider: its moves are one step.
    moving: bool,
}

impl History {
    /// Remembers the document before a change. While `moving`, all changes are one step.
    pub fn before_change(&mut self, scenario: &Rc<Scenario>, moving: bool) {
        self.future.clear();
        if self.moving && moving {
            return;
        }
        self.moving = moving;
        if self.past.len() == DEPTH {
            self.past.remove(0);
        }
        self.past.push(Rc::clone(scenario));
    }

    /// The finger left the slider.
    pub fn settle(&mut self) {
        self.moving = false;
    }

    /// The document before the last change, if there is one.
    pub fn undo(&mut self, now: &Rc<Scenario>) -> Option<Rc<Scenario>> {
        self.moving = false;
        let earlier = self.past.pop()?;
        self.future.push(Rc::clone(now));
        Some(earlier)
    }

    /// The document that the last undo left, if nothing changed since.
    pub fn redo(&mut self, now: &Rc<Scenario>) -> Option<Rc<Scenario>> {
        self.moving = false;
        let later = self.future.pop()?;
        self.past.push(Rc::clone(now));
        Some(later)
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to do again.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}
