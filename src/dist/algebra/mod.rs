//! What can be done with latency laws: shift, scale, mix, sum, order statistics, truncation.
//!
//! It is not an interface to the grid: every operation takes and gives whole laws of mass one.
//!
//! All operations assume that the laws they combine are independent. Constants never touch the grid.

mod from;
mod mix;
mod order;
mod pointwise;
mod sum;
mod tidy;
mod truncate;
