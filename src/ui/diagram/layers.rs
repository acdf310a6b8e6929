//! In which order boxes stand in their layers, so that few lines cross. Not how high they stand.

use super::layout::{ROUNDS, Vertex};

/// Orders each layer by the mean place of its neighbours, forth and back; the order with fewest crossings is kept.
pub(super) fn order(layers: &mut Vec<Vec<usize>>, vertices: &[Vertex]) {
    let mut best = (crossings(layers, vertices), layers.clone());
    for round in 0..ROUNDS {
        let forth = round % 2 == 0;
        let rows: Vec<usize> = if forth {
            (1..layers.len()).collect()
        } else {
            (0..layers.len().saturating_sub(1)).rev().collect()
        };
        for row in rows {
            let place = places(if forth { &layers[row - 1] } else { &layers[row + 1] }, vertices.len());
            let current = places(&layers[row], vertices.len());
            let centre = |v: usize| {
                let neighbours = if forth { &vertices[v].before } else { &vertices[v].after };
                mean(neighbours.iter().map(|&n| place[n])).unwrap_or(current[v])
            };
            crate::order::sort_by(&mut layers[row], |&a, &b| centre(a).total_cmp(&centre(b)));
        }
        let now = crossings(layers, vertices);
        if now < best.0 {
            best = (now, layers.clone());
        }
    }
    *layers = best.1;
}

fn places(layer: &[usize], count: usize) -> Vec<f64> {
    let mut place = vec![0.0; count];
    for (i, &v) in layer.iter().enumerate() {
        place[v] = (i as f64 + 0.5) / layer.len() as f64;
    }
    place
}

/// The mean of some values, if there are any.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(s, n), v| (s + v, n + 1.0));
    (count > 0.0).then(|| sum / count)
}

/// How many pairs of lines between neighbouring layers cross.
fn crossings(layers: &[Vec<usize>], vertices: &[Vertex]) -> usize {
    layers
        .windows(2)
        .map(|pair| {
            let place = places(&pair[1], vertices.len());
            let ends: Vec<f64> = pair[0]
                .iter()
                .flat_map(|&v| {
                    let mut ends: Vec<f64> = vertices[v].after.iter().map(|&n| place[n]).collect();
                    ends.sort_by(f64::total_cmp);
                    ends
                })
                .collect();
            // Many lines cross whatever is done; counting them all would take longer than it helps.
            let ends = &ends[..ends.len().min(600)];
            ends.iter()
                .enumerate()
                .map(|(i, a)| ends[i + 1..].iter().filter(|b| *b < a).count())
                .sum::<usize>()
        })
        .sum()
}
