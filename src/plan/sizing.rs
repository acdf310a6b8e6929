//! The cheapest sizes that keep a promise, when more is never slower.
//!
//! It does not know what is sized: a measure of the whole is given to it as a function of the sizes.

/// What may be chosen for one part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// The smallest size, at which the whole is stable.
    pub least: u32,
    /// The greatest size.
    pub most: u32,
    /// Price of one.
    pub price: f64,
}

/// The cheapest sizes found.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizing {
    /// Size of each part.
    pub sizes: Vec<u32>,
    /// Price of all.
    pub cost: f64,
    /// The measure at these sizes.
    pub value: f64,
    /// Whether it is proven that nothing is cheaper; false when the search was cut short.
    pub proven: bool,
}

/// How many measures a search may take.
const BUDGET: u32 = 20_000;

/// The cheapest sizes whose measure is at most `goal`; among equally cheap ones that with the least measure. `None` if no sizes
/// reach it.
///
/// # Formula
/// Start: add one where the measure falls most per price, until the goal is met. Then branch and bound: parts are decided in
/// order; a branch ends when it costs more than the best found, or when the measure misses the goal even with all undecided
/// parts as large as the best found leaves money for.
///
/// # Domain
/// The measure must not rise when a size grows (a latency, at a mean or a percentile). A part without price takes its most.
///
/// # Source
/// Fox 1966 for the start, Dyer & Proll 1977 for its convexity; Land & Doig 1960 for branch and bound.
///
/// # Accuracy
/// Optimal when `proven`; otherwise the best after 20,000 measures.
///
/// ```
/// use headroom::plan::sizing::{Choice, cheapest};
/// let parts = [Choice { least: 1, most: 50, price: 1.0 }, Choice { least: 1, most: 50, price: 3.0 }];
/// let found = cheapest(&parts, 0.5, |n| 1.0 / f64::from(n[0]) + 1.0 / f64::from(n[1])).unwrap();
/// assert_eq!((found.sizes, found.cost), (vec![6, 3], 15.0));
/// ```
pub fn cheapest(choices: &[Choice], goal: f64, measure: impl FnMut(&[u32]) -> f64) -> Option<Sizing> {
    if goal.is_nan() {
        return None;
    }
    // The dearest part first: its branches are cut soonest.
    let mut order: Vec<usize> = (0..choices.len()).collect();
    crate::order::sort_by(&mut order, |&a, &b| choices[b].price.total_cmp(&choices[a].price));
    let mut search = Search { choices, order, goal, measure, left: BUDGET, best: None };
    let mut sizes: Vec<u32> = choices.iter().map(|c| if c.price > 0.0 { c.least } else { c.most }).collect();
    search.greedy(sizes.clone());
    // What greed cannot reach with everything at its most is out of reach.
    search.best.as_ref()?;
    search.branch(0, &mut sizes);
    let proven = search.left > 0;
    search.best.map(|best| Sizing { proven, ..best })
}

struct Search<'a, F> {
    choices: &'a [Choice],
    order: Vec<usize>,
    goal: f64,
    measure: F,
    left: u32,
    best: Option<Sizing>,
}

