//! The machine under the browser. Not the browser's own abilities.

/// Threads that it runs at a time, as far as the browser tells; one where it does not.
pub fn cores() -> u32 {
    gloo::utils::window().navigator().hardware_concurrency().max(1.0) as u32
}
