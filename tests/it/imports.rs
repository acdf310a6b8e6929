//! Who may import whom inside the crate. Not how files look; that is `tidy`.
//!
//! A scan of the text of `src`, comments left out, tests inside the files included: simple and good enough. Files that
//! are nothing but tests (`tests.rs`, `*_tests.rs`) may import what they need to make something to look at.

use crate::sources::{File, sources};
use std::fs;
use std::path::Path;

/// A folder of `src` (or a file of that name), what it may import of ours, and which external crates it may use.
/// Whatever stands in no row here is refused everywhere.
const TABLE: &[(&str, &str, &str)] = &[
    // folder     may import of ours                        external crates
    ("order", "", ""),
    ("num", "", "libm rand rand_xoshiro"),
    ("control", "num", "libm"),
    ("dist", "num order", "libm rand"),
    ("queue", "num dist", "libm"),
    ("caching", "num dist", "libm"),
    ("scenario", "dist order", "libm"),
    ("model", "scenario queue caching dist control num", "libm"),
    ("sim", "scenario dist control num order", "libm rand"),
    ("plan", "scenario model num order", "libm rand"),
    ("report", "scenario model sim plan num order", "libm"),
    ("chart", "report order", "libm plotters"),
    ("job", "scenario sim plan report", "serde postcard"),
    ("app", "scenario report job order", ""),
    ("cli", "scenario report job", "serde serde_json"),
    ("ui", "app chart report scenario job web order", "yew wasm_split_helpers"),
    (
        "web",
        "",
        "web_sys js_sys wasm_bindgen wasm_bindgen_futures gloo plotters plotters_backend plotters_canvas",
    ),
    (
        "bin",
        "order num control dist queue caching scenario model sim plan report chart job app cli ui web",
        "headroom clap",
    ),
];

/// Wire types stand in few files: these may use crates that the rest of their folder may not.
const WIRE: &[(&str, &str)] = &[
    ("app/message", "serde serde_json"),
    ("report/export", "serde"),
    ("report/prices", "serde serde_json"),
    ("scenario/codec/json", "serde serde_json"),
];

/// External crates, as code names them.
const EXTERNAL: &[&str] = &[
    "base64",
    "clap",
    "gloo",
    "headroom",
    "js_sys",
    "libm",
    "miniz_oxide",
    "num_traits",
    "plotters",
    "plotters_backend",
    "plotters_canvas",
    "postcard",
    "rand",
    "rand_distr",
    "rand_pcg",
    "rand_xoshiro",
    "serde",
    "serde_json",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "wasm_split_helpers",
    "web_sys",
    "yew",
];

/// The identifier at the start of a text.
fn word(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())]
}

/// The first names behind `crate::` or the like: one, or those of a group in braces.
fn heads(text: &str) -> Vec<&str> {
    let Some(group) = text.strip_prefix('{') else { return vec![word(text)] };
    let (mut names, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices() {
        let end = depth == 0 && (c == ',' || c == '}');
        if end {
            names.push(word(group[start..at].trim()));
            start = at + 1;
        }
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            _ => {}
        }
    }
    names.retain(|n| !n.is_empty());
    names
}

/// Every folder of ours that a file names, with the place in its code.
fn ours<'a>(file: &File, code: &'a str) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    let own =
        |text: &str, at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
    for (at, prefix) in code.match_indices("crate::").chain(code.match_indices("headroom::")) {
        if own(code, at) {
            found.extend(heads(&code[at + prefix.len()..]).into_iter().map(|name| (at, name)));
        }
    }
    // `super` as often as the file is deep, or once more within its tests, is the crate itself.
    for (at, _) in code.match_indices("super::").filter(|&(at, _)| own(code, at)) {
        let mut rest = &code[at..];
        let mut times = 0;
        while let Some(behind) = rest.strip_prefix("super::") {
            (rest, times) = (behind, times + 1);
        }
        if times >= file.depth() {
            let is_folder = |name: &&str| TABLE.iter().any(|row| row.0 == *name);
            found.extend(heads(rest).into_iter().filter(is_folder).map(|name| (at, name)));
        }
    }
    found
}

/// Every external crate that a file names, with the place in its code.
fn external(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("::") {
        let before = &code[..at];
        let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |i| i + 1);
        let name = &before[start..];
        if EXTERNAL.contains(&name) && !before[..start].ends_with(':') {
            found.push((start, name));
        }
    }
    // `use yew;` and `extern crate` have no colons.
    for name in EXTERNAL {
        found.extend(code.match_indices(&format!("use {name};")).map(|(at, _)| (at, *name)));
    }
    found
}

