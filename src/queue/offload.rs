//! Work that is acknowledged when it is queued and done later by workers.
//!
//! The queue is without limit; bounded ones are `bounded`, bursts are `burst`.

use super::mgc::Mgc;
use super::mmc::Mmc;
use super::overload::Overload;
use crate::dist::{Family, Law, Service};

/// What the caller perceives, and when the work is really done.
///
/// # Formula
/// Perceived: the enqueueing alone. Completion: enqueueing, wait and service. Backlog `λ E[W]`.
///
/// # Domain
/// Utilisation of the workers below 1, otherwise the [`Overload`] facts. Enqueueing does not wait for the workers.
///
/// # Source
/// Little's law, and independence of enqueueing and queue.
///
/// # Accuracy
/// As [`Mgc`]; for exponential work and constant enqueueing exact to 1e-10.
///
/// ```
/// use headroom::{dist::{Law, Service}, queue::offload::Offload};
/// let work = Service::exponential(0.1).unwrap();
/// let later = Offload::new(Law::point(0.005), 80.0, 10, &work).unwrap();
/// assert_eq!(later.perceived().quantile(0.99), 0.005);
/// assert!((later.completion_quantile(0.99) - 0.499_611_132_761_145).abs() < 1e-10);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Offload {
    enqueue: Law,
    completion: Law,
    backlog: f64,
    /// The closed form, where there is one.
    exact: Option<(f64, Mmc)>,
}

impl Offload {
    /// Enqueueing of this law, and `arrival_rate` jobs [per second] for so many workers.
    ///
    /// # Errors
    /// The [`Overload`] facts when the workers cannot keep up.
    pub fn new(enqueue: Law, arrival_rate: f64, workers: u32, work: &Service) -> Result<Self, Overload> {
        let queue = Mgc::new(arrival_rate, workers, work)?;
        let completion = enqueue.sum(&queue.sojourn());
        let exact = match enqueue.constant() {
            Some(time) if work.is_exponential() => {
                Some((time, Mmc::new(arrival_rate, workers, work.mean())?))
            }
            _ => None,
        };
        Ok(Self { enqueue, completion, backlog: arrival_rate * queue.mean_wait(), exact })
    }

    /// The law of what the caller waits for.
    pub fn perceived(&self) -> &Law {
        &self.enqueue
    }

    /// The law of the time until the work is done.
    pub fn completion(&self) -> &Law {
        &self.completion
    }

    /// The `p` quantile of the time until the work is done \[s\].
    pub fn completion_quantile(&self, p: f64) -> f64 {
        match &self.exact {
            Some((time, queue)) => time + queue.sojourn_quantile(p),
            None => self.completion.quantile(p),
        }
    }

    /// Mean time until the work is done \[s\].
    pub fn mean_completion(&self) -> f64 {
        match &self.exact {
            Some((time, queue)) => time + queue.mean_sojourn(),
            None => self.completion.mean(),
        }
    }

    /// Mean number of jobs waiting.
    pub fn backlog(&self) -> f64 {
        self.backlog
    }
}

#[cfg(test)]
mod tests {
    use super::Offload;
    use crate::dist::{Law, Service};

    #[test]
    fn the_closed_form_agrees_with_the_law() {
        let work = Service::exponential(0.1).unwrap();
        let later = Offload::new(Law::point(0.02), 60.0, 8, &work).unwrap();
        for p in [0.5, 0.99, 0.999] {
            assert!((later.completion_quantile(p) / later.completion().quantile(p) - 1.0).abs() < 1e-4);
        }
        assert!((later.mean_completion() - later.completion().mean()).abs() < 1e-9);
        assert!(Offload::new(Law::point(0.0), 100.0, 10, &work).is_err());
    }
}
