//! What fingers and mouse do on the picture, from press to release: a click, a move of the picture, a pinch, or a thread that
//! is pulled from one thing to another. Not what comes of it.

use super::place::Place;
use super::view::{Point, View};
use crate::app::Selection;
use crate::app::editing::{Edit, first_operation};
use crate::scenario::edit::kind::Kind;

/// What is pulled through the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thread {
    /// A new call from a service.
    NewCall(usize),
    /// The end of a call.
    CallEnd(usize),
    /// Where a journey enters.
    Entry(usize),
    /// Something of the palette.
    New(Kind),
}

impl Thread {
    /// The word that its handle has in the page.
    pub fn word(self) -> String {
        match self {
            Self::NewCall(i) => format!("call-{i}"),
            Self::CallEnd(i) => format!("end-{i}"),
            Self::Entry(i) => format!("entry-{i}"),
            Self::New(kind) => {
                let place = Kind::ALL.iter().position(|&k| k == kind).unwrap_or(0);
                format!("new-{place}")
            }
        }
    }

    /// The thread of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        let (kind, index) = word.split_once('-')?;
        let index = index.parse().ok()?;
        match kind {
            "call" => Some(Self::NewCall(index)),
            "end" => Some(Self::CallEnd(index)),
            "entry" => Some(Self::Entry(index)),
            "new" => Kind::ALL.get(index).copied().map(Self::New),
            _ => None,
        }
    }
}

/// What a press has taken hold of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// The picture itself.
    Picture,
    /// The end of a thread.
    Thread(Thread),
}

/// What the pointers do.
#[derive(Clone, Debug, PartialEq, Default)]
enum Doing {
    #[default]
    Nothing,
    /// One is down and has not moved yet.
    Pressed(Grip),
    /// The picture moves with it.
    Moving,
    /// A thread is pulled.
    Pulling(Thread),
    /// Two fingers hold the picture.
    Pinching,
}

/// Pixels that a press may move and still be a click.
const SLACK: f64 = 5.0;

/// The pointers that are down, and what they do.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Hand {
    pointers: Vec<(i32, Point)>,
    doing: Doing,
    /// What the thread is held over.
    over: Option<Place>,
    /// Whether it is held over the picture at all.
    inside: bool,
    /// Whether the release that comes next ended more than a click.
    was_more_than_click: bool,
}

impl Hand {
    /// A pointer goes down on something, at a place of the window.
    pub fn press(&mut self, pointer: i32, at: Point, grip: Grip) {
        if self.pointers.is_empty() {
            self.was_more_than_click = false;
            self.doing = Doing::Pressed(grip);
        } else if self.pointers.len() == 1 && grip == Grip::Picture && self.thread().is_none() {
            self.doing = Doing::Pinching;
            self.was_more_than_click = true;
        } else {
            return;
        }
        self.pointers.push((pointer, at));
    }

    /// A pointer moves; the view follows. Says whether the pointer is from now on to be heard wherever it goes.
    pub fn drag(&mut self, pointer: i32, to: Point, view: View) -> Option<(View, bool)> {
        let index = self.pointers.iter().position(|p| p.0 == pointer)?;
        let from = self.pointers[index].1;
        let by = (to.0 - from.0, to.1 - from.1);
        match self.doing {
            Doing::Pressed(grip) if by.0.abs().max(by.1.abs()) > SLACK => {
                self.pointers[index].1 = to;
                self.was_more_than_click = true;
                self.doing = match grip {
                    Grip::Picture => Doing::Moving,
                    Grip::Thread(thread) => Doing::Pulling(thread),
                };
                Some((if grip == Grip::Picture { view.moved(by) } else { view }, true))
            }
            Doing::Nothing | Doing::Pressed(_) => None,
            Doing::Moving => {
                self.pointers[index].1 = to;
                Some((view.moved(by), false))
            }
            Doing::Pulling(_) => {
                self.pointers[index].1 = to;
                Some((view, false))
            }
            Doing::Pinching => {
                let (middle, apart) = self.pinch()?;
                self.pointers[index].1 = to;
                let (now, further) = self.pinch()?;
                let moved = view.moved((now.0 - middle.0, now.1 - middle.1));
                Some((if apart > 0.0 { moved.zoomed(further / apart, now) } else { moved }, true))
            }
        }
    }

