//! What comes with the next document or selection: where the focus goes, and what is brought into the window. Not the edits.

use super::board::Desk;
use super::name_box::NAME_ID;
use super::place::Place;
use super::tools::CALL_ID;
use super::walk::{self, Way};
use crate::app::editing::Edit;
use crate::app::{Msg, Selection};
use crate::scenario::Scenario;
use crate::ui::same::Same;
use crate::web::pointing;

/// What comes with the next document or selection.
#[derive(Clone, Debug)]
pub enum Wish {
    /// What is then chosen gets the focus.
    Chosen,
    /// What is then chosen is to stand in the middle of the window.
    Centre,
    /// The box with its name gets the focus.
    Name,
    /// The list of whom it can call gets the focus.
    Call,
    /// This gets the focus, wherever it then is; it was chosen from this document.
    Near(Selection, Same<Scenario>),
}

impl Desk {
    /// Does an edit; what comes of it gets the focus.
    pub fn edit(&self, edit: Edit) {
        self.ask(Wish::Chosen, Msg::Edit(edit));
    }

    /// Sends a message and keeps what is wished with what comes of it.
    pub fn ask(&self, wish: Wish, msg: Msg) {
        self.board.borrow_mut().wish = Some(wish);
        self.dispatch.emit(msg);
    }

    /// Chooses something and gives one of its tools the focus.
    pub(super) fn choose_and(&self, wish: Wish, tool: &str, what: Selection) {
        if self.locked {
            return;
        }
        if self.selection == what {
            pointing::focus_id(tool);
        } else {
            self.ask(wish, Msg::Select(what));
        }
    }

    /// Takes something away; what stands beside it gets the focus.
    pub fn delete(&self, place: Place) {
        let ways = [Way::Left, Way::Up, Way::Down, Way::Right];
        let beside = ways.iter().find_map(|&way| walk::step(&self.scene, place, way));
        let near = beside.map_or(Selection::None, Place::selection);
        self.ask(Wish::Near(near, self.scenario.clone()), Msg::Edit(Edit::Delete(place.selection())));
    }

    /// Carries out what was wished, once the document or the selection has come.
    pub fn grant(&self) {
        let is_new = self.board.borrow_mut().chosen.replace(self.selection) != Some(self.selection);
        let Some(wish) = self.board.borrow_mut().wish.take() else {
            // Chosen elsewhere on the page. Who has moved the picture away from it while its knobs move is left alone.
            if let Some(place) = self.scene.place_of(self.selection).filter(|_| is_new) {
                self.show(place, false);
            }
            return;
        };
        let chosen = match &wish {
            Wish::Near(near, before) => near.follow(before, &self.scenario),
            _ => self.selection,
        };
        let place = self.scene.place_of(chosen);
        match (wish, place) {
            (Wish::Centre, Some(place)) => self.show(place, true),
            (Wish::Centre, None) => {}
            (Wish::Name, _) => pointing::focus_id(NAME_ID),
            (Wish::Call, _) => pointing::focus_id(CALL_ID),
            (Wish::Chosen | Wish::Near(..), place) => {
                let first = self.scene.nodes.first().map(|n| Place::Service(n.service));
                if let Some(place) = place.or(first) {
                    self.show(place, false);
                    pointing::focus_id(&place.id());
                }
            }
        }
    }
}
