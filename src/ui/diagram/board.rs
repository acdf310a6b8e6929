//! What happens on the board: pointers and wheel, turned into moves of the picture and messages. Not its keys, nor what is drawn.

use super::hand::{Grip, Hand, Thread};
use super::name_box::NAME_ID;
use super::place::Place;
use super::plan::JOURNEY;
use super::scene::Scene;
use super::tools::CALL_ID;
use super::view::{Point, View};
use super::walk::{self, Way};
use crate::app::editing::Edit;
use crate::app::folding::Fold;
use crate::app::{Msg, Selection};
use crate::scenario::Scenario;
use crate::ui::same::Same;
use crate::web::pointing;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// What a step of a key or a button enlarges by.
pub const ZOOM: f64 = 1.25;

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

/// What the board remembers from one picture to the next.
#[derive(Debug, Default)]
pub struct Board {
    /// The pointers.
    pub hand: Hand,
    /// Where the picture was moved to; none while it was not.
    pub view: Option<View>,
    /// What had the focus last.
    pub tab: Option<Place>,
    /// What comes with the next document or selection.
    pub wish: Option<Wish>,
    /// What was chosen last.
    pub chosen: Option<Selection>,
}

/// The board, and what is on it now.
#[derive(Clone, Debug)]
pub struct Desk {
    /// What is remembered.
    pub board: Rc<RefCell<Board>>,
    /// What is drawn.
    pub scene: Rc<Scene>,
    /// The document.
    pub scenario: Same<Scenario>,
    /// What is chosen.
    pub selection: Selection,
    /// The element that the picture is in.
    pub window: NodeRef,
    /// The element that hears pointers wherever they go.
    pub around: NodeRef,
    /// Its size.
    pub room: Point,
    /// The size of the picture.
    pub whole: Point,
    /// Whether it is only to be read.
    pub locked: bool,
    /// Whether all of it is shown first, if it can be told apart.
    pub overview: bool,
    /// Draws the picture again.
    pub redraw: Callback<()>,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

impl Desk {
    /// How the picture lies in the window.
    pub fn view(&self) -> View {
        let begins = self.scene.journeys.first().map_or(0.0, |j| j.at.1 + JOURNEY.1 / 2.0);
        self.board.borrow().view.unwrap_or_else(|| View::first(self.room, self.whole, begins, self.overview))
    }

    /// Moves the picture.
    pub fn look(&self, view: View) {
        self.board.borrow_mut().view = Some(view.held(self.room, self.whole));
        self.redraw.emit(());
    }

    /// Enlarges around the middle of the window.
    pub fn zoom(&self, factor: f64) {
        self.look(self.view().zoomed(factor, (self.room.0 / 2.0, self.room.1 / 2.0)));
    }

    /// Shows all of the picture.
    pub fn fit(&self) {
        self.look(View::all(self.room, self.whole));
    }

    /// Brings a thing into the window, if it is not there.
    pub fn show(&self, place: Place, centre: bool) {
        let Some((at, size)) = self.scene.bounds(place) else { return };
        let now = self.view();
        let view = if centre {
            now.centred(self.room, (at.0 + size.0 / 2.0, at.1 + size.1 / 2.0))
        } else {
            now.showing(self.room, at, size)
        };
        if view != now {
            self.look(view);
        }
    }

    /// Does an edit; what comes of it gets the focus.
    pub fn edit(&self, edit: Edit) {
        self.ask(Wish::Chosen, Msg::Edit(edit));
    }

    /// Sends a message and keeps what is wished with what comes of it.
    pub fn ask(&self, wish: Wish, msg: Msg) {
        self.board.borrow_mut().wish = Some(wish);
        self.dispatch.emit(msg);
    }

    fn place(&self, event: &PointerEvent) -> Option<Point> {
        pointing::place_in(&self.window.get()?, event.client_x(), event.client_y())
    }

    /// A pointer goes down.
    pub fn press(&self, event: &PointerEvent) {
        let thread = pointing::attribute_of(event, "data-grip").and_then(|word| Thread::of_word(&word));
        let thread = thread.filter(|_| !self.locked);
        let picture = || pointing::is_within(event, ".system-svg").then_some(Grip::Picture);
        let (Some(grip), Some(at)) = (thread.map(Grip::Thread).or_else(picture), self.place(event)) else {
            return;
        };
        if event.button() == 0 {
            let mut board = self.board.borrow_mut();
            board.wish = None;
            board.hand.press(event.pointer_id(), at, grip);
        }
    }

    /// A pointer moves.
    pub fn drag(&self, event: &PointerEvent) {
        let (now, Some(at)) = (self.view(), self.place(event)) else { return };
        let Some((view, captures)) = self.board.borrow_mut().hand.drag(event.pointer_id(), at, now) else {
            return;
        };
        if let Some(node) = self.around.get().filter(|_| captures) {
            pointing::capture(&node, event.pointer_id());
        }
        let is_pulling = self.board.borrow().hand.thread().is_some();
        if is_pulling {
            let over = pointing::id_under(event, ".at").and_then(|id| Place::of_id(&id));
            self.board.borrow_mut().hand.hold_over(over, pointing::is_over(event, ".system-svg"));
            self.redraw.emit(());
        } else {
            self.look(view);
        }
    }

    /// A pointer is let go.
    pub fn release(&self, event: &PointerEvent) {
        let edit = self.board.borrow_mut().hand.release(event.pointer_id());
        if let Some(edit) = edit {
            self.edit(edit);
        }
        self.redraw.emit(());
    }

    /// The browser takes the pointer away.
    pub fn cancel(&self) {
        self.board.borrow_mut().hand.cancel();
        self.redraw.emit(());
    }

    /// Something is clicked.
    pub fn click(&self, event: &MouseEvent) {
        if self.board.borrow_mut().hand.take_click() {
            return;
        }
        if let Some(service) = pointing::attribute_of(event, "data-fold").and_then(|s| s.parse().ok()) {
            self.dispatch.emit(Msg::Fold(Fold::Toggle(service)));
            return;
        }
        let place = pointing::id_of(event, ".at").and_then(|id| Place::of_id(&id));
        let chosen = place.map_or(Selection::None, Place::selection);
        self.dispatch.emit(Msg::Select(chosen));
        if pointing::is_within(event, ".said") {
            self.explain(chosen);
        }
    }

    /// What its numbers are is asked.
    pub fn explain(&self, of: Selection) {
        if let Some(topic) = of.topic() {
            self.dispatch.emit(Msg::Explain(Some(topic)));
        }
    }

    /// Something is clicked twice: its name can be typed over.
    pub fn double_click(&self, event: &MouseEvent) {
        if let Some(place) = pointing::id_of(event, ".at").and_then(|id| Place::of_id(&id)) {
            self.choose_and(Wish::Name, NAME_ID, place.selection());
        }
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

    /// Something got the focus.
    pub fn focus(&self, event: &FocusEvent) {
        let Some(place) = pointing::id_of(event, ".at").and_then(|id| Place::of_id(&id)) else { return };
        let is_new = self.board.borrow_mut().tab.replace(place) != Some(place);
        if self.board.borrow().hand == Hand::default() {
            self.show(place, false);
        }
        if is_new {
            self.redraw.emit(());
        }
    }

    /// A wheel is turned: with Ctrl, as trackpads do for a pinch, it enlarges; else the page scrolls.
    pub fn wheel(&self, delta: f64, at: Option<Point>) {
        let factor = (1.0 - delta * 0.002).clamp(0.5, 2.0);
        if let Some(at) = at {
            self.look(self.view().zoomed(factor, at));
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
