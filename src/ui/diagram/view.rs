//! Which part of the picture is in the window, and how large. Not who moves it.

/// A place, in pixels of the window or units of the picture.
pub type Point = (f64, f64);

/// How the picture lies in the window: a unit of the picture is `scale` pixels, and its corner stands at `x`, `y`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Left of the picture's corner.
    pub x: f64,
    /// Top of the picture's corner.
    pub y: f64,
    /// Pixels a unit.
    pub scale: f64,
}

/// How the picture is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum Look {
    /// As it is first shown.
    #[default]
    First,
    /// All of it, whatever is added.
    All,
    /// Moved by hand.
    Moved(View),
}

/// Smallest and largest scale that can be reached by hand.
const REACH: (f64, f64) = (0.1, 2.5);

/// Smallest and largest scale at which a picture is first shown, so that its text can be read.
const READABLE: (f64, f64) = (0.72, 1.0);

/// Below this, only names and colours are drawn: more could not be read.
const FAR: f64 = 0.6;

/// A window narrower than this, of a phone, holds two services that can be read and no third: there all of a picture is
/// shown first, in names and colours, where they can be told apart.
const NARROW: f64 = 480.0;
const TOLD_APART: f64 = 0.33;

/// Of the window that stays free around what is brought into it.
const RIM: f64 = 24.0;

/// Of the picture that always stays in the window.
const LEAST: f64 = 48.0;

impl View {
    /// As it is first shown: all of it if it can then be read, or for an overview be told apart; else its left, as high as it begins.
    pub fn first(room: Point, whole: Point, begins: f64, overview: bool) -> Self {
        let all = Self::all(room, whole);
        if (overview || room.0 < NARROW) && all.scale >= TOLD_APART {
            return all;
        }
        let view = Self::within(room, whole, READABLE);
        let lowest = room.1 - whole.1 * view.scale;
        let y = if lowest < 0.0 { (room.1 / 2.0 - begins * view.scale).clamp(lowest, 0.0) } else { view.y };
        Self { y, ..view }
    }

    /// All of it, however small.
    pub fn all(room: Point, whole: Point) -> Self {
        Self::within(room, whole, (REACH.0, READABLE.1))
    }

    fn within(room: Point, whole: Point, scales: (f64, f64)) -> Self {
        let scale = (room.0 / whole.0).min(room.1 / whole.1).clamp(scales.0, scales.1);
        // What is larger than the window begins at its left, and is cut above and below alike.
        let x = ((room.0 - whole.0 * scale) / 2.0).max(0.0);
        Self { x, y: (room.1 - whole.1 * scale) / 2.0, scale }
    }

    /// Moved by so many pixels.
    pub fn moved(self, by: Point) -> Self {
        Self { x: self.x + by.0, y: self.y + by.1, ..self }
    }

    /// So many times larger, with what is at a place of the window staying there.
    pub fn zoomed(self, factor: f64, at: Point) -> Self {
        let scale = (self.scale * factor).clamp(REACH.0, REACH.1);
        let by = scale / self.scale;
        Self { x: at.0 - (at.0 - self.x) * by, y: at.1 - (at.1 - self.y) * by, scale }
    }

    /// Moved so that some of the picture stays in the window.
    pub fn held(self, room: Point, whole: Point) -> Self {
        let hold = |at: f64, room: f64, whole: f64| {
            let least = LEAST.min(whole * self.scale);
            at.min(room - least).max(least - whole * self.scale)
        };
        Self { x: hold(self.x, room.0, whole.0), y: hold(self.y, room.1, whole.1), ..self }
    }

    /// In a window of another size, with what was in the middle still there.
    pub fn in_room(self, before: Point, now: Point) -> Self {
        self.moved(((now.0 - before.0) / 2.0, (now.1 - before.1) / 2.0))
    }

    /// Whether a box of the picture can be seen in the window: its corner and its size.
    pub fn overlaps(self, room: Point, at: Point, size: Point) -> bool {
        let is_in = |at: f64, size: f64, offset: f64, room: f64| {
            let (from, to) = (at * self.scale + offset, (at + size) * self.scale + offset);
            to > RIM.min(room / 2.0) && from < room - RIM.min(room / 2.0)
        };
        is_in(at.0, size.0, self.x, room.0) && is_in(at.1, size.1, self.y, room.1)
    }

    /// Whether all of the picture is in the window.
    pub fn shows_all(self, room: Point, whole: Point) -> bool {
        let is_in = |at: f64, room: f64, whole: f64| at > -0.5 && at + whole * self.scale < room + 0.5;
        is_in(self.x, room.0, whole.0) && is_in(self.y, room.1, whole.1)
    }

    /// Moved as little as brings a box of the picture into the window: its corner and its size.
    pub fn showing(self, room: Point, at: Point, size: Point) -> Self {
        let shift = |at: f64, size: f64, offset: f64, room: f64| {
            let (from, to) = (at * self.scale + offset, (at + size) * self.scale + offset);
            if from < RIM || to - from > room - 2.0 * RIM { RIM - from } else { (room - RIM - to).min(0.0) }
        };
        self.moved((shift(at.0, size.0, self.x, room.0), shift(at.1, size.1, self.y, room.1)))
    }

