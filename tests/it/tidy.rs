//! How source files begin and how large they may be. Not style; `cargo fmt` and clippy hold that.

use crate::sources::{File, besides, sources};

/// Files that must stay small, and below how many lines.
const SMALL: &[(&str, usize)] =
    &[("lib.rs", 60), ("bin/", 60), ("model/mod.rs", 200), ("app/update.rs", 300), ("ui/mod.rs", 200)];

/// No file has more lines than this.
const LONGEST: usize = 300;

/// What a file breaks of the rules of tidiness.
fn untidy(file: &File) -> Vec<String> {
    let mut broken = Vec::new();
    let mut say = |what: String| broken.push(format!("src/{}: {what}", file.path));
    if !file.text.starts_with("//! ") {
        say("a file opens with `//!`: a sentence on what it is and one on what it is not".to_owned());
    }
    let lines = file.text.lines().count();
    let small = SMALL.iter().find(|s| file.path == s.0 || (s.0.ends_with('/') && file.path.starts_with(s.0)));
    if let Some((_, most)) = small.filter(|s| lines >= s.1) {
        say(format!("{lines} lines; this file stays below {most}, so that it can be read as a map"));
    }
    if lines > LONGEST {
        say(format!("{lines} lines; split it, no file has more than {LONGEST}"));
    }
    for (number, text) in file.text.lines().enumerate() {
        for word in ["TODO", "FIXME", "unimplemented!", "todo!"] {
            if text.contains(word) {
                say(format!("line {}: `{word}`; do it, or say in an issue what is to be done", number + 1));
            }
        }
    }
    broken
}

/// How a file besides `src` is too long.
fn too_long(file: &File) -> Option<String> {
    let lines = file.text.lines().count();
    (lines > LONGEST)
        .then(|| format!("{}: {lines} lines; split it, no file has more than {LONGEST}", file.path))
}

#[test]
fn files_are_tidy() {
    let mut broken: Vec<_> = sources().iter().flat_map(untidy).collect();
    let others = besides();
    assert!(others.len() > 100, "only {} files are looked at", others.len());
    broken.extend(others.iter().filter_map(too_long));
    assert!(broken.is_empty(), "untidy files:\n{}", broken.join("\n"));
}

#[test]
fn the_rules_see_what_they_should() {
    let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
    assert_eq!(untidy(&file("lib.rs", &"//! x\n".repeat(60))).len(), 1);
    assert_eq!(untidy(&file("num/x.rs", &("x\n".repeat(500) + "// TO" + "DO\n"))).len(), 3);
    assert!(too_long(&file("x.css", &"x\n".repeat(301))).is_some());
}
