//! What happens at a moment, in words. Not all of it: what a reader of the picture would look for.

use super::Replay;
use super::life::name;
use crate::report::format;
use crate::sim::{Cause, Level, Subject, What};

/// Why a request or an attempt failed.
pub fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Refused => "refused",
        Cause::TimedOut => "timed out",
        Cause::Failed => "failed",
        Cause::Dropped => "dropped",
    }
}

impl Replay {
    /// What happens at the last step up to a moment, a sentence each.
    pub fn news(&self, at_s: f64) -> Vec<String> {
        let index = self.steps.partition_point(|&t| t <= at_s);
        let Some(&step) = index.checked_sub(1).and_then(|i| self.steps.get(i)) else { return Vec::new() };
        let mut news = Vec::new();
        for (at, life) in self.lives.0.iter().enumerate() {
            if life.begins() - self.begins_s > step {
                break;
            }
            let now = life.moments.iter().filter(|m| m.0 - self.begins_s == step);
            news.extend(now.filter_map(|m| self.sentence(at, m.1)));
        }
        if news.is_empty() {
            let changed = self.levels.iter().enumerate().filter_map(|(s, of)| {
                let level = of.iter().rfind(|l| l.0 == step)?.1;
                let Level { busy, waiting, .. } = level;
                Some(format!("{}: {busy} busy, {waiting} waiting.", self.scenario.services[s].name))
            });
            news.extend(changed);
        }
        news
    }

    fn sentence(&self, at: usize, what: What) -> Option<String> {
        let life = &self.lives.0[at];
        let service = || self.scenario.services[life.service].name.clone();
        let place = life.target.map_or_else(service, |target| name(&self.scenario, target));
        let cache = |c: u32| &self.scenario.caches[c as usize].name;
        let said = match (life.subject, what) {
            (Subject::Request(j), What::Begins) => {
                format!("({}) arrives at {place}", self.scenario.journeys[j as usize].name)
            }
            (Subject::Request(_), What::Ends(failed)) => {
                let took = self.requests.get(life.request).and_then(|r| r.latency_s).map(format::time)?;
                match failed {
                    None => format!("is answered after {took}"),
                    Some(why) => format!("fails after {took}: {}", cause(why)),
                }
            }
            (Subject::Call(_), What::Begins) => format!("calls {place}"),
            (_, What::Queues) => format!("asks for a slot of {place}"),
            (_, What::Works) => format!("takes a slot of {place}"),
            (_, What::Worked) => format!("has worked at {place}"),
            (_, What::Hits(c)) => format!("finds its answer in {}", cache(c)),
            (_, What::Misses(c)) => format!("does not find its answer in {}", cache(c)),
            (_, What::Writes(c)) => format!("writes to {}", cache(c)),
            (_, What::Shares(c)) => format!("waits for another that fetches the same for {}", cache(c)),
            (_, What::Fails(why)) => format!("has an attempt at {place} {}", cause(why)),
            (Subject::Operation(_), What::Ends(Some(why))) => format!("fails at {place}: {}", cause(why)),
            (Subject::Attempt(1), What::Begins) => format!("sends a second copy to {place}"),
            (_, What::GivenUp) => format!("waits no longer for {place}"),
            _ => return None,
        };
        Some(format!("Request {} {said}.", life.request + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::replay;
    use crate::scenario::preset;

    #[test]
    fn every_step_has_its_news() {
        let replay = replay((preset::ALL[2].build)());
        let mut all = std::collections::BTreeSet::new();
        let steps = replay.steps();
        for &step in steps[1..].iter().step_by(7) {
            let news = replay.news(step);
            assert_eq!(news, replay.news(f64::midpoint(step, replay.next(step)).min(replay.length_s())));
            all.extend(news.into_iter().map(|n| n.replace(|c: char| c.is_ascii_digit(), "")));
        }
        for words in ["arrives at", "is answered after", "takes a slot of", "finds its answer in", "calls"] {
            assert!(all.iter().any(|n| n.contains(words)), "{words}: {all:?}");
        }
    }
}
