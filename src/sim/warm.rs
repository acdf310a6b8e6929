//! What caches hold at the start: look-ups that are played without services before the first replication, and what all
//! replications begin with for that. Not counted in any result.

use super::program::{Pattern, Program};
use super::shelf::{Asked, Shelf};
use super::{Simulation, stream};
use crate::num::stream::Stream;

/// Which look-ups are played, and how many.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct WarmPlan {
    /// Look-ups to be played; 0 where no cache knows keys.
    pub steps: u64,
    /// As many as should be.
    pub settled: bool,
    /// Sites whose caches know keys, with the sums of their rates \[1/s\].
    sites: Vec<(f64, u32)>,
}

/// Most look-ups: half a second of work.
const MOST_STEPS: f64 = 3e6;
/// Look-ups for each entry that there is room for.
const TURNOVERS: f64 = 4.0;
const LEAST_STEPS: f64 = 20_000.0;
/// Times to live that are played, where entries expire.
const LIVES: f64 = 2.0;

impl WarmPlan {
    /// For calls that are made at these rates \[1/s\].
    pub fn new(program: &Program, rates: &[f64]) -> Self {
        let (mut sites, mut sum) = (Vec::new(), 0.0);
        for (i, site) in program.sites.iter().enumerate().filter(|(_, s)| s.chain.keyed) {
            sum += rates[site.call as usize];
            sites.push((sum, i as u32));
        }
        let mut wanted = 0.0_f64;
        for level in &program.caches {
            let (Some(plan), Some(keys)) = (&level.shelf, &level.keys) else { continue };
            let held = f64::from(plan.copies) * (plan.places as f64).min(keys.count() as f64);
            let lives = plan.ttl.max(plan.negative_ttl);
            let lived = if lives.is_finite() { LIVES * lives * sum } else { 0.0 };
            wanted += LEAST_STEPS + (TURNOVERS * held).max(lived);
        }
        if sum == 0.0 {
            wanted = 0.0;
        }
        Self { steps: wanted.min(MOST_STEPS) as u64, settled: wanted <= MOST_STEPS, sites }
    }

    fn rate(&self) -> f64 {
        self.sites.last().map_or(0.0, |s| s.0)
    }
}

/// The look-ups under way.
#[derive(Clone, Debug)]
pub(super) struct Warming {
    left: u64,
    now: f64,
    stream: Stream,
    /// What the caches hold when it is over.
    held: Vec<Shelf>,
}

impl Warming {
    pub fn new(program: &Program, seed: u64) -> Self {
        let mut held = program.shelves();
        if program.warm.steps > 0 {
            held.iter_mut().zip(&program.caches).for_each(|(shelf, level)| shelf.fill(level));
        }
        Self { left: program.warm.steps, now: 0.0, stream: stream::warming(seed), held }
    }

    pub fn over(&self) -> bool {
        self.left == 0
    }
}

impl Simulation {
    /// One look-up before the start.
    pub(super) fn warm_up(&mut self) {
        let Warming { left, now, stream, held } = &mut self.warming;
        let (program, plan) = (&self.program, &self.program.warm);
        *now += stream.exponential() / plan.rate();
        let goal = stream.uniform() * plan.rate();
        let at = plan.sites.partition_point(|s| s.0 < goal).min(plan.sites.len() - 1);
        let chain = program.chain(&program.sites[plan.sites[at].1 as usize]);
        let asked = Asked::new(stream);
        let (mut depth, mut wrote) = (0_u32, 0_u32);
        for &cache in chain {
            let level = &program.caches[cache as usize];
            let key = asked.at(level);
            if level.writes > 0.0 && stream.chance(level.writes) {
                wrote |= 1_u32.checked_shl(depth).unwrap_or(0);
                held[cache as usize].written(level, key, *now, stream);
                if level.pattern == Pattern::Defers {
                    break;
                }
            } else if match &level.shelf {
                Some(shelf) => held[cache as usize].has(shelf, key, *now, stream),
                None => stream.chance(level.hit),
            } {
                break;
            }
            depth += 1;
        }
        for (_, &cache) in (0..depth).zip(chain).filter(|(i, _)| wrote.checked_shr(*i).unwrap_or(0) & 1 == 0)
        {
            let level = &program.caches[cache as usize];
            if let Some(shelf) = &level.shelf {
                held[cache as usize].learns(shelf, asked.at(level), *now, stream);
            }
        }
        *left -= 1;
        if *left == 0 {
            for shelf in &mut *held {
                shelf.shift(*now);
            }
            self.refill();
        }
    }

    /// The caches hold what they did at the end of the warm-up, each replication at another moment of their times to live:
    /// a window shorter than these would else see the same keys expire in all.
    pub(super) fn refill(&mut self) {
        if self.warming.over() {
            self.shelves.clone_from(&self.warming.held);
            let levels = self.program.caches.iter().zip(&mut self.random.jitter);
            for (shelf, (level, stream)) in self.shelves.iter_mut().zip(levels) {
                shelf.turn(level, stream);
            }
        }
    }
}
