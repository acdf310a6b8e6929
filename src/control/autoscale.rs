//! The closed loop of a fluid queue, pods that take time to start, and the autoscaler.
//!
//! It has no randomness: demand is a rate, the queue a level. Latency below saturation is a matter of `queue`.

use super::hpa::{Behaviour, Controller, Metric, Pods, Step, Tolerance, propose};

/// What stays the same during a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Least replicas.
    pub min: u32,
    /// Most replicas.
    pub max: u32,
    /// Target of the metric: of utilisation [whole percent].
    pub target: f64,
    /// How far the utilisation may be off without a change.
    pub tolerance: Tolerance,
    /// Work that one ready pod does [per second].
    pub pod_capacity: f64,
    /// Time a pod takes to get ready \[s\].
    pub startup: f64,
    /// Seconds between two looks at the metrics.
    pub sync_period: f64,
    /// Windows and policies.
    pub behaviour: Behaviour,
    /// Spans `(start, end, least replicas)` of a schedule; the end no longer counts.
    pub schedule: Vec<(f64, f64, u32)>,
}

impl Default for Settings {
    /// The controller's own defaults; one pod does one request per second.
    fn default() -> Self {
        Self {
            min: 1,
            max: 10,
            target: 80.0,
            tolerance: Tolerance::default(),
            pod_capacity: 1.0,
            startup: 0.0,
            sync_period: 15.0,
            behaviour: Behaviour::default(),
            schedule: Vec::new(),
        }
    }
}

impl Settings {
    /// Least replicas at a time: those of the settings, or more while a schedule asks for it.
    pub fn least(&self, now: f64) -> u32 {
        let active = self.schedule.iter().filter(|s| s.0 <= now && now < s.1).map(|s| s.2);
        active.fold(self.min, u32::max)
    }
}

/// The autoscaler alone, for whoever measures the metric: target, tolerance, windows, policies and bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Autoscaler {
    settings: Settings,
    controller: Controller,
}

impl Autoscaler {
    /// An autoscaler that has not looked yet.
    pub fn new(settings: Settings) -> Self {
        let controller = Controller::new(settings.behaviour.clone());
        Self { settings, controller }
    }

    /// One look, at a time \[s\] not before the last: replicas there should be, of so many now. Without a metric it cannot tell,
    /// and keeps the size within the bounds.
    pub fn look(&mut self, now: f64, metric: Option<&Metric>, current: u32) -> u32 {
        let Settings { target, tolerance, max, .. } = self.settings;
        let proposal = metric.and_then(|metric| propose(metric, target, current, tolerance));
        let min = self.settings.least(now);
        let proposal = proposal.unwrap_or(current);
        self.controller.step(Step { now, current, proposal, min, max: max.max(min) })
    }
}

/// The loop itself, moved only by [`Loop::advance`] and [`Loop::sync`].
///
/// # Formula
/// `Q' = λ - nμ` while `Q > 0` or `λ > nμ`, `n` ready pods, integrated exactly between changes. At a sync: utilisation is served
/// rate over ready capacity in whole percent, 100 while a backlog exists; starting pods count as unready; the proposal goes
/// through windows and policies; new pods are ready after the startup time, and starting pods are the first to go.
///
/// # Domain
/// Any demand. Without a ready pod the autoscaler cannot tell, and keeps its size within the bounds.
///
/// # Source
/// Newell 1982 for the fluid; kubernetes/kubernetes for the controller.
///
/// # Accuracy
/// Exact up to rounding.
#[derive(Clone, Debug, PartialEq)]
pub struct Loop {
    autoscaler: Autoscaler,
    now: f64,
    ready: u32,
    /// When each starting pod will be ready, in order.
    starting: Vec<f64>,
    backlog: f64,
    totals: Totals,
}

/// What has happened so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// Paid time of all pods, starting ones included \[s\].
    pub replica_seconds: f64,
    /// Greatest backlog \[requests\].
    pub max_backlog: f64,
    /// Backlog integrated over time [request seconds].
    pub backlog_seconds: f64,
    /// Time with a backlog \[s\].
    pub time_with_backlog: f64,
    /// Most replicas.
    pub peak_replicas: u32,
}

impl Loop {
    /// The loop at time 0 with so many ready pods and no backlog.
    pub fn new(settings: Settings, replicas: u32) -> Self {
        let totals = Totals { peak_replicas: replicas, ..Totals::default() };
        let autoscaler = Autoscaler::new(settings);
        Self { autoscaler, now: 0.0, ready: replicas, starting: Vec::new(), backlog: 0.0, totals }
    }

    /// Replicas, starting ones included.
    pub fn replicas(&self) -> u32 {
        self.ready + self.starting.len() as u32
    }

    /// Ready pods.
    pub fn ready(&self) -> u32 {
        self.ready
    }

