//! The one integration binary. It runs natively and, compiled to WebAssembly, in a browser.
//!
//! A module whose tests shall run in both opens with
//! `#[cfg(target_arch = "wasm32")] use wasm_bindgen_test::wasm_bindgen_test as test;`

mod bits;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
