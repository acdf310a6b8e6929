//! What stays as it was when another document, another layout or another window comes: how the picture lies, and what has the
//! focus. Not what is done by hand.

use super::board::{Board, Desk};
use super::layout::Layout;
use super::place::Place;
use super::plan::NODE;
use super::view::{Look, Point, View};
use crate::scenario::{Key, Scenario};
use crate::ui::same::Same;
use crate::ui::skip;
use crate::web::{dom, pointing};
use std::rc::Rc;
use yew::prelude::*;

/// The picture as it was drawn last.
#[derive(Clone, Debug)]
pub struct Drawn {
    laid: Rc<Layout>,
    room: Point,
    view: View,
    /// What is to stay where it is, and where in the picture it stood.
    anchor: Option<(Place, Point)>,
}

impl Board {
    /// Meets the document that is drawn now. If it is another, nothing is pulled any more, since what a thread holds may be
    /// gone; what had the focus is found under its new place.
    pub fn meet(&mut self, scenario: &Same<Scenario>) {
        let before = self.document.replace(scenario.clone());
        let Some(before) = before.filter(|before| before != scenario) else { return };
        self.hand.drop_thread();
        self.tab = self.tab.and_then(|place| place.follow(&before, scenario));
        if let Some(drawn) = &mut self.drawn {
            drawn.anchor = drawn.anchor.and_then(|(place, at)| Some((place.follow(&before, scenario)?, at)));
        }
        let is_there = |key: &Key| scenario.services.iter().any(|s| s.key == *key);
        if !before.services.is_empty() && !before.services.iter().any(|s| is_there(&s.key)) {
            (self.look, self.drawn) = (Look::First, None);
        }
    }

    /// Forgets how the picture was moved; who asked for all of it goes on seeing that.
    pub fn look_anew(&mut self) {
        if self.look != Look::All {
            self.look = Look::First;
        }
        self.drawn = None;
    }
}

impl Desk {
    /// Holds the picture where it was moved to, and remembers how it lies now.
    pub fn hold(&self, laid: &Rc<Layout>) {
        let before = self.board.borrow_mut().drawn.take();
        if let Some(before) = before {
            let look = self.held(&before, laid);
            self.board.borrow_mut().look = look;
        }
        let view = self.view();
        let anchor = self.anchor(view).and_then(|place| Some((place, self.scene.bounds(place)?.0)));
        self.board.borrow_mut().drawn = Some(Drawn { laid: laid.clone(), room: self.room, view, anchor });
    }

    /// In another layout what had the focus stays where it is, in another window what was in the middle. Where nothing would
    /// be seen, and where all can be, the picture lies as at first.
    fn held(&self, before: &Drawn, laid: &Rc<Layout>) -> Look {
        let (look, is_new) = (self.board.borrow().look, !Rc::ptr_eq(&before.laid, laid));
        let view = match look {
            Look::Moved(view) if is_new || before.room != self.room => view,
            // What is larger than the window would jump under the hand.
            Look::First if is_new && !self.first().shows_all(self.room, self.whole) => before.view,
            _ => return look,
        };
        let stands = before.anchor.and_then(|(place, was)| Some((was, self.scene.bounds(place)?.0)));
        let view = match stands.filter(|_| is_new) {
            Some((was, now)) => view.moved(((was.0 - now.0) * view.scale, (was.1 - now.1) * view.scale)),
            None => view.in_room(before.room, self.room),
        };
        let view = view.held(self.room, self.whole);
        if self.is_seen(view) { Look::Moved(view) } else { Look::First }
    }

    /// What is to stay where it is: what had the focus if it is in the window, or else what is nearest to its middle.
    fn anchor(&self, view: View) -> Option<Place> {
        let in_window = |at: Point, size: Point| view.overlaps(self.room, at, size);
        let focused = self.board.borrow().tab;
        let focused = focused.filter(|&p| self.scene.bounds(p).is_some_and(|(at, size)| in_window(at, size)));
        let middle = view.place((self.room.0 / 2.0, self.room.1 / 2.0));
        let far = |at: Point| {
            let (x, y) = (at.0 + NODE.0 / 2.0 - middle.0, at.1 + NODE.1 / 2.0 - middle.1);
            x * x + y * y
        };
        let nearest = || self.scene.nodes.iter().min_by(|a, b| far(a.at).total_cmp(&far(b.at)));
        focused.or_else(|| nearest().map(|n| Place::Service(n.service)))
    }

    /// Whether a view has any service in the window.
    fn is_seen(&self, view: View) -> bool {
        self.scene.nodes.is_empty() || self.scene.nodes.iter().any(|n| view.overlaps(self.room, n.at, NODE))
    }
}

/// Where what had the focus is taken away or put elsewhere, the browser drops it: it goes to the same thing, or else to
/// the board.
#[hook]
pub fn use_kept_focus(desk: &Desk) {
    // Several pictures may be drawn before the effects of one.
    if desk.around.get().is_some_and(|node| dom::has_focus(&node)) {
        desk.board.borrow_mut().had_focus = true;
    }
    let desk = desk.clone();
    use_effect(move || {
        let had_focus = std::mem::take(&mut desk.board.borrow_mut().had_focus);
        if had_focus && dom::is_focus_lost() {
            let place = desk.board.borrow().tab.filter(|&place| desk.scene.bounds(place).is_some());
            pointing::refocus_id(&place.map_or_else(|| skip::SYSTEM.to_owned(), Place::id));
        }
    });
}

/// While a thread is pulled, Escape lets it go, whatever has the focus.
#[hook]
pub fn use_escape(desk: &Desk, is_pulling: bool) {
    let desk = desk.clone();
    use_effect_with(is_pulling, move |&is_pulling| {
        let keys = is_pulling.then(|| {
            dom::listen_keys(move |event| {
                if event.key() == "Escape" {
                    desk.cancel();
                }
            })
        });
        move || drop(keys)
    });
}
