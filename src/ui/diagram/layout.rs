//! Where boxes and lines of a layered drawing stand. A pure function of sizes and edges; not what the boxes are.
//!
//! Longest-path layers from left to right, high ones spread over several, dummies where lines cross a layer (one for all
//! lines of a box), barycentre ordering within the
//! layers, then heights that follow the neighbours without letting boxes touch (after Sugiyama, Tagawa and Toda 1981).

use super::layers::{mean, order};
use std::collections::BTreeMap;

/// What is to be laid out: an acyclic graph of boxes.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Shape {
    /// Width and height of each box.
    pub sizes: Vec<(f64, f64)>,
    /// Lines from box to box.
    pub edges: Vec<(usize, usize)>,
}

/// Where everything stands.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Layout {
    /// Width of the whole.
    pub width: f64,
    /// Height of the whole.
    pub height: f64,
    /// Left and top of each box.
    pub at: Vec<(f64, f64)>,
    /// The points each line goes through: begin, then where it enters and leaves each layer it crosses, then end.
    pub routes: Vec<Vec<(f64, f64)>>,
}

/// Free room around the whole.
const MARGIN: f64 = 20.0;
/// Free room between two layers.
const GAP: f64 = 76.0;
/// Free room between two boxes of a layer.
const BETWEEN: f64 = 28.0;
/// Height of a line that crosses a layer.
const LANE: f64 = 14.0;
/// Least free room beside a line that crosses a layer.
const LANE_BETWEEN: f64 = 10.0;
/// Boxes of a layer that are never too many.
const MANY: usize = 8;
/// Rounds of ordering and of standing; more change nothing that can be seen.
pub(super) const ROUNDS: usize = 12;

/// A box or a dummy.
pub(super) struct Vertex {
    layer: usize,
    width: f64,
    height: f64,
    dummy: bool,
    pub(super) before: Vec<usize>,
    pub(super) after: Vec<usize>,
    middle: f64,
}

/// Lays out a graph. A line that closes a cycle or names no box is drawn nowhere.
pub fn layout(shape: &Shape) -> Layout {
    let count = shape.sizes.len();
    if count == 0 {
        return Layout { width: 2.0 * MARGIN, height: 2.0 * MARGIN, ..Layout::default() };
    }
    let depths = spread(depths(count, &shape.edges), &shape.edges);
    let (mut vertices, chains) = with_dummies(shape, &depths);
    let mut layers = vec![Vec::new(); depths.iter().max().map_or(1, |d| d + 1)];
    for (v, vertex) in vertices.iter().enumerate().filter(|(_, vertex)| !vertex.dummy) {
        layers[vertex.layer].push(v);
    }
    // Lines that cross begin in the middle: at one side, each layer would stand lower than the last.
    for (v, vertex) in vertices.iter().enumerate().filter(|(_, vertex)| vertex.dummy) {
        let middle = layers[vertex.layer].len() / 2;
        layers[vertex.layer].insert(middle, v);
    }
    order(&mut layers, &vertices);
    stand(&layers, &mut vertices);

    let mut left = Vec::with_capacity(layers.len());
    let mut x = MARGIN;
    for layer in &layers {
        left.push(x);
        x += layer_width(layer, &vertices) + GAP;
    }
    let top = vertices.iter().map(|v| v.middle - v.height / 2.0).fold(f64::INFINITY, f64::min);
    for vertex in &mut vertices {
        vertex.middle += MARGIN - top;
    }
    let bottom = vertices.iter().map(|v| v.middle + v.height / 2.0).fold(0.0, f64::max);
    // A box that is narrower than its layer stands in its middle.
    let x_of = |v: usize| {
        left[vertices[v].layer]
            + (layer_width(&layers[vertices[v].layer], &vertices) - vertices[v].width) / 2.0
    };
    let at = (0..count).map(|v| (x_of(v), vertices[v].middle - vertices[v].height / 2.0)).collect();
    let routes = routes(&chains, &vertices, |v| (x_of(v), x_of(v) + vertices[v].width));
    Layout { width: x - GAP + MARGIN, height: bottom + MARGIN, at, routes }
}

fn layer_width(layer: &[usize], vertices: &[Vertex]) -> f64 {
    layer.iter().map(|&v| vertices[v].width).fold(0.0, f64::max)
}

/// How many lines the longest way to each box has.
fn depths(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut waiting = vec![0_usize; count];
    for &(_, to) in edges.iter().filter(|e| e.0 < count && e.1 < count) {
        waiting[to] += 1;
    }
    let mut ready: Vec<usize> = (0..count).filter(|&v| waiting[v] == 0).collect();
    let mut depth = vec![0; count];
    let mut next = 0;
    while let Some(&from) = ready.get(next) {
        for &(_, to) in edges.iter().filter(|e| e.0 == from && e.1 < count) {
            depth[to] = depth[to].max(depth[from] + 1);
            waiting[to] -= 1;
            if waiting[to] == 0 {
                ready.push(to);
            }
        }
        next += 1;
    }
    depth
}

/// Moves boxes that call nothing from layers that are too high to the next: a picture is rather as wide as high.
fn spread(mut depths: Vec<usize>, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut is_leaf = vec![true; depths.len()];
    edges.iter().filter(|e| e.0 < depths.len()).for_each(|e| is_leaf[e.0] = false);
    let mut has_caller = vec![false; depths.len()];
    edges.iter().filter(|e| e.1 < depths.len()).for_each(|e| has_caller[e.1] = true);
    let most = (MANY..=depths.len().max(MANY)).find(|m| m * m >= depths.len()).unwrap_or(MANY);
    let mut layer = 0;
    while layer <= depths.iter().copied().max().unwrap_or(0) {
        let here: Vec<usize> = (0..depths.len()).filter(|&v| depths[v] == layer).collect();
        let surplus = here.len().saturating_sub(most);
        let leaves = here.into_iter().filter(|&v| is_leaf[v] && has_caller[v]);
        for v in leaves.rev().take(surplus) {
            depths[v] += 1;
        }
        layer += 1;
    }
    depths
}

