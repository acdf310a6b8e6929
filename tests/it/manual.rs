//! The pages of the manual that are written from tables: formulas, glossary, examples. Not the parameters and outputs;
//! those are in `parameters` and `outputs`. Not edited by hand: a stale page is rewritten and the test fails once.

use headroom::report::glossary::WORDS;
use headroom::report::metric::METRICS;
use headroom::report::provenance::{CACHE, CALL, Entry, NODE, POOL, SERVICE, STORM};
use headroom::scenario::preset;
use std::fmt::Write;
use std::fs;
use std::path::Path;

const FORMULAS: &str = "# Formulas, sources, accuracies

<!-- Written from the tables in `src/report` by `tests/it/manual.rs`; change them there and run the tests. -->

What the planner says when you ask a number where it comes from: how it is found, what goes into it, who found the
formula, and how far off it can be. A name like `service.replicas` is a [parameter](parameters.md); words name what else
goes in. An accuracy was measured against exact values, against an independent simulator or against a system that was
played; [how far to trust it](trust.md) sums them up.
";

const GLOSSARY: &str = "# Glossary

<!-- Written from the table in `src/report/glossary.rs` by `tests/it/manual.rs`; change it there and run the tests. -->

The words of the page and of this manual. The planner shows the same list under **Help**.
";

const EXAMPLES: &str = "# Examples

<!-- Written from `src/scenario/preset` by `tests/it/manual.rs`; change a preset there and run the tests. -->

The gallery of the planner. Each example teaches one thing, and is a start for a system of your own: open the one that is
closest and change it. The word in front is its name in [links](links.md), on the [command line](command-line.md), and in
the attribute `scenario` of a [frame](embedding.md).
";

/// What the explanations of some numbers have in common.
type Origin = (&'static str, &'static [&'static str], &'static str, &'static str);

/// Rewrites a page of the manual that is not as its tables say, and fails once.
pub fn keep(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if fs::read_to_string(&path).is_ok_and(|old| old.replace("\r\n", "\n") == page) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a folder")).expect("docs");
    fs::write(&path, page).expect("the page is written");
    panic!("docs/{name} was stale and has been rewritten: look at the difference, commit it and run again");
}

/// A text in which nothing is markup.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '*' | '_' | '[' | '`' | '\\' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

/// Numbers with where they come from; those that come from the same follow each other under one heading.
fn section(page: &mut String, title: &str, numbers: &[(&'static str, &'static str, Origin)]) {
    let _ = writeln!(page, "\n## {title}");
    for alike in numbers.chunk_by(|a, b| a.2 == b.2) {
        let labels: Vec<_> = alike.iter().map(|n| plain(n.0)).collect();
        let _ = writeln!(page, "\n### {}\n", labels.join(" · "));
        if let [(_, doc, _)] = alike {
            let _ = writeln!(page, "{}\n", plain(doc));
        } else {
            for (label, doc, _) in alike {
                let _ = writeln!(page, "* {}: {}", plain(label), plain(doc)); // not of the list that follows
            }
            page.push('\n');
        }
        let (formula, inputs, source, accuracy) = alike[0].2;
        let inputs = inputs.iter().map(|i| if i.contains('.') { format!("`{i}`") } else { plain(i) });
        let _ = writeln!(page, "- **Formula.** {}", plain(formula));
        let _ = writeln!(page, "- **From** {}", inputs.collect::<Vec<_>>().join(", "));
        let _ = writeln!(page, "- **Source.** {}", plain(source));
        let _ = writeln!(page, "- **Accuracy.** {}", plain(accuracy));
    }
}

fn entries<T>(table: &'static [Entry<T>]) -> Vec<(&'static str, &'static str, Origin)> {
    table.iter().map(|e| (e.label, e.doc, (e.formula, e.inputs, e.source, e.accuracy))).collect()
}

#[test]
fn the_formulas_are_those_of_the_tables() {
    let mut page = FORMULAS.to_owned();
    let metrics: Vec<_> =
        METRICS.iter().map(|m| (m.label, m.doc, (m.formula, m.inputs, m.source, m.accuracy))).collect();
    section(&mut page, "Journeys", &metrics);
    section(&mut page, "Services", &entries(SERVICE));
    section(&mut page, "When a replica is lost", &entries(STORM));
    section(&mut page, "Nodes of a database", &entries(NODE));
    section(&mut page, "Calls", &entries(CALL));
    section(&mut page, "Connection pools", &entries(POOL));
    section(&mut page, "Caches", &entries(CACHE));
    keep("formulas.md", &page);
}

#[test]
fn the_glossary_is_that_of_the_page() {
    let mut page = GLOSSARY.to_owned();
    for (word, meaning) in WORDS {
        let _ = write!(page, "\n## {}\n\n{}\n", plain(word), plain(meaning));
    }
    keep("glossary.md", &page);
}

#[test]
fn the_examples_are_those_of_the_gallery() {
    let mut page = EXAMPLES.to_owned();
    for preset in preset::ALL {
        let _ = write!(
            page,
            "\n## {}\n\n`{key}`: {} [Open it in the planner](planner/#{key})\n",
            plain(preset.title),
            plain(preset.lesson),
            key = preset.key,
        );
    }
    keep("examples.md", &page);
}

#[test]
fn texts_of_tables_are_no_markup() {
    assert_eq!(plain("a_b <c> [d] 2 * 3"), "a\\_b &lt;c> \\[d] 2 \\* 3");
}
