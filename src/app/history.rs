//! Undo and redo as a list of documents. Not of messages: a document is small and shared, and cannot be misapplied.
//!
//! Each document is remembered with its sitting: from the opening of one document to the opening of the next.

use crate::scenario::Scenario;
use std::rc::Rc;

/// Steps that can be undone.
const DEPTH: usize = 200;

/// Earlier and undone documents.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct History {
    past: Vec<(Rc<Scenario>, u32)>,
    future: Vec<(Rc<Scenario>, u32)>,
    sitting: u32,
    sittings: u32,
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
        self.past.push((Rc::clone(scenario), self.sitting));
    }

    /// Another document is opened: what follows is another sitting.
    pub fn begin(&mut self) {
        self.sittings += 1;
        self.sitting = self.sittings;
    }

    /// The sitting that the present document belongs to.
    pub fn sitting(&self) -> u32 {
        self.sitting
    }

    /// Forgets all documents but the present one.
    pub fn forget(&mut self) {
        (self.past, self.future) = (Vec::new(), Vec::new());
    }

    /// Forgets what was done since the document was this one, if that was within the last two steps.
    pub fn take_back(&mut self, to: &Scenario) -> bool {
        let found = self.past.iter().rposition(|(earlier, _)| **earlier == *to);
        let found = found.filter(|at| at + 2 >= self.past.len());
        if let Some(at) = found {
            self.past.truncate(at);
            self.moving = false;
        }
        found.is_some()
    }

    /// The finger left the slider.
    pub fn settle(&mut self) {
        self.moving = false;
    }

    /// The document before the last change, if there is one.
    pub fn undo(&mut self, now: &Rc<Scenario>) -> Option<Rc<Scenario>> {
        self.moving = false;
        let (earlier, sitting) = self.past.pop()?;
        self.future.push((Rc::clone(now), self.sitting));
        self.sitting = sitting;
        Some(earlier)
    }

    /// The document that the last undo left, if nothing changed since.
    pub fn redo(&mut self, now: &Rc<Scenario>) -> Option<Rc<Scenario>> {
        self.moving = false;
        let (later, sitting) = self.future.pop()?;
        self.past.push((Rc::clone(now), self.sitting));
        self.sitting = sitting;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_hundred_steps_can_be_undone_and_done_again() {
        let document = |n: usize| Rc::new(Scenario { name: n.to_string(), ..Scenario::default() });
        let (mut history, mut now) = (History::default(), document(0));
        for step in 1..=250 {
            history.before_change(&now, false);
            now = document(step);
        }
        let mut steps = 0;
        while let Some(earlier) = history.undo(&now) {
            (now, steps) = (earlier, steps + 1);
        }
        assert_eq!((steps, now.name.as_str()), (200, "50"));
        while let Some(later) = history.redo(&now) {
            now = later;
        }
        assert_eq!(now.name, "250");
    }
}
