//! The page, in Yew, and only here. Nothing in this folder computes.

pub mod chart_view;
pub mod same;
