//! What a recording of a simulation holds: every request of a short window, step by step, and how long the queues were.
//! Not how it is recorded; that is `record`. Not what is read from it; that is `report::replay`.

use super::Cause;

/// Most spans and moments of a trace together: some 300 KB.
pub const MOST_MOMENTS: usize = 20_000;
/// Spans and moments after which no further request is taken in, so that those under way can be followed to their ends.
pub(super) const TAKES: usize = 14_000;
/// Most changes of queues in a trace.
pub const MOST_LEVELS: usize = 20_000;
/// Most requests of a trace.
pub const MOST_REQUESTS: usize = 1000;

/// A window of one replication as it went: every request that arrived in it, followed until all of them have ended or
/// the trace is full (`MOST_MOMENTS`).
///
/// The window begins when the warm-up is over. It ends with the `MOST_REQUESTS`th request, with the `MOST_LEVELS`th
/// change of a queue, or when `MOST_MOMENTS` are 70 % used. All times are simulated ones, in seconds from the start of the
/// replication. Requests that arrived before it count in the queues and have no spans.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Trace {
    /// When the window begins \[s\].
    pub begins_s: f64,
    /// When the window ends \[s\]: requests that arrive later are not in it.
    pub until_s: f64,
    /// Slots and queue of every service when it begins.
    pub start: Vec<Level>,
    /// Their changes within the window, in order: when \[s\], which service, and what it has from then on.
    pub changes: Vec<(f64, u32, Level)>,
    /// What was under way for the requests; callers stand before those they call.
    pub spans: Vec<Span>,
    /// What happened to the spans, in order.
    pub moments: Vec<Moment>,
}

/// Slots and queue of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Level {
    /// Slots that are busy.
    pub busy: u32,
    /// Requests that wait for one.
    pub waiting: u32,
    /// All slots it has; none is no limit.
    pub slots: Option<u32>,
}

/// One thing that was under way for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The span that brought it about; none for a request itself.
    pub parent: Option<u32>,
    /// What it was.
    pub subject: Subject,
}

/// What a span is of; numbers are indices into the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A request of a journey, at the operation where it enters.
    Request(u32),
    /// An operation of a service, for the attempt that is its parent.
    Operation(u32),
    /// A write that a read replica of a service applies, for the operation that is its parent.
    Applied(u32),
    /// A call, from its first look-up to its last attempt.
    Call(u32),
    /// An attempt of a call, or one copy of it: 0 is the first, 1 the second.
    Attempt(u32),
}

/// Something that happened to a span.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// When \[s\].
    pub time_s: f64,
    /// To which span, by index.
    pub span: u32,
    /// What.
    pub what: What,
}

/// What can happen to a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It begins.
    Begins,
    /// It is over: well, or failed.
    Ends(Option<Cause>),
    /// An operation asks for a slot.
    Queues,
    /// An operation has its slot.
    Works,
    /// An operation has worked.
    Worked,
    /// An operation hands a write to the read replicas.
    Applies,
    /// A call finds its answer in a cache.
    Hits(u32),
    /// A call does not find its answer in a cache.
    Misses(u32),
    /// A call writes to a cache.
    Writes(u32),
    /// A call waits for another that fetches the same key for a cache.
    Shares(u32),
    /// An attempt of a call has failed: another follows, or the call ends.
    Fails(Cause),
    /// An attempt has the connection it needs and goes.
    Departs,
    /// An attempt reaches its callee.
    Reaches,
    /// The answer to an attempt leaves the callee.
    Answers(Option<Cause>),
    /// Its caller waits no longer for an attempt.
    GivenUp,
}

impl Trace {
    /// Whether it is one that a recording can have made, as far as indices, order and sizes go. Indices into the document
    /// are for the reader to look up.
    pub fn is_sound(&self) -> bool {
        let sizes =
            self.spans.len() + self.moments.len() <= MOST_MOMENTS && self.changes.len() <= MOST_LEVELS;
        let window = self.begins_s >= 0.0 && self.until_s >= self.begins_s && self.until_s.is_finite();
        let parents = self.spans.iter().enumerate().all(|(i, s)| {
            let is_root = matches!(s.subject, Subject::Request(_));
            s.parent.map_or(is_root, |p| !is_root && (p as usize) < i)
        });
        sizes
            && window
            && parents
            && rises(self.begins_s, self.changes.iter().map(|c| c.0))
            && rises(self.begins_s, self.moments.iter().map(|m| m.time_s))
            && self.changes.iter().all(|c| (c.1 as usize) < self.start.len())
            && self.moments.iter().all(|m| (m.span as usize) < self.spans.len())
    }
}

