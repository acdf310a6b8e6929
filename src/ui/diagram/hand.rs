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

    /// A thread that is held is let go without any effect.
    pub fn drop_thread(&mut self) {
        if matches!(self.doing, Doing::Pulling(_) | Doing::Pressed(Grip::Thread(_))) {
            self.cancel();
        }
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
#[path = "hand_tests.rs"]
mod tests;