    /// Requests waiting.
    pub fn backlog(&self) -> f64 {
        self.backlog
    }

    /// What has happened so far.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// Moves time forward to `until` \[s\] under constant demand [per second].
    pub fn advance(&mut self, until: f64, demand: f64) {
        while self.now < until {
            self.settle();
            let next = self.starting.first().copied().unwrap_or(f64::INFINITY).min(until);
            self.flow(next - self.now, demand);
            self.now = next;
        }
        self.settle();
    }

    /// Pods that are ready by now join.
    fn settle(&mut self) {
        let done = self.starting.partition_point(|&at| at <= self.now);
        self.starting.drain(..done);
        self.ready += done as u32;
    }

    fn flow(&mut self, length: f64, demand: f64) {
        self.totals.replica_seconds += f64::from(self.replicas()) * length;
        let slope = demand - self.capacity();
        let had = self.backlog;
        if had <= 0.0 && slope <= 0.0 {
            return;
        }
        let emptied = if slope < 0.0 { had / -slope } else { f64::INFINITY };
        let busy = emptied.min(length);
        self.backlog = if emptied <= length { 0.0 } else { had + slope * length };
        self.totals.backlog_seconds += 0.5 * (had + self.backlog) * busy;
        self.totals.time_with_backlog += busy;
        self.totals.max_backlog = self.totals.max_backlog.max(self.backlog);
    }

    fn capacity(&self) -> f64 {
        f64::from(self.ready) * self.autoscaler.settings.pod_capacity
    }

    /// Utilisation that the autoscaler sees [whole percent], given the demand [per second]; `None` without a ready pod.
    pub fn utilisation(&self, demand: f64) -> Option<f64> {
        let capacity = self.capacity();
        if self.ready == 0 {
            None
        } else if self.backlog > 0.0 || demand >= capacity {
            Some(100.0)
        } else {
            Some((demand * 100.0 / capacity).trunc())
        }
    }

    /// One look of the autoscaler, now, at this demand [per second]; the replicas after it.
    pub fn sync(&mut self, demand: f64) -> u32 {
        let current = self.replicas();
        let seen = self.utilisation(demand).map(|percent| {
            let ready = vec![percent; self.ready as usize];
            Metric::Utilisation(Pods { ready, unready: self.starting.len() as u32, missing: 0 })
        });
        let size = self.autoscaler.look(self.now, seen.as_ref(), current);
        self.resize(size);
        self.totals.peak_replicas = self.totals.peak_replicas.max(size);
        size
    }

    fn resize(&mut self, size: u32) {
        let current = self.replicas();
        if size > current {
            let at = self.now + self.autoscaler.settings.startup;
            self.starting.extend(core::iter::repeat_n(at, (size - current) as usize));
            self.settle();
        } else {
            let gone = current - size;
            let unready = gone.min(self.starting.len() as u32);
            // The youngest starting pods go first.
            self.starting.truncate(self.starting.len() - unready as usize);
            self.ready -= gone - unready;
        }
    }
}

/// A whole run.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Replicas after each sync.
    pub replicas: Vec<u32>,
    /// What happened.
    pub totals: Totals,
    /// Backlog at the end \[requests\].
    pub backlog: f64,
}

/// Runs the loop for `horizon` seconds under a demand that changes in steps `(start, rate)`, syncing at 0 and after every
/// period; a change at the moment of a sync is seen by it.
///
/// ```
/// use headroom::control::autoscale::{Settings, run};
/// let settings = Settings { min: 3, max: 20, target: 70.0, pod_capacity: 50.0, ..Settings::default() };
/// let trace = run(settings, 10, &[(0.0, 340.0), (100.0, 120.0)], 600.0);
/// assert_eq!((trace.replicas[25], trace.replicas[26]), (10, 4));
/// assert_eq!(trace.totals.replica_seconds, 4740.0);
/// ```
pub fn run(settings: Settings, replicas: u32, demand: &[(f64, f64)], horizon: f64) -> Trace {
    let period = settings.sync_period.max(1e-3);
    let mut scaler = Loop::new(settings, replicas);
    let mut sizes = Vec::new();
    let mut rate = 0.0;
    let mut changes = demand.iter().copied().peekable();
    let mut syncs = 0_u32;
    loop {
        let at = f64::from(syncs) * period;
        let stop = at.min(horizon);
        while let Some((start, next)) = changes.next_if(|c| c.0 <= stop) {
            scaler.advance(start, rate);
            rate = next;
        }
        scaler.advance(stop, rate);
        if at >= horizon || at.is_nan() {
            break;
        }
        sizes.push(scaler.sync(rate));
        syncs += 1;
    }
    Trace { replicas: sizes, totals: scaler.totals(), backlog: scaler.backlog() }
}

#[cfg(test)]
#[path = "autoscale_tests.rs"]
mod tests;
