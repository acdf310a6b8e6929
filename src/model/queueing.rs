//! One queue of a service: who waits how long for a slot, and who never gets one. Not the service as a whole; that is
//! `station`.

use super::answer::{Answer, CAUSES, Cause, either};
use super::hedging::Hedging;
use super::key::Key;
use crate::dist::{Family, Law, Service as WorkLaw};
use crate::queue::abandonment::{ConstantPatience, exponential_patience};
use crate::queue::balancing::{self, Policy};
use crate::queue::bounded::drop_oldest;
use crate::queue::full::Full;
use crate::queue::gigc;
use crate::queue::hedge_cancel;
use crate::queue::mgc::Prepared;
use crate::queue::mmc::Mmc;
use crate::scenario::service::{Balancing, Capacity, Overflow, Patience};

/// Places up to which dropping the oldest is solved exactly; the work grows with their square.
const EXACT_PLACES: u32 = 64;

/// The slots of one set of replicas and what comes to them.
#[derive(Clone, Copy)]
pub(super) struct Queue<'a> {
    /// Visits that arrive \[1/s\].
    pub rate: f64,
    /// Squared coefficient of variation of the time between them.
    pub arrival_scv: f64,
    /// Replicas that are up.
    pub replicas: u32,
    /// Slots of each.
    pub slots: u32,
    /// Time that a visit takes a slot.
    pub hold: &'a WorkLaw,
    /// The rows of the service.
    pub capacity: &'a Capacity,
    /// Requests that may wait in one queue; none is unbounded.
    pub places: Option<u32>,
    /// A request that is taken out of the queue after this long, because nobody waits for it \[s\].
    pub cancelled_after: f64,
    /// What is prepared for this work and this many servers of one queue.
    pub prepared: Option<&'a Prepared>,
    /// How requests are hedged, where losers are taken back.
    pub hedged: Option<Hedging>,
}

/// What becomes of those that come to a queue.
#[derive(Clone, Debug)]
pub(super) struct Entered {
    /// When they get a slot, or fail, or neither.
    pub answer: Answer,
    /// Share that finds every place taken.
    pub full: f64,
    /// Share of visits that overload lets through: 1 below saturation.
    pub done: f64,
}

impl Entered {
    fn at_once() -> Self {
        Self { answer: Answer::instant(), full: 0.0, done: 1.0 }
    }

    fn waits(law: Law) -> Self {
        Self { answer: Answer::success(law, Key::default()), full: 0.0, done: 1.0 }
    }
}

