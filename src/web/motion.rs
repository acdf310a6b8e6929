//! Whether the visitor wants things to move. Not what moves.

/// Whether the system asks for as little motion as possible.
pub fn is_unwanted() -> bool {
    let query = gloo::utils::window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|q| q.matches())
}
