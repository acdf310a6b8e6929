//! Links that were once given out, what they said, and what was answered to them: `tests/golden/VERSION/NAME.txt`,
//! `NAME.expected` and `NAME.seen`. Not links of today; those need only come back.
//!
//! A golden file is never changed: version 1 is frozen. A missing one, of a new preset, is written, and the test fails once.

use headroom::report::seen::Seen;
use headroom::report::{MODEL_VERSION, evaluate};
use headroom::scenario::bucket::BucketRows;
use headroom::scenario::codec;
use headroom::scenario::event::{EventRows, What};
use headroom::scenario::load::LoadPoint;
use headroom::scenario::work::Work;
use headroom::scenario::{Action, Bucket, Event, Key, Scenario, preset};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v1")
}

/// A document that sets every row there was, with names and keys of every sort.
pub fn everything() -> Scenario {
    let fits = "room";
    let mut s = Scenario { name: "Everything – 全部".to_owned(), ..Scenario::default() };
    let front = s.add_service("Front").expect(fits);
    let back = s.add_service("Back end").expect(fits);
    let other = s.add_service("Back end").expect(fits);
    let write = s.add_operation(back.service, "write").expect(fits);
    let first = s.add_work(front, Work::default()).expect(fits);
    let group = s.add_calls(front).expect(fits);
    let calls = [back, write, other].map(|target| s.add_call(group, target).expect(fits));
    let last = s.add_work(front, Work::default()).expect(fits);
    s.services[0].operations[0].steps = vec![last, first, group];
    s.steps[last].key = Key::new("front-9").expect("a key");
    s.steps[first].key = Key::new("begin").expect("a key");
    if let Action::Calls(_, calls) = &mut s.steps[group].action {
        calls.reverse();
    }
    for name in ["CDN", "Redis", "支払い"] {
        s.add_cache(name).expect(fits);
    }
    s.put_cache(calls[0], 1).expect(fits);
    s.put_cache(calls[0], 0).expect(fits);
    "Renamed".clone_into(&mut s.services[1].name);
    for name in ["Buy", "Look", "Buy"] {
        s.add_journey(name, if name == "Buy" { front } else { write }).expect(fits);
    }
    s.load_series = vec![LoadPoint::default(); 3];
    for (what, object) in
        [(What::ReplicaLost, Some(2)), (What::CacheFlushed, Some(2)), (What::LoadStep, None)]
    {
        s.events.push(Event { object, rows: EventRows { what, ..EventRows::default() } });
    }
    s.buckets = [first, first, last].map(|step| Bucket { step, rows: BucketRows::default() }).to_vec();
    for (number, id) in s.params().into_iter().enumerate() {
        let spec = id.spec().expect("a row");
        if spec.key != "what" {
            let odd = spec.clamp(spec.min + (spec.max - spec.min) / (3.0 + number as f64));
            s.set(id, odd).expect("a value in range");
        }
    }
    s
}

/// What a document says, a line a fact. Lines that later rows add do not change those of old ones.
fn told(s: &Scenario) -> String {
    let mut text = format!("scenario {:?}\n", s.name);
    for (i, x) in s.services.iter().enumerate() {
        let _ = writeln!(text, "service {i} {} {:?}", x.key, x.name);
        for (j, o) in x.operations.iter().enumerate() {
            let _ = writeln!(text, "operation {i} {j} {} {:?} steps {:?}", o.key, o.name, o.steps);
        }
    }
    for (i, x) in s.steps.iter().enumerate() {
        let calls = if let Action::Calls(_, calls) = &x.action {
            format!("calls {calls:?}")
        } else {
            "work".to_owned()
        };
        let _ = writeln!(text, "step {i} {} {calls}", x.key);
    }
    for (i, x) in s.calls.iter().enumerate() {
        let (service, operation) = (x.target.service, x.target.operation);
        let _ = writeln!(text, "call {i} {} to {service} {operation} behind {:?}", x.key, x.caches);
    }
    for (i, x) in s.caches.iter().enumerate() {
        let _ = writeln!(text, "cache {i} {} {:?}", x.key, x.name);
    }
    for (i, x) in s.journeys.iter().enumerate() {
        let _ = writeln!(
            text,
            "journey {i} {} {:?} enters {} {}",
            x.key, x.name, x.entry.service, x.entry.operation
        );
    }
    for (i, x) in s.events.iter().enumerate() {
        let _ = writeln!(text, "event {i} happens to {:?}", x.object);
    }
    for (i, x) in s.buckets.iter().enumerate() {
        let _ = writeln!(text, "bucket {i} of step {}", x.step);
    }
    for id in s.params() {
        let (path, spec) = (s.path(id).expect("a path"), id.spec().expect("a row"));
        let _ = writeln!(text, "{path}={}", spec.link_value(s.get(id).expect("a value")));
    }
    text
}

