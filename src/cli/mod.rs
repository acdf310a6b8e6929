//! The command line's work: documents and links in, one line of JSON each out. Not the options; those are in
//! `bin/headroom`.
//!
//! A line out is `{"line", "key", "results", "simulated", "caveats"}`, or `{"line", "field", "error"}` for what was
//! refused; `docs/command-line.md` says what each means to a user, and `docs/outputs.md` what is in the results.

mod answer;
mod compare;
mod input;
mod play;

pub use answer::{Line, Refusal};
pub use play::{PLAY_HELP, Playing, play};

use crate::job;
use crate::report::{self, evaluate, observe};
use crate::scenario::Scenario;
use serde::Serialize;
use std::io::{self, BufRead, Write};

/// What stands behind the options in the help of `eval`.
pub const HELP: &str = "\
Examples:
  headroom eval checkout
  headroom eval checkout/service.payment.replicas=8/journey.checkout.arrival_rps=120
  headroom eval system.json --simulate 20
  headroom eval - < systems.txt | jq -c '[.key, .results.p99_s]'

A line out is {\"line\", \"key\", \"results\", \"simulated\", \"caveats\"}. Times are in seconds, rates a second. What is undefined
or infinite is null, and a caveat says why. What is refused gives {\"line\", \"field\", \"error\"} in its place.

Exit codes: 0 everything was answered, 2 something was refused, 1 input or output failed.";

/// What stands behind the options in the help of `compare`.
pub const COMPARE_HELP: &str = "\
Examples:
  headroom compare checkout checkout/service.shipping.replicas=5 --simulate 40
  headroom compare before.json after.json --simulate 40 --seed 2 | jq -r '.simulated[].text'

The line out is {\"before\", \"after\", \"results\", \"simulated\", \"caveats\"}. Each result has its value before and after, and the
difference. Both simulations draw the same random numbers for the same services, calls and caches, so that most of the chance
falls out of their difference; ci95 is half the width of its interval, and significant says whether zero lies outside.

Exit codes: 0 both were answered, 2 one was refused, 1 output failed.";

/// What is wanted besides the closed forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Replications of the simulation; none is no simulation.
    pub simulate: Option<u32>,
    /// Names its random numbers.
    pub seed: u64,
}

/// Answers what an argument names: a file, a link, or for `-` every line of `stdin` that is not blank. Gives whether
/// everything could be answered.
///
/// # Errors
/// When `stdin` cannot be read or `out` not be written.
pub fn eval(what: &str, options: Options, stdin: impl BufRead, mut out: impl Write) -> io::Result<bool> {
    input::each(what, stdin, |line, found| match found {
        Ok((key, scenario)) => answer(line, key, &scenario, options, &mut out).map(|()| true),
        Err(refused) => refuse(line, refused, &mut out).map(|()| false),
    })
}

/// Compares what two arguments name, files or links; gives whether both could be answered.
///
/// # Errors
/// When `out` cannot be written.
pub fn compare(before: &str, after: &str, options: Options, mut out: impl Write) -> io::Result<bool> {
    let mut found = Vec::new();
    for (line, what) in (1..).zip([before, after]) {
        match input::argument(what) {
            Ok(both) => found.push(both),
            Err(refused) => refuse(line, refused, &mut out)?,
        }
    }
    let [(key_before, before), (key_after, after)] = found.as_slice() else { return Ok(false) };
    let unplayed = options.simulate.and_then(|_| job::unplayed(before).or_else(|| job::unplayed(after)));
    let asked = options.simulate.filter(|_| unplayed.is_none());
    let run = |scenario: &Scenario| asked.map(|n| job::observe(scenario, options.seed, n, job::threads()));
    let runs = [run(before), run(after)];
    let seen = runs.each_ref().map(|run| run.as_ref().map(job::Merged::observation));
    let report = |scenario, seen: &Option<_>| {
        let report = evaluate(scenario);
        seen.as_ref().map_or_else(|| report.clone(), |seen| observe(&report, seen))
    };
    let reports = [report(before, &seen[0]), report(after, &seen[1])];
    let comparison = match &runs {
        [Some(first), Some(second)] => report::compare::simulated((before, first), (after, second)),
        _ => None,
    };
    let side = |key, scenario, at: usize| compare::Side {
        key,
        scenario,
        report: &reports[at],
        seen: seen[at].as_ref(),
    };
    let mut line =
        compare::Line::new(side(key_before, before, 0), side(key_after, after, 1), comparison.as_ref());
    if let Some(unplayed) = unplayed {
        line.say("unplayed", unplayed);
    } else if asked.is_some() && comparison.is_none() {
        line.say("no-interval", "A comparison needs at least ten replications.".to_owned());
    }
    write(&line, &mut out)?;
    Ok(true)
}

fn answer(
    line: u64,
    key: String,
    scenario: &Scenario,
    options: Options,
    out: &mut impl Write,
) -> io::Result<()> {
    let report = evaluate(scenario);
    let unplayed = options.simulate.and_then(|_| job::unplayed(scenario));
    let asked = options.simulate.filter(|_| unplayed.is_none());
    let seen = asked.map(|n| job::simulate(scenario, options.seed, n, job::threads()));
    let report = seen.as_ref().map_or_else(|| report.clone(), |seen| observe(&report, seen));
    let mut answer = Line::new(line, key, scenario, &report, seen.as_ref());
    answer.say("unplayed", unplayed);
    write(&answer, out)
}

fn refuse(line: u64, refused: input::Refused, out: &mut impl Write) -> io::Result<()> {
    write(&Refusal { line, field: refused.field, error: refused.error }, out)
}

fn write(line: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    let text = serde_json::to_string(line).map_err(io::Error::other)?;
    writeln!(out, "{text}")?;
    out.flush()
}