    /// Moved so that a place of the picture is in the middle of the window, and large enough to be read.
    pub fn centred(self, room: Point, at: Point) -> Self {
        let scale = self.scale.max(READABLE.0);
        Self { x: room.0 / 2.0 - at.0 * scale, y: room.1 / 2.0 - at.1 * scale, scale }
    }

    /// The place of the picture at a place of the window.
    pub fn place(self, at: Point) -> Point {
        ((at.0 - self.x) / self.scale, (at.1 - self.y) / self.scale)
    }

    /// Whether only names and colours can be read.
    pub fn is_far(self) -> bool {
        self.scale < FAR
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Point = (1000.0, 400.0);

    #[test]
    fn a_small_picture_stands_in_the_middle_and_a_large_one_begins_at_the_left() {
        assert_eq!(View::first(ROOM, (500.0, 200.0), 9.0, false), View { x: 250.0, y: 100.0, scale: 1.0 });
        let large = View::first(ROOM, (4000.0, 1000.0), 300.0, false);
        assert_eq!((large.x, large.y, large.scale), (0.0, 200.0 - 216.0, 0.72));
        assert_eq!(View::first(ROOM, (4000.0, 1000.0), 0.0, false).y, 0.0);
        assert_eq!(View::all(ROOM, (4000.0, 400.0)).scale, 0.25);
        assert!(View::all(ROOM, (4000.0, 400.0)).is_far() && !large.is_far());
        let overview = View::first(ROOM, (2500.0, 300.0), 0.0, true);
        assert!((overview.scale - 0.4).abs() < 1e-9 && overview.x.abs() < 1e-9, "{overview:?}");
        assert_eq!(View::first(ROOM, (4000.0, 1000.0), 300.0, true), large, "too much to tell apart");
        let phone = (358.0, 220.0);
        let (three, twelve) =
            (View::first(phone, (694.0, 300.0), 0.0, false), View::first(phone, (3000.0, 300.0), 0.0, false));
        assert!(three.is_far() && three.x >= 0.0 && 694.0 * three.scale <= 358.0);
        assert_eq!((twelve.x, twelve.scale), (0.0, 0.72));
    }

    #[test]
    fn what_is_under_the_finger_stays_under_it() {
        let view = View { x: 30.0, y: -50.0, scale: 0.8 };
        let at = (321.0, 123.0);
        let (before, after) = (view.place(at), view.zoomed(1.7, at).place(at));
        assert!((before.0 - after.0).abs() < 1e-9 && (before.1 - after.1).abs() < 1e-9);
        assert_eq!(view.zoomed(1e9, at).scale, REACH.1);
        assert_eq!(view.zoomed(0.0, at).scale, REACH.0);
    }

    #[test]
    fn the_picture_is_never_lost() {
        let whole = (500.0, 200.0);
        for by in [(1e6, 1e6), (-1e6, -1e6)] {
            let view = View::first(ROOM, whole, 0.0, false).moved(by).held(ROOM, whole);
            assert!(view.x <= ROOM.0 - LEAST && view.x + whole.0 >= LEAST, "{view:?}");
            assert!(view.y <= ROOM.1 - LEAST && view.y + whole.1 >= LEAST, "{view:?}");
        }
    }

    #[test]
    fn what_can_be_seen_is_known() {
        let whole = (500.0, 200.0);
        let view = View::all(ROOM, whole);
        assert!(view.shows_all(ROOM, whole) && !view.moved((-251.0, 0.0)).shows_all(ROOM, whole));
        let small = (300.0, 400.0);
        let narrow = view.in_room(ROOM, small);
        assert_eq!(narrow.place((150.0, 200.0)), view.place((500.0, 200.0)), "the middle stays the middle");
        let node = |view: View, at: Point| view.overlaps(ROOM, at, (172.0, 88.0));
        assert!(node(view, (20.0, 20.0)) && !node(view.moved((0.0, -210.0)), (20.0, 20.0)));
        assert!(!node(view.moved((740.0, 0.0)), (0.0, 0.0)), "a rim of a box is not seen");
    }

    #[test]
    fn what_is_in_the_window_already_is_not_moved() {
        let view = View { x: 0.0, y: 0.0, scale: 1.0 };
        assert_eq!(view.showing(ROOM, (100.0, 100.0), (172.0, 88.0)), view);
        let right = view.showing(ROOM, (1500.0, 100.0), (172.0, 88.0));
        assert_eq!((right.x, right.y), (1000.0 - RIM - 1672.0, 0.0));
        let above = view.showing(ROOM, (100.0, -300.0), (172.0, 88.0));
        assert_eq!(above.y, 300.0 + RIM);
        assert_eq!(view.centred(ROOM, (700.0, 90.0)).place((500.0, 200.0)), (700.0, 90.0));
    }
}
