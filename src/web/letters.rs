//! How wide texts are in the letters of the page. Not where they stand.

use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// The size that texts are measured in; in any other they are as wide in proportion.
const SIZE: f64 = 100.0;

/// The share of its size that a letter is wide, where the browser measures none.
const LETTER: f64 = 0.6;

/// Texts whose widths are remembered; then all are forgotten.
const REMEMBERED: usize = 2000;

thread_local! {
    /// Widths by weight and text: a picture is laid out with every step of a slider, its names stay.
    static WIDTHS: RefCell<BTreeMap<(u32, String), f64>> = const { RefCell::new(BTreeMap::new()) };

    /// A canvas that nothing is drawn on: measured on it, a text makes the browser lay out no page.
    static RULER: Option<(CanvasRenderingContext2d, String)> = ruler();
}

/// What measures, and the names of the page's font.
fn ruler() -> Option<(CanvasRenderingContext2d, String)> {
    let canvas = gloo::utils::document().create_element("canvas").ok()?;
    let context = canvas.dyn_into::<HtmlCanvasElement>().ok()?.get_context("2d").ok()??;
    let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
    let style = gloo::utils::window().get_computed_style(&gloo::utils::body()).ok()??;
    let family = style.get_property_value("font-family").ok()?;
    Some((context, family))
}

/// The width of a text in the page's letters of a weight and size.
pub fn width(text: &str, (weight, size): (u32, f64)) -> f64 {
    let key = (weight, text.to_owned());
    let known = WIDTHS.with_borrow(|widths| widths.get(&key).copied());
    let of_one = known.unwrap_or_else(|| {
        let of_one = measured(text, weight);
        WIDTHS.with_borrow_mut(|widths| {
            if widths.len() == REMEMBERED {
                widths.clear();
            }
            widths.insert(key, of_one);
        });
        of_one
    });
    of_one * size
}

/// The width of a text in letters of size 1.
fn measured(text: &str, weight: u32) -> f64 {
    let measured = RULER.with(|ruler| {
        let (context, family) = ruler.as_ref()?;
        context.set_font(&format!("{weight} {SIZE}px {family}"));
        context.measure_text(text).ok()
    });
    measured.map_or_else(|| text.chars().count() as f64 * LETTER, |m| m.width() / SIZE)
}
