//! Files: every scenario comes back, and what was written once is still read. Not what refused files say; that is
//! `file_errors`.
//!
//! `tests/golden/json` holds files as they were once saved. A missing one is written, and the test fails once.

use crate::arbitrary::scenario;
use crate::golden::{everything, write_once};
use headroom::scenario::bucket::BucketRows;
use headroom::scenario::codec::json::{self, MAX_BYTES};
use headroom::scenario::{Bucket, Group, id, preset};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

proptest! {
    #[test]
    fn every_scenario_comes_back_to_the_last_bit(s in scenario()) {
        for text in [json::write(&s), json::write_line(&s)] {
            let back = json::read(&text).expect("its own file");
            for id in s.params() {
                prop_assert_eq!(back.get(id).map(f64::to_bits), s.get(id).map(f64::to_bits));
            }
            prop_assert_eq!(&back, &s);
        }
        prop_assert!(!json::write_line(&s).contains('\n'));
        prop_assert!(serde_json::from_str::<serde_json::Value>(&json::write(&s)).is_ok());
    }

    #[test]
    fn any_text_is_refused_or_a_valid_scenario(text in "\\PC{0,100}", ours in "[\\[\\]{}\",:a-z0-9 ]{0,100}") {
        for text in [text, format!("{{\"headroom\":1,{ours}}}"), format!("{{\"headroom\":1,\"services\":[{ours}]}}")] {
            if let Ok(s) = json::read(&text) {
                prop_assert_eq!(s.validate(), Ok(()));
            }
        }
    }

    #[test]
    fn a_changed_file_is_refused_or_a_valid_scenario(
        s in scenario(), at in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(), letter in "[\\[\\]{}\",:a-z0-9 ]"
    ) {
        let text: Vec<char> = json::write_line(&s).chars().collect();
        let (from, to) = (at.index(text.len()), to.index(text.len()));
        let mut changed = text.clone();
        changed[from] = letter.chars().next().expect("a letter");
        // A piece that stands twice, and one that is missing.
        let cut = text[..from].iter().chain(&text[to..]).copied().collect();
        for text in [changed, cut] {
            match json::read(&text.into_iter().collect::<String>()) {
                Ok(s) => prop_assert_eq!(s.validate(), Ok(())),
                Err(error) => prop_assert!(!error.text.is_empty() && error.to_string().len() < 5000),
            }
        }
    }
}

#[test]
fn golden_files_are_read_as_they_were_meant_and_written_as_they_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/json");
    fs::create_dir_all(&folder).expect("a folder");
    let mut today: Vec<_> = preset::ALL.iter().map(|p| (p.key.to_owned(), (p.build)())).collect();
    today.push(("everything".to_owned(), everything()));
    let written =
        today.iter().map(|(name, s)| write_once(&folder.join(format!("{name}.json")), &json::write(s)));
    assert!(
        !written.fold(false, |any, one| any | one),
        "missing golden files were written: look at them, commit them, run again"
    );
    for entry in fs::read_dir(&folder).expect("golden files") {
        let path = entry.expect("a file").path();
        let text = fs::read_to_string(&path).expect("a golden file");
        let s = json::read(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!(json::write(&s), text, "{}", path.display());
        let stem = path.file_stem().expect("a name").to_string_lossy();
        if let Some(preset) = preset::find(&stem) {
            assert_eq!(s, (preset.build)(), "{stem}");
        }
    }
}

#[test]
fn a_file_of_every_preset_is_small_and_the_largest_that_edits_make_can_be_opened() {
    for preset in preset::ALL {
        assert!(json::write(&(preset.build)()).len() < 10_000, "{}", preset.key);
    }
    let mut s = everything();
    while s.services.len() < 200 {
        s.add_service("Another service of the same system").expect("room");
    }
    while s.steps.len() < 2000 {
        let at = headroom::scenario::Target { service: s.steps.len() % 200, operation: 0 };
        s.add_work(at, headroom::scenario::work::Work::default()).expect("room");
    }
    let fill = |i| Bucket { step: s.steps.len() - 1 - i, rows: BucketRows::default() };
    s.buckets = (0..1000).map(fill).collect();
    let text = json::write(&s);
    assert!(text.len() < MAX_BYTES / 2, "{}", text.len());
    assert_eq!(json::read(&text), Ok(s));
}

#[test]
fn the_examples_of_the_documents_are_read() {
    let in_comment = |line: &str| line.strip_prefix("//!").map_or(String::new(), |l| l.to_owned() + "\n");
    let module: String =
        include_str!("../../src/scenario/codec/json/mod.rs").lines().map(in_comment).collect();
    for text in [include_str!("../../README.md"), include_str!("../../docs/files.md"), &module] {
        let (_, behind) = text.split_once("```json").expect("an example");
        let (example, _) = behind.split_once("```").expect("its end");
        let s = json::read(example).unwrap_or_else(|e| panic!("{e}"));
        let wrong = |c: &headroom::report::Caveat| c.code.is_serious();
        assert!(!headroom::report::evaluate(&s).caveats.iter().any(wrong), "{example}");
    }
}

#[test]
fn no_row_has_the_name_of_another_field() {
    let fields = [
        "key",
        "name",
        "entry",
        "operations",
        "steps",
        "work",
        "calls",
        "of",
        "to",
        "caches",
        "service",
        "cache",
        "buckets",
    ];
    for spec in Group::ALL.into_iter().flat_map(Group::specs) {
        assert!(!fields.contains(&spec.key), "{}", spec.key);
    }
    // Every row of every kind of object is written, and not as anything else.
    let mut s = everything();
    for id in s.params() {
        let spec = id.spec().expect("a row");
        if spec.key != "what" {
            s.set(id, if spec.default == spec.max { spec.min } else { spec.max }).expect("in range");
        }
    }
    let text = json::write(&s);
    for (kind, groups) in id::KINDS {
        for spec in groups.iter().flat_map(|g| g.specs()).filter(|s| s.key != "what") {
            assert!(text.contains(&format!("\"{}\": ", spec.key)), "{kind}: {} is in no file", spec.key);
        }
    }
}
