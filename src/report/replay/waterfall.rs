//! What the time of one request was spent on, a row for each thing it waited for: the waterfall that tracing tools draw.
//! Not how they are put together; that is `walk`. Not the drawing.

/// The rows of one request. Times are in seconds since its arrival.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Waterfall {
    /// From arrival to end \[s\]: the latency, to the last bit; none if the request was still under way.
    pub latency_s: Option<f64>,
    /// When the last row ends \[s\].
    pub length_s: f64,
    /// The request first, then whatever it brought about, each below what it belongs to.
    pub rows: Vec<Row>,
    /// Rows that are left out.
    pub left_out: usize,
}

/// A request, a call or one of its attempts.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// How deep it is nested.
    pub depth: usize,
    /// Who is asked, or which attempt it is.
    pub label: String,
    /// The service where it happens, by index.
    pub service: usize,
    /// When it begins \[s\].
    pub start_s: f64,
    /// When it ends \[s\].
    pub end_s: f64,
    /// Until when somebody waits for it \[s\]; what comes after is in vain.
    pub wanted_s: f64,
    /// What it spends its time on, without gaps from start to end.
    pub parts: Vec<Part>,
    /// What happens in it, in order.
    pub marks: Vec<Mark>,
    /// How it ended, where that is worth a word.
    pub outcome: Option<String>,
}

/// A stretch of time that is spent on one thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// On what.
    pub kind: PartKind,
    /// From when \[s\].
    pub from_s: f64,
    /// Until when \[s\].
    pub to_s: f64,
}

/// What time is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartKind {
    /// Waiting for a slot.
    Queue,
    /// On a slot.
    Work,
    /// On the wire.
    Network,
    /// Waiting for a connection of a pool.
    Connection,
    /// Looking up in caches, or waiting for another that fetches the same.
    Cache,
    /// Waiting before the next attempt.
    Backoff,
    /// Waiting for the rows below.
    Calls,
}

impl PartKind {
    /// All of them, in the order of a legend.
    pub const ALL: [Self; 7] =
        [Self::Queue, Self::Work, Self::Network, Self::Connection, Self::Cache, Self::Backoff, Self::Calls];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Queue => "waits for a slot",
            Self::Work => "works",
            Self::Network => "network",
            Self::Connection => "waits for a connection",
            Self::Cache => "cache",
            Self::Backoff => "back-off",
            Self::Calls => "waits for calls",
        }
    }
}

/// Something that happens in a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// When \[s\].
    pub at_s: f64,
    /// What, in a few words.
    pub words: String,
    /// Whether it is a failure.
    pub is_failure: bool,
}

