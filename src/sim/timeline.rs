//! Many replications of a story become one timeline: an observation for every bin. Not a simulation, and not how a bin is
//! observed; that is `observer`.

use super::observation::Observation;
use super::observer::Observer;
use super::script::Script;
use super::stage::Run;
use super::tally::Ending;

/// What happened in one stretch of a story.
#[derive(Clone, Debug, PartialEq)]
pub struct Bin {
    /// When it begins, from second 0 of the story \[s\].
    pub start_s: f64,
    /// When it ends \[s\].
    pub end_s: f64,
    /// What was observed in it, over all replications: arrivals by the moment they came, answers, latencies and errors by the
    /// moment they ended.
    pub seen: Observation,
}

/// A story over time.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Timeline {
    /// Replications that went in.
    pub replications: u32,
    /// Its bins, in order, as far as every replication came.
    pub bins: Vec<Bin>,
    /// Some replication ended there \[s\], before the story did: more was under way, or it took more events, than a replication
    /// may have.
    pub ended_early_s: Option<f64>,
    /// The system had settled before second 0.
    pub settled: bool,
}

/// Takes replications of a story in any order and says what they mean together, as [`Observer`] does for each bin.
///
/// # Domain
/// It holds 480 histograms of bins and journeys at most, and those of up to twenty batches of each: of a system whose
/// latencies span five octaves 2.5 KB each, 25 MB in all, and never more than 31 KB each.
#[derive(Clone, Debug)]
pub struct Storyteller {
    bin: f64,
    settled: bool,
    observers: Vec<Observer>,
    /// Bins that every replication played to their end.
    played: usize,
    cut: bool,
}

impl Storyteller {
    /// Nothing is observed yet.
    pub fn new(script: &Script) -> Self {
        let observer = Observer::of_bin(&script.program);
        Self {
            bin: script.bin,
            settled: script.program.length.settled,
            observers: vec![observer; script.bins as usize],
            played: script.bins as usize,
            cut: false,
        }
    }

    /// Takes a replication.
    pub fn add(&mut self, run: Run) {
        self.cut |= run.ending != Ending::Complete;
        self.played = self.played.min(run.bins.len());
        for (observer, bin) in self.observers.iter_mut().zip(run.bins) {
            observer.add(bin);
        }
    }

    /// What all replications up to the first that is missing say together.
    pub fn timeline(&self) -> Timeline {
        let played = &self.observers[..self.played];
        let bin = |(i, observer): (usize, &Observer)| Bin {
            start_s: i as f64 * self.bin,
            end_s: (i + 1) as f64 * self.bin,
            seen: observer.observation(),
        };
        Timeline {
            replications: played.first().map_or(0, Observer::replications),
            bins: played.iter().enumerate().map(bin).collect(),
            ended_early_s: self.cut.then_some(self.played as f64 * self.bin),
            settled: self.settled,
        }
    }
}
