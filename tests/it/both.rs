//! `#[both::test]` in one word for both targets: natively the usual attribute, in WebAssembly wasm-bindgen's.

#[cfg(not(target_arch = "wasm32"))]
pub use core::prelude::v1::test;
#[cfg(target_arch = "wasm32")]
pub use wasm_bindgen_test::wasm_bindgen_test as test;
