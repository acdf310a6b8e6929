//! The browser, and only here: worker, address, timers, storage, clipboard, theme, panics. Not the domain; nothing
//! in this folder knows what a scenario is.

#[cfg(feature = "page")]
pub mod address;
#[cfg(feature = "page")]
pub mod canvas;
#[cfg(feature = "page")]
pub mod clipboard;
#[cfg(feature = "page")]
pub mod clock;
#[cfg(feature = "page")]
pub mod dom;
#[cfg(feature = "page")]
pub mod fetch;
#[cfg(feature = "page")]
pub mod frame;
#[cfg(feature = "page")]
pub mod machine;
#[cfg(feature = "page")]
pub mod motion;
#[cfg(feature = "page")]
pub mod offline;
#[cfg(feature = "page")]
pub mod panic;
#[cfg(feature = "page")]
pub mod save;
#[cfg(feature = "worker")]
pub mod serve;
#[cfg(feature = "page")]
pub mod store;
#[cfg(feature = "page")]
pub mod theme;
#[cfg(feature = "page")]
pub mod worker;
