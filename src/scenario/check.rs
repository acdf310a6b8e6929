//! What is wrong or doubtful across rows: findings to show beside the controls. Not ranges of single values; a
//! document within range is given.

use super::event::{EventRows, What};
use super::param::{Rows, Spec};
use super::work::{Family, Work};
use super::{Action, Event, Group, ParamId, Scenario};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Probably not what was meant.
    Doubt,
    /// Contradicts itself; what the engines use instead is in the text.
    Wrong,
}

/// Something to say beside a control.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The control.
    pub at: ParamId,
    /// A word for programs.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// A sentence for people.
    pub text: String,
}

/// The id of a row by its field name; `check`'s tests hold that the names exist.
fn row<T: Rows>(group: Group, index: usize, key: &str) -> ParamId {
    let row = T::ROWS.iter().position(|r| r.spec.key == key).unwrap_or(0);
    ParamId { group, index: index as u16, row: row as u8 }
}

impl Scenario {
    /// Everything that is wrong or doubtful, in the order of the document.
    pub fn check(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        for (i, step) in self.steps.iter().enumerate() {
            match &step.action {
                Action::Work(work) => check_work(i, work, &mut found),
                Action::Calls(..) => {}
            }
        }
        for (i, _) in self.calls.iter().enumerate() {
            self.check_call(i, &mut found);
        }
        for (i, _) in self.services.iter().enumerate() {
            self.check_reached(i, &mut found);
        }
        self.check_events(&mut found);
        self.check_not_live(&mut found);
        found
    }

    fn check_call(&self, index: usize, found: &mut Vec<Finding>) {
        let rows = &self.calls[index].rows;
        let timeout = rows.timeout_ms;
        let at = row::<super::call::CallRows>(Group::Call, index, "timeout_ms");
        if !rows.awaited || timeout == 0.0 {
            return;
        }
        if rows.network_ms >= timeout {
            found.push(Finding {
                at,
                code: "timeout-below-network",
                severity: Severity::Wrong,
                text: format!(
                    "The timeout of {timeout} ms is over before the network's {} ms are: no call is ever answered.",
                    rows.network_ms
                ),
            });
        }
        let tightest = self
            .journeys
            .iter()
            .filter(|j| {
                j.slo.slo_latency_ms > 0.0 && self.reaches(j.entry.service, self.calls[index].target.service)
            })
            .map(|j| j.slo.slo_latency_ms)
            .fold(f64::INFINITY, f64::min);
        if timeout > tightest {
            found.push(Finding {
                at,
                code: "timeout-beyond-budget",
                severity: Severity::Doubt,
                text: format!(
                    "The timeout of {timeout} ms is longer than the whole budget of {tightest} ms: it protects nobody. \
                     Was another unit meant?"
                ),
            });
        }
    }

    fn reaches(&self, from: usize, to: usize) -> bool {
        let edges: Vec<_> = self.edges().collect();
        let mut reached = vec![from];
        let mut next = 0;
        while let Some(&at) = reached.get(next) {
            for &(_, callee, _) in edges.iter().filter(|e| e.0 == at) {
                if !reached.contains(&callee) {
                    reached.push(callee);
                }
            }
            next += 1;
        }
        reached.contains(&to)
    }

    fn check_reached(&self, service: usize, found: &mut Vec<Finding>) {
        if !self.journeys.iter().any(|j| self.reaches(j.entry.service, service)) {
            found.push(Finding {
                at: row::<super::service::Capacity>(Group::Capacity, service, "replicas"),
                code: "unreached",
                severity: Severity::Doubt,
                text: format!(
                    "No journey reaches {}: it costs money and serves nobody.",
                    self.services[service].name
                ),
            });
        }
    }

    fn check_events(&self, found: &mut Vec<Finding>) {
        let nowhere = |e: &Event| e.object.is_none() && e.rows.what != What::LoadStep;
        for (i, _) in self.events.iter().enumerate().filter(|(_, e)| nowhere(e)) {
            found.push(Finding {
                at: row::<EventRows>(Group::Event, i, "what"),
                code: "event-of-nothing",
                severity: Severity::Wrong,
                text: "The event names no service or cache that it happens to: nothing happens.".to_owned(),
            });
        }
    }

    /// Parameters that say something which only a story takes into account.
    fn not_live(&self) -> impl Iterator<Item = (ParamId, &'static Spec)> {
        // Most groups are wholly live and need not be looked through.
        let groups = Group::ALL.into_iter().filter(|g| g.specs().iter().any(|s| !s.live));
        let ids = groups.flat_map(move |g| (0..self.objects(g)).flat_map(move |i| self.params_of(g, i)));
        ids.filter_map(|id| id.spec().filter(|s| !s.live).map(|s| (id, s)))
            .filter(|&(id, spec)| self.get(id).is_some_and(|v| v != spec.default) && self.applies(id))
            .filter(|&(id, _)| !self.is_step_at_the_start(id))
    }

    /// Of a step of the load at the start, the state that it leaves behind is taken into account.
    fn is_step_at_the_start(&self, id: ParamId) -> bool {
        let event = self.events.get(usize::from(id.index)).filter(|_| id.group == Group::Event);
        event.is_some_and(|e| e.rows.what == What::LoadStep && e.rows.at_s == 0.0)
    }

