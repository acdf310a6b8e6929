//! When the page is drawn: at once, but no more than once a frame for the sake of workers, whose news come in streams. Not
//! what is drawn.

use super::{App, Event};
use crate::app::Msg;
use crate::web::canvas;
use crate::web::clock::{Frame, next_frame};
use std::mem;
use yew::html::Scope;

/// What waits for the browser's next frame.
#[derive(Debug, Default)]
pub(super) struct Pace {
    frame: Option<Frame>,
    /// Something is to be drawn in it.
    waits: bool,
    /// It is being drawn.
    draws: bool,
}

impl Pace {
    /// Whether what came of a message is to be drawn at once; news of workers wait for the next frame. What a hand does never
    /// waits: the next key begins where this one ended.
    pub fn is_now(&mut self, msg: &Msg, link: &Scope<App>) -> bool {
        match msg {
            // Nothing of it is seen.
            Msg::Settle => false,
            Msg::Worker(..) => {
                self.waits = true;
                let link = link.clone();
                self.frame.get_or_insert_with(|| next_frame(move || link.send_message(Event::Frame)));
                false
            }
            _ => {
                self.waits = false;
                true
            }
        }
    }

    /// The frame has come: whether there is anything to draw in it.
    pub fn has_come(&mut self) -> bool {
        self.frame = None;
        self.draws = mem::take(&mut self.waits);
        self.draws
    }

    /// The page was drawn; its charts follow in the same frame if it is one.
    pub fn drawn(&mut self) {
        if mem::take(&mut self.draws) {
            canvas::draw_stale();
        }
    }
}
