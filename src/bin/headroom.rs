//! The command line: what it takes and how it ends. Not its work; that is [`headroom::cli`].

use clap::{Parser, value_parser};
use headroom::cli::{HELP, Options, PLAY_HELP, Playing, eval, play};
use std::io::{self, ErrorKind};
use std::process::ExitCode;

/// Answers capacity questions about systems of services: latency percentiles, throughput, utilisation, cost.
#[derive(Parser)]
#[command(version)]
enum Command {
    /// Answer one system, or one a line: a line of JSON for each
    #[command(after_help = HELP)]
    Eval {
        /// A JSON file; a link, its fragment or a preset, with /path=value behind it; or - for lines of standard input
        #[arg(value_name = "FILE|LINK|-")]
        what: String,
        /// Simulate too, with N replications: at least ten for 95 % intervals
        #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=100_000))]
        simulate: Option<u32>,
        /// Name the random numbers of the simulation: the same seed, the same answer
        #[arg(long, value_name = "S", default_value_t = 1, requires = "simulate")]
        seed: u64,
    },
    /// Play one system, or one a line, over time: a line of JSON for each bin of time
    #[command(after_help = PLAY_HELP)]
    Play {
        /// As for eval
        #[arg(value_name = "FILE|LINK|-")]
        what: String,
        /// Play it so often: at least ten for 95 % intervals, more for percentiles of short bins
        #[arg(long, value_name = "N", default_value_t = 40, value_parser = value_parser!(u32).range(1..=100_000))]
        replications: u32,
        /// Name the random numbers: the same seed, the same story
        #[arg(long, value_name = "S", default_value_t = 1)]
        seed: u64,
    },
}

fn main() -> ExitCode {
    let (input, out) = (io::stdin().lock(), io::stdout().lock());
    let done = match Command::parse() {
        Command::Eval { what, simulate, seed } => eval(&what, Options { simulate, seed }, input, out),
        Command::Play { what, replications, seed } => play(&what, Playing { replications, seed }, input, out),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(2),
        // Whoever reads has enough, as `head` does.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("headroom: {error}");
            ExitCode::FAILURE
        }
    }
}