    /// Whether the document says something that only a story takes into account.
    pub fn says_more_than_is_modelled(&self) -> bool {
        self.not_live().next().is_some()
    }

    fn check_not_live(&self, found: &mut Vec<Finding>) {
        for (at, spec) in self.not_live() {
            found.push(Finding {
                at,
                code: "not-modelled",
                severity: Severity::Doubt,
                text: format!(
                    "{} is not in the numbers here, which are of the steady state; `headroom play` plays it over time.",
                    spec.label
                ),
            });
        }
    }
}

fn check_work(index: usize, work: &Work, found: &mut Vec<Finding>) {
    let applies = |key: &str| Work::ROWS.iter().any(|r| r.spec.key == key && (r.applies)(work));
    if applies("p99_ms") && work.p99_ms <= work.p50_ms {
        found.push(Finding {
            at: row::<Work>(Group::Work, index, "p99_ms"),
            code: "percentiles-out-of-order",
            severity: Severity::Wrong,
            text: format!(
                "The P99 of {} ms is not above the P50 of {} ms; the work time is taken as constant at its P50.",
                work.p99_ms, work.p50_ms
            ),
        });
    } else if applies("p99_ms") && work.law == Family::Hyperexponential {
        let ratio = work.p99_ms / work.p50_ms;
        if !(6.65..=49.0).contains(&ratio) {
            found.push(Finding {
                at: row::<Work>(Group::Work, index, "p99_ms"),
                code: "no-such-law",
                severity: Severity::Wrong,
                text: format!(
                    "A hyperexponential law has a P99 of 6.65 to 49 times its P50, not {ratio:.3} times; \
                     a lognormal law with these percentiles is used instead."
                ),
            });
        }
    }
    if work.law == Family::Hyperexponential && applies("scv") && work.scv < 1.0 {
        found.push(Finding {
            at: row::<Work>(Group::Work, index, "scv"),
            code: "no-such-law",
            severity: Severity::Wrong,
            text: format!(
                "A hyperexponential law has an SCV of 1 or more, not {}; a gamma law is used instead.",
                work.scv
            ),
        });
    }
    if work.law == Family::Hiccup && work.slow_ms < work.p50_ms {
        found.push(Finding {
            at: row::<Work>(Group::Work, index, "slow_ms"),
            code: "hiccup-is-faster",
            severity: Severity::Doubt,
            text: format!("The hiccup of {} ms is faster than the typical {} ms.", work.slow_ms, work.p50_ms),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::preset;

    fn codes(s: &Scenario) -> Vec<&'static str> {
        s.check().iter().map(|f| f.code).collect()
    }

    #[test]
    fn presets_have_nothing_wrong() {
        for preset in preset::ALL {
            assert_eq!(codes(&(preset.build)()), [""; 0], "{}", preset.key);
        }
    }

    #[test]
    fn a_timeout_in_the_wrong_unit_is_found() {
        let mut s = (preset::ALL[0].build)();
        s.calls[0].rows.timeout_ms = 150_000.0;
        assert_eq!(codes(&s), ["timeout-beyond-budget"]);
        let finding = &s.check()[0];
        assert_eq!(s.path(finding.at).as_deref(), Some("call.order-payment.timeout_ms"));
    }

    #[test]
    fn percentiles_out_of_order_and_impossible_laws_are_found() {
        let mut s = (preset::ALL[0].build)();
        let Action::Work(work) = &mut s.steps[0].action else { unreachable!("the first step is work") };
        (work.known, work.p50_ms, work.p99_ms) = (super::super::work::Known::Percentiles, 10.0, 9.0);
        assert_eq!(codes(&s), ["percentiles-out-of-order"]);
        let Action::Work(work) = &mut s.steps[0].action else { unreachable!("the first step is work") };
        (work.law, work.p99_ms) = (Family::Hyperexponential, 20.0);
        assert_eq!(codes(&s), ["no-such-law"]);
    }

    #[test]
    fn what_no_engine_reads_is_said() {
        let mut s = (preset::ALL[0].build)();
        s.services[0].autoscaler.max_replicas = 20;
        assert_eq!(codes(&s), ["not-modelled"]);
    }

    #[test]
    fn an_event_that_happens_to_nothing_is_found() {
        let mut s = (preset::ALL[0].build)();
        s.events.push(Event { object: None, rows: EventRows { what: What::Slowed, ..EventRows::default() } });
        assert!(codes(&s).contains(&"event-of-nothing"));
        s.events[0].object = Some(1);
        assert!(!codes(&s).contains(&"event-of-nothing"));
    }

    #[test]
    fn every_row_that_check_points_at_exists() {
        use crate::scenario::{call::CallRows, service::Capacity};
        for key in ["p99_ms", "scv", "slow_ms"] {
            assert!(Work::ROWS.iter().any(|r| r.spec.key == key), "{key}");
        }
        assert!(EventRows::ROWS.iter().any(|r| r.spec.key == "what"));
        assert!(CallRows::ROWS.iter().any(|r| r.spec.key == "timeout_ms"));
        assert!(Capacity::ROWS.iter().any(|r| r.spec.key == "replicas"));
    }
}
