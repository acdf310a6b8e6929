//! The reference page of the outputs, written from the tables. Not edited by hand: a stale page is rewritten and the
//! test fails once.

use headroom::report::metric::{METRICS, Unit};
use headroom::report::parts::{CACHE, CALL, Output, SERVICE};
use headroom::report::story::{self, Told};
use std::fmt::Write;

const HEAD: &str = "# Outputs

<!-- Written from the tables in `src/report` by `tests/it/outputs.rs`; change a row there and run the tests. -->

`headroom eval` prints every output by name. A plain name, `p99_s`, is over all journeys together; `journey.KEY.p99_s`
is of one journey, `service.KEY.…`, `call.KEY.…` and `cache.KEY.…` are of one part, by the keys of the document. What is
undefined or infinite is null, and a caveat `no-value` says why.
";

const STORIES: &str = "
`headroom play` prints what follows for every bin of a story, each as `value` and `ci95`, by the same rules for names.
";

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => "s",
        Unit::PerSecond => "1/s",
        Unit::Fraction => "fraction",
        Unit::Money => "currency",
        Unit::One => "",
    }
}

fn table(page: &mut String, title: &str, rows: impl Iterator<Item = (&'static str, Unit, &'static str)>) {
    let _ = write!(page, "\n## {title}\n\n| name | unit | what it is |\n|---|---|---|\n");
    for (key, of, doc) in rows {
        let _ = writeln!(page, "| `{key}` | {} | {doc} |", unit(of));
    }
}

fn rows<R, O>(table: &'static [Output<R, O>]) -> impl Iterator<Item = (&'static str, Unit, &'static str)> {
    table.iter().map(|x| (x.key, x.unit, x.doc))
}

fn told<O>(table: &'static [Told<O>]) -> impl Iterator<Item = (&'static str, Unit, &'static str)> {
    table.iter().map(|x| (x.key, x.unit, x.doc))
}

#[test]
fn the_page_says_what_the_tables_say() {
    let mut page = HEAD.to_owned();
    let metrics = METRICS.iter().map(|m| (m.key, m.unit, m.doc));
    table(&mut page, "All journeys together, and each but for money", metrics);
    table(&mut page, "Services", rows(SERVICE));
    table(&mut page, "Calls", rows(CALL));
    table(&mut page, "Caches", rows(CACHE));
    page.push_str(STORIES);
    table(&mut page, "In a story: all journeys together, and each", told(story::JOURNEY));
    table(&mut page, "In a story: services", told(story::SERVICE));
    table(&mut page, "In a story: caches", told(story::CACHE));
    crate::manual::keep("outputs.md", &page);
}

#[test]
fn every_name_says_its_unit() {
    let all = METRICS.iter().map(|m| (m.key, m.unit, m.doc));
    let stories = told(story::JOURNEY).chain(told(story::SERVICE)).chain(told(story::CACHE));
    for (key, unit, doc) in all.chain(rows(SERVICE)).chain(rows(CALL)).chain(rows(CACHE)).chain(stories) {
        let suffix = match unit {
            Unit::Seconds => "_s",
            Unit::PerSecond => "_per_s",
            Unit::Fraction => "_fraction",
            Unit::Money => "cost_per_",
            Unit::One => "",
        };
        assert!(key.ends_with(suffix) || key.starts_with(suffix), "{key}");
        assert!(doc.ends_with('.'), "{key}");
    }
}
