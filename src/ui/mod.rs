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
mod icon;
mod knobs;
mod live;
pub mod same;
mod strip;
mod words;

pub use app::App;