impl<F: FnMut(&[u32]) -> f64> Search<'_, F> {
    fn cost(&self, sizes: &[u32]) -> f64 {
        self.choices.iter().zip(sizes).map(|(c, &n)| c.price * f64::from(n)).sum()
    }

    fn value(&mut self, sizes: &[u32]) -> f64 {
        self.left = self.left.saturating_sub(1);
        (self.measure)(sizes)
    }

    fn greedy(&mut self, mut sizes: Vec<u32>) {
        let mut value = self.value(&sizes);
        while value > self.goal {
            let mut pick: Option<(f64, usize, f64)> = None;
            for i in 0..sizes.len() {
                if sizes[i] >= self.choices[i].most {
                    continue;
                }
                sizes[i] += 1;
                let next = self.value(&sizes);
                sizes[i] -= 1;
                let gain = (value - next) / self.choices[i].price;
                if pick.is_none_or(|(best, ..)| gain > best) {
                    pick = Some((gain, i, next));
                }
            }
            // Without gain anywhere, more of anything is no help.
            match pick {
                Some((gain, i, next)) if gain > 0.0 && self.left > 0 => {
                    sizes[i] += 1;
                    value = next;
                }
                _ => return,
            }
        }
        self.offer(&sizes, value);
    }

    fn offer(&mut self, sizes: &[u32], value: f64) {
        let cost = self.cost(sizes);
        let better = self.best.as_ref().is_none_or(|best| {
            let slack = 1e-12 * best.cost;
            cost < best.cost - slack || (cost <= best.cost + slack && value < best.value)
        });
        if better {
            self.best = Some(Sizing { sizes: sizes.to_vec(), cost, value, proven: false });
        }
    }

    /// Decides the parts from `depth` on; those before are decided in `sizes`, the others stand at their least.
    fn branch(&mut self, depth: usize, sizes: &mut Vec<u32>) {
        let Some(&part) = self.order.get(depth) else {
            let value = self.value(sizes);
            if value <= self.goal {
                self.offer(sizes, value);
            }
            return;
        };
        let (choice, start) = (self.choices[part], sizes[part]);
        while self.left > 0 {
            let Some(best) = self.best.as_ref().map(|b| b.cost) else { break };
            let money = best * (1.0 + 1e-12) - self.cost(sizes);
            if money < 0.0 || sizes[part] > choice.most {
                break;
            }
            let mut roomy = sizes.clone();
            for &other in &self.order[depth + 1..] {
                let Choice { most, price, .. } = self.choices[other];
                if price > 0.0 {
                    let more = (money / price).floor().min(f64::from(most)) as u32;
                    roomy[other] = roomy[other].saturating_add(more).min(most);
                }
            }
            if depth + 1 < self.order.len() && self.value(&roomy) > self.goal {
                sizes[part] += 1;
                continue;
            }
            if depth + 1 == self.order.len() {
                let value = self.value(sizes);
                if value <= self.goal {
                    self.offer(sizes, value);
                    // The last part: more of it only costs more.
                    break;
                }
            } else {
                self.branch(depth + 1, sizes);
            }
            sizes[part] += 1;
        }
        sizes[part] = start;
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, cheapest};

    /// A sum of falling convex and kinked terms, not always convex.
    fn measure(n: &[u32]) -> f64 {
        n.iter().enumerate().map(|(i, &n)| (1.0 + i as f64) / f64::from(n) + 0.1 / f64::from(n * n)).sum()
    }

    #[test]
    fn agrees_with_trying_everything() {
        for prices in [[1.0, 1.0, 1.0], [1.0, 1.5, 2.0], [5.0, 0.3, 1.1], [2.0, 3.0, 5.0]] {
            for goal in [0.7, 1.3, 2.9] {
                let parts = prices.map(|price| Choice { least: 1, most: 30, price });
                let found = cheapest(&parts, goal, measure).unwrap();
                let mut best = (f64::INFINITY, f64::INFINITY);
                for a in 1..=30 {
                    for b in 1..=30 {
                        for c in 1..=30 {
                            let value = measure(&[a, b, c]);
                            let cost: f64 = prices.iter().zip([a, b, c]).map(|(p, n)| p * f64::from(n)).sum();
                            if value <= goal && (cost, value) < best {
                                best = (cost, value);
                            }
                        }
                    }
                }
                assert!(found.proven && (found.cost - best.0).abs() < 1e-9, "{prices:?} {goal} {found:?}");
                assert!((found.value - best.1).abs() < 1e-9, "{prices:?} {goal} {found:?} {best:?}");
            }
        }
    }

    #[test]
    fn out_of_reach_is_none() {
        let parts = [Choice { least: 1, most: 9, price: 1.0 }];
        assert!(cheapest(&parts, 0.01, measure).is_none());
        assert!(cheapest(&parts, f64::NAN, |_| f64::INFINITY).is_none());
        let free = cheapest(&[Choice { price: 0.0, ..parts[0] }], 5.0, measure).unwrap();
        assert_eq!((free.sizes, free.cost), (vec![9], 0.0));
        assert_eq!(cheapest(&[], 1.0, |_| 0.5).map(|s| s.cost), Some(0.0));
    }
}