impl Row {
    /// What it spends on one thing altogether \[s\].
    pub fn spent_s(&self, kind: PartKind) -> f64 {
        self.parts.iter().filter(|p| p.kind == kind).map(|p| p.to_s - p.from_s).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::replay;
    use super::super::{Outcome, Pick, Replay};
    use super::*;
    use crate::scenario::work::{Family, Work};
    use crate::scenario::{Scenario, preset};

    /// What must hold of the rows of every request.
    fn check(replay: &Replay) -> usize {
        let mut rows = 0;
        for (number, recorded) in replay.requests().iter().enumerate() {
            let waterfall = replay.waterfall(number).expect("rows");
            assert_eq!(waterfall.latency_s, recorded.latency_s);
            let root = &waterfall.rows[0];
            assert_eq!((root.depth, root.start_s), (0, 0.0));
            if let Some(latency) = recorded.latency_s {
                assert_eq!(root.end_s.to_bits(), latency.to_bits(), "the latency to the last bit");
            }
            for row in &waterfall.rows {
                let mut at = row.start_s;
                for part in &row.parts {
                    assert!(part.from_s == at && part.to_s > at, "{row:?}");
                    at = part.to_s;
                }
                assert_eq!(at, row.end_s, "{row:?}");
                assert!(row.end_s <= waterfall.length_s && row.wanted_s <= waterfall.length_s, "{row:?}");
            }
            for pair in waterfall.rows.windows(2) {
                assert!(pair[1].depth <= pair[0].depth + 1 && pair[1].start_s >= 0.0);
            }
            rows += waterfall.rows.len();
        }
        rows
    }

    #[test]
    fn rows_are_without_gaps_and_add_up_to_the_latency() {
        for preset in preset::ALL {
            let mut scenario = (preset.build)();
            assert!(check(&replay(scenario.clone())) > 1000);
            for service in &mut scenario.services {
                service.capacity.failure_fraction = 0.05;
                (service.capacity.queue_bounded, service.capacity.queue_limit) = (true, 3);
            }
            for (c, call) in scenario.calls.iter_mut().enumerate() {
                (call.rows.timeout_ms, call.rows.retries, call.rows.network_ms) = (150.0, 2, 2.0);
                (call.rows.hedge_ms, call.rows.cancel) = (30.0, c % 2 == 0);
            }
            assert!(check(&replay(scenario)) > 1000);
        }
    }

    /// One request at a time: a service that works, calls another over a wire, and works again.
    fn two(change: impl FnOnce(&mut Scenario)) -> Waterfall {
        let mut s = Scenario::default();
        let constant = |mean_ms| Work { law: Family::Constant, mean_ms, ..Work::default() };
        let fits = "fits";
        let front = s.add_service("Front").expect(fits);
        let back = s.add_service("Back").expect(fits);
        s.add_work(front, constant(20.0)).expect(fits);
        let step = s.add_calls(front).expect(fits);
        let call = s.add_call(step, back).expect(fits);
        s.add_work(front, constant(30.0)).expect(fits);
        s.add_work(back, constant(100.0)).expect(fits);
        let journey = s.add_journey("Visit", front).expect(fits);
        s.journeys[journey].load.arrival_rps = 0.01;
        s.calls[call].rows.network_ms = 10.0;
        change(&mut s);
        replay(s).waterfall(0).expect("a request")
    }

    fn kinds(row: &Row) -> Vec<(PartKind, f64)> {
        row.parts.iter().map(|p| (p.kind, ((p.to_s - p.from_s) * 1e6).round() / 1e3)).collect()
    }

    #[test]
    fn a_call_is_a_row_below_its_caller() {
        use PartKind::{Calls, Network, Work};
        let waterfall = two(|_| ());
        let rows = &waterfall.rows;
        assert_eq!((rows.len(), waterfall.left_out), (2, 0));
        assert_eq!((rows[0].label.as_str(), rows[1].label.as_str()), ("Front", "Back"));
        assert_eq!(kinds(&rows[0]), [(Work, 20.0), (Calls, 110.0), (Work, 30.0)]);
        assert_eq!(kinds(&rows[1]), [(Network, 5.0), (Work, 100.0), (Network, 5.0)]);
        assert!((rows[1].spent_s(Network) - 0.01).abs() < 1e-9);
        assert_eq!((rows[1].depth, rows[1].outcome.as_deref()), (1, None));
    }

    #[test]
    fn attempts_are_rows_of_their_own_and_what_was_given_up_goes_on() {
        let waterfall = two(|s| {
            let rows = &mut s.calls[0].rows;
            (rows.timeout_ms, rows.retries) = (50.0, 1);
        });
        let rows = &waterfall.rows;
        let labels: Vec<_> = rows.iter().map(|r| (r.depth, r.label.as_str(), r.outcome.as_deref())).collect();
        assert_eq!(
            labels,
            [
                (0, "Front", Some("timed out")),
                (1, "Back", Some("timed out")),
                (2, "attempt 1", Some("given up")),
                (2, "attempt 2", Some("given up")),
            ]
        );
        assert_eq!(rows[1].marks.iter().filter(|m| m.is_failure).count(), 2);
        assert!(rows[1].spent_s(PartKind::Backoff) > 0.0);
        let wait = rows[2].wanted_s - rows[2].start_s;
        assert!((wait - 0.05).abs() < 1e-9 && rows[2].end_s > rows[2].wanted_s, "{:?}", rows[2]);
        assert!(waterfall.length_s > waterfall.latency_s.expect("an end"));
    }

    #[test]
    fn a_second_copy_is_seen_and_the_loser_is_given_up() {
        let waterfall = two(|s| s.calls[0].rows.hedge_ms = 40.0);
        let labels: Vec<_> =
            waterfall.rows.iter().map(|r| (r.label.as_str(), r.outcome.as_deref())).collect();
        let copy = ("attempt 1, second copy", Some("given up"));
        assert_eq!(labels, [("Front", None), ("Back", None), ("attempt 1", None), copy]);
    }

    #[test]
    fn caches_are_marked_by_name() {
        let replay = replay((preset::ALL[2].build)());
        let slowest = replay.waterfall(replay.pick(Pick::Slowest).expect("one")).expect("rows");
        let marks = |w: &Waterfall| w.rows.iter().flat_map(|r| r.marks.clone()).collect::<Vec<_>>();
        assert!(marks(&slowest).iter().any(|m| m.words.starts_with("miss in ")), "{slowest:?}");
        let half = replay.waterfall(replay.pick(Pick::P50).expect("one")).expect("rows");
        assert!(marks(&half).iter().any(|m| m.words.starts_with("hit in ")), "{half:?}");
        let all = replay.requests().iter();
        assert!(all.filter(|r| r.outcome == Outcome::Answered).count() > 100);
        assert_eq!(replay.waterfall(usize::MAX), None);
    }
}
