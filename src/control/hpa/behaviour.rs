//! How fast the autoscaler may follow its proposals: stabilisation windows and scaling policies.
//!
//! It does not compute proposals; they are given to each step.

use core::cmp::Ordering;

/// A limit on the change within a period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Policy {
    /// So many pods within so many seconds.
    Pods(u32, f64),
    /// So many percent of the size at the start of so many seconds.
    Percent(f64, f64),
}

/// Which of several policies counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Select {
    /// The one that allows the largest change.
    Max,
    /// The one that allows the smallest change.
    Min,
    /// None: no change in this direction.
    Disabled,
}

/// Rules for one direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// Seconds over which the most careful proposal counts.
    pub window: f64,
    /// Which policy counts.
    pub select: Select,
    /// The limits; without any, only the bounds limit.
    pub policies: Vec<Policy>,
}

/// The `behavior` block of the autoscaler.
#[derive(Clone, Debug, PartialEq)]
pub enum Behaviour {
    /// With the block.
    Block {
        /// Growing.
        up: Rules,
        /// Shrinking.
        down: Rules,
    },
    /// Without it: the older path, at most to twice the size or four, and this window \[s\] for shrinking.
    Legacy {
        /// Seconds over which the largest proposal counts.
        down_window: f64,
    },
}

impl Default for Behaviour {
    /// The defaults of an empty block: up by 4 pods or 100 % every 15 s, whichever is more; down freely after 300 s.
    fn default() -> Self {
        let up = Rules {
            window: 0.0,
            select: Select::Max,
            policies: vec![Policy::Pods(4, 15.0), Policy::Percent(100.0, 15.0)],
        };
        let down = Rules { window: 300.0, select: Select::Max, policies: vec![Policy::Percent(100.0, 15.0)] };
        Self::Block { up, down }
    }
}

/// What is given to one step of the [`Controller`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Now \[s\]; never earlier than the step before.
    pub now: f64,
    /// Current replicas.
    pub current: u32,
    /// What the metrics propose.
    pub proposal: u32,
    /// Least replicas.
    pub min: u32,
    /// Most replicas.
    pub max: u32,
}

/// The autoscaler with its memory of proposals and changes.
///
/// # Formula
/// Outside the bounds: to the bound at once. Else, with the new proposal among them, `up = min` of the proposals within the up
/// window, `down = max` of those within the down window; current below `up` rises to it, above `down` falls to it. Then the
/// limits: a policy starts from `current - added + removed` within its period and allows `+ v` pods or `⌈start (1 + v/100)⌉`
/// up, `- v` or `trunc(start (1 - v/100))` down. Comparisons with windows and periods are strict: an event exactly one
/// period old no longer counts.
///
/// # Domain
/// Any; a limit never moves the size against the direction. The first step remembers the current size as a proposal. In the
/// older path a proposal exactly one window old still counts, as in the controller.
///
/// # Source
/// kubernetes/kubernetes, `pkg/controller/podautoscaler/horizontal.go`.
///
/// # Accuracy
/// The same whole numbers as the controller's rules.
///
/// ```
/// use headroom::control::hpa::{Behaviour, Controller, Step};
/// let mut hpa = Controller::new(Behaviour::default());
/// let mut size = 2;
/// let sizes: Vec<u32> = (0..4)
///     .map(|i| {
///         size = hpa.step(Step { now: 15.0 * f64::from(i), current: size, proposal: 20, min: 1, max: 50 });
///         size
///     })
///     .collect();
/// assert_eq!(sizes, [6, 12, 20, 20]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Controller {
    behaviour: Behaviour,
    /// When, and what was proposed.
    proposals: Vec<(f64, u32)>,
    /// When, and by how much the size grew (positive) or shrank.
    changes: Vec<(f64, i64)>,
    seeded: bool,
}

impl Controller {
    /// A controller without a past.
    pub fn new(behaviour: Behaviour) -> Self {
        Self { behaviour, proposals: Vec::new(), changes: Vec::new(), seeded: false }
    }

    /// The size after this step.
    pub fn step(&mut self, step: Step) -> u32 {
        if !self.seeded {
            self.proposals.push((step.now, step.current));
            self.seeded = true;
        }
        let size = if step.current > step.max {
            step.max
        } else if step.current < step.min {
            step.min
        } else {
            self.follow(step)
        };
        if size != step.current {
            self.changes.push((step.now, i64::from(size) - i64::from(step.current)));
        }
        self.forget(step.now);
        size
    }

    fn follow(&mut self, step: Step) -> u32 {
        let Step { now, current, proposal, min, max } = step;
        self.proposals.push((now, proposal));
        match &self.behaviour {
            Behaviour::Block { up, down } => {
                let within = |window: f64| {
                    self.proposals.iter().filter(move |p| p.0 > now - window).map(|p| p.1).chain([proposal])
                };
                let rise = within(up.window).min().unwrap_or(proposal);
                let fall = within(down.window).max().unwrap_or(proposal);
                let mut wanted = current;
                if wanted < rise {
                    wanted = rise;
                }
                if wanted > fall {
                    wanted = fall;
                }
                match wanted.cmp(&current) {
                    Ordering::Greater => wanted.min(max.min(self.limit(up, now, current, true))),
                    Ordering::Equal => wanted,
                    Ordering::Less => wanted.max(min.max(self.limit(down, now, current, false))),
                }
            }
            Behaviour::Legacy { down_window } => {
                let largest = self.proposals.iter().filter(|p| p.0 >= now - down_window).map(|p| p.1).max();
                let wanted = largest.map_or(proposal, |l| l.max(proposal));
                wanted.min(max.min(current.saturating_mul(2).max(4))).max(min)
            }
        }
    }

