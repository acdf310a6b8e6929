//! The universal scalability law from measurements.
//!
//! It does not judge whether a system follows the law; look at the residuals.

use super::usl::Usl;

/// The law that fits measured `(nodes, throughput [per second])` best.
///
/// # Formula
/// Least squares on `X`: with `X = N / (α + β (N-1) + γ N (N-1))`, `λ1 = 1/α`, `σ = β/α`, `κ = γ/α`, start from the
/// weighted linear regression of `N/X`, then Gauss and Newton with step halving; `σ, κ >= 0` by trying each at its bound.
///
/// # Domain
/// Positive values at three or more different `N`, otherwise `None`. Below five points the fit says little about `κ`.
///
/// # Source
/// Gunther, Guerrilla Capacity Planning, 2007, chapter 5; Gauss 1809.
///
/// # Accuracy
/// Data made without noise give their parameters back to 1e-9.
///
/// ```
/// let truth = headroom::queue::usl::Usl { one: 995.6, contention: 0.0267, coherency: 0.000_769 };
/// let data: Vec<(f64, f64)> = [1.0, 4.0, 8.0, 16.0, 32.0].iter().map(|&n| (n, truth.throughput(n))).collect();
/// let found = headroom::queue::usl_fit::fit(&data).unwrap();
/// assert!((found.coherency / truth.coherency - 1.0).abs() < 1e-9);
/// ```
pub fn fit(data: &[(f64, f64)]) -> Option<Usl> {
    let usable = |&(n, x): &(f64, f64)| n > 0.0 && x > 0.0 && n.is_finite() && x.is_finite();
    let mut nodes: Vec<f64> = data.iter().map(|d| d.0).collect();
    nodes.sort_by(f64::total_cmp);
    nodes.dedup();
    if nodes.len() < 3 || !data.iter().all(usable) {
        return None;
    }
    // α is always free; β and γ each free or at their bound.
    let choices = [[true, true, true], [true, true, false], [true, false, true], [true, false, false]];
    let fits = choices.iter().filter_map(|free| restricted(data, *free));
    let feasible = fits.filter(|p| p[0] > 0.0 && p[1] >= 0.0 && p[2] >= 0.0);
    let best = feasible.min_by(|a, b| misfit(data, a).total_cmp(&misfit(data, b)))?;
    Some(Usl { one: 1.0 / best[0], contention: best[1] / best[0], coherency: best[2] / best[0] })
}

fn bases(n: f64) -> [f64; 3] {
    [1.0, n - 1.0, n * (n - 1.0)]
}

fn curve(p: &[f64; 3], n: f64) -> f64 {
    let b = bases(n);
    n / (p[0] * b[0] + p[1] * b[1] + p[2] * b[2])
}

/// Sum of squared misses; infinite where the curve is not one.
fn misfit(data: &[(f64, f64)], p: &[f64; 3]) -> f64 {
    let mut sum = 0.0;
    for &(n, x) in data {
        let y = curve(p, n);
        if y.is_nan() || y <= 0.0 {
            return f64::INFINITY;
        }
        sum += (y - x) * (y - x);
    }
    sum
}

/// The best parameters when only some are free, the others 0.
fn restricted(data: &[(f64, f64)], free: [bool; 3]) -> Option<[f64; 3]> {
    // N/X is linear in the parameters; an error in X moves it by N/X² times as much.
    let rows = data.iter().map(|&(n, x)| {
        let w = x * x / n;
        (bases(n).map(|b| w * b), w * n / x)
    });
    let mut p = solve(rows, free)?;
    for _ in 0..60 {
        let now = misfit(data, &p);
        let rows = data.iter().map(|&(n, x)| {
            let y = curve(&p, n);
            (bases(n).map(|b| -y * y / n * b), x - y)
        });
        let Some(step) = solve(rows, free) else { break };
        let mut length = 1.0;
        let better = loop {
            let next = [0, 1, 2].map(|i| p[i] + length * step[i]);
            if misfit(data, &next) < now {
                break Some(next);
            }
            length *= 0.5;
            if length < 1e-4 {
                break None;
            }
        };
        match better {
            Some(next) => p = next,
            None => break,
        }
    }
    Some(p)
}

/// Linear least squares in at most three unknowns, by the normal equations of scaled columns.
fn solve(rows: impl Iterator<Item = ([f64; 3], f64)> + Clone, free: [bool; 3]) -> Option<[f64; 3]> {
    let mut scale = [0.0_f64; 3];
    for (a, _) in rows.clone() {
        for i in 0..3 {
            scale[i] = scale[i].max(a[i].abs());
        }
    }
    let mut m = [[0.0; 4]; 3];
    for (a, b) in rows {
        for i in 0..3 {
            for j in 0..3 {
                m[i][j] += a[i] / scale[i] * (a[j] / scale[j]);
            }
            m[i][3] += a[i] / scale[i] * b;
        }
    }
    for i in (0..3).filter(|&i| !free[i]) {
        for row in &mut m {
            row[i] = 0.0;
        }
        m[i] = [0.0; 4];
        m[i][i] = 1.0;
    }
    for i in 0..3 {
        let pivot = (i..3).max_by(|&a, &b| m[a][i].abs().total_cmp(&m[b][i].abs()))?;
        m.swap(i, pivot);
        let from = m[i];
        if from[i].is_nan() || from[i].abs() < 1e-14 {
            return None;
        }
        for (j, row) in m.iter_mut().enumerate() {
            let f = if j == i { 0.0 } else { row[i] / from[i] };
            row.iter_mut().zip(from).for_each(|(to, from)| *to -= f * from);
        }
    }
    Some([0, 1, 2].map(|i| m[i][3] / m[i][i] / scale[i]))
}

#[cfg(test)]
mod tests {
    use super::fit;
    use crate::queue::usl::Usl;

    fn data(truth: Usl, nodes: &[f64]) -> Vec<(f64, f64)> {
        nodes.iter().map(|&n| (n, truth.throughput(n))).collect()
    }

    #[test]
    fn gives_back_what_made_the_data() {
        let nodes = [1.0, 2.0, 4.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0];
        for (contention, coherency) in [(0.0267, 0.000_769), (0.0, 0.001), (0.1, 0.0), (0.0, 0.0)] {
            let truth = Usl { one: 995.6, contention, coherency };
            let found = fit(&data(truth, &nodes)).unwrap();
            assert!((found.one / truth.one - 1.0).abs() < 1e-9, "{found:?}");
            assert!((found.contention - contention).abs() < 1e-9, "{found:?}");
            assert!((found.coherency - coherency).abs() < 1e-9, "{found:?}");
        }
    }

    #[test]
    fn noise_does_not_make_it_negative() {
        // Faster than linear: both at their bounds.
        let found = fit(&[(1.0, 100.0), (2.0, 210.0), (4.0, 430.0), (8.0, 880.0), (16.0, 1800.0)]).unwrap();
        assert_eq!((found.contention, found.coherency), (0.0, 0.0));
        assert!(found.one > 100.0 && found.one < 115.0);
    }

    #[test]
    fn too_little_is_no_fit() {
        assert!(fit(&[(1.0, 10.0), (2.0, 19.0)]).is_none());
        assert!(fit(&[(1.0, 10.0), (1.0, 11.0), (2.0, 19.0)]).is_none());
        assert!(fit(&[(1.0, 10.0), (2.0, 0.0), (3.0, 19.0)]).is_none());
    }
}
