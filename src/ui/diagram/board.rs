//! What happens on the board: pointers and wheel, turned into moves of the picture and messages. Not its keys, nor what is drawn.

use super::hand::{Grip, Hand, Thread};
use super::hold::Drawn;
use super::name_box::NAME_ID;
use super::place::Place;
use super::plan::JOURNEY;
use super::scene::Scene;
use super::view::{Look, Point, View};
use super::wish::Wish;
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

/// What the board remembers from one picture to the next.
#[derive(Debug, Default)]
pub struct Board {
    /// The pointers.
    pub hand: Hand,
    /// How the picture is looked at.
    pub look: Look,
    /// The picture as it was drawn last.
    pub drawn: Option<Drawn>,
    /// The document that it is of.
    pub document: Option<Same<Scenario>>,
    /// What had the focus last.
    pub tab: Option<Place>,
    /// Whether something of the board had the focus when it was drawn last.
    pub had_focus: bool,
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
        match self.board.borrow().look {
            Look::First => self.first(),
            Look::All => View::all(self.room, self.whole),
            Look::Moved(view) => view,
        }
    }

    /// How it lies at first.
    pub fn first(&self) -> View {
        let begins = self.scene.journeys.first().map_or(0.0, |j| j.at.1 + JOURNEY.1 / 2.0);
        View::first(self.room, self.whole, begins, self.overview)
    }

    /// Moves the picture.
    pub fn look(&self, view: View) {
        self.board.borrow_mut().look = Look::Moved(view.held(self.room, self.whole));
        self.redraw.emit(());
    }

    /// Enlarges around the middle of the window.
    pub fn zoom(&self, factor: f64) {
        self.look(self.view().zoomed(factor, (self.room.0 / 2.0, self.room.1 / 2.0)));
    }

    /// Shows all of the picture.
    pub fn fit(&self) {
        self.board.borrow_mut().look = Look::All;
        self.redraw.emit(());
    }

    /// Folds or unfolds everything, and looks at what is there then as if for the first time.
    pub fn fold(&self, fold: Fold) {
        self.board.borrow_mut().look_anew();
        self.dispatch.emit(Msg::Fold(fold));
    }

    /// Brings a thing into the window, if it is not there.
    pub fn show(&self, place: Place, centre: bool) {
        let Some((at, size)) = self.scene.bounds(place) else { return };
        let now = self.view();
        if !centre && now.shows_all(self.room, self.whole) {
            return;
        }
        let view = if centre {
            now.centred(self.room, (at.0 + size.0 / 2.0, at.1 + size.1 / 2.0))
        } else {
            now.showing(self.room, at, size)
        };
        if view != now {
            self.look(view);
        }
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
            // Where the focus goes back to.
            if let Some(place) = place {
                pointing::refocus_id(&place.id());
            }
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
}
