//! Backlog under rates that change in steps: bursts, late replicas, a morning peak.
//!
//! It is not stochastic: where capacity exceeds arrivals the backlog is zero, and the wait there is that of a stationary queue.

/// From `start` \[s\] on, work arrives and is served at these rates [per second], until the next span starts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// When \[s\].
    pub start: f64,
    /// Arrivals [per second].
    pub arrivals: f64,
    /// Capacity [per second].
    pub capacity: f64,
}

/// What became of the backlog.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Backlog {
    /// Greatest backlog \[requests\].
    pub peak: f64,
    /// Backlog integrated over time [request seconds].
    pub area: f64,
    /// Time with a backlog \[s\].
    pub time_with_backlog: f64,
    /// When the last backlog was worked off \[s\]; `None` if there was none or it remains.
    pub cleared_at: Option<f64>,
    /// Backlog at the end \[requests\].
    pub left: f64,
    /// Longest delay of a request that joins the backlog \[s\], at the capacity of its moment.
    pub longest_delay: f64,
}

/// The backlog over spans of constant rates, up to `end` \[s\], from `initial` requests.
///
/// # Formula
/// `Q' = λ - C` while `Q > 0` or `λ > C`, integrated exactly between the steps.
///
/// # Domain
/// Spans in order of time; an empty list keeps the initial backlog.
///
/// # Source
/// Newell, Applications of Queueing Theory, 1982.
///
/// # Accuracy
/// Exact up to rounding.
///
/// ```
/// use headroom::queue::fluid::{Span, backlog};
/// let spans = [Span { start: 0.0, arrivals: 500.0, capacity: 200.0 }, Span { start: 30.0, arrivals: 100.0, capacity: 200.0 }];
/// let result = backlog(&spans, 600.0, 0.0);
/// assert_eq!((result.peak, result.cleared_at), (9000.0, Some(120.0)));
/// ```
pub fn backlog(spans: &[Span], end: f64, initial: f64) -> Backlog {
    let mut q = initial.max(0.0);
    let mut result = Backlog { peak: q, ..Backlog::default() };
    for (i, span) in spans.iter().enumerate() {
        let stop = spans.get(i + 1).map_or(end, |next| next.start.min(end));
        let length = stop - span.start;
        if length.is_nan() || length <= 0.0 {
            continue;
        }
        let slope = span.arrivals - span.capacity;
        // Time until it is empty, if it shrinks.
        let busy = if slope < 0.0 { (q / -slope).min(length) } else { length };
        let after = (q + slope * busy).max(0.0);
        result.area += 0.5 * (q + after) * busy;
        if q > 0.0 || slope > 0.0 {
            result.time_with_backlog += busy;
            let most = q.max(after);
            result.peak = result.peak.max(most);
            result.longest_delay = result.longest_delay.max(most / span.capacity);
            let emptied = slope < 0.0 && q / -slope <= length;
            result.cleared_at = if emptied { Some(span.start + busy) } else { None };
        }
        q = if slope < 0.0 && busy < length { 0.0 } else { after };
    }
    result.left = q;
    result
}

#[cfg(test)]
mod tests {
    use super::{Span, backlog};

    #[test]
    fn late_replicas() {
        let spans = [
            Span { start: 0.0, arrivals: 400.0, capacity: 500.0 },
            Span { start: 30.0, arrivals: 1000.0, capacity: 500.0 },
            Span { start: 90.0, arrivals: 1000.0, capacity: 1200.0 },
        ];
        let result = backlog(&spans, 1e4, 0.0);
        assert_eq!((result.peak, result.cleared_at, result.area), (30_000.0, Some(240.0), 3_150_000.0));
        assert_eq!(result.time_with_backlog, 210.0);
    }

    #[test]
    fn what_cannot_be_served_remains() {
        let result = backlog(&[Span { start: 0.0, arrivals: 5.0, capacity: 0.0 }], 10.0, 0.0);
        assert_eq!((result.left, result.cleared_at), (50.0, None));
        assert_eq!(backlog(&[], 10.0, 3.0).left, 3.0);
    }
}