/// All boxes, and a dummy for each layer that a line crosses; for each line the vertices it goes through.
fn with_dummies(shape: &Shape, depths: &[usize]) -> (Vec<Vertex>, Vec<Vec<usize>>) {
    let vertex = |layer, (width, height), dummy| Vertex {
        layer,
        width,
        height,
        dummy,
        before: Vec::new(),
        after: Vec::new(),
        middle: 0.0,
    };
    let mut vertices: Vec<Vertex> =
        shape.sizes.iter().zip(depths).map(|(&size, &layer)| vertex(layer, size, false)).collect();
    let mut chains = Vec::with_capacity(shape.edges.len());
    // The lines of a box cross a layer together.
    let mut lanes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for &(from, to) in &shape.edges {
        if from >= depths.len() || to >= depths.len() || depths[from] >= depths[to] {
            chains.push(Vec::new());
            continue;
        }
        let mut chain = vec![from];
        for layer in depths[from] + 1..depths[to] {
            chain.push(*lanes.entry((from, layer)).or_insert_with(|| {
                vertices.push(vertex(layer, (0.0, LANE), true));
                vertices.len() - 1
            }));
        }
        chain.push(to);
        for pair in chain.windows(2) {
            if !(vertices[pair[1]].dummy && vertices[pair[1]].before.contains(&pair[0])) {
                vertices[pair[0]].after.push(pair[1]);
                vertices[pair[1]].before.push(pair[0]);
            }
        }
        chains.push(chain);
    }
    // A dummy is as wide as its layer, so that its line runs level past the boxes there.
    for layer in 0..=depths.iter().copied().max().unwrap_or(0) {
        let width = vertices.iter().filter(|v| v.layer == layer).map(|v| v.width).fold(0.0, f64::max);
        for vertex in vertices.iter_mut().filter(|v| v.layer == layer && v.dummy) {
            vertex.width = width;
        }
    }
    (vertices, chains)
}

/// Gives each vertex a height near that of its neighbours, without letting any two of a layer touch.
fn stand(layers: &[Vec<usize>], vertices: &mut [Vertex]) {
    for layer in layers {
        let wish = vec![0.0; layer.len()];
        settle(layer, &wish, vertices);
    }
    for round in 0..ROUNDS {
        let forth = round % 2 == 0;
        let rows: Vec<usize> =
            if forth { (0..layers.len()).collect() } else { (0..layers.len()).rev().collect() };
        for row in rows {
            let wish: Vec<f64> = layers[row]
                .iter()
                .map(|&v| {
                    let (before, after) = (&vertices[v].before, &vertices[v].after);
                    let near = if (forth && !before.is_empty()) || after.is_empty() { before } else { after };
                    mean(near.iter().map(|&n| vertices[n].middle)).unwrap_or(vertices[v].middle)
                })
                .collect();
            settle(&layers[row], &wish, vertices);
        }
    }
}

/// The mean of the lowest and the highest arrangement that keep distance: each keeps it, so their mean does.
fn settle(layer: &[usize], wish: &[f64], vertices: &mut [Vertex]) {
    let apart = |a: usize, b: usize| {
        let (a, b) = (&vertices[layer[a]], &vertices[layer[b]]);
        f64::midpoint(a.height, b.height) + if a.dummy || b.dummy { LANE_BETWEEN } else { BETWEEN }
    };
    let mut down = wish.to_vec();
    for i in 1..layer.len() {
        down[i] = down[i].max(down[i - 1] + apart(i - 1, i));
    }
    let mut up = wish.to_vec();
    for i in (1..layer.len()).rev() {
        up[i - 1] = up[i - 1].min(up[i] - apart(i - 1, i));
    }
    for (i, &v) in layer.iter().enumerate() {
        vertices[v].middle = f64::midpoint(down[i], up[i]);
    }
}

/// The points of each line. Lines at one side of a box part in the order of where they go.
fn routes(
    chains: &[Vec<usize>],
    vertices: &[Vertex],
    sides: impl Fn(usize) -> (f64, f64),
) -> Vec<Vec<(f64, f64)>> {
    // For each vertex, the heights of the other ends at one side, to know which port is whose.
    let port = |v: usize, line: usize, leaves: bool| {
        let mut lines: Vec<(f64, usize)> = chains
            .iter()
            .enumerate()
            .filter_map(|(l, chain)| {
                let other = if leaves {
                    (chain.first() == Some(&v)).then(|| chain[1])
                } else {
                    (chain.last() == Some(&v)).then(|| chain[chain.len() - 2])
                };
                other.map(|o| (vertices[o].middle, l))
            })
            .collect();
        crate::order::sort_by(&mut lines, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let place = lines.iter().position(|l| l.1 == line).unwrap_or(0) as f64;
        let count = lines.len() as f64;
        let step = (vertices[v].height * 0.6 / count).min(14.0);
        vertices[v].middle + (place - (count - 1.0) / 2.0) * step
    };
    chains
        .iter()
        .enumerate()
        .map(|(line, chain)| {
            let (Some(&from), Some(&to)) = (chain.first(), chain.last()) else { return Vec::new() };
            let mut points = vec![(sides(from).1, port(from, line, true))];
            for &v in &chain[1..chain.len() - 1] {
                points.extend([(sides(v).0, vertices[v].middle), (sides(v).1, vertices[v].middle)]);
            }
            points.push((sides(to).0, port(to, line, false)));
            points
        })
        .collect()
}
