//! Requests and replies as bytes (postcard). Not the types the rest of the crate works with; those have no wire form of
//! their own, so that neither side of a change drags the other along.

use super::explored::WireExploration;
use super::recorded::WireTrace;
use super::{Letter, Reply, Request};
use crate::sim::{CacheTally, Cause, Ending, Histogram, JourneyTally, Replication, ServiceTally};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::fmt;

/// Most bytes of a message: more than the largest replication of the largest document.
pub const MAX_BYTES: usize = 16 << 20;

/// Why bytes are no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireError {
    /// More than [`MAX_BYTES`] of them.
    TooLong,
    /// They do not spell a message, or something follows it.
    Malformed,
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the message is longer than any message is",
            Self::Malformed => "the message could not be read; page and worker may be of different versions",
        })
    }
}

impl std::error::Error for WireError {}

#[derive(Serialize, Deserialize)]
enum WireRequest {
    Explore { run: u32, scenario: Vec<u8> },
    Simulate { run: u32, scenario: Vec<u8>, seed: u64 },
    Replicate { run: u32, number: u32 },
    Cancel,
    Record { run: u32, scenario: Vec<u8>, seed: u64 },
}

#[derive(Serialize, Deserialize)]
enum WireReply {
    Explored { run: u32, exploration: WireExploration },
    Replication { run: u32, replication: WireReplication },
    Failed { run: u32, message: String },
    Recorded { run: u32, trace: WireTrace },
}

#[derive(Serialize, Deserialize)]
struct WireReplication {
    number: u32,
    ending: u8,
    events: u64,
    window: f64,
    journeys: Vec<WireJourney>,
    /// Arrivals and visits; wait, busy, waiting, present; slots, replicas up and starting.
    services: Vec<([u64; 2], [f64; 4], [f64; 3])>,
    /// Look-ups and hits.
    caches: Vec<[u64; 2]>,
}

#[derive(Serialize, Deserialize)]
struct WireJourney {
    arrived: u64,
    failed: [u64; Cause::COUNT],
    delivered: u64,
    sums: [f64; 2],
    first: u32,
    counts: Vec<u32>,
}

const ENDINGS: [Ending; 3] = [Ending::Complete, Ending::InFlightLimit, Ending::EventLimit];

impl From<&Replication> for WireReplication {
    fn from(r: &Replication) -> Self {
        let journeys = r.journeys.iter().map(|j| {
            let (first, counts) = j.latencies.parts();
            WireJourney {
                arrived: j.arrived,
                failed: j.failed,
                delivered: j.delivered,
                sums: [j.latency_sum, j.in_flight],
                first,
                counts: counts.to_vec(),
            }
        });
        let services = r.services.iter();
        Self {
            number: r.number,
            ending: ENDINGS.iter().position(|&e| e == r.ending).unwrap_or(0) as u8,
            events: r.events,
            window: r.window,
            journeys: journeys.collect(),
            services: services
                .map(|s| {
                    let times = [s.wait_sum, s.busy, s.waiting, s.present];
                    ([s.arrivals, s.visits], times, [s.slots, s.up, s.starting])
                })
                .collect(),
            caches: r.caches.iter().map(|c| [c.lookups, c.hits]).collect(),
        }
    }
}

impl TryFrom<WireReplication> for Replication {
    type Error = WireError;

    fn try_from(r: WireReplication) -> Result<Self, WireError> {
        let journeys = r.journeys.into_iter().map(|j| {
            Ok(JourneyTally {
                arrived: j.arrived,
                failed: j.failed,
                delivered: j.delivered,
                latency_sum: j.sums[0],
                latencies: Histogram::from_parts(j.first, j.counts).ok_or(WireError::Malformed)?,
                in_flight: j.sums[1],
            })
        });
        let services = r.services.into_iter().map(|([arrivals, visits], times, [slots, up, starting])| {
            let [wait_sum, busy, waiting, present] = times;
            ServiceTally { arrivals, visits, wait_sum, busy, waiting, present, slots, up, starting }
        });
        Ok(Self {
            number: r.number,
            ending: *ENDINGS.get(usize::from(r.ending)).ok_or(WireError::Malformed)?,
            events: r.events,
            window: r.window,
            journeys: journeys.collect::<Result<_, _>>()?,
            services: services.collect(),
            caches: r.caches.into_iter().map(|[lookups, hits]| CacheTally { lookups, hits }).collect(),
        })
    }
}

fn write(message: &impl Serialize) -> Vec<u8> {
    // Writing to memory cannot fail: every sequence knows its length and there is no map.
    postcard::to_allocvec(message).unwrap_or_default()
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    if bytes.len() > MAX_BYTES {
        return Err(WireError::TooLong);
    }
    match postcard::take_from_bytes(bytes) {
        Ok((message, [])) => Ok(message),
        _ => Err(WireError::Malformed),
    }
}