impl Queue<'_> {
    /// Offered load by slots.
    pub fn utilisation(&self) -> f64 {
        self.rate * self.hold.mean() / (f64::from(self.replicas) * f64::from(self.slots))
    }

    /// Solves it. The key of the answer is left to the caller.
    pub fn enter(&self) -> Entered {
        if self.rate <= 0.0 || self.hold.mean() <= 0.0 {
            return Entered::at_once();
        }
        let patience = self.patience();
        if self.places.is_some() || patience.is_some() {
            return self.bounded(patience);
        }
        let hedged = self
            .hedged
            .filter(|_| self.arrival_scv == 1.0)
            .and_then(|h| hedge_cancel::wait_law(h.rate / f64::from(self.replicas), self.hold, h.delay_s));
        if let Some(law) = hedged {
            return Entered::waits(law);
        }
        let overloaded =
            || Entered { answer: Answer::never(), full: 0.0, done: (1.0 / self.utilisation()).min(1.0) };
        let spills = self.capacity.queue_bounded && self.capacity.overflow == Overflow::Spill;
        if spills {
            return self.spilling().unwrap_or_else(overloaded);
        }
        self.law(self.hold).map_or_else(overloaded, |law| {
            let full = if self.capacity.queue_bounded { self.beyond(&law) } else { 0.0 };
            Entered { full, ..Entered::waits(law) }
        })
    }

    /// Slots of one queue.
    pub fn servers(&self) -> u32 {
        self.one().2
    }

    /// Arrival rate, variability and slots of one queue.
    fn one(&self) -> (f64, f64, u32) {
        let n = f64::from(self.replicas);
        match self.capacity.balancing {
            Balancing::Shared => (self.rate, self.arrival_scv, self.replicas.saturating_mul(self.slots)),
            // In turn: the time between two arrivals at one replica is a sum of n.
            Balancing::RoundRobin => (self.rate / n, self.arrival_scv / n, self.slots),
            // A random share of any stream is closer to Poisson; balancing by load is taken for as even.
            Balancing::Random | Balancing::LeastOutstanding | Balancing::TwoChoices => {
                (self.rate / n, 1.0 + (self.arrival_scv - 1.0) / n, self.slots)
            }
        }
    }

    /// The wait without bounds; none in overload.
    fn law(&self, hold: &WorkLaw) -> Option<Law> {
        let policy = match self.capacity.balancing {
            Balancing::LeastOutstanding => Policy::ShortestQueue,
            Balancing::TwoChoices => Policy::PowerOfTwo,
            _ => {
                let (rate, scv, servers) = self.one();
                if let Some(prepared) = self.prepared.filter(|_| scv == 1.0 && std::ptr::eq(hold, self.hold))
                {
                    return prepared.wait(rate).ok();
                }
                return gigc::wait_law(rate, scv, servers, hold).ok();
            }
        };
        if self.replicas == 1 {
            return gigc::wait_law(self.rate, self.arrival_scv, self.slots, hold).ok();
        }
        let law = balancing::slots::wait_law(policy, self.replicas, self.slots, self.rate, hold).ok()?;
        // Bursts stretch waits as they do at one queue.
        let burst = (self.arrival_scv + hold.scv()) / (1.0 + hold.scv());
        Some(if self.arrival_scv == 1.0 { law } else { law.scale(burst) })
    }

    /// Share of arrivals that find as many waiting as the limit says, where everybody is let in: those whose wait is
    /// longer than these places last.
    fn beyond(&self, wait: &Law) -> f64 {
        let (_, _, servers) = self.one();
        let queues =
            if self.capacity.balancing == Balancing::Shared { 1.0 } else { f64::from(self.replicas) };
        let places = f64::from(self.capacity.queue_limit) / queues;
        wait.survival(places * self.hold.mean() / f64::from(servers))
    }

    /// Everybody is let in, but who finds the queue full takes longer on the slot, which makes the queue longer: the share
    /// that spills is found as the least fixed point, from nobody; none if there is none below saturation.
    ///
    /// # Formula
    /// Full with chance `C ρ^(m/f)`, in a queue `f` times as long as that of M/M/c.
    fn spilling(&self) -> Option<Entered> {
        let read = self.capacity.spill_ms / 1000.0;
        let (rate, _, servers) = self.one();
        let queues = f64::from(self.servers_together() / servers.max(1));
        let places = f64::from(self.capacity.queue_limit) / queues.max(1.0) / self.longer();
        let mut full = 0.0;
        for _ in 0..200 {
            let plain = Mmc::new(rate, servers, self.hold.mean() + full * read).ok()?;
            let next = plain.wait_chance() * libm::pow(plain.utilisation(), places);
            if (next - full).abs() < 1e-9 {
                break;
            }
            full = next;
        }
        let hold = longer(self.hold, full, read);
        let wait = self.law(&hold)?;
        let (_, law) = either(1.0 - full, &wait, full, &wait.shift(read));
        Some(Entered { full, ..Entered::waits(law) })
    }

    fn servers_together(&self) -> u32 {
        self.replicas.saturating_mul(self.slots)
    }

    /// How long who waits is waited for \[s\], and whether all are equally patient.
    fn patience(&self) -> Option<(f64, Patience)> {
        let own = self.capacity.patience_ms / 1000.0;
        match (own > 0.0 && own < self.cancelled_after, self.cancelled_after < f64::INFINITY) {
            (true, _) => Some((own, self.capacity.patience_how)),
            (false, true) => Some((self.cancelled_after, Patience::Deadline)),
            (false, false) => None,
        }
    }

    /// A queue that loses requests: to a full queue, to impatience, or to whichever takes more where there are both.
    fn bounded(&self, patience: Option<(f64, Patience)>) -> Entered {
        let impatient = patience.map(|p| self.impatient(p));
        let full = self.places.map(|places| self.full(places));
        match (impatient, full) {
            (Some(a), Some(b)) if a.answer.failed.0 > b.answer.failed.0 => a,
            (_, Some(b)) => b,
            (Some(a), None) => a,
            (None, None) => Entered::at_once(),
        }
    }

    /// How many times longer the unbounded queue is than with Poisson arrivals and exponential work; near and beyond
    /// saturation, than at this utilisation.
    fn longer(&self) -> f64 {
        const BUSY: f64 = 0.95;
        let (rate, scv, servers) = self.one();
        let s = self.hold.mean();
        if scv == 1.0 && self.hold.is_exponential() {
            return 1.0;
        }
        let rate = rate.min(BUSY * f64::from(servers) / s);
        let wait = match self.prepared.filter(|_| scv == 1.0) {
            Some(prepared) => prepared.wait(rate),
            None => gigc::wait_law(rate, scv, servers, self.hold),
        };
        match (wait, Mmc::new(rate, servers, s)) {
            (Ok(wait), Ok(plain)) if plain.mean_wait() > 1e-12 * s => {
                (wait.mean() / plain.mean_wait()).clamp(0.1, 100.0)
            }
            // Where hardly anybody waits it does not matter.
            _ => (0.5 * (scv + self.hold.scv())).clamp(0.1, 100.0),
        }
    }

    fn impatient(&self, (patience, how): (f64, Patience)) -> Entered {
        let (rate, _, servers) = self.one();
        let (s, stretch) = (self.hold.mean(), self.longer());
        let (gone, wait, left) = match how {
            Patience::Deadline => {
                let station = ConstantPatience::new(rate, servers, s, patience / stretch);
                (station.abandoned(), station.wait_served().scale(stretch), Law::point(patience))
            }
            Patience::Exponential => {
                let station = exponential_patience(rate, servers, s, patience / stretch);
                let served = (1.0 - station.abandoned).max(0.0);
                let waited = (station.wait_chance - station.abandoned).max(0.0);
                let mean = if station.wait_chance > 0.0 {
                    station.mean_wait / station.wait_chance * stretch
                } else {
                    0.0
                };
                let tail = Law::from_survival(|t| libm::exp(-t / mean.max(1e-12)), Some(mean));
                let law = either(served - waited, &Law::point(0.0), waited, &tail).1;
                (station.abandoned, law, tail)
            }
        };
        Entered { answer: lost(gone, wait, left, Cause::TimedOut), full: 0.0, done: 1.0 }
    }

    fn full(&self, places: u32) -> Entered {
        let (rate, _, servers) = self.one();
        let (s, longer) = (self.hold.mean(), self.longer());
        let station = Full::new(rate, servers, (s, self.hold.scv()), f64::from(places), longer);
        let (gone, wait) = (station.full(), station.wait());
        let answer = match self.capacity.overflow {
            Overflow::DropNewest => lost(gone, wait, Law::point(0.0), Cause::Dropped),
            Overflow::DropOldest => {
                let newest = wait.mean();
                let (served, dropped) = if places == 0 {
                    (0.0, 0.0)
                } else if places <= EXACT_PLACES && rate * s < 1e4 {
                    let exact = drop_oldest(rate, servers, s, places);
                    (exact.mean_wait, exact.mean_time_to_drop)
                } else {
                    let most = f64::from(places) / rate;
                    (newest.min(most), most)
                };
                let wait = if newest > 0.0 { wait.scale(served.min(newest) / newest) } else { wait };
                lost(gone, wait, Law::point(dropped), Cause::Dropped)
            }
            _ => lost(gone, wait, Law::point(0.0), Cause::Refused),
        };
        Entered { answer, full: gone, done: 1.0 }
    }
}

/// A share that is lost, after a time, while the others wait.
fn lost(gone: f64, wait: Law, left: Law, cause: Cause) -> Answer {
    let mut causes = [0.0; CAUSES];
    causes[cause as usize] = gone;
    Answer {
        ok: (1.0 - gone, if gone < 1.0 { wait } else { Law::point(0.0) }),
        failed: if gone > 0.0 { (gone, left) } else { (0.0, Law::point(0.0)) },
        never: 0.0,
        causes,
        key: Key::default(),
    }
}

/// Work that takes a constant longer with a chance, by its first two moments.
fn longer(work: &WorkLaw, chance: f64, by: f64) -> WorkLaw {
    let (s, extra) = (work.mean(), chance * by);
    let variance = work.scv() * s * s + chance * (1.0 - chance) * by * by;
    let mean = s + extra;
    WorkLaw::gamma(mean, variance / (mean * mean)).unwrap_or_else(|_| WorkLaw::constant(mean))
}
