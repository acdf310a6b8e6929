//! What to know before believing a number: assumptions that fail, approximations and their error. Not mistakes in
//! the document; those are findings of `scenario::check`.

use super::format;
use crate::model::Analysis;
use crate::model::shape::{Part, Shape};
use crate::scenario::call::Repeat;
use crate::scenario::service::{Balancing, Order};
use crate::scenario::{Scenario, Service};

/// The kinds of caveat; each names its condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// A service gets more work than its slots can do: there is no steady state.
    Overload,
    /// No request is answered successfully.
    NothingSucceeds,
    /// Waiting times of a service with general work times are approximated.
    GeneralWork,
    /// Slots are shared, or go to who came last: the closed form knows the mean and approximates the law.
    Order,
    /// Copies made at once arrive together at one queue, which the closed form takes as independent arrivals.
    Batch,
    /// Parallel calls that share their arrival instants are taken as independent.
    Association,
    /// A service is so close to saturation that its steady state takes longer to reach than a peak lasts.
    SlowSettling,
    /// The document holds events, a day or autoscaling, which only a story takes into account.
    NotModelled,
    /// Pools may ask a database for more connections than it accepts.
    PoolsRefused,
    /// Processor, memory or connections of a service do not suffice.
    ResourceFull,
    /// The clients of a lost replica do not fit on the others.
    ReconnectStorm,
    /// What stands behind a cache could not do without it.
    ColdCache,
    /// Entries that were loaded together expire together, since their time to live does not vary.
    ExpiresTogether,
    /// Each time the hottest key of a cache has gone, many requests fetch it.
    HotKey,
    /// A crash of a write-behind cache loses writes.
    LostWrites,
    /// One shard of a database gets much more than the others.
    HotShard,
    /// There is a second steady state, a storm of retries, that a burst could bring about.
    Storm,
    /// A step of the load at the start leaves the system in a storm of retries.
    Collapsed,
    /// A service has slow episodes, which the closed form takes as independent from visit to visit.
    Episodes,
    /// Model and simulation differ by more than the interval and the stated error allow.
    Disagreement,
    /// The simulation was stopped because requests piled up without bound.
    SimulationOverload,
}

impl Code {
    /// The word for programs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Overload => "overload",
            Self::NothingSucceeds => "nothing-succeeds",
            Self::GeneralWork => "general-work",
            Self::Order => "order",
            Self::Batch => "batch",
            Self::Association => "association",
            Self::SlowSettling => "slow-settling",
            Self::NotModelled => "not-modelled",
            Self::PoolsRefused => "pools-refused",
            Self::ResourceFull => "resource-full",
            Self::ReconnectStorm => "reconnect-storm",
            Self::ColdCache => "cold-cache",
            Self::ExpiresTogether => "expires-together",
            Self::HotKey => "hot-key",
            Self::LostWrites => "lost-writes",
            Self::HotShard => "hot-shard",
            Self::Storm => "storm",
            Self::Collapsed => "collapsed",
            Self::Episodes => "episodes",
            Self::Disagreement => "disagreement",
            Self::SimulationOverload => "simulation-overload",
        }
    }

    /// Whether the numbers are wrong without it, rather than less sure.
    pub fn is_serious(self) -> bool {
        matches!(
            self,
            Self::Overload
                | Self::NothingSucceeds
                | Self::PoolsRefused
                | Self::ResourceFull
                | Self::Collapsed
                | Self::Disagreement
                | Self::SimulationOverload
        )
    }
}

/// Something to know before believing a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Caveat {
    /// Which kind.
    pub code: Code,
    /// The service it is about, if it is about one.
    pub service: Option<usize>,
    /// A sentence or two, with the advice that mends it where there is one.
    pub text: String,
}

/// Utilisation above which a queue settles so slowly that a steady state is worth a warning.
const SLOW: f64 = 0.95;

/// What the model itself says against its numbers.
pub(super) fn from_model(scenario: &Scenario, shape: &Shape, analysis: &Analysis) -> Vec<Caveat> {
    let mut caveats = Vec::new();
    for (s, station) in analysis.stations.iter().enumerate() {
        let name = &scenario.services[s].name;
        let mut say = |code, text| caveats.push(Caveat { code, service: Some(s), text });
        if station.is_overloaded() {
            let servers = f64::from(station.servers.unwrap_or(1));
            let need = station.arrival_rate * station.mean_work();
            let slots = f64::from(scenario.services[s].capacity.slots.max(1));
            say(
                Code::Overload,
                format!(
                    "{name} is asked for {} of what its {servers} slots can do, so its queue grows without end. \
                     It needs more than {} replicas, or {} less load.",
                    format::percent(station.utilisation()),
                    libm::floor(need / slots),
                    format::percent(1.0 - 1.0 / station.utilisation()),
                ),
            );
        } else if station.utilisation() > SLOW {
            let settle = station.relaxation_time();
            say(
                Code::SlowSettling,
                format!(
                    "{name} runs at {}. At that utilisation a queue takes some {} to settle: these numbers hold only \
                     if the load stays that long.",
                    format::percent(station.utilisation()),
                    format::time(3.0 * settle),
                ),
            );
        }
        if let Some(episodes) = scenario.services[s].episodes() {
            let text = format!(
                "{name} has slow episodes. The closed form takes {} of its visits as {} times slower, as if each visit drew \
                 that independently of the one before; the queue that builds up in an episode is not in the formula, so \
                 high percentiles may come out too low. Believe the simulation here.",
                format::percent(episodes.share()),
                format::count(episodes.factor),
            );
            say(Code::Episodes, text);
        }
        let waits = !station.is_overloaded() && station.wait_share() > 0.01;
        let queue_servers = queue_servers(scenario, s);
        if let Some(text) = order(&scenario.services[s]).filter(|_| waits) {
            say(Code::Order, text);
        } else if waits && !station.queued.hold.is_exponential() && queue_servers > 1 {
            say(Code::GeneralWork, general_work(name, station.queued.hold.scv()));
        }
    }
    for journey in &scenario.journeys {
        let answer = &analysis.path.operations[shape.place(journey.entry)];
        if answer.ok.0 <= 0.0 && answer.never <= 0.0 {
            let text = format!(
                "No request of {} is answered successfully: every one fails on the way, at a timeout shorter than what \
                 it waits for. Its latency has no value.",
                journey.name
            );
            caveats.push(Caveat { code: Code::NothingSucceeds, service: None, text });
        }
    }
    batches(scenario, analysis, &mut caveats);
    association(scenario, shape, analysis, &mut caveats);
    if scenario.says_more_than_is_modelled() {
        let text = "The scenario has events, a day of load or autoscaling. The numbers here are of its steady state without \
                    them; `headroom play` plays them over time.";
        caveats.push(Caveat { code: Code::NotModelled, service: None, text: text.to_owned() });
    }
    sort(&mut caveats);
    caveats
}

