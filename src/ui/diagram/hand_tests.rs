//! Tests of what pointers do from press to release. Not of what comes of it.

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
fn another_document_takes_the_thread_and_leaves_the_picture_in_the_hand() {
    let mut hand = Hand::default();
    hand.press(1, (0.0, 0.0), Grip::Thread(Thread::CallEnd(3)));
    hand.drop_thread();
    assert_eq!(hand.drag(1, (40.0, 40.0), VIEW), None);
    hand.press(1, (0.0, 0.0), Grip::Thread(Thread::CallEnd(3)));
    hand.drag(1, (40.0, 40.0), VIEW);
    hand.hold_over(Some(Place::Service(1)), true);
    hand.drop_thread();
    assert_eq!((hand.thread(), hand.release(1)), (None, None));
    hand.press(1, (0.0, 0.0), Grip::Picture);
    hand.drag(1, (40.0, 40.0), VIEW);
    hand.drop_thread();
    assert!(hand.is_moving());
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