/// Whether times never fall, from a first one on.
fn rises(mut last: f64, mut times: impl Iterator<Item = f64>) -> bool {
    times.all(|t| std::mem::replace(&mut last, t) <= t && t.is_finite())
}

impl Subject {
    /// Its kind and its number.
    pub fn pack(self) -> (u8, u32) {
        match self {
            Self::Request(i) => (0, i),
            Self::Operation(i) => (1, i),
            Self::Applied(i) => (2, i),
            Self::Call(i) => (3, i),
            Self::Attempt(i) => (4, i),
        }
    }

    /// The one that [`Self::pack`] gives these for, if there is one.
    pub fn unpack(kind: u8, number: u32) -> Option<Self> {
        let kinds = [Self::Request, Self::Operation, Self::Applied, Self::Call, Self::Attempt];
        kinds.get(usize::from(kind)).map(|of| of(number))
    }
}

impl What {
    /// Its kind and its number.
    pub fn pack(self) -> (u8, u32) {
        let cause = |c: Option<Cause>| c.map_or(0, |c| 1 + c as u32);
        match self {
            Self::Begins => (0, 0),
            Self::Ends(c) => (1, cause(c)),
            Self::Queues => (2, 0),
            Self::Works => (3, 0),
            Self::Worked => (4, 0),
            Self::Applies => (5, 0),
            Self::Hits(i) => (6, i),
            Self::Misses(i) => (7, i),
            Self::Writes(i) => (8, i),
            Self::Shares(i) => (9, i),
            Self::Fails(c) => (10, cause(Some(c))),
            Self::Departs => (11, 0),
            Self::Reaches => (12, 0),
            Self::Answers(c) => (13, cause(c)),
            Self::GivenUp => (14, 0),
        }
    }

    /// The one that [`Self::pack`] gives these for, if there is one.
    pub fn unpack(kind: u8, number: u32) -> Option<Self> {
        let cause = || Cause::ALL.get((number as usize).wrapping_sub(1)).copied();
        let maybe = || if number == 0 { Some(None) } else { cause().map(Some) };
        Some(match kind {
            0 => Self::Begins,
            1 => Self::Ends(maybe()?),
            2 => Self::Queues,
            3 => Self::Works,
            4 => Self::Worked,
            5 => Self::Applies,
            6 => Self::Hits(number),
            7 => Self::Misses(number),
            8 => Self::Writes(number),
            9 => Self::Shares(number),
            10 => Self::Fails(cause()?),
            11 => Self::Departs,
            12 => Self::Reaches,
            13 => Self::Answers(maybe()?),
            14 => Self::GivenUp,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_out_as_it_went_in() {
        for kind in 0..=20 {
            for number in [0, 1, 4, 5, u32::MAX] {
                let (what, subject) = (What::unpack(kind, number), Subject::unpack(kind, number));
                assert!(what.is_none_or(|w| What::unpack(w.pack().0, w.pack().1) == Some(w)));
                assert!(subject.is_none_or(|s| s.pack() == (kind, number)));
            }
        }
        let kinds = |some: &dyn Fn(u8) -> bool| (0..=u8::MAX).filter(|&k| some(k)).count();
        assert_eq!(kinds(&|k| What::unpack(k, 1).is_some()), 15);
        assert_eq!(kinds(&|k| Subject::unpack(k, 1).is_some()), 5);
        assert_eq!(What::unpack(1, 5), None, "there are four causes");
    }

    #[test]
    fn what_no_recording_makes_is_not_sound() {
        let root = Span { parent: None, subject: Subject::Request(0) };
        let call = Span { parent: Some(0), subject: Subject::Call(0) };
        let at = |time_s, span| Moment { time_s, span, what: What::Begins };
        let good = Trace {
            until_s: 2.0,
            start: vec![Level::default()],
            changes: vec![(1.0, 0, Level::default())],
            spans: vec![root, call],
            moments: vec![at(0.5, 0), at(0.5, 1), at(3.0, 1)],
            ..Trace::default()
        };
        assert!(good.is_sound() && Trace::default().is_sound());
        let bad: [fn(&mut Trace); 9] = [
            |t| t.spans[1].parent = Some(1),
            |t| t.spans[1].parent = None,
            |t| t.spans[0].parent = Some(0),
            |t| t.moments[1].span = 2,
            |t| t.moments[2].time_s = f64::NAN,
            |t| t.moments[0].time_s = 0.6,
            |t| t.changes[0].1 = 1,
            |t| t.until_s = f64::INFINITY,
            |t| t.moments = vec![t.moments[2]; MOST_MOMENTS],
        ];
        for spoil in bad {
            let mut trace = good.clone();
            spoil(&mut trace);
            assert!(!trace.is_sound(), "{trace:?}");
        }
    }
}
