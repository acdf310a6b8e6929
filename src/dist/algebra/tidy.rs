//! Keeps the representation of a law small: merges what is equal, bounds what is many.
//!
//! It does not change a law by more than rounding unless it has more atoms or parts than the bounds.

use super::super::law::{Atom, Law};
use super::super::part::Part;

/// Most atoms a law carries.
pub(crate) const MOST_ATOMS: usize = 24;
/// Most continuous parts a law carries.
pub(crate) const MOST_PARTS: usize = 6;
/// Mass below which an atom or part is dropped and the rest scaled up.
const NOTHING: f64 = 1e-15;

impl Law {
    /// Sorts, merges, drops and bounds; then scales the total to one.
    pub(crate) fn tidy(mut self) -> Self {
        self.atoms.retain(|a| a.mass > NOTHING);
        crate::order::sort_by(&mut self.atoms, |a, b| a.time.total_cmp(&b.time));
        self.atoms.dedup_by(|later, earlier| {
            // Sums of the same constants in another order differ in the last bits.
            let same = later.time - earlier.time <= 1e-12 * later.time;
            if same {
                earlier.mass += later.mass;
            }
            same
        });
        thin(&mut self.atoms);
        self.parts.retain(|p| p.weight > NOTHING);
        join(&mut self.parts, MOST_PARTS);
        self.scale_to_one()
    }

    fn scale_to_one(mut self) -> Self {
        let total: f64 =
            self.atoms.iter().map(|a| a.mass).sum::<f64>() + self.parts.iter().map(|p| p.weight).sum::<f64>();
        if total.is_nan() || total <= 0.0 {
            return Self::point(0.0);
        }
        if total != 1.0 {
            for atom in &mut self.atoms {
                atom.mass /= total;
            }
            for part in &mut self.parts {
                part.weight /= total;
            }
        }
        self
    }
}

/// Drops the least inner atom until few enough are left; its mass goes to its two neighbours so that mass and
/// mean stay.
fn thin(atoms: &mut Vec<Atom>) {
    while atoms.len() > MOST_ATOMS {
        let inner = &atoms[1..atoms.len() - 1];
        let least =
            inner.iter().enumerate().min_by(|a, b| a.1.mass.total_cmp(&b.1.mass)).map_or(0, |(i, _)| i) + 1;
        let (before, gone, after) = (atoms[least - 1], atoms[least], atoms[least + 1]);
        let share = (gone.time - before.time) / (after.time - before.time);
        atoms[least - 1].mass += gone.mass * (1.0 - share);
        atoms[least + 1].mass += gone.mass * share;
        atoms.remove(least);
    }
}

/// Adds parts with the same origin, then merges the two lightest until at most `most` are left.
pub(crate) fn join(parts: &mut Vec<Part>, most: usize) {
    crate::order::sort_by(parts, |a, b| a.origin.total_cmp(&b.origin));
    let mut k = 1;
    while k < parts.len() {
        if parts[k].origin - parts[k - 1].origin <= 1e-12 * parts[k].origin {
            let mut later = parts.remove(k);
            later.origin = parts[k - 1].origin;
            parts[k - 1] = parts[k - 1].merged(&later);
        } else {
            k += 1;
        }
    }
    while parts.len() > most.max(1) {
        let lightest = |parts: &[Part], skip: usize| {
            (0..parts.len())
                .filter(|&i| i != skip)
                .min_by(|&i, &j| parts[i].weight.total_cmp(&parts[j].weight))
                .unwrap_or(0)
        };
        let first = lightest(parts, usize::MAX);
        let second = lightest(parts, first);
        let merged = parts[first].merged(&parts[second]);
        parts[first.min(second)] = merged;
        parts.remove(first.max(second));
    }
}

#[cfg(test)]
mod tests {
    use super::{Law, MOST_ATOMS};

    #[test]
    fn thinning_keeps_mass_and_mean() {
        let points: Vec<(f64, f64)> = (0..60).map(|i| (f64::from(i), f64::from(1 + i % 7))).collect();
        let mean =
            points.iter().map(|(t, w)| t * w).sum::<f64>() / points.iter().map(|(_, w)| w).sum::<f64>();
        let law = Law::points(&points);
        assert_eq!(law.atoms().len(), MOST_ATOMS);
        assert!((law.atoms().iter().map(|a| a.mass).sum::<f64>() - 1.0).abs() < 1e-12);
        assert!((law.mean() - mean).abs() < 1e-10);
    }

    #[test]
    fn equal_times_become_one_atom() {
        let law = Law::points(&[(0.1 + 0.2, 0.5), (0.3, 0.5)]);
        assert!(law.constant().is_some());
    }
}
