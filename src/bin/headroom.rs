//! The command line: how it ends. Not what it takes, which is in `arguments`, and not its work; that is [`headroom::cli`].

mod arguments;

use arguments::Command;
use clap::Parser as _;
use headroom::cli::{Options, Playing, compare, eval, play};
use std::io::{self, ErrorKind};
use std::process::ExitCode;

fn main() -> ExitCode {
    let (input, out) = (io::stdin().lock(), io::stdout().lock());
    let done = match Command::parse() {
        Command::Eval { what, simulate, seed } => eval(&what, Options { simulate, seed }, input, out),
        Command::Compare { before, after, simulate, seed } => {
            compare(&before, &after, Options { simulate, seed }, out)
        }
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
