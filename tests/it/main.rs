//! The one integration binary.

#[cfg(not(target_arch = "wasm32"))]
mod arbitrary;
#[cfg(not(target_arch = "wasm32"))]
mod golden;
#[cfg(not(target_arch = "wasm32"))]
mod imports;
mod links;
#[cfg(not(target_arch = "wasm32"))]
mod parameters;
