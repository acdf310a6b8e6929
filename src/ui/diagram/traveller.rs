//! Calls and answers on their way, as dots on the lines of the picture. Not who they are; that is the recording's.

use super::drawn::DrawnEdge;
use super::edge;
use super::place::Place;
use crate::report::replay::Traveller;
use yew::prelude::*;

/// Dots at their places: left, top, and what they look like.
#[derive(Debug)]
pub struct Travellers(Vec<(f64, f64, Classes)>);

impl Travellers {
    /// Puts each on the line of its call; the request that is laid out is marked.
    pub fn new(edges: &[DrawnEdge], travellers: &[Traveller], picked: Option<usize>) -> Self {
        let dot = |t: &Traveller| {
            let edge = edges.iter().find(|e| e.of == Place::Call(t.call) && e.behind == t.behind)?;
            let share = if t.back { 1.0 - t.share } else { t.share };
            let (x, y) = edge::point(&edge.route, share)?;
            let classes = classes!(
                "traveller",
                t.back.then_some("is-back"),
                t.failed.then_some("is-failed"),
                (picked == Some(t.request)).then_some("is-picked"),
            );
            Some((x, y, classes))
        };
        Self(travellers.iter().filter_map(dot).collect())
    }

    /// Draws them.
    pub fn draw(self) -> Html {
        let dots = self.0.into_iter().map(|(x, y, classes)| {
            html! { <circle class={classes} cx={format!("{x:.1}")} cy={format!("{y:.1}")} r="4" /> }
        });
        html! { <g aria-hidden="true">{ for dots }</g> }
    }
}
