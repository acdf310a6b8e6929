//! The command line: what it takes and how it ends. Not its work; that is [`headroom::cli`].

use clap::{Args, Parser, Subcommand};
use headroom::cli::{COMPARE_HELP, HELP, Options, compare, eval};
use std::io::{self, ErrorKind};
use std::process::ExitCode;

/// Answers capacity questions about systems of services: latency percentiles, throughput, utilisation, cost.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Eval(Eval),
    Compare(Compare),
}

/// Answer one system, or one a line: a line of JSON for each.
#[derive(Args)]
#[command(after_help = HELP)]
struct Eval {
    /// A file with one JSON document; a link, its fragment or a preset, with /path=value behind it; or - for standard
    /// input, one document or link a line
    #[arg(value_name = "FILE|LINK|-")]
    what: String,
    #[command(flatten)]
    simulation: Simulation,
}

/// Answer two systems and say by how much they differ: one line of JSON.
#[derive(Args)]
#[command(after_help = COMPARE_HELP)]
struct Compare {
    /// What it is compared with: a file with a JSON document, a link, its fragment or a preset, with /path=value behind it
    before: String,
    /// What is compared, in the same way
    after: String,
    #[command(flatten)]
    simulation: Simulation,
}

#[derive(Args)]
struct Simulation {
    /// Simulate too, with N replications: at least ten for 95 % intervals
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    simulate: Option<u32>,
    /// Name the random numbers of the simulation: the same seed, the same answer
    #[arg(long, value_name = "S", default_value_t = 1, requires = "simulate")]
    seed: u64,
}

fn main() -> ExitCode {
    let options = |s: &Simulation| Options { simulate: s.simulate, seed: s.seed };
    let answered = match Arguments::parse().command {
        Command::Eval(e) => eval(&e.what, options(&e.simulation), io::stdin().lock(), io::stdout().lock()),
        Command::Compare(c) => compare(&c.before, &c.after, options(&c.simulation), io::stdout().lock()),
    };
    match answered {
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
