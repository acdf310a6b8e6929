//! The universal scalability law: what more nodes bring when they contend and must agree.
//!
//! It is a law of throughput; latency at a node is its station's.

/// A system that follows the law.
///
/// # Formula
/// `X(N) = λ1 N / (1 + σ (N-1) + κ N (N-1))`: one node's throughput `λ1` [per second], contention `σ`, coherency `κ`.
///
/// # Domain
/// `N >= 0`, `σ` and `κ` 0 or more. `κ = 0` is Amdahl's law with the limit `λ1 / σ`, both 0 scale without limit.
///
/// # Source
/// Gunther 1993; Guerrilla Capacity Planning 2007, chapter 4.
///
/// # Accuracy
/// 1e-15 relative.
///
/// ```
/// let system = headroom::queue::usl::Usl { one: 1000.0, contention: 0.05, coherency: 0.0002 };
/// assert!((system.throughput(32.0) - 11_643.137_825_644).abs() < 1e-9);
/// assert_eq!(system.peak_nodes(), Some(69));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usl {
    /// Throughput of one node `λ1` [per second].
    pub one: f64,
    /// Contention `σ`: the share of work that is done one after the other.
    pub contention: f64,
    /// Coherency `κ`: the cost of agreeing, for each pair.
    pub coherency: f64,
}

impl Usl {
    /// Throughput of `nodes` nodes [per second].
    pub fn throughput(&self, nodes: f64) -> f64 {
        self.one * nodes / self.slowdown(nodes)
    }

    /// How much longer work takes on each of `nodes` nodes: `1 + σ (N-1) + κ N (N-1)`.
    pub fn slowdown(&self, nodes: f64) -> f64 {
        1.0 + (nodes - 1.0) * (self.contention + self.coherency * nodes)
    }

    /// Throughput against one node's.
    pub fn speedup(&self, nodes: f64) -> f64 {
        nodes / self.slowdown(nodes)
    }

    /// Speedup per node.
    pub fn efficiency(&self, nodes: f64) -> f64 {
        1.0 / self.slowdown(nodes)
    }

    /// Where the curve peaks, as a real number: `sqrt((1-σ)/κ)`; `None` if it never falls.
    pub fn peak(&self) -> Option<f64> {
        let falls = self.coherency > 0.0;
        falls.then(|| ((1.0 - self.contention) / self.coherency).max(0.0).sqrt())
    }

    /// The number of nodes with the greatest throughput, at least one; `None` if more always bring more.
    pub fn peak_nodes(&self) -> Option<u64> {
        let below = self.peak()?.floor().max(1.0);
        let above = below + 1.0;
        Some(if self.throughput(above) > self.throughput(below) { above } else { below } as u64)
    }

    /// The greatest throughput of any number of nodes [per second]; without a peak its limit, which may be infinite.
    pub fn peak_throughput(&self) -> f64 {
        match self.peak_nodes() {
            Some(nodes) => self.throughput(nodes as f64),
            None if self.contention > 0.0 => self.one / self.contention,
            None => f64::INFINITY,
        }
    }

    /// The fewest nodes that reach a throughput [per second]; `None` if no number does.
    ///
    /// ```
    /// let node = headroom::queue::usl::Usl { one: 1000.0, contention: 0.03, coherency: 0.0005 };
    /// assert_eq!(node.nodes_for(8000.0), Some(11));
    /// ```
    pub fn nodes_for(&self, demand: f64) -> Option<u64> {
        if demand <= 0.0 {
            return Some(0);
        }
        let reaches = |n: u64| self.throughput(n as f64) >= demand;
        let mut high = self.peak_nodes().unwrap_or(1 << 40);
        if !reaches(high) {
            return None;
        }
        // Rising up to the peak: bisection on whole numbers.
        let mut low = 0;
        while high - low > 1 {
            let middle = u64::midpoint(low, high);
            if reaches(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        Some(high)
    }
}

#[cfg(test)]
mod tests {
    use super::Usl;

    #[test]
    fn amdahl_and_no_limit() {
        let amdahl = Usl { one: 1000.0, contention: 0.05, coherency: 0.0 };
        assert_eq!((amdahl.peak(), amdahl.peak_nodes(), amdahl.peak_throughput()), (None, None, 20_000.0));
        assert_eq!(amdahl.nodes_for(20_000.0), None);
        assert_eq!(amdahl.nodes_for(19_000.0).map(|n| amdahl.throughput(n as f64) >= 19_000.0), Some(true));
        let free = Usl { contention: 0.0, ..amdahl };
        assert_eq!((free.peak_throughput(), free.nodes_for(5500.0)), (f64::INFINITY, Some(6)));
    }

    #[test]
    fn a_peak_below_one_node_is_one_node() {
        let bad = Usl { one: 10.0, contention: 0.9, coherency: 1.0 };
        assert_eq!((bad.peak_nodes(), bad.nodes_for(11.0), bad.nodes_for(0.0)), (Some(1), None, Some(0)));
        assert_eq!(Usl { contention: 1.5, ..bad }.peak(), Some(0.0));
    }
}
