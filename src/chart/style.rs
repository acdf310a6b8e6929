//! How charts look: colours for light and dark, sizes of text and strokes, and how wide a text will be. Not what
//! they show.

use plotters::style::RGBAColor;

/// What a colour is for. Which colour it is depends on light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Words that matter.
    Text,
    /// Words that explain.
    Muted,
    /// Edges of the plot.
    Axis,
    /// Lines behind the data.
    Grid,
    /// What lies below the chart.
    Surface,
    /// Data: the closed forms, work.
    Blue,
    /// Data: the simulation, waiting.
    Orange,
    /// Data: what can be held, what arrives at the origin.
    Green,
    /// Data: a second line beside the blue one.
    Purple,
    /// Limits and what is beyond them.
    Red,
}

/// The inks that carry data; each is told from the surface at 3 to 1 or better.
pub const DATA_INKS: [Ink; 5] = [Ink::Blue, Ink::Orange, Ink::Green, Ink::Purple, Ink::Red];

/// How a chart is drawn: light or dark, and how many device pixels make one pixel of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Light text on dark ground.
    pub dark: bool,
    /// Device pixels to a pixel of the page; every size is multiplied by it.
    pub scale: f64,
}

impl Style {
    /// Size of the numbers along the axes, in pixels of the page.
    pub const SMALL: f64 = 11.0;
    /// Size of labels, in pixels of the page.
    pub const LABEL: f64 = 12.0;

    /// Red, green and blue of an ink. The data inks are those of Okabe and Ito (2008), darkened or lightened until
    /// they stand out from the surface.
    pub fn rgb(&self, ink: Ink) -> (u8, u8, u8) {
        if self.dark {
            match ink {
                Ink::Text => (0xe8, 0xed, 0xf2),
                Ink::Muted => (0xa3, 0xaf, 0xbb),
                Ink::Axis => (0x74, 0x80, 0x8d),
                Ink::Grid => (0x30, 0x38, 0x42),
                Ink::Surface => (0x1d, 0x22, 0x29),
                Ink::Blue => (0x56, 0xb4, 0xe9),
                Ink::Orange => (0xe6, 0x9f, 0x00),
                Ink::Green => (0x2f, 0xc0, 0x97),
                Ink::Purple => (0xd9, 0x92, 0xbd),
                Ink::Red => (0xff, 0x7b, 0x4a),
            }
        } else {
            match ink {
                Ink::Text => (0x16, 0x20, 0x2a),
                Ink::Muted => (0x55, 0x61, 0x6e),
                Ink::Axis => (0x84, 0x90, 0x9c),
                Ink::Grid => (0xe6, 0xea, 0xee),
                Ink::Surface => (0xff, 0xff, 0xff),
                Ink::Blue => (0x00, 0x72, 0xb2),
                Ink::Orange => (0xb8, 0x79, 0x00),
                Ink::Green => (0x00, 0x8a, 0x65),
                Ink::Purple => (0xb5, 0x5c, 0x8f),
                Ink::Red => (0xcc, 0x4e, 0x00),
            }
        }
    }

    /// An ink as plotters takes it, from clear (0) to solid (1).
    pub fn colour(&self, ink: Ink, opacity: f64) -> RGBAColor {
        let (r, g, b) = self.rgb(ink);
        RGBAColor(r, g, b, opacity)
    }

    /// An ink as `#rrggbb`, for legends and overlays.
    pub fn hex(&self, ink: Ink) -> String {
        let (r, g, b) = self.rgb(ink);
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// Whether the axes of an area of this height have names: in a low one they would take the room of what is shown, and the numbers
    /// along them have their units.
    pub fn names_axes(&self, height: f64) -> bool {
        height >= self.px(120.0)
    }

    /// A length of the page in device pixels.
    pub fn px(&self, length: f64) -> f64 {
        length * self.scale
    }
}

/// About how wide a text of a size is: the widths of Helvetica with a margin for wider fonts such as `DejaVu`. Asking
/// the browser would make it lay out the page in the middle of drawing.
pub fn text_width(text: &str, size: f64) -> f64 {
    let em: f64 = text.chars().map(char_width).sum();
    em * size * MARGIN
}

/// Wider fonts against Helvetica.
const MARGIN: f64 = 1.14;

/// Bold letters against the same ones in normal weight.
pub const BOLD: f64 = 1.12;

fn char_width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 0.23,
        ' ' | '.' | ',' | ':' | ';' | '/' | 'f' | 't' | 'I' | '!' | '\u{a0}' | '·' => 0.28,
        '\u{202f}' | '\u{2009}' => 0.2,
        'r' | '(' | ')' | '-' => 0.34,
        's' | 'c' | 'k' | 'v' | 'x' | 'y' | 'z' | 'J' => 0.5,
        'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 0.73,
        'm' | 'M' | 'O' | 'Q' | 'G' => 0.84,
        '%' | 'W' | '@' | '…' | '→' | '∞' | '←' => 0.98,
        'A'..='Z' => 0.67,
        c if c > '\u{2e80}' => 1.0,
        _ => 0.556,
    }
}

/// The text, cut with an ellipsis where it would be wider than `room`.
pub fn cut(text: &str, size: f64, room: f64) -> String {
    if text_width(text, size) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = text_width("…", size);
    for c in text.chars() {
        used += char_width(c) * size * MARGIN;
        if used > room {
            break;
        }
        kept.push(c);
    }
    let kept = kept.trim_end();
    if kept.is_empty() { String::new() } else { format!("{kept}…") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance((r, g, b): (u8, u8, u8)) -> f64 {
        let part = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
        };
        0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
    }

    fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn inks_stand_out_from_the_surface() {
        for dark in [false, true] {
            let style = Style { dark, scale: 1.0 };
            let surface = style.rgb(Ink::Surface);
            for ink in DATA_INKS.into_iter().chain([Ink::Axis]) {
                let ratio = contrast(style.rgb(ink), surface);
                assert!(ratio >= 3.0, "{ink:?} on {surface:?}: {ratio:.2}");
            }
            for ink in [Ink::Text, Ink::Muted] {
                assert!(contrast(style.rgb(ink), surface) >= 4.5, "{ink:?}");
            }
        }
    }

    #[test]
    fn long_texts_are_cut_to_the_room_they_have() {
        assert_eq!(cut("Payment", 12.0, 100.0), "Payment");
        let text = cut("Recommendation engine", 12.0, 60.0);
        assert!(text.ends_with('…') && text_width(&text, 12.0) <= 60.0, "{text}");
        assert_eq!(cut("Payment", 12.0, 3.0), "");
    }
}
