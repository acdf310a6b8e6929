//! The files of the project as text, for the tests that look at them. Not what is asked of them; that is `imports` and `tidy`.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file: its path behind `src/`, and its text.
pub struct File {
    pub path: String,
    pub text: String,
}

/// Every file of `src`, in order.
pub fn sources() -> Vec<File> {
    below("src", &["rs"])
}

/// Every file that was written by hand and is run or drawn with, besides `src`, in order.
pub fn besides() -> Vec<File> {
    let folders = ["benches", "examples", "fuzz", "static", "tests", "tools"];
    folders.iter().flat_map(|folder| below(folder, &["rs", "js", "mjs", "css", "sh"])).collect()
}

/// The files below a folder that end so.
fn below(folder: &str, endings: &[&str]) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let (mut files, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path: PathBuf = entry.expect("an entry").path();
            if path.is_dir() {
                if !["node_modules", "target"].iter().any(|made| path.ends_with(made)) {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|e| endings.iter().any(|&ending| e == ending)) {
                let text = fs::read_to_string(&path).expect("a source file");
                let path = path.strip_prefix(&root).expect("within it").to_string_lossy().replace('\\', "/");
                files.push(File { path, text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

impl File {
    /// The row of the table it falls under.
    pub fn folder(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.trim_end_matches(".rs")
    }

    /// How many modules deep it is: 1 for `job.rs` and `sim/mod.rs`, 2 for `sim/tally.rs`.
    pub fn depth(&self) -> usize {
        let parts = self.path.split('/').count();
        if self.path.ends_with("/mod.rs") { parts - 1 } else { parts }
    }

    /// The text without comments; lines keep their numbers.
    pub fn code(&self) -> String {
        let strip = |line: &str| {
            let cut =
                if line.trim_start().starts_with("//") { 0 } else { line.find(" // ").unwrap_or(line.len()) };
            line[..cut].to_owned() + "\n"
        };
        self.text.lines().map(strip).collect()
    }
}
