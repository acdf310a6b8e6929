//! The table of outputs: each number that is shown of a journey, once, for every reader: tile, explanation,
//! side-by-side table, export and docs. Not the numbers themselves; those are in [`Report`].

use super::{Estimate, JourneyReport, Observation, Report};
use crate::sim::JourneyObserved;

/// The unit of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Requests a second.
    PerSecond,
    /// A fraction, shown as a percentage.
    Fraction,
    /// Money in the scenario's currency.
    Money,
    /// A plain number.
    One,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Less.
    Lower,
    /// More.
    Higher,
    /// Neither; it is for information.
    Neither,
}

/// One output.
#[derive(Debug)]
pub struct Metric {
    /// Its name in exports, with its unit as suffix.
    pub key: &'static str,
    /// Its name on the page.
    pub label: &'static str,
    /// What it is, in a sentence.
    pub doc: &'static str,
    /// The unit.
    pub unit: Unit,
    /// Which way is better.
    pub better: Better,
    /// How the closed form finds it.
    pub formula: &'static str,
    /// The rows that go into it, as `kind.row`; what is said of many rows of a kind is said of one.
    pub inputs: &'static [&'static str],
    /// Where the formula comes from.
    pub source: &'static str,
    /// How far off it can be, and where that was measured.
    pub accuracy: &'static str,
    /// Reads it.
    pub get: fn(&Report, &JourneyReport) -> f64,
    /// Reads what the simulation says; none where it has no say or not enough samples.
    pub observed: fn(&Observation, Option<usize>) -> Option<Estimate>,
}

const PATH: &str = "The laws of all visits are put together along the path: one after another by convolution, in \
                    parallel by the product of the distribution functions, behind caches by mixture over the depth \
                    of the hit. Each visit is wait plus work; the wait of a service is that of a queue with general \
                    work times and as many servers as it has slots.";
const PATH_SOURCE: &str = "Erlang 1917 (wait, exponential work); Pollaczek 1930, Khinchine 1932 (one server, general \
                           work); Tijms, van Hoorn and Federgruen 1981 (several servers, general work); Baccelli and \
                           Makowski 1989 (parallel branches)";
const PATH_ACCURACY: &str = "Exact for constants and for single exponential stations. Composition on the grid: within \
                             0.2 %; where the longest work has a largest value, too low by at most 0.8 % at P99 and \
                             2.2 % at P99.9. General work with several servers: P99 off by 3 % on average and 6 % at worst up \
                             to a squared coefficient of variation of 4, by 8 % and 19 % at 10. Parallel branches are \
                             taken as independent, which is at most 1 % too slow for three branches.";

/// Rows that latency and errors depend on most.
const PATH_ROWS: &[&str] = &[
    "journey.arrival_rps",
    "service.replicas",
    "service.slots",
    "step.law",
    "step.mean_ms",
    "call.network_ms",
    "call.timeout_ms",
    "cache.hit_fraction",
];
const PRICE_ROWS: &[&str] = &[
    "scenario.hours_per_month",
    "service.replica_price_per_h",
    "service.visit_price_per_million",
    "cache.memory_price_per_h",
    "cache.lookup_price_per_million",
    "cache.egress_price_per_gib",
    "scenario.egress_price_per_gib",
];

macro_rules! percentile {
    ($i:literal, $key:literal, $label:literal, $doc:literal) => {
        Metric {
            key: $key,
            label: $label,
            doc: $doc,
            unit: Unit::Seconds,
            better: Better::Lower,
            formula: PATH,
            inputs: PATH_ROWS,
            source: PATH_SOURCE,
            accuracy: PATH_ACCURACY,
            get: |_, j| j.percentiles_s[$i],
            observed: |o, scope| o.journey(scope)?.percentiles_s[$i],
        }
    };
}

