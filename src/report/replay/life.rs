//! The spans of a recording, each with what happened to it and what it brought about. Not how they are drawn.

use crate::scenario::{Scenario, Target};
use crate::sim::{Subject, Trace, What};

/// Everything that was under way; what brings something about stands before it.
#[derive(Clone, Debug)]
pub struct Lives(pub Vec<Life>);

/// One thing that was under way.
#[derive(Clone, Debug)]
pub struct Life {
    pub subject: Subject,
    pub parent: Option<usize>,
    pub children: Vec<usize>,
    /// The number of its request, from 0.
    pub request: usize,
    /// When \[s\] and what; the first is its beginning.
    pub moments: Vec<(f64, What)>,
}

impl Life {
    pub fn begins(&self) -> f64 {
        self.moments.first().map_or(f64::NAN, |m| m.0)
    }

    /// When it ended, or its caller gave it up \[s\].
    pub fn ends(&self) -> Option<f64> {
        let end = |m: &&(f64, What)| matches!(m.1, What::Ends(_) | What::GivenUp);
        self.moments.iter().find(end).map(|m| m.0)
    }
}

impl Lives {
    /// None if the recording is not of this scenario.
    pub fn new(scenario: &Scenario, trace: &Trace) -> Option<Self> {
        let mut lives: Vec<Life> = Vec::with_capacity(trace.spans.len());
        let mut requests = 0;
        for (i, span) in trace.spans.iter().enumerate() {
            let most = match span.subject {
                Subject::Request(_) => scenario.journeys.len(),
                Subject::Operation(_) | Subject::Applied(_) => scenario.services.len(),
                Subject::Call(_) => scenario.calls.len(),
                Subject::Attempt(_) => 2,
            };
            if span.subject.pack().1 as usize >= most {
                return None;
            }
            let parent = span.parent.map(|p| p as usize);
            let request = parent.map_or(requests, |p| lives[p].request);
            requests += usize::from(parent.is_none());
            if let Some(parent) = parent {
                lives[parent].children.push(i);
            }
            let (subject, children, moments) = (span.subject, Vec::new(), Vec::new());
            lives.push(Life { subject, parent, children, request, moments });
        }
        for moment in &trace.moments {
            if let What::Hits(cache) | What::Misses(cache) | What::Writes(cache) | What::Shares(cache) =
                moment.what
                && cache as usize >= scenario.caches.len()
            {
                return None;
            }
            lives[moment.span as usize].moments.push((moment.time_s, moment.what));
        }
        let begin = |l: &Life| matches!(l.moments.first(), Some((_, What::Begins)));
        lives.iter().all(begin).then_some(Self(lives))
    }

    /// The operation that a request, a call or what is below one runs; none of a write that is applied.
    pub fn target(&self, scenario: &Scenario, at: usize) -> Option<Target> {
        match self.0[at].subject {
            Subject::Request(j) => Some(scenario.journeys[j as usize].entry),
            Subject::Call(c) => Some(scenario.calls[c as usize].target),
            Subject::Operation(_) | Subject::Attempt(_) => {
                self.0[at].parent.and_then(|parent| self.target(scenario, parent))
            }
            Subject::Applied(_) => None,
        }
    }

    /// The service where something happens.
    pub fn service(&self, scenario: &Scenario, at: usize) -> Option<usize> {
        match self.0[at].subject {
            Subject::Applied(s) | Subject::Operation(s) => Some(s as usize),
            _ => self.target(scenario, at).map(|t| t.service),
        }
    }
}

/// A service by name, and by the name of the operation where it has several.
pub fn name(scenario: &Scenario, target: Target) -> String {
    let service = &scenario.services[target.service];
    if service.operations.len() > 1 {
        format!("{} · {}", service.name, scenario.operation(target).name)
    } else {
        service.name.clone()
    }
}
