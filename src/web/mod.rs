//! The browser, and only here. Not the domain; nothing in this folder knows what a scenario is.

#[cfg(feature = "page")]
pub mod canvas;
#[cfg(feature = "page")]
pub mod save;
