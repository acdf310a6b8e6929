//! What the command line takes. Not what it does with it.

use clap::{Parser, value_parser};
use headroom::cli::{COMPARE_HELP, HELP, PLAY_HELP};

/// Answers capacity questions about systems of services: latency percentiles, throughput, utilisation, cost.
#[derive(Parser)]
#[command(version)]
pub enum Command {
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
    /// Answer two systems and say by how much they differ: one line of JSON
    #[command(after_help = COMPARE_HELP)]
    Compare {
        /// What it is compared with: a JSON file, or a link, its fragment or a preset with /path=value behind it
        before: String,
        /// What is compared
        after: String,
        /// Simulate both, with N replications: at least ten
        #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=100_000))]
        simulate: Option<u32>,
        /// Name the random numbers of the simulations: the same seed, the same answer
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
