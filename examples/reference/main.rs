//! Answers cases of the reference vocabulary: one JSON object a line in, one line of JSON each out.
//!
//! A line out is `{"id": ..., "results": {name: value}}` or `{"id": ..., "error": "..."}`; what is undefined or infinite is
//! null. Every answer comes from the library's public functions, whole systems from the very call the page makes:
//!
//! ```text
//! jq -c '.cases[]' tests/reference/reference_public.json | cargo run --release --example reference
//! jq -c '.cases[]' tests/reference/end_to_end_public.json | cargo run --release --example reference -- --simulate
//! ```
//!
//! With `--simulate` whole systems are answered by the simulation, some seconds each: `{"p99_s": {"value": ..., "ci95": ...}}`,
//! with half the width of the 95 % interval. Models have no simulation; they are answered as without.

mod models;

use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let options: Vec<String> = std::env::args().skip(1).collect();
    let simulate = match options.as_slice() {
        [] => false,
        [option] if option == "--simulate" => true,
        _ => return Err(std::io::Error::other("usage: reference [--simulate] < cases")),
    };
    let (input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    for line in input.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        writeln!(output, "{}", reply(&line, simulate))?;
    }
    Ok(())
}

fn reply(line: &str, simulate: bool) -> Value {
    let case: Value = match serde_json::from_str(line) {
        Ok(case) => case,
        Err(error) => return json!({ "id": null, "error": error.to_string() }),
    };
    match models::answer(&case, simulate) {
        Ok(results) => json!({ "id": case["id"], "results": results }),
        Err(error) => json!({ "id": case["id"], "error": error }),
    }
}
