//! The keys of the board: which move about in the picture, and which change what has the focus. Not what they do in the end; that
//! is `board`.

use super::board::{Desk, ZOOM};
use super::name_box::NAME_ID;
use super::place::Place;
use super::tools::{CALL_ID, SEARCH_ID};
use super::walk::{self, Way};
use super::wish::Wish;
use crate::app::editing::Edit;
use crate::app::folding::Fold;
use crate::app::{Msg, Selection};
use crate::scenario::edit::Side;
use crate::scenario::edit::kind::Kind;
use crate::web::pointing;
use yew::prelude::*;

/// Pixels that a key moves the picture by.
const STRIDE: f64 = 80.0;

impl Desk {
    /// A key is pressed in the picture.
    pub fn key(&self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        self.board.borrow_mut().wish = None;
        let place = pointing::id_of(event, ".at").and_then(|id| Place::of_id(&id));
        let key = event.key();
        if self.moves(&key, event.shift_key(), place) || place.is_some_and(|p| self.changes(&key, p)) {
            event.prevent_default();
        }
    }

    /// Keys that go somewhere or look somewhere; says whether it was one.
    fn moves(&self, key: &str, shift: bool, place: Option<Place>) -> bool {
        match (key, Way::of(key)) {
            (_, Some(way)) if shift => {
                let by = match way {
                    Way::Left => (STRIDE, 0.0),
                    Way::Right => (-STRIDE, 0.0),
                    Way::Up => (0.0, STRIDE),
                    Way::Down => (0.0, -STRIDE),
                    Way::First | Way::Last => return false,
                };
                self.look(self.view().moved(by));
            }
            (_, Some(way)) => {
                let next = place.and_then(|from| walk::step(&self.scene, from, way));
                if let Some(next) = next {
                    pointing::focus_id(&next.id());
                }
            }
            ("+" | "=", _) => self.zoom(ZOOM),
            ("-", _) => self.zoom(1.0 / ZOOM),
            ("0", _) => self.fit(),
            ("/", _) => pointing::focus_id(SEARCH_ID),
            // The whole page hears what lets a thread go.
            ("Escape", _) if self.board.borrow().hand.thread().is_some() => {}
            ("Escape", _) if self.selection != Selection::None => {
                self.dispatch.emit(Msg::Select(Selection::None));
            }
            _ => return false,
        }
        true
    }

    /// Keys that do something with a thing; says whether it was one.
    fn changes(&self, key: &str, place: Place) -> bool {
        let what = place.selection();
        match (key, place) {
            ("Enter" | " ", _) => {
                let chosen = if self.selection == what { Selection::None } else { what };
                self.dispatch.emit(Msg::Select(chosen));
            }
            ("e", Place::Service(service)) => self.dispatch.emit(Msg::Fold(Fold::Toggle(service))),
            ("i", _) => self.explain(what),
            _ if self.locked => return false,
            ("Delete" | "Backspace", _) => self.delete(place),
            ("F2", _) => self.choose_and(Wish::Name, NAME_ID, what),
            ("d", _) => self.edit(Edit::Duplicate(what)),
            ("c", Place::Service(_)) => self.choose_and(Wish::Call, CALL_ID, what),
            ("k", Place::Call(_)) => self.edit(Edit::Add(Kind::Cache, what)),
            ("s", Place::Call(call)) => self.edit(Edit::Move(call, Side::Sooner)),
            ("l", Place::Call(call)) => self.edit(Edit::Move(call, Side::Later)),
            _ => return false,
        }
        true
    }
}
