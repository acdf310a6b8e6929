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
    /// The service where it happens.
    pub service: usize,
    /// The operation that it runs or asks for; none of a write that is applied.
    pub target: Option<Target>,
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
        let mut callers = vec![usize::MAX; scenario.calls.len()];
        for (from, _, call) in scenario.edges() {
            callers[call] = from;
        }
        for (i, span) in trace.spans.iter().enumerate() {
            let parent = span.parent.map(|p| p as usize);
            let above = parent.map(|p| &lives[p]);
            let (service, target) = place(scenario, &callers, span.subject, above)?;
            let request = above.map_or(requests, |a| a.request);
            requests += usize::from(parent.is_none());
            if let Some(parent) = parent {
                lives[parent].children.push(i);
            }
            let (subject, children, moments) = (span.subject, Vec::new(), Vec::new());
            lives.push(Life { subject, parent, children, service, target, request, moments });
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
}

/// Where something happens and what it runs or asks for; none if it cannot be below what it is below. So nothing is nested
/// deeper than the calls of the scenario are.
fn place(
    scenario: &Scenario,
    callers: &[usize],
    subject: Subject,
    above: Option<&Life>,
) -> Option<(usize, Option<Target>)> {
    let kind = above.map(|a| a.subject);
    let is_operation = matches!(kind, Some(Subject::Request(_) | Subject::Operation(_)));
    match (subject, above) {
        (Subject::Request(j), None) => {
            let entry = scenario.journeys.get(j as usize)?.entry;
            Some((entry.service, Some(entry)))
        }
        (Subject::Call(c), Some(above)) if is_operation => {
            let target = scenario.calls.get(c as usize)?.target;
            (callers[c as usize] == above.service).then_some((target.service, Some(target)))
        }
        (Subject::Attempt(0 | 1), Some(above)) => {
            matches!(kind, Some(Subject::Call(_))).then_some((above.service, above.target))
        }
        (Subject::Operation(s), Some(above)) if s as usize == above.service => {
            matches!(kind, Some(Subject::Attempt(_))).then_some((above.service, above.target))
        }
        (Subject::Applied(s), Some(above)) if s as usize == above.service => {
            is_operation.then_some((above.service, None))
        }
        _ => None,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::preset;
    use crate::sim::{Moment, Span};

    #[test]
    fn what_cannot_be_below_what_it_is_below_is_refused() {
        use Subject::{Applied, Attempt, Call, Operation, Request};
        let scenario = (preset::ALL[0].build)();
        let read = |subjects: &[Subject]| {
            let mut trace = Trace::default();
            for (i, &subject) in (0..).zip(subjects) {
                trace.spans.push(Span { parent: u32::checked_sub(i, 1), subject });
                trace.moments.push(Moment { time_s: 0.0, span: i, what: What::Begins });
            }
            Lives::new(&scenario, &trace)
        };
        let lives = read(&[Request(0), Call(0), Attempt(1), Operation(1)]).expect("a payment");
        assert_eq!(lives.0.iter().map(|l| l.service).collect::<Vec<_>>(), [0, 1, 1, 1]);
        assert!(read(&[Request(0), Applied(0)]).is_some());
        for bad in [
            [Request(1), Call(0), Attempt(0), Operation(1)],
            [Request(0), Call(3), Attempt(0), Operation(1)],
            [Request(0), Call(0), Attempt(2), Operation(1)],
            [Request(0), Call(0), Attempt(0), Operation(2)],
            [Request(0), Call(0), Operation(1), Call(0)],
            [Request(0), Applied(0), Call(0), Attempt(0)],
            [Request(0), Call(0), Call(0), Attempt(0)],
        ] {
            assert!(read(&bad).is_none(), "{bad:?}");
        }
        assert!(
            read(&[Request(0), Call(0), Attempt(0), Operation(1), Call(0)]).is_none(),
            "a payment calls nobody"
        );
    }
}
