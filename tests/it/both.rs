//! One attribute for tests that run natively and in WebAssembly alike.
//!
//! It is not for property tests, which are native only.

#[cfg(not(target_arch = "wasm32"))]
pub use core::prelude::v1::test;
#[cfg(target_arch = "wasm32")]
pub use wasm_bindgen_test::wasm_bindgen_test as test;
