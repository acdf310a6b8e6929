//! Tests of the layout: nothing touches, lines run forwards, whatever the graph. Not how it looks.

use super::layout::{Layout, Shape, layout};

/// A graph from a small deterministic generator: `count` boxes, each called by some earlier one.
fn graph(count: usize, lines: usize, mut seed: u64) -> Shape {
    let mut next = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((seed >> 33) as usize) % below.max(1)
    };
    let sizes = (0..count).map(|_| (120.0 + next(80) as f64, 40.0 + next(60) as f64)).collect();
    let mut edges: Vec<_> = (1..count).map(|to| (next(to), to)).collect();
    for _ in 0..lines {
        let to = 1 + next(count.saturating_sub(1));
        if to < count {
            edges.push((next(to), to));
        }
    }
    Shape { sizes, edges }
}

fn holds(shape: &Shape, laid: &Layout) {
    let boxes: Vec<_> =
        laid.at.iter().zip(&shape.sizes).map(|(&(x, y), &(w, h))| (x, y, x + w, y + h)).collect();
    for (i, a) in boxes.iter().enumerate() {
        assert!(a.0 >= 0.0 && a.1 >= 0.0 && a.2 <= laid.width && a.3 <= laid.height, "box {i} sticks out");
        for (j, b) in boxes.iter().enumerate().skip(i + 1) {
            let apart = a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1;
            assert!(apart, "boxes {i} and {j} overlap");
        }
    }
    for (route, &(from, to)) in laid.routes.iter().zip(&shape.edges) {
        assert!(route.windows(2).all(|p| p[0].0 <= p[1].0), "a line runs backwards");
        assert_eq!(route.first().map(|p| p.0), Some(boxes[from].2), "a line begins at its box");
        assert_eq!(route.last().map(|p| p.0), Some(boxes[to].0), "a line ends at its box");
        // Where a line crosses a layer it runs level, and no box is there.
        for pair in route[1..route.len() - 1].chunks(2) {
            for (i, b) in boxes.iter().enumerate() {
                let beside = pair[1].0 <= b.0 || b.2 <= pair[0].0 || pair[0].1 <= b.1 || b.3 <= pair[0].1;
                assert!(beside, "a line runs through box {i}");
            }
        }
    }
}

#[test]
fn nothing_touches_whatever_the_graph() {
    for (count, lines) in [(1, 0), (2, 0), (4, 2), (12, 8), (30, 40), (80, 120), (200, 300)] {
        for seed in 0..4 {
            let shape = graph(count, lines, seed);
            holds(&shape, &layout(&shape));
        }
    }
}

#[test]
fn a_fan_of_two_hundred_is_rather_as_wide_as_high() {
    let edges = (1..200).map(|to| (0, to)).collect();
    let shape = Shape { sizes: vec![(160.0, 72.0); 200], edges };
    let laid = layout(&shape);
    holds(&shape, &laid);
    assert!(
        laid.width < 2.5 * laid.height && laid.height < 2.5 * laid.width,
        "{} {}",
        laid.width,
        laid.height
    );
}

#[test]
fn a_caller_stands_beside_the_middle_of_those_it_calls() {
    let shape = Shape { sizes: vec![(160.0, 72.0); 4], edges: vec![(0, 1), (0, 2), (0, 3)] };
    let laid = layout(&shape);
    assert!((laid.at[0].1 - laid.at[2].1).abs() < 1.0, "{:?}", laid.at);
    assert!(laid.at[0].0 < laid.at[1].0);
}

#[test]
fn crossings_that_can_be_avoided_are() {
    // Drawn in the order of the document, these two lines would cross.
    let shape = Shape { sizes: vec![(100.0, 50.0); 5], edges: vec![(0, 1), (0, 2), (1, 4), (2, 3)] };
    let laid = layout(&shape);
    assert_eq!(laid.at[1].1 < laid.at[2].1, laid.at[4].1 < laid.at[3].1);
}

#[test]
fn nothing_is_nothing() {
    assert!(layout(&Shape::default()).at.is_empty());
}