    /// The size that the rules of one direction allow.
    fn limit(&self, rules: &Rules, now: f64, current: u32, up: bool) -> u32 {
        if rules.select == Select::Disabled {
            return current;
        }
        let allowed = rules.policies.iter().map(|policy| {
            let (Policy::Pods(_, period) | Policy::Percent(_, period)) = *policy;
            let changed: i64 = self.changes.iter().filter(|c| c.0 > now - period).map(|c| c.1).sum();
            let start = i64::from(current) - changed;
            match *policy {
                Policy::Pods(v, _) if up => start + i64::from(v),
                Policy::Pods(v, _) => start - i64::from(v),
                Policy::Percent(v, _) if up => (start as f64 * (1.0 + v / 100.0)).ceil() as i64,
                Policy::Percent(v, _) => (start as f64 * (1.0 - v / 100.0)).trunc() as i64,
            }
        });
        // Down, the largest change is the smallest size.
        let chosen = if (rules.select == Select::Max) == up { allowed.max() } else { allowed.min() };
        let free = if up { i64::from(u32::MAX) } else { 0 };
        let size = chosen.unwrap_or(free).clamp(0, i64::from(u32::MAX)) as u32;
        if up { size.max(current) } else { size.min(current) }
    }

    /// Drops what no window or period can reach any more.
    fn forget(&mut self, now: f64) {
        let reach = match &self.behaviour {
            Behaviour::Legacy { down_window } => *down_window,
            Behaviour::Block { up, down } => {
                let periods = up.policies.iter().chain(&down.policies).map(|p| {
                    let (Policy::Pods(_, period) | Policy::Percent(_, period)) = *p;
                    period
                });
                periods.fold(up.window.max(down.window), f64::max)
            }
        };
        self.proposals.retain(|p| p.0 >= now - reach);
        self.changes.retain(|c| c.0 >= now - reach);
    }
}

#[cfg(test)]
mod tests {
    use super::{Behaviour, Controller, Policy, Rules, Select, Step};

    fn run(behaviour: Behaviour, bounds: (u32, u32), initial: u32, proposals: &[u32]) -> Vec<u32> {
        let mut controller = Controller::new(behaviour);
        let mut current = initial;
        let mut step = |(i, &proposal): (usize, &u32)| {
            let now = 15.0 * i as f64;
            current = controller.step(Step { now, current, proposal, min: bounds.0, max: bounds.1 });
            current
        };
        proposals.iter().enumerate().map(&mut step).collect()
    }

    fn block(up: Rules, down: Rules) -> Behaviour {
        Behaviour::Block { up, down }
    }

    fn rules(window: f64, select: Select, policies: Vec<Policy>) -> Rules {
        Rules { window, select, policies }
    }

    #[test]
    fn shrinking_waits_for_its_window() {
        let mut proposals = [5; 26];
        proposals[..2].fill(20);
        let sizes = run(Behaviour::default(), (2, 50), 20, &proposals);
        assert_eq!((sizes[20], sizes[21]), (20, 5));
    }

    #[test]
    fn growing_by_half_a_minute() {
        let up = rules(60.0, Select::Max, vec![Policy::Percent(50.0, 60.0)]);
        let down = rules(300.0, Select::Max, vec![Policy::Percent(100.0, 15.0)]);
        assert_eq!(
            run(block(up, down), (1, 40), 10, &[30, 12, 30, 30, 30, 30, 30]),
            [10, 10, 10, 10, 12, 15, 15]
        );
    }

    #[test]
    fn smallest_and_disabled() {
        let two = vec![Policy::Pods(1, 15.0), Policy::Percent(50.0, 15.0)];
        let careful = block(rules(0.0, Select::Min, two.clone()), rules(0.0, Select::Min, two));
        assert_eq!(run(careful.clone(), (1, 40), 10, &[30, 30]), [11, 12]);
        assert_eq!(run(careful, (1, 40), 10, &[1, 1]), [9, 8]);
        let none = block(rules(0.0, Select::Disabled, vec![]), rules(0.0, Select::Disabled, vec![]));
        assert_eq!(run(none, (1, 40), 10, &[30, 1]), [10, 10]);
        let free = block(rules(0.0, Select::Max, vec![]), rules(0.0, Select::Max, vec![]));
        assert_eq!(run(free, (1, 40), 10, &[30, 1]), [30, 1]);
    }

    #[test]
    fn outside_the_bounds_it_jumps() {
        assert_eq!(run(Behaviour::default(), (26, 50), 4, &[4, 4]), [26, 26]);
        assert_eq!(run(Behaviour::default(), (1, 3), 10, &[10]), [3]);
    }

    #[test]
    fn the_older_path() {
        let legacy = Behaviour::Legacy { down_window: 300.0 };
        assert_eq!(run(legacy.clone(), (1, 50), 1, &[30, 30, 30]), [4, 8, 16]);
        let mut proposals = [2; 23];
        proposals[0] = 8;
        let sizes = run(legacy, (1, 50), 8, &proposals);
        assert_eq!((sizes[20], sizes[21]), (8, 2));
    }
}
