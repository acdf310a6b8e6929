//! A recording as bytes. Not the recording; that is [`crate::sim::Trace`]. What is read is one that could have been made,
//! or an error.

use super::WireError;
use crate::sim::{Level, Moment, Span, Subject, Trace, What};
use serde::{Deserialize, Serialize};

/// Busy, waiting, slots.
type WireLevel = (u32, u32, Option<u32>);

#[derive(Serialize, Deserialize)]
pub(super) struct WireTrace {
    window: [f64; 2],
    start: Vec<WireLevel>,
    changes: Vec<(f64, u32, WireLevel)>,
    /// Parent, kind and number.
    spans: Vec<(Option<u32>, u8, u32)>,
    /// Time, span, kind and number.
    moments: Vec<(f64, u32, u8, u32)>,
}

impl From<&Trace> for WireTrace {
    fn from(t: &Trace) -> Self {
        let level = |l: &Level| (l.busy, l.waiting, l.slots);
        let span = |s: &Span| {
            let (kind, number) = s.subject.pack();
            (s.parent, kind, number)
        };
        let moment = |m: &Moment| {
            let (kind, number) = m.what.pack();
            (m.time_s, m.span, kind, number)
        };
        Self {
            window: [t.begins_s, t.until_s],
            start: t.start.iter().map(level).collect(),
            changes: t.changes.iter().map(|(time, service, l)| (*time, *service, level(l))).collect(),
            spans: t.spans.iter().map(span).collect(),
            moments: t.moments.iter().map(moment).collect(),
        }
    }
}

impl TryFrom<WireTrace> for Trace {
    type Error = WireError;

    fn try_from(t: WireTrace) -> Result<Self, WireError> {
        let level = |(busy, waiting, slots): WireLevel| Level { busy, waiting, slots };
        let span = |(parent, kind, number)| Some(Span { parent, subject: Subject::unpack(kind, number)? });
        let moment =
            |(time_s, span, kind, number)| Some(Moment { time_s, span, what: What::unpack(kind, number)? });
        let trace = Self {
            begins_s: t.window[0],
            until_s: t.window[1],
            start: t.start.into_iter().map(level).collect(),
            changes: t.changes.into_iter().map(|(time, service, l)| (time, service, level(l))).collect(),
            spans: t.spans.into_iter().map(span).collect::<Option<_>>().ok_or(WireError::Malformed)?,
            moments: t.moments.into_iter().map(moment).collect::<Option<_>>().ok_or(WireError::Malformed)?,
        };
        if trace.is_sound() { Ok(trace) } else { Err(WireError::Malformed) }
    }
}

#[cfg(test)]
mod tests {
    use crate::job::{Letter, Reply, Request, Runner, WireError};
    use crate::scenario::preset;
    use crate::sim::{Level, Moment, Trace, What};
    use std::rc::Rc;

    fn recorded(preset: usize) -> Reply {
        let scenario = Letter::new(&Rc::new((preset::ALL[preset].build)()));
        let request = Request::Record { run: 4, scenario, seed: 1 };
        let mut runner = Runner::new();
        runner.handle(Request::from_bytes(&request.to_bytes()).expect("a request"));
        let mut steps = 0;
        loop {
            steps += 1;
            assert!(runner.has_work() && steps < 1000);
            if let Some(reply) = runner.step() {
                assert!(!runner.has_work(), "one recording is all that was asked for");
                return reply;
            }
        }
    }

    #[test]
    fn a_recording_survives_the_way() {
        for preset in 0..preset::ALL.len() {
            let reply = recorded(preset);
            let bytes = reply.to_bytes();
            assert!(bytes.len() < 600_000, "{}", bytes.len());
            assert_eq!(reply.run(), 4);
            assert_eq!(Reply::from_bytes(&bytes), Ok(reply));
        }
    }

    #[test]
    fn bytes_that_are_no_recording_are_errors() {
        let bytes = recorded(0).to_bytes();
        for cut in (0..bytes.len()).step_by(997) {
            assert_eq!(Reply::from_bytes(&bytes[..cut]), Err(WireError::Malformed));
        }
        let mut spoilt = bytes.clone();
        for at in (0..bytes.len()).step_by(331) {
            spoilt[at] ^= 0xff;
            // Either it cannot be read, or what is read is sound.
            if let Ok(Reply::Recorded { trace, .. }) = Reply::from_bytes(&spoilt) {
                assert!(trace.is_sound());
            }
            spoilt[at] = bytes[at];
        }
        let unsound = [
            Trace { changes: vec![(0.0, 1, Level::default())], ..Trace::default() },
            Trace { moments: vec![Moment { time_s: 0.0, span: 0, what: What::Begins }], ..Trace::default() },
        ];
        for trace in unsound {
            let bytes = Reply::Recorded { run: 1, trace }.to_bytes();
            assert_eq!(Reply::from_bytes(&bytes), Err(WireError::Malformed));
        }
    }
}