/// Every output of a journey, in the order of the page and of exports.
pub const METRICS: &[Metric] = &[
    percentile!(0, "p50_s", "P50", "Half of the successful requests are answered faster than this."),
    percentile!(1, "p95_s", "P95", "95 of 100 successful requests are answered faster than this."),
    percentile!(2, "p99_s", "P99", "99 of 100 successful requests are answered faster than this."),
    percentile!(3, "p999_s", "P99.9", "999 of 1,000 successful requests are answered faster than this."),
    Metric {
        key: "mean_s",
        label: "Mean",
        doc: "Mean latency of the successful requests.",
        unit: Unit::Seconds,
        better: Better::Lower,
        formula: PATH,
        inputs: PATH_ROWS,
        source: PATH_SOURCE,
        accuracy: PATH_ACCURACY,
        get: |_, j| j.mean_s,
        observed: |o, scope| o.journey(scope)?.mean_s,
    },
    Metric {
        key: "unloaded_s",
        label: "Unloaded",
        doc: "Mean latency if no request ever waited for a slot.",
        unit: Unit::Seconds,
        better: Better::Lower,
        formula: "The same composition with every wait left out.",
        inputs: PATH_ROWS,
        source: "Composition as for the percentiles",
        accuracy: "Exact for constant work times; otherwise within 0.2 %.",
        get: |_, j| j.unloaded_s,
        observed: |_, _| None,
    },
    Metric {
        key: "completion_p50_s",
        label: "Done, P50",
        doc: "Half of the successful requests have everything done that they set off by then, work that nobody waits for included.",
        unit: Unit::Seconds,
        better: Better::Lower,
        formula: "The later of the answer and of what the calls leave behind that are not waited for.",
        inputs: PATH_ROWS,
        source: "Composition as for the percentiles",
        accuracy: "As the percentiles; what begins together is taken as independent.",
        get: |_, j| j.completion_s[0],
        observed: |_, _| None,
    },
    Metric {
        key: "completion_p99_s",
        label: "Done, P99",
        doc: "99 of 100 successful requests have everything done that they set off by then, work that nobody waits for included.",
        unit: Unit::Seconds,
        better: Better::Lower,
        formula: "The later of the answer and of what the calls leave behind that are not waited for.",
        inputs: PATH_ROWS,
        source: "Composition as for the percentiles",
        accuracy: "As the percentiles; what begins together is taken as independent.",
        get: |_, j| j.completion_s[2],
        observed: |_, _| None,
    },
    Metric {
        key: "throughput_per_s",
        label: "Throughput",
        doc: "Requests answered successfully each second.",
        unit: Unit::PerSecond,
        better: Better::Higher,
        formula: "Arrival rate times the share that succeeds; what an overloaded service cannot take is not delivered.",
        inputs: PATH_ROWS,
        source: "Conservation of flow",
        accuracy: "Exact without timeouts; with timeouts as exact as the latency they cut.",
        get: |_, j| j.throughput_per_s,
        observed: |o, scope| lasting(o, scope)?.throughput_per_s,
    },
    Metric {
        key: "error_fraction",
        label: "Errors",
        doc: "Share of requests that are not answered successfully, whatever the cause: those that fail, and in overload those that wait for ever.",
        unit: Unit::Fraction,
        better: Better::Lower,
        formula: "One minus the product, along the path, of the shares of calls that are answered before their timeout, and of the \
                  shares that an overloaded service gets done.",
        inputs: PATH_ROWS,
        source: "Conservation of flow; a timed-out call still occupies its server",
        accuracy: "As exact as the tail of the latency that the timeout cuts.",
        get: |_, j| j.error_fraction,
        observed: |o, scope| lasting(o, scope)?.error_fraction,
    },
    Metric {
        key: "in_flight",
        label: "In flight",
        doc: "Requests under way at the same time, on average.",
        unit: Unit::One,
        better: Better::Neither,
        formula: "L = λ · T: arrival rate times mean time in the system.",
        inputs: PATH_ROWS,
        source: "Little 1961",
        accuracy: "As exact as the mean latency.",
        get: |_, j| j.in_flight,
        observed: |o, scope| lasting(o, scope)?.in_flight,
    },
    Metric {
        key: "cost_per_month",
        label: "Cost a month",
        doc: "Price of everything for a month: replicas and database nodes, caches, third parties, egress.",
        unit: Unit::Money,
        better: Better::Lower,
        formula: "Hours a month times replicas (for every shard and read replica of a database) times price, plus cache memory of \
                  all copies times price, plus look-ups and requests charged for times price, plus gibibytes served times price.",
        inputs: PRICE_ROWS,
        source: "The prices typed in",
        accuracy: "Exact for the prices typed in; not a quote.",
        get: |r, _| r.cost.per_month,
        observed: |_, _| None,
    },
    Metric {
        key: "cost_per_million",
        label: "Cost per million",
        doc: "Price of a million successfully answered requests.",
        unit: Unit::Money,
        better: Better::Lower,
        formula: "Cost a month divided by the requests answered in a month, times a million.",
        inputs: PRICE_ROWS,
        source: "The prices typed in",
        accuracy: "Exact for the prices typed in; not a quote.",
        get: |r, _| r.cost.per_million,
        observed: |_, _| None,
    },
    Metric {
        key: "busiest_fraction",
        label: "Busiest resource",
        doc: "The highest utilisation of any service's slots, processor, memory or connections: what is full first.",
        unit: Unit::Fraction,
        better: Better::Lower,
        formula: "The maximum over the services of what each uses of what it has.",
        inputs: &[
            "service.replicas",
            "service.slots",
            "service.cores",
            "service.memory_mib",
            "service.connection_limit",
        ],
        source: "Conservation of work; Little 1961 for the requests that take memory",
        accuracy: "Exact for the load given; an average, so a peak needs more.",
        get: |r, _| r.services.iter().map(super::ServiceReport::busiest).fold(0.0, f64::max),
        observed: |_, _| None,
    },
];

/// What was observed of a journey that is not overloaded: in overload there is no lasting value to observe.
fn lasting(observation: &Observation, scope: Option<usize>) -> Option<&JourneyObserved> {
    observation.journey(scope).filter(|j| !j.overloaded)
}

/// The output of a name.
pub fn find(key: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|m| m.key == key)
}

impl Report {
    /// The answers of one journey, or of all together.
    pub fn journey(&self, scope: Option<usize>) -> &JourneyReport {
        scope.and_then(|j| self.journeys.get(j)).unwrap_or(&self.overall)
    }

    /// An output of one journey, or of all together.
    pub fn read(&self, metric: &Metric, scope: Option<usize>) -> f64 {
        (metric.get)(self, self.journey(scope))
    }
}
