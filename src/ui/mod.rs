//! The page, in Yew, and only here. Nothing in this folder computes: it shows `report`, and says what was done to
//! `app`.
//!
//! [`App`] is the one component with state of the document; everything else is a function of plain props. What is
//! large is passed as [`same::Same`], which compares by pointer; callbacks are made once, in `App`.

mod app;
mod banner;
mod bar;
mod cards;
mod caveats;
pub mod chart_view;
mod compare;
mod diagram;
mod dialog;
mod engine;
mod explain;
mod frame;
mod icon;
mod knobs;
mod live;
mod prices;
mod replay;
pub mod same;
mod share;
mod skip;
mod strip;
mod table_box;
mod tour;
mod words;

pub use app::{App, Opening};

use crate::scenario::notation::{self, Mark};
use crate::web::{clock, dom, locale, panic};

/// Draws the page into `#app`, and says on it when the program stops. Before there is a page it
/// answers, in tasks of its own, so that none keeps the browser long from what is pressed.
///
/// # Panics
/// Where the document has no `#app`.
pub fn mount() {
    // Yew would set a hook of its own over any that it was not told of.
    yew::set_custom_panic_hook(Box::new(panic::show));
    notation::set(if locale::has_decimal_comma() { Mark::Comma } else { Mark::Point });
    let root = dom::by_id("app").expect("index.html has #app");
    clock::soon(|| {
        let state = app::fresh();
        clock::soon(|| {
            let opening = Opening::of(state);
            clock::soon(|| {
                yew::Renderer::<App>::with_root_and_props(root, opening).render();
            });
        });
    });
}
