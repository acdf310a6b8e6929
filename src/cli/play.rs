//! A story on the command line: one line of JSON for every bin. Not the playing; that is `job`.

use super::answer::{Interval, Named, Said};
use super::{input, refuse, write};
use crate::job;
use crate::report::story::{self, Told};
use crate::report::{Bin, Estimate, Timeline};
use crate::scenario::Scenario;
use serde::Serialize;
use std::io::{self, BufRead, Write};

/// What stands behind the options in the help of `play`.
pub const PLAY_HELP: &str = "\
A story is the scenario on a clock: its events, the load of its day, its autoscalers. Second 0 is when the system has
settled at the load of the beginning. The story lasts until the last point of the day, and until the last event has
ended and there was time to recover from it: as long as the events took, a minute at least.

Examples:
  headroom play system.json
  headroom play system.json --replications 100 | jq -c '[.start_s, .seen.p99_s.value, .seen.error_fraction.value]'

A line out is {\"line\", \"key\", \"start_s\", \"end_s\", \"seen\", \"caveats\"}, one for every bin of the story, at most 240. In \"seen\",
a name is {\"value\", \"ci95\"}: the value over all replications and half the width of its 95 % interval. Names without a
prefix are of all journeys together: arrival_per_s, throughput_per_s, in_flight, mean_s, p50_s, p95_s, p99_s,
error_fraction, and by cause refused_, timed_out_, failed_ and dropped_fraction; journey.KEY.… is of one journey. Of a
service, service.KEY.…: utilisation_fraction, arrival_per_s, mean_wait_s, waiting, replicas, starting. Of a cache,
cache.KEY.…: lookups_per_s, hit_fraction. Arrivals are counted when they come; answers, latencies and errors when they
end. Times are in seconds, rates a second. A name is null, and ci95 is, where the bin has too few requests for it.
What is to be known of the whole story is in the caveats of its first line.
What is refused gives {\"line\", \"field\", \"error\"}.

Exit codes: 0 everything was played, 2 something was refused, 1 input or output failed.";

/// How a story is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Playing {
    /// How often: at least ten for intervals.
    pub replications: u32,
    /// Names its random numbers.
    pub seed: u64,
}

/// One bin of a story.
#[derive(Debug, Serialize)]
struct Line {
    line: u64,
    key: String,
    start_s: f64,
    end_s: f64,
    seen: Named<Option<Interval>>,
    caveats: Vec<Said>,
}

/// Plays what an argument names: a file, a link, or for `-` every line of `stdin` that is not blank. Gives whether
/// everything could be played.
///
/// # Errors
/// When `stdin` cannot be read or `out` not be written.
pub fn play(what: &str, how: Playing, stdin: impl BufRead, mut out: impl Write) -> io::Result<bool> {
    input::each(what, stdin, |line, found| match found {
        Ok((key, scenario)) => tell(line, &key, &scenario, how, &mut out).map(|()| true),
        Err(refused) => refuse(line, refused, &mut out).map(|()| false),
    })
}

fn tell(line: u64, key: &str, scenario: &Scenario, how: Playing, out: &mut impl Write) -> io::Result<()> {
    let timeline = job::play(scenario, how.seed, how.replications, job::threads());
    let mut caveats = caveats(scenario, &timeline);
    if timeline.bins.is_empty() {
        // There is no bin to say it with.
        let seen = Named(Vec::new());
        return write(&Line { line, key: key.to_owned(), start_s: 0.0, end_s: 0.0, seen, caveats }, out);
    }
    for bin in &timeline.bins {
        let (start_s, end_s) = (bin.start_s, bin.end_s);
        let caveats = std::mem::take(&mut caveats);
        write(&Line { line, key: key.to_owned(), start_s, end_s, seen: seen(scenario, bin), caveats }, out)?;
    }
    Ok(())
}

fn seen(scenario: &Scenario, bin: &Bin) -> Named<Option<Interval>> {
    let mut all = Vec::new();
    let seen = &bin.seen;
    each(&mut all, "", story::JOURNEY, &seen.overall);
    for (x, o) in scenario.journeys.iter().zip(&seen.journeys) {
        each(&mut all, &format!("journey.{}.", x.key), story::JOURNEY, o);
    }
    for (x, o) in scenario.services.iter().zip(&seen.services) {
        each(&mut all, &format!("service.{}.", x.key), story::SERVICE, o);
    }
    for (x, o) in scenario.caches.iter().zip(&seen.caches) {
        each(&mut all, &format!("cache.{}.", x.key), story::CACHE, o);
    }
    Named(all)
}

fn each<O>(all: &mut Vec<(String, Option<Interval>)>, prefix: &str, table: &[Told<O>], of: &O) {
    let interval = |e: Estimate| Interval { value: e.value, ci95: e.half_width };
    all.extend(table.iter().map(|told| (format!("{prefix}{}", told.key), (told.get)(of).map(interval))));
}

/// What to know of the whole story.
fn caveats(scenario: &Scenario, timeline: &Timeline) -> Vec<Said> {
    let mut all = Vec::new();
    let mut say = |code, text: String| all.push(Said { code, place: None, text });
    if let Some(text) = job::unplayed(scenario) {
        say("unplayed", text);
    }
    if let Some(at) = timeline.ended_early_s {
        say(
            "cut-off",
            format!(
                "From second {at} on, more was under way or took more events than a replication may have: nothing is told of \
                 the rest."
            ),
        );
    }
    if !timeline.settled {
        let text = "The system had not settled before second 0: the beginning still shows how it filled.";
        say("not-settled", text.to_owned());
    }
    if timeline.replications < 10 {
        let made = timeline.replications;
        say("no-interval", format!("An interval needs at least ten replications; there were {made}."));
    }
    all
}
