//! Laws whose survival at each time is a function of the survivals of others at that time.
//!
//! It decides where the pieces of the result start; which function is applied is the business of `order`.

use super::super::grid::{KNOTS, times};
use super::super::law::{Atom, Law};
use super::super::part::{Part, Shape};
use std::sync::Arc;

/// The law whose survival is `of(survivals of the inputs)` at every time.
pub(super) fn pointwise(laws: &[&Law], of: impl Fn(&[f64]) -> f64) -> Law {
    let mut jumps: Vec<f64> = laws.iter().flat_map(|l| l.atoms.iter().map(|a| a.time)).collect();
    jumps.sort_by(f64::total_cmp);
    jumps.dedup_by(|later, earlier| *later - *earlier <= 1e-12 * *later);
    let mut values = vec![0.0; laws.len()];
    let mut atoms = Vec::with_capacity(jumps.len());
    for &time in &jumps {
        // Times that were merged above lie within this margin.
        let (before, after) = (time * (1.0 - 1e-11), time * (1.0 + 1e-11));
        for (value, law) in values.iter_mut().zip(laws) {
            *value = law.survival(after);
        }
        let right = of(&values);
        for (value, law) in values.iter_mut().zip(laws) {
            *value +=
                law.atoms.iter().filter(|a| a.time >= before && a.time <= after).map(|a| a.mass).sum::<f64>();
            *value = value.min(1.0);
        }
        atoms.push(Atom { time, mass: (of(&values) - right).max(0.0) });
    }
    if laws.iter().all(|l| l.parts.is_empty()) {
        return Law { atoms, parts: Vec::new() }.tidy();
    }
    atoms.retain(|a| a.mass > 1e-15);
    let mass: f64 = 1.0 - atoms.iter().map(|a| a.mass).sum::<f64>();
    if mass < 1e-14 {
        return Law { atoms, parts: Vec::new() }.tidy();
    }
    let origin = start_of_parts(laws, &atoms, &of);
    let end = end_of_all(laws, &of);
    let parts = segments(laws, origin, end)
        .into_iter()
        .filter_map(|(from, to)| segment(laws, &atoms, from, to, &of))
        .collect();
    Law { atoms, parts }.tidy()
}

/// Most pieces a result is cut into.
const MOST_PIECES: usize = 4;

/// Where the curve bends: each later start of an input begins a piece of its own, on a grid fine enough for it.
fn segments(laws: &[&Law], origin: f64, end: f64) -> Vec<(f64, f64)> {
    let mut cuts: Vec<f64> = laws.iter().flat_map(|l| l.parts.iter().map(|p| p.origin)).collect();
    cuts.retain(|&c| c > origin * (1.0 + 1e-9) && c < end);
    cuts.sort_by(f64::total_cmp);
    cuts.dedup_by(|later, earlier| *later - *earlier <= 1e-9 * *later);
    cuts.truncate(MOST_PIECES - 1);
    let from = core::iter::once(origin).chain(cuts.iter().copied());
    let to = cuts.iter().copied().chain(core::iter::once(end));
    from.zip(to).collect()
}

/// The continuous mass of the result between two times.
fn segment(laws: &[&Law], atoms: &[Atom], from: f64, to: f64, of: &impl Fn(&[f64]) -> f64) -> Option<Part> {
    let smooth = |time: f64| {
        let values: Vec<f64> = laws.iter().map(|l| l.survival(time)).collect();
        of(&values) - atoms.iter().filter(|a| a.time > time).map(|a| a.mass).sum::<f64>()
    };
    let rest = if to.is_finite() { smooth(to).max(0.0) } else { 0.0 };
    let weight = smooth(from) - rest;
    if weight <= 1e-14 {
        return None;
    }
    let inside = times().partition_point(|t| from + t < to);
    let mut tail = smooth_tail(laws, atoms, from, inside, of);
    for value in &mut tail {
        *value = (*value - rest) / weight;
    }
    tail.resize(KNOTS, 0.0);
    Some(Part { weight, origin: from, shape: Arc::new(Shape::new(tail, None, to - from)) })
}

/// The earliest time at which nothing is left, infinite if there is none.
fn end_of_all(laws: &[&Law], of: &impl Fn(&[f64]) -> f64) -> f64 {
    let last = |l: &&Law| {
        let atom = l.atoms.last().map_or(0.0, |a| a.time);
        l.parts.iter().map(|p| p.origin + p.shape.end).fold(atom, f64::max)
    };
    let over = |&end: &f64| {
        let left: Vec<f64> =
            laws.iter().map(|l| if last(l) <= end { 0.0 } else { l.survival(end) }).collect();
        end.is_finite() && of(&left) <= 0.0
    };
    laws.iter().map(last).filter(over).fold(f64::INFINITY, f64::min)
}

/// The latest time before which the continuous part of the result has no mass: a start there keeps its grid
/// fine where it is needed.
fn start_of_parts(laws: &[&Law], atoms: &[Atom], of: &impl Fn(&[f64]) -> f64) -> f64 {
    let mut starts: Vec<f64> = laws
        .iter()
        .flat_map(|l| l.parts.iter().map(|p| p.origin).chain(l.atoms.iter().map(|a| a.time)))
        .collect();
    starts.sort_by(f64::total_cmp);
    let mut origin = starts.first().copied().unwrap_or(0.0);
    for &start in &starts {
        let values: Vec<f64> = laws.iter().map(|l| l.survival(start)).collect();
        let passed: f64 = atoms.iter().filter(|a| a.time <= start).map(|a| a.mass).sum();
        if 1.0 - of(&values) - passed > 1e-14 {
            break;
        }
        origin = start;
    }
    origin
}

/// The continuous mass left at the first `count` knots after `origin`.
fn smooth_tail(
    laws: &[&Law],
    atoms: &[Atom],
    origin: f64,
    count: usize,
    of: &impl Fn(&[f64]) -> f64,
) -> Vec<f64> {
    let curves: Vec<Vec<f64>> = laws
        .iter()
        .map(|law| {
            let mut curve = vec![0.0; count];
            for part in &law.parts {
                part.add_to(origin, &mut curve);
            }
            for atom in &law.atoms {
                for (value, t) in curve.iter_mut().zip(times()) {
                    if atom.time > origin + t {
                        *value += atom.mass;
                    }
                }
            }
            curve
        })
        .collect();
    let mut values = vec![0.0; laws.len()];
    (0..count)
        .map(|i| {
            let time = origin + times()[i];
            for (value, curve) in values.iter_mut().zip(&curves) {
                *value = curve[i].min(1.0);
            }
            let later: f64 = atoms.iter().filter(|a| a.time > time).map(|a| a.mass).sum();
            let smooth = of(&values) - later;
            // Below rounding of the atoms that were taken away nothing is known.
            if smooth <= 1e-16 * later { 0.0 } else { smooth }
        })
        .collect()
}
