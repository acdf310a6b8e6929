//! The one integration binary: what holds across modules, natively and in WebAssembly alike.

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

mod both;
#[cfg(not(target_arch = "wasm32"))]
mod laws;
mod model;
mod reference;
mod systems;