pub fn write_once(path: &Path, text: &str) -> bool {
    let missing = !path.exists();
    if missing {
        fs::write(path, text).expect("a golden file is written");
    }
    missing
}

#[test]
fn golden_links_say_what_they_always_said() {
    let mut today: Vec<_> = preset::ALL.iter().map(|p| (p.key.to_owned(), (p.build)())).collect();
    today.push(("everything".to_owned(), everything()));
    let mut written = false;
    for (name, s) in &today {
        written |= write_once(&folder().join(format!("{name}.txt")), &(codec::encode_payload(s) + "\n"));
        written |= write_once(&folder().join(format!("{name}.expected")), &told(s));
    }
    assert!(!written, "missing golden files were written: look at them, commit them, run again");

    let files = fs::read_dir(folder()).expect("golden files");
    let mut links: Vec<_> =
        files.map(|f| f.expect("a file").path()).filter(|p| p.with_extension("expected").exists()).collect();
    links.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    assert!(links.len() >= today.len());
    for path in links {
        let link = fs::read_to_string(&path).expect("a golden link");
        let link = codec::decode(&link).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let expected = fs::read_to_string(path.with_extension("expected")).expect("what it said");
        let said = told(&link.scenario);
        for line in expected.lines() {
            assert!(
                said.lines().any(|l| l == line),
                "{} no longer says `{line}`. Links live for ever: see src/scenario/codec/v1",
                path.display()
            );
        }
    }
}

#[test]
fn presets_are_what_links_to_them_meant() {
    for preset in preset::ALL {
        let path = folder().join(format!("{}.expected", preset.key));
        let Ok(expected) = fs::read_to_string(&path) else { continue };
        let said = told(&(preset.build)());
        for line in expected.lines() {
            assert!(
                said.lines().any(|l| l == line),
                "the preset {} no longer says `{line}`. Links name presets, so make a new one with another key \
                 and keep this one as it was",
                preset.key
            );
        }
    }
}

/// What the closed forms answered to a golden link, in the version of the model that the file names.
#[test]
fn golden_links_give_the_numbers_of_their_model_version() {
    let mut written = false;
    for file in fs::read_dir(folder()).expect("golden files") {
        let path = file.expect("a file").path();
        if path.extension().is_none_or(|e| e != "expected") {
            continue;
        }
        let link = fs::read_to_string(path.with_extension("txt")).expect("a golden link");
        let scenario = codec::decode(&link).expect("a link").scenario;
        let today = Seen::of(&evaluate(&scenario));
        let numbers = path.with_extension("seen");
        written |= write_once(&numbers, &(today.text() + "\n"));
        let then = fs::read_to_string(&numbers).expect("golden numbers");
        let then = Seen::parse(then.trim()).expect("a version and four numbers");
        assert!(
            then.model < MODEL_VERSION || then == today,
            "{} gave {} and gives {}: raise `model::VERSION`, say so in CHANGELOG.md, and keep this file",
            path.display(),
            then.text(),
            today.text()
        );
    }
    assert!(!written, "missing golden numbers were written: look at them, commit them, run again");
}

#[test]
fn the_changelog_has_a_line_on_every_version_of_the_model() {
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("CHANGELOG.md")).expect("CHANGELOG.md");
    for version in 1..=MODEL_VERSION {
        assert!(
            text.contains(&format!("\n- **Model version {version}**")),
            "CHANGELOG.md says nothing of {version}"
        );
    }
}
