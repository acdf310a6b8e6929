//! How people write numbers where the page is read: the decimal mark. Links, files, messages and exports of data have a point
//! everywhere, so they do not pass through here.
//!
//! Thousands are set apart by a narrow space for everybody: a comma or a point there would mean one number here and another
//! there, and pictures of the page travel.

use std::cell::Cell;

/// What stands between the whole part of a number and the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mark {
    /// `1.5`
    #[default]
    Point,
    /// `1,5`
    Comma,
}

thread_local! {
    static MARK: Cell<Mark> = const { Cell::new(Mark::Point) };
}

/// Says how numbers are written from now on; the page asks the browser once, everything else leaves the point.
pub fn set(mark: Mark) {
    MARK.set(mark);
}

/// The decimal mark as a character.
pub fn mark() -> char {
    match MARK.get() {
        Mark::Point => '.',
        Mark::Comma => ',',
    }
}

/// A number that was written with a point, as people here write it.
pub fn written(number: String) -> String {
    match MARK.get() {
        Mark::Point => number,
        Mark::Comma => number.replace('.', ","),
    }
}

/// A number as people here write it, with a point and without narrow spaces. Where the mark is a comma a point is read as
/// one too: it is on every keyboard's number pad, and in what is copied from elsewhere.
pub fn plain(text: &str) -> String {
    let bare = text.replace(['\u{202f}', '\u{2009}'], "");
    match MARK.get() {
        Mark::Point => bare,
        Mark::Comma => bare.replace(',', "."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for (mark, text) in [(Mark::Point, "12.5"), (Mark::Comma, "12,5")] {
            set(mark);
            assert_eq!(written("12.5".to_owned()), text);
            assert_eq!(plain(text), "12.5");
        }
        assert_eq!(plain("1\u{202f}234,5"), "1234.5");
        assert_eq!(plain("0.5"), "0.5");
        set(Mark::Point);
        // A comma is no decimal mark here, and what it means is not guessed.
        assert_eq!(plain("1,500"), "1,500");
    }
}
