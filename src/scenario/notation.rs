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

/// Whether thousands are set apart by it somewhere, and nothing else is.
fn is_group(mark: char) -> bool {
    matches!(mark, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’')
}

/// A text without what stands between a digit and three more.
fn ungrouped(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let groups = |at: usize| at > 0 && digit(at - 1) && (1..=3).all(|n| digit(at + n)) && !digit(at + 4);
    let kept = letters.iter().enumerate().filter(|&(at, &letter)| !(is_group(letter) && groups(at)));
    kept.map(|(_, &letter)| letter).collect()
}

/// Whether a mark between digits is not the one that fractions have here and could set apart thousands: a number that is read
/// wrong by a thousand is worse than one that is asked for again.
pub fn is_ambiguous(text: &str) -> bool {
    let mark = if MARK.get() == Mark::Point { ',' } else { '.' };
    let Some((whole, rest)) = text.trim().split_once(mark) else { return false };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_whole = (1..=3).contains(&whole.len()) && whole.bytes().all(|b| b.is_ascii_digit());
    is_whole && !whole.starts_with('0') && digits == 3
}

/// A number as people here write it, with a point and with its thousands together. Where the mark is a comma a point is read as
/// one too: it is on every keyboard's number pad, and in what is copied from elsewhere.
pub fn plain(text: &str) -> String {
    let bare = ungrouped(text);
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
        assert_eq!(plain("12 345 678 ms"), "12345678 ms");
        assert_eq!(plain("1'000/s"), "1000/s");
        for kept in ["1 50", "1 5000", "1s 500ms", " 500", "1  500", "0.5"] {
            assert_eq!(plain(kept), kept);
        }
        for (text, ambiguous) in
            [("1.500", true), ("12.500 ms", true), ("1,500", false), ("0.125", false), ("1.5", false)]
        {
            assert_eq!(is_ambiguous(text), ambiguous, "{text}");
        }
        set(Mark::Point);
        assert!(is_ambiguous("1,500") && !is_ambiguous("1.500") && !is_ambiguous("1,50"));
        // A comma is no decimal mark here, and what it means is not guessed.
        assert_eq!(plain("1,500"), "1,500");
    }
}
