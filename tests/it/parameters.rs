//! The reference page of the parameters, written from the tables. Not edited by hand: a stale page is rewritten and
//! the test fails once.

use headroom::scenario::id::KINDS;
use headroom::scenario::param::{Kind, Scale, Spec, Unit};
use std::fmt::Write;

const HEAD: &str = "# Parameters

<!-- Written from the tables in `src/scenario` by `tests/it/parameters.rs`; change a row there and run the tests. -->

A parameter's path is `kind.key.row`, as in `service.payment.replicas`; links set it with
`/service.payment.replicas=8` behind a preset or a payload. Values take units, as in `250ms`, `1.5s`, `2k` or `95%`;
the decimal sign is a point. A value out of range is refused, never moved.

A parameter with `in stories` in the last column is taken into account by `headroom play`, which plays the scenario over
time, and not by the numbers of the steady state.
";

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::One => "",
        Unit::PerSecond => "1/s",
        Unit::Micros => "µs",
        Unit::Millis => "ms",
        Unit::Seconds => "s",
        Unit::Fraction => "fraction",
        Unit::Money => "currency",
        Unit::Kib => "KiB",
        Unit::Mib => "MiB",
        Unit::Gib => "GiB",
        Unit::Hours => "h",
    }
}

fn range(spec: &Spec) -> String {
    match spec.kind {
        Kind::Choice(all) => all.iter().map(|c| format!("`{}`", c.key)).collect::<Vec<_>>().join(", "),
        Kind::Switch => "`yes`, `no`".to_owned(),
        Kind::Number | Kind::Count => {
            let whole = if spec.kind == Kind::Count { ", whole" } else { "" };
            let scale = if spec.scale == Scale::Log { ", log" } else { "" };
            let zero = spec.zero.map_or(String::new(), |zero| format!("; 0: {zero}"));
            format!("{} to {}{whole}{scale}{zero}", spec.min, spec.max)
        }
    }
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    for (kind, groups) in KINDS {
        let path = if *kind == "scenario" { "scenario.".to_owned() } else { format!("{kind}.KEY.") };
        let _ = writeln!(page, "\n## {kind}\n");
        let _ = writeln!(page, "| path | label | unit | range | default | meaning | live |");
        let _ = writeln!(page, "|---|---|---|---|---|---|---|");
        for spec in groups.iter().flat_map(|g| g.specs()) {
            let live = spec.later.map_or("yes".to_owned(), |work| format!("in {work}"));
            let default = format!("`{}`", spec.link_value(spec.default));
            let cells = [
                &format!("`{path}{}`", spec.key),
                spec.label,
                unit(spec.unit),
                &range(spec),
                &default,
                spec.doc,
                &live,
            ];
            let cells: Vec<_> = cells.iter().map(|c| c.replace('|', "\\|")).collect();
            let _ = writeln!(page, "| {} |", cells.join(" | ").replace("|  |", "| |"));
        }
        let choices = groups.iter().flat_map(|g| g.specs()).filter_map(|s| match s.kind {
            Kind::Choice(all) => Some((s.key, all)),
            _ => None,
        });
        for (key, all) in choices {
            let _ = writeln!(page, "\n`{key}`:\n");
            for choice in all {
                let _ = writeln!(page, "- `{}` ({}): {}", choice.key, choice.label, choice.doc);
            }
        }
    }
    page
}

#[test]
fn the_page_says_what_the_tables_say() {
    crate::manual::keep("parameters.md", &page());
}