impl Request {
    /// The request as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let of = |letter: &Letter| letter.bytes().to_vec();
        write(&match *self {
            Self::Explore { run, ref scenario } => WireRequest::Explore { run, scenario: of(scenario) },
            Self::Simulate { run, ref scenario, seed } => {
                WireRequest::Simulate { run, scenario: of(scenario), seed }
            }
            Self::Replicate { run, number } => WireRequest::Replicate { run, number },
            Self::Record { run, ref scenario, seed } => {
                WireRequest::Record { run, scenario: of(scenario), seed }
            }
            Self::Cancel => WireRequest::Cancel,
        })
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// Says why the bytes are no request.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WireError> {
        let of = Letter::received;
        Ok(match read(bytes)? {
            WireRequest::Explore { run, scenario } => Self::Explore { run, scenario: of(scenario) },
            WireRequest::Simulate { run, scenario, seed } => {
                Self::Simulate { run, scenario: of(scenario), seed }
            }
            WireRequest::Replicate { run, number } => Self::Replicate { run, number },
            WireRequest::Record { run, scenario, seed } => Self::Record { run, scenario: of(scenario), seed },
            WireRequest::Cancel => Self::Cancel,
        })
    }
}

impl Reply {
    /// The reply as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        write(&match self {
            Self::Explored { run, exploration } => {
                WireReply::Explored { run: *run, exploration: exploration.into() }
            }
            Self::Replication { run, replication } => {
                WireReply::Replication { run: *run, replication: replication.into() }
            }
            Self::Recorded { run, trace } => WireReply::Recorded { run: *run, trace: trace.into() },
            Self::Failed { run, message } => WireReply::Failed { run: *run, message: message.clone() },
        })
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// Says why the bytes are no reply.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, WireError> {
        Ok(match read(bytes)? {
            WireReply::Explored { run, exploration } => {
                Self::Explored { run, exploration: exploration.into() }
            }
            WireReply::Replication { run, replication } => {
                Self::Replication { run, replication: replication.try_into()? }
            }
            WireReply::Recorded { run, trace } => Self::Recorded { run, trace: trace.try_into()? },
            WireReply::Failed { run, message } => Self::Failed { run, message },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Letter, MAX_BYTES, Reply, Request, WireError};
    use crate::plan::{self, Exploration, JourneyState, SteadyState, Storm, Tipping};
    use crate::scenario::preset;
    use crate::sim::{Progress, Simulation};
    use std::rc::Rc;

    fn replies() -> Vec<Reply> {
        let scenario = (preset::ALL[2].build)();
        let mut simulation = Simulation::new(&scenario, 1, 2);
        while simulation.advance(1 << 20) == Progress::Running {}
        let state = |p99_s| SteadyState {
            amplification: 1.5,
            journeys: vec![JourneyState { throughput_per_s: 10.0, error_fraction: 0.25, p99_s }],
        };
        let stormy = Exploration {
            storm: Some(Storm { collapsed: true, rest: state(0.5), storm: state(f64::INFINITY) }),
            tipping: Some(Tipping { recovers_factor: 0.5, tips_factor: 2.0 }),
            ..Exploration::default()
        };
        vec![
            Reply::Replication { run: 7, replication: simulation.take().expect("finished") },
            Reply::Explored { run: 8, exploration: plan::explore(&scenario) },
            Reply::Explored { run: 9, exploration: stormy },
            Reply::Failed { run: u32::MAX, message: "No.".to_owned() },
        ]
    }

    #[test]
    fn messages_survive_the_way() {
        for reply in replies() {
            let bytes = reply.to_bytes();
            assert!(bytes.len() < 40_000, "{}", bytes.len());
            assert_eq!(Reply::from_bytes(&bytes), Ok(reply));
        }
        let scenario = Letter::new(&Rc::new((preset::ALL[0].build)()));
        for request in [
            Request::Simulate { run: 1, scenario: scenario.clone(), seed: u64::MAX },
            Request::Replicate { run: 1, number: 40 },
            Request::Explore { run: 2, scenario },
            Request::Cancel,
        ] {
            assert_eq!(Request::from_bytes(&request.to_bytes()), Ok(request));
        }
    }

    #[test]
    fn bytes_that_are_no_message_are_errors() {
        for reply in replies() {
            let mut bytes = reply.to_bytes();
            for cut in 0..bytes.len().min(200) {
                assert_eq!(Reply::from_bytes(&bytes[..cut]), Err(WireError::Malformed));
            }
            bytes.push(0);
            assert_eq!(Reply::from_bytes(&bytes), Err(WireError::Malformed));
            for at in 0..bytes.len().min(300) {
                bytes[at] ^= 0xff;
                // Any answer but a panic, and no memory beyond the bytes' own.
                let _ = (Reply::from_bytes(&bytes), Request::from_bytes(&bytes));
                bytes[at] ^= 0xff;
            }
        }
        assert_eq!(Request::from_bytes(&vec![0; MAX_BYTES + 1]), Err(WireError::TooLong));
        assert_eq!(Reply::from_bytes(&[]), Err(WireError::Malformed));
    }
}
