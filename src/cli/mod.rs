//! The command line's work: documents and links in, one line of JSON each out. Not the options; those are in
//! `bin/headroom`.
//!
//! A line out is `{"line", "key", "results", "simulated", "caveats"}`, or `{"line", "field", "error"}` for what was
//! refused; README says what each means to a user, and `docs/outputs.md` what is in the results.

mod answer;
mod input;
mod play;

pub use answer::{Line, Refusal};
pub use play::{PLAY_HELP, Playing, play};

use crate::job;
use crate::report::{evaluate, observe};
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
