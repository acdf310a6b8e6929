//! Lines and rectangles as plain points: cutting at edges, dashes, slanted lines, values between points. Nothing is
//! drawn here.

use super::pen::Frame;

/// The stretches of a line that lie within the unit square, cut at its edges.
pub fn runs(points: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
    let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut open = false;
    for pair in points.windows(2) {
        let Some((a, b)) = clip(pair[0], pair[1]) else {
            open = false;
            continue;
        };
        match runs.last_mut() {
            Some(run) if open && run.last() == Some(&a) => run.push(b),
            _ => runs.push(vec![a, b]),
        }
        open = b == pair[1];
    }
    runs
}

/// A point of the unit square, or near it.
pub type Point = (f64, f64);

/// The part of a segment within the unit square. A segment to infinity goes straight up at its end.
fn clip(a: Point, b: Point) -> Option<(Point, Point)> {
    let lift = |p: Point, other: Point| if p.1 == f64::INFINITY { (p.0, other.1.max(1.0) + 1.0) } else { p };
    let floor = |p: Point| if p.1 == f64::NEG_INFINITY { (p.0, -1.0) } else { p };
    let (a, b) = (floor(a), floor(b));
    if a.1 == f64::INFINITY && b.1 == f64::INFINITY {
        return None;
    }
    let (a, b) = (lift(a, b), lift(b, a));
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    if !(dx.is_finite() && dy.is_finite()) {
        return None;
    }
    // Liang and Barsky 1984.
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (step, room) in [(-dx, a.0), (dx, 1.0 - a.0), (-dy, a.1), (dy, 1.0 - a.1)] {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            enter = enter.max(room / step);
        } else {
            leave = leave.min(room / step);
        }
    }
    if enter > leave {
        return None;
    }
    let at = |t: f64| {
        if t == 0.0 {
            a
        } else if t == 1.0 {
            b
        } else {
            (a.0 + t * dx, a.1 + t * dy)
        }
    };
    Some((at(enter), at(leave)))
}

/// The height of a line at a place, none outside its ends.
pub fn between(points: impl Iterator<Item = Point>, at: f64) -> Option<f64> {
    let mut before: Option<Point> = None;
    for (x, y) in points {
        if x.is_nan() || y.is_nan() {
            before = None;
            continue;
        }
        if x >= at {
            let (x0, y0) = before.unwrap_or((x, y));
            if before.is_none() && x > at + 1e-9 {
                return None;
            }
            if y == f64::INFINITY || x <= x0 {
                return Some(if x > at { y0.max(y) } else { y });
            }
            return Some(y0 + (y - y0) * (at - x0) / (x - x0));
        }
        before = Some((x, y));
    }
    None
}

/// Where a line first reaches a height from below; none if it begins above it or never does.
pub fn first_reach(points: &[Point], height: f64) -> Option<f64> {
    let pair = points.windows(2).find(|w| w[0].1 <= height && w[1].1 > height)?;
    let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
    // To infinity it goes straight up, at its end.
    Some(if y1.is_finite() { x0 + (x1 - x0) * (height - y0) / (y1 - y0) } else { x1 })
}

/// Goes on with a path of whole pixels. A point on a level or upright way from the one before to the next says nothing, so
/// no path has more points than it has pixels, however many the curve had.
pub fn append(path: &mut Vec<(i32, i32)>, next: (i32, i32)) {
    if path.last() == Some(&next) {
        return;
    }
    if let [.., a, b] = path[..] {
        let passes = |a: i32, b: i32, c: i32| (a <= b && b <= c) || (a >= b && b >= c);
        let upright = a.0 == b.0 && b.0 == next.0 && passes(a.1, b.1, next.1);
        let level = a.1 == b.1 && b.1 == next.1 && passes(a.0, b.0, next.0);
        if upright || level {
            path.pop();
        }
    }
    path.push(next);
}

