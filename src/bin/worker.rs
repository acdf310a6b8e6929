//! Serves the worker.
fn main() {}