/// What makes the numbers wrong comes first.
pub(super) fn sort(caveats: &mut [Caveat]) {
    crate::order::sort_by_key(caveats, |c| !c.code.is_serious());
}

fn queue_servers(scenario: &Scenario, service: usize) -> u32 {
    let capacity = &scenario.services[service].capacity;
    match capacity.balancing {
        Balancing::Shared => capacity.replicas * capacity.slots,
        _ => capacity.slots,
    }
}

fn general_work(name: &str, scv: f64) -> String {
    let error = match scv {
        x if x <= 0.5 => "2.5 %",
        x if x <= 2.0 => "3.1 %",
        x if x <= 4.0 => "6 %",
        x if x <= 10.0 => "19 %",
        _ => "30 %, so ask the simulation",
    };
    format!(
        "{name}'s work is not exponential and several slots share its queue: the wait is approximated from three \
         moments and the residual work (P99 of a visit measured within {error})."
    )
}

/// An order of service of which only the mean is known.
fn order(service: &Service) -> Option<String> {
    let name = &service.name;
    match service.capacity.order {
        Order::LastInFirstOut => Some(format!(
            "{name} serves last who came first. Its mean is that of first in, first out, and so are the percentiles here,              though most wait less and a few very long: measured on one slot at 80 %, P50 is half of what is said, P99              three times. Believe the simulation here."
        )),
        Order::ProcessorSharing if service.shares_slots() => Some(format!(
            "{name} shares its slots among all who are there: its mean is exact, its percentiles are approximated (P95 \
             measured within 9 %, P99 within 15 %, nearly always too slow)."
        )),
        _ => None,
    }
}

/// Copies made at once that land in one shared queue.
fn batches(scenario: &Scenario, analysis: &Analysis, caveats: &mut Vec<Caveat>) {
    for (call, rate) in scenario.calls.iter().zip(&analysis.rates.origin) {
        let service = call.target.service;
        let capacity = &scenario.services[service].capacity;
        let together = call.rows.repeat > 1 && call.rows.repeat_how == Repeat::AtOnce && *rate > 0.0;
        let spread = capacity.balancing == Balancing::Random && call.rows.repeat <= capacity.replicas;
        if together && !spread && capacity.slots > 0 {
            let text = format!(
                "{} copies arrive at {} together and queue behind each other; the closed form takes them as arriving \
                 one by one, which is too fast. Believe the simulation here.",
                call.rows.repeat, scenario.services[service].name
            );
            caveats.push(Caveat { code: Code::Batch, service: Some(service), text });
        }
    }
}

/// Wide joins over queues that fill together.
fn association(scenario: &Scenario, shape: &Shape, analysis: &Analysis, caveats: &mut Vec<Caveat>) {
    let wide = |calls: &[usize]| -> f64 {
        calls
            .iter()
            .filter(|&&c| scenario.calls[c].rows.awaited && analysis.rates.origin[c] > 0.0)
            .map(|&c| &scenario.calls[c].rows)
            .map(|r| if r.repeat_how == Repeat::AtOnce { f64::from(r.repeat) } else { 1.0 })
            .sum()
    };
    for operation in &shape.operations {
        for part in &operation.parts {
            let Part::Group(group) = part else { continue };
            let calls = &group.calls;
            let busiest = calls
                .iter()
                .map(|&c| analysis.stations[scenario.calls[c].target.service].utilisation())
                .fold(0.0, f64::max);
            if wide(calls) >= 10.0 && busiest > 0.2 {
                let text = format!(
                    "{} waits for {} answers. Queues that are fed at the same instants fill together, which the closed \
                     form leaves out: measured with 100 exponential leaves at 40 %, it is 17 % too slow at P50, 1.6 % at \
                     P99.",
                    scenario.services[operation.service].name,
                    wide(calls)
                );
                caveats.push(Caveat { code: Code::Association, service: Some(operation.service), text });
            }
        }
    }
}