fn line(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

fn listed(list: &str, name: &str) -> bool {
    list.split(' ').any(|n| n == name)
}

/// What a file breaks of the table.
fn broken_imports(file: &File) -> Vec<String> {
    let folder = file.folder();
    if folder == "lib" {
        return Vec::new();
    }
    let Some(&(_, may_import, may_use)) = TABLE.iter().find(|row| row.0 == folder) else {
        return vec![format!(
            "src/{}: `{folder}` is no folder of the table in tests/it/imports.rs",
            file.path
        )];
    };
    let code = file.code();
    let mut broken = Vec::new();
    for (at, name) in ours(file, &code) {
        let is_folder = TABLE.iter().any(|row| row.0 == name);
        if is_folder && name != folder && !listed(may_import, name) {
            broken.push(format!(
                "src/{}:{}: `{folder}` may not import `{name}`; of ours it may import: {}",
                file.path,
                line(&code, at),
                if may_import.is_empty() { "nothing" } else { may_import }
            ));
        }
    }
    let wire = WIRE.iter().find(|w| file.path.starts_with(w.0)).map_or("", |w| w.1);
    for (at, name) in external(&code) {
        if !listed(may_use, name) && !listed(wire, name) {
            let who: Vec<_> = TABLE.iter().filter(|row| listed(row.2, name)).map(|row| row.0).collect();
            broken.push(format!(
                "src/{}:{}: `{folder}` may not use the crate `{name}`; it is for: {}",
                file.path,
                line(&code, at),
                if who.is_empty() { "wire types only, or nobody".to_owned() } else { who.join(", ") }
            ));
        }
    }
    broken
}

#[test]
fn folders_import_only_what_the_table_allows() {
    let is_tests = |f: &&File| f.path.ends_with("/tests.rs") || f.path.ends_with("_tests.rs");
    let broken: Vec<_> = sources().iter().filter(|f| !is_tests(f)).flat_map(broken_imports).collect();
    assert!(broken.is_empty(), "imports that the table forbids:\n{}", broken.join("\n"));
}

#[test]
fn the_table_itself_keeps_the_walls() {
    let row = |name: &str| TABLE.iter().find(|row| row.0 == name).expect("a row");
    assert!(!listed(row("model").1, "sim") && !listed(row("sim").1, "model"));
    for picture in ["chart", "ui"] {
        for engine in ["model", "sim", "queue"] {
            assert!(!listed(row(picture).1, engine), "{picture} shows, {engine} computes");
        }
    }
    // Nothing flows backwards: a folder imports only what stands above it, save the page that reaches the browser.
    for (at, (folder, may_import, _)) in TABLE.iter().enumerate() {
        for name in may_import.split(' ').filter(|n| !n.is_empty() && (*folder, *n) != ("ui", "web")) {
            let place = TABLE.iter().position(|row| row.0 == name).expect("a row of the table");
            assert!(place < at, "{folder} imports {name}, which stands below it");
        }
    }
}

#[test]
fn the_architecture_document_has_the_same_table() {
    let document = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md"));
    let document = document.expect("ARCHITECTURE.md");
    for (folder, may_import, _) in TABLE {
        let rows = [format!("| `{folder}` |"), format!("| `{folder}/*` |")];
        let row = document.lines().find(|line| rows.iter().any(|row| line.starts_with(row)));
        let row =
            row.unwrap_or_else(|| panic!("ARCHITECTURE.md has no row `{folder}` in its table of imports"));
        let said = row.split('|').nth(3).unwrap_or_default().trim();
        let ours = match *folder {
            "bin" => "anything public".to_owned(),
            _ if may_import.is_empty() => "–".to_owned(),
            _ => may_import.replace(' ', ", "),
        };
        assert_eq!(said, ours, "ARCHITECTURE.md and tests/it/imports.rs say different things of `{folder}`");
    }
}

#[test]
fn the_scan_sees_what_it_should() {
    let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
    let seen = |path: &str, text: &str| broken_imports(&file(path, text)).len();
    assert_eq!(seen("sim/tally.rs", "use crate::model::Analysis;\n"), 1);
    assert_eq!(seen("sim/tally.rs", "use crate::{\n    num,\n    model::{rates, path},\n    dist,\n};\n"), 1);
    assert_eq!(
        seen("sim/tally.rs", "//! see crate::model\n/// crate::model\nlet x = 1; // crate::model\n"),
        0
    );
    assert_eq!(seen("sim/tally.rs", "use super::super::model;\nuse super::calendar;\n"), 1);
    assert_eq!(seen("job.rs", "use super::model;\n"), 1);
    assert_eq!(
        seen("chart/tail.rs", "fn x() { crate::queue::mmc(); plotters::prelude::x(); yew::x(); }\n"),
        2
    );
    assert_eq!(seen("report/export/csv.rs", "use serde::Serialize;\n"), 0);
    assert_eq!(seen("scenario/id.rs", "use serde::Serialize;\n"), 1);
    assert_eq!(seen("bin/app.rs", "use headroom::ui::App;\n"), 0);
    assert_eq!(seen("other/mod.rs", ""), 1);
    let message = broken_imports(&file("ui/knob.rs", "//! x\n\nuse crate::sim;\n")).remove(0);
    assert!(
        message.starts_with("src/ui/knob.rs:3: `ui` may not import `sim`; of ours it may import: app chart")
    );
}