    /// The middle between two fingers and how far they are apart.
    fn pinch(&self) -> Option<(Point, f64)> {
        let [(_, a), (_, b)] = *self.pointers.as_slice() else { return None };
        let apart = length(a.0 - b.0, a.1 - b.1);
        Some(((f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1)), apart))
    }

    /// What the thread is held over, and whether that is the picture at all.
    pub fn hold_over(&mut self, over: Option<Place>, inside: bool) {
        (self.over, self.inside) = (over, inside);
    }

    /// A pointer is let go; what the thread that it held asks for.
    pub fn release(&mut self, pointer: i32) -> Option<Edit> {
        let index = self.pointers.iter().position(|p| p.0 == pointer)?;
        self.pointers.remove(index);
        let thread = self.thread();
        let (over, inside) = (self.over, self.inside);
        // Of two fingers, the one that stays goes on moving the picture.
        self.doing = if self.pointers.is_empty() { Doing::Nothing } else { Doing::Moving };
        self.hold_over(None, false);
        thread.filter(|_| inside).and_then(|thread| dropped(thread, over))
    }

    /// Everything is let go without any effect.
    pub fn cancel(&mut self) {
        let was_more_than_click = self.was_more_than_click;
        *self = Self { was_more_than_click, ..Self::default() };
    }

    /// The thread that is pulled.
    pub fn thread(&self) -> Option<Thread> {
        if let Doing::Pulling(thread) = self.doing { Some(thread) } else { None }
    }

    /// Where the pointer is that pulls it.
    pub fn end(&self) -> Option<Point> {
        self.thread().and_then(|_| self.pointers.first()).map(|p| p.1)
    }

    /// What the thread is held over.
    pub fn over(&self) -> Option<Place> {
        self.over
    }

    /// Whether the picture moves.
    pub fn is_moving(&self) -> bool {
        matches!(self.doing, Doing::Moving | Doing::Pinching)
    }

    /// Whether the click that the browser reports now is none, because the pointer moved; asked once a click.
    pub fn take_click(&mut self) -> bool {
        std::mem::take(&mut self.was_more_than_click)
    }
}

/// What a thread asks for that is let go over something.
fn dropped(thread: Thread, over: Option<Place>) -> Option<Edit> {
    match (thread, over) {
        (Thread::NewCall(from), Some(Place::Service(to))) => {
            Some(Edit::Connect(first_operation(from), first_operation(to)))
        }
        (Thread::CallEnd(call), Some(Place::Service(to))) => Some(Edit::Retarget(call, first_operation(to))),
        (Thread::Entry(journey), Some(Place::Service(to))) => {
            Some(Edit::EnterAt(journey, first_operation(to)))
        }
        (Thread::New(Kind::Cache), Some(Place::Call(call) | Place::Level(call, _))) => {
            Some(Edit::Add(Kind::Cache, Selection::Call(call)))
        }
        (Thread::New(kind), Some(Place::Service(from))) => Some(Edit::Add(kind, Selection::Service(from))),
        (Thread::New(kind), _) => Some(Edit::Add(kind, Selection::None)),
        _ => None,
    }
}