/// A line cut into dashes.
pub fn broken(points: &[(f64, f64)], on: f64, off: f64) -> Vec<Vec<(f64, f64)>> {
    let (mut dashes, mut dash) = (Vec::new(), Vec::new());
    let (mut drawing, mut left) = (true, on);
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let length = libm::hypot(x1 - x0, y1 - y0);
        // More dashes than this are not to be told apart on any screen.
        if !(length.is_finite() && on >= 1.0 && off >= 1.0) || dashes.len() > 2000 {
            return dashes;
        }
        if drawing && dash.is_empty() {
            dash.push((x0, y0));
        }
        let mut done = 0.0;
        while length - done > left {
            done += left;
            let at = (x0 + (x1 - x0) * done / length, y0 + (y1 - y0) * done / length);
            if drawing {
                dash.push(at);
                dashes.push(std::mem::take(&mut dash));
            } else {
                dash.push(at);
            }
            drawing = !drawing;
            left = if drawing { on } else { off };
        }
        left -= length - done;
        if drawing {
            dash.push((x1, y1));
        }
    }
    if dash.len() > 1 {
        dashes.push(dash);
    }
    dashes
}

/// Slanted lines across a rectangle as one path, which runs along the edges from one to the next.
pub fn hatch(frame: Frame, step: f64) -> Vec<(f64, f64)> {
    let Frame { left, top, right, bottom } = frame;
    let height = bottom - top;
    let mut path = Vec::new();
    if !(step >= 1.0 && frame.width() > 0.0 && height > 0.0) {
        return path;
    }
    let count = ((frame.width() + height) / step) as usize;
    for i in 1..=count.min(4000) {
        // From the lower edge (or the left one) up to the right at 45 degrees, every second one downwards.
        let foot = left - height + i as f64 * step;
        let low = if foot < left { (left, bottom - (left - foot)) } else { (foot, bottom) };
        let head = foot + height;
        let high = if head > right { (right, top + (head - right)) } else { (head, top) };
        // Around the corner, not across it.
        if i % 2 == 0 {
            if head > right && path.last().is_some_and(|p: &(f64, f64)| p.1 <= top && p.0 < right) {
                path.push((right, top));
            }
            path.extend([high, low]);
        } else {
            if foot >= left && path.last().is_some_and(|p: &(f64, f64)| p.0 <= left && p.1 < bottom) {
                path.push((left, bottom));
            }
            path.extend([low, high]);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_at_the_edges() {
        assert_eq!(clip((0.0, 0.5), (1.0, 0.5)), Some(((0.0, 0.5), (1.0, 0.5))));
        assert_eq!(clip((0.0, 0.0), (1.0, 2.0)), Some(((0.0, 0.0), (0.5, 1.0))));
        assert_eq!(clip((0.2, 0.5), (0.2, f64::INFINITY)).map(|c| c.1), Some((0.2, 1.0)));
        assert_eq!(clip((0.0, 2.0), (1.0, 3.0)), None);
        assert_eq!(clip((0.0, f64::NAN), (1.0, 0.5)), None);
    }

    #[test]
    fn a_line_that_leaves_and_returns_is_two_runs() {
        let found = runs(&[(0.0, 0.5), (0.4, 1.5), (0.6, 1.5), (1.0, 0.5)]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].last(), Some(&(0.2, 1.0)));
    }

    #[test]
    fn a_height_is_reached_where_the_line_first_passes_it() {
        let points = [(0.0, 0.1), (0.4, 0.2), (0.8, 0.6), (0.9, f64::INFINITY)];
        assert_eq!(first_reach(&points, 0.4).map(|x| (x * 100.0).round()), Some(60.0));
        assert_eq!(first_reach(&points, 0.9), Some(0.9));
        assert_eq!(first_reach(&points, 0.05), None);
        assert_eq!(first_reach(&points[..3], 0.9), None);
    }

    #[test]
    fn a_path_has_no_more_points_than_its_shape_needs() {
        let mut path = Vec::new();
        for i in 0..=10_000 {
            // Level, then straight up, then back down to a third of the way.
            let (x, y) = if i < 4000 { (i / 40, 7) } else { (100, 7 + (i - 4000) / 100) };
            append(&mut path, (x, y));
        }
        append(&mut path, (100, 27));
        assert_eq!(path, [(0, 7), (100, 7), (100, 67), (100, 27)]);
    }

    #[test]
    fn values_are_read_between_points() {
        let points = [(0.0, 0.0), (0.5, 1.0), (0.8, f64::INFINITY)];
        assert_eq!(between(points.into_iter(), 0.25), Some(0.5));
        assert_eq!(between(points.into_iter(), 0.9), None);
        assert_eq!(between(points.into_iter(), 0.8), Some(f64::INFINITY));
    }
}
