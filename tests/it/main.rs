//! The one integration binary, run natively and in WebAssembly.

mod both;
#[cfg(not(target_arch = "wasm32"))]
mod laws;
mod reference;