/// The length of a line.
fn length(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: View = View { x: 10.0, y: 20.0, scale: 1.0 };

    #[test]
    fn a_press_that_hardly_moves_is_a_click() {
        let mut hand = Hand::default();
        hand.press(1, (50.0, 50.0), Grip::Picture);
        assert_eq!(hand.drag(1, (52.0, 49.0), VIEW), None);
        assert_eq!(hand.release(1), None);
        assert!(!hand.take_click());
    }

    #[test]
    fn a_press_on_the_picture_moves_it() {
        let mut hand = Hand::default();
        hand.press(1, (50.0, 50.0), Grip::Picture);
        let (view, captures) = hand.drag(1, (70.0, 50.0), VIEW).expect("a move");
        assert_eq!((view, captures), (VIEW.moved((20.0, 0.0)), true));
        assert_eq!(hand.drag(1, (70.0, 90.0), view), Some((view.moved((0.0, 40.0)), false)));
        assert_eq!(hand.release(1), None);
        // The click that ends it is none; the next is one again.
        assert!(hand.take_click() && !hand.take_click());
    }

    #[test]
    fn two_fingers_zoom_around_their_middle() {
        let mut hand = Hand::default();
        hand.press(1, (100.0, 100.0), Grip::Picture);
        hand.press(2, (200.0, 100.0), Grip::Picture);
        let (view, _) = hand.drag(2, (300.0, 100.0), VIEW).expect("a pinch");
        assert_eq!(view.scale, 2.0);
        // What was in the middle of the fingers still is.
        assert_eq!(VIEW.place((150.0, 100.0)), view.place((200.0, 100.0)));
        hand.release(1);
        assert!(hand.is_moving());
        hand.release(2);
        assert_eq!(hand.drag(2, (0.0, 0.0), view), None);
    }

    fn pull(thread: Thread, over: Option<Place>, inside: bool) -> Option<Edit> {
        let mut hand = Hand::default();
        hand.press(1, (0.0, 0.0), Grip::Thread(thread));
        assert_eq!(hand.drag(1, (40.0, 40.0), VIEW), Some((VIEW, true)));
        assert_eq!((hand.thread(), hand.end()), (Some(thread), Some((40.0, 40.0))));
        hand.hold_over(over, inside);
        hand.release(1)
    }

    #[test]
    fn a_thread_connects_what_it_is_let_go_over() {
        let at = first_operation;
        let to = Some(Place::Service(2));
        assert_eq!(pull(Thread::NewCall(1), to, true), Some(Edit::Connect(at(1), at(2))));
        assert_eq!(pull(Thread::CallEnd(5), to, true), Some(Edit::Retarget(5, at(2))));
        assert_eq!(pull(Thread::Entry(0), to, true), Some(Edit::EnterAt(0, at(2))));
        for thread in [Thread::NewCall(1), Thread::CallEnd(5), Thread::Entry(0)] {
            assert_eq!(pull(thread, None, true), None);
            assert_eq!(pull(thread, Some(Place::Call(1)), true), None);
        }
        let cache = |over| pull(Thread::New(Kind::Cache), over, true);
        let in_front = Some(Edit::Add(Kind::Cache, Selection::Call(4)));
        assert_eq!(cache(Some(Place::Call(4))), in_front);
        assert_eq!(cache(Some(Place::Level(4, 0))), in_front);
        let queue = |over, inside| pull(Thread::New(Kind::Queue), over, inside);
        assert_eq!(queue(to, true), Some(Edit::Add(Kind::Queue, Selection::Service(2))));
        assert_eq!(queue(None, true), Some(Edit::Add(Kind::Queue, Selection::None)));
        assert_eq!(queue(None, false), None);
    }

    #[test]
    fn a_word_names_its_thread() {
        let mut all = vec![Thread::NewCall(7), Thread::CallEnd(0), Thread::Entry(19)];
        all.extend(Kind::ALL.map(Thread::New));
        for thread in all {
            assert_eq!(Thread::of_word(&thread.word()), Some(thread));
        }
        for word in ["", "call", "call-x", "new-9"] {
            assert_eq!(Thread::of_word(word), None);
        }
    }

    #[test]
    fn what_is_cancelled_has_no_effect() {
        let mut hand = Hand::default();
        hand.press(1, (0.0, 0.0), Grip::Thread(Thread::NewCall(0)));
        hand.drag(1, (40.0, 40.0), VIEW);
        hand.hold_over(Some(Place::Service(1)), true);
        hand.cancel();
        assert_eq!((hand.thread(), hand.release(1)), (None, None));
        assert!(hand.take_click());
    }
}
