//! Numerics without domain words: special functions, roots, stable sums, random streams, names of lists.
//!
//! It is not a general mathematics library: only what the laws, the queues and the simulation need,
//! on libm alone, so that the same input gives the same bits natively and in WebAssembly.

pub mod elementary;
pub mod gamma;
pub mod interval;
pub mod normal;
pub mod power;
pub mod quantile;
pub mod root;
pub mod stream;
pub mod student;
pub mod sum;
pub mod zipf;

pub use power::powi;
