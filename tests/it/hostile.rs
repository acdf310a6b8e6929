//! Texts that once were found to be hard, or that fuzzing starts from, given to what reads texts from outside. New ones are
//! found by `make fuzz`.

#[path = "../../fuzz/checks.rs"]
mod checks;

use std::fs;
use std::path::Path;

/// Gives every kept text of a target to it.
fn replay(target: &str, check: fn(&str)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut names: Vec<_> =
        fs::read_dir(&folder).expect("a folder of texts").map(|e| e.expect("a file").path()).collect();
    names.sort();
    assert!(names.len() >= 8, "{} texts in {}", names.len(), folder.display());
    for name in names {
        let bytes = fs::read(&name).expect("a text");
        if let Ok(text) = std::str::from_utf8(&bytes) {
            println!("{}", name.display()); // the last one that is said is the one that failed
            check(text);
        }
    }
}

#[test]
fn fragments() {
    replay("fragment", checks::fragment);
}

#[test]
fn files() {
    replay("file", checks::file);
}

#[test]
fn messages() {
    replay("message", checks::message);
}

#[test]
fn price_books() {
    replay("prices", checks::prices);
}
