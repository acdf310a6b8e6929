//! The command line as its users run it: the built binary, what it prints and how it ends. Not how numbers
//! come about, and not what is simulated; that is `cli_simulate` and `cli_play`.

use crate::golden::everything;
use crate::reference::{cases, models::systems};
use headroom::report::evaluate;
use headroom::report::metric::{METRICS, Unit};
use headroom::scenario::codec::{self, json};
use headroom::scenario::{Scenario, preset};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::{env, fs, thread};

fn start(arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headroom"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the binary runs")
}

pub fn run(arguments: &[&str], input: impl AsRef<[u8]>) -> (i32, Vec<String>, String) {
    let mut child = start(arguments);
    let (mut stdin, input) = (child.stdin.take().expect("a pipe"), input.as_ref().to_vec());
    let feeder = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("it ends");
    feeder.join().expect("fed");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    let lines = text(output.stdout).lines().map(str::to_owned).collect();
    (output.status.code().expect("a code"), lines, text(output.stderr))
}

pub fn answers(arguments: &[&str], input: &str) -> Vec<Value> {
    let (code, lines, errors) = run(arguments, input);
    assert_eq!((code, errors.as_str()), (0, ""), "{lines:?}");
    lines.iter().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

pub fn answer(what: &str) -> Value {
    answers(&["eval", what], "").remove(0)
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).expect("a file is written");
    path
}

pub fn checkout() -> Scenario {
    (preset::ALL[0].build)()
}

#[test]
fn file_link_fragment_address_preset_and_line_are_answered_alike() {
    let file = file("alike.json", &json::write(&checkout()));
    let path = file.to_str().expect("a path");
    let payload = codec::encode_payload(&checkout());
    let address = format!("https://example.org/planner/#{payload}");
    let first = answer(path);
    assert_eq!((&first["line"], &first["key"]), (&json!(1), &json!("checkout")));
    for what in ["checkout", "#checkout", &payload, &address] {
        assert_eq!(answer(what), first, "{what}");
    }
    let lines = [json::write_line(&checkout()), payload.clone(), "checkout".to_owned(), address].join("\r\n");
    let all = answers(&["eval", "-"], &lines);
    assert_eq!(all.len(), 4);
    for (number, answer) in all.into_iter().enumerate() {
        assert_eq!(answer["line"], json!(number + 1));
        assert_eq!(answer["results"], first["results"]);
    }
}

#[test]
fn the_key_is_the_preset_of_a_link_or_the_name_as_a_slug() {
    let mut s = (preset::ALL[1].build)();
    s.name = "My  system, v2".to_owned();
    let preset = format!("fan-out/service.{}.replicas=3", s.services[0].key);
    let lines = [codec::encode(&s), json::write_line(&s), preset, "{\"headroom\": 1}".to_owned()].join("\n");
    let keys: Vec<_> = answers(&["eval", "-"], &lines).iter().map(|a| a["key"].clone()).collect();
    assert_eq!(keys, ["my-system-v2", "my-system-v2", "fan-out", "item"]);
}

#[test]
fn numbers_are_those_of_the_report_to_the_last_digit() {
    let mut s = checkout();
    let (entry, name) = (s.journeys[0].entry, "Look");
    s.add_journey(name, entry).expect("room");
    let report = evaluate(&s);
    let (_, lines, _) = run(&["eval", "-"], json::write_line(&s));
    let has = |name: &str, value: f64| {
        let said = format!("\"{name}\":{}", serde_json::to_string(&value).expect("a number"));
        assert!(lines[0].contains(&format!("{said},")) || lines[0].contains(&format!("{said}}}")), "{said}");
    };
    for metric in METRICS {
        has(metric.key, report.read(metric, None));
        if metric.unit != Unit::Money {
            has(&format!("journey.checkout.{}", metric.key), report.read(metric, Some(0)));
            has(&format!("journey.look.{}", metric.key), report.read(metric, Some(1)));
        }
    }
    has("service.payment.utilisation_fraction", report.services[1].utilisation);
    has("service.payment.mean_wait_s", report.services[1].mean_wait_s);
    has("call.order-payment.p99_s", report.calls[0].p99_s);
    let caches = answer("caches");
    assert_eq!(
        caches["results"]["cache.cdn.lookups_per_s"],
        json!(evaluate(&(preset::ALL[2].build)()).caches[1].lookups_per_s)
    );
    assert!(caches["simulated"].is_null(), "nobody asked");
}

#[test]
fn overrides_are_applied_and_refused_by_name() {
    let path = "checkout/service.payment.replicas=9/call.order-payment.timeout_ms=250ms";
    let mut s = checkout();
    (s.services[1].capacity.replicas, s.calls[0].rows.timeout_ms) = (9, 250.0);
    assert_eq!(answer(path)["results"]["p99_s"], json!(evaluate(&s).overall.percentiles_s[2]));
    let (code, lines, _) = run(&["eval", "checkout/service.payment.replicas=0"], "");
    let said: Value = serde_json::from_str(&lines[0]).expect("JSON");
    assert_eq!((code, &said["field"], &said["line"]), (2, &json!("service.payment.replicas"), &json!(1)));
}

#[test]
fn what_is_refused_has_its_line_and_the_rest_is_answered() {
    let wrong = r#"{"headroom": 1, "services": [{"key": "a", "replicas": 0}]}"#;
    let mut input = format!("checkout\n\n  \r\n{wrong}\nnope\nv1.zz\n").into_bytes();
    input.extend(b"\xff\xfe\n{\ncaches\n");
    input.extend("x".repeat(json::MAX_BYTES + 10).into_bytes());
    input.extend(b"\nfan-out");
    let (code, lines, errors) = run(&["eval", "-"], input);
    assert_eq!((code, errors.as_str()), (2, ""));
    let lines: Vec<Value> = lines.iter().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let numbers: Vec<_> = lines.iter().map(|l| l["line"].as_u64().expect("a number")).collect();
    assert_eq!(numbers, [1, 4, 5, 6, 7, 8, 9, 10, 11], "blank lines count and are skipped");
    for (at, field, words) in [
        (1, json!("services[0].replicas"), "service.a.replicas: 0 is outside 1 to 10000"),
        (2, Value::Null, "there is no scenario `nope`"),
        (3, Value::Null, "the link was cut"),
        (4, Value::Null, "no text in UTF-8"),
        (5, Value::Null, "`jq -c .` writes it"),
        (7, Value::Null, "more than 1048576 bytes"),
    ] {
        assert_eq!(lines[at]["field"], field, "{}", lines[at]);
        assert!(lines[at]["error"].as_str().is_some_and(|e| e.contains(words)), "{}", lines[at]);
        assert!(lines[at].get("results").is_none());
    }
    for (at, key) in [(0, "checkout"), (6, "caches"), (8, "fan-out")] {
        assert_eq!(lines[at]["key"], json!(key));
    }
}

#[test]
fn a_file_is_one_document_and_a_missing_one_is_said() {
    let lines = file("two.json", "{\"headroom\": 1}\n{\"headroom\": 1}\n");
    let (code, said, _) = run(&["eval", lines.to_str().expect("a path")], "");
    assert!(code == 2 && said.len() == 1 && said[0].contains("trailing"), "{said:?}");
    let (code, said, _) = run(&["eval", "no-such-file.json"], "");
    assert!(code == 2 && said[0].contains("there is no file `no-such-file.json`"), "{said:?}");
    let long = file("long.json", &" ".repeat(json::MAX_BYTES + 10));
    let (code, said, _) = run(&["eval", long.to_str().expect("a path")], "");
    assert!(code == 2 && said[0].contains("at most 1048576 are read"), "{said:?}");
    assert_eq!(run(&["eval", "-"], "\n \n"), (0, Vec::new(), String::new()));
}

pub fn codes(answer: &Value) -> Vec<String> {
    let caveats = answer["caveats"].as_array().expect("a list");
    caveats.iter().map(|c| c["code"].as_str().expect("a word").to_owned()).collect()
}

/// Every name without a value is named by a caveat of its place.
fn explained(answer: &Value) -> usize {
    let mut count = 0;
    for (name, value) in answer["results"].as_object().expect("names") {
        if !value.is_null() {
            continue;
        }
        count += 1;
        let (place, key) = name.rsplit_once('.').map_or((Value::Null, name.as_str()), |(p, k)| (json!(p), k));
        let says = |c: &Value| {
            c["code"] == "no-value"
                && c["where"] == place
                && c["text"].as_str().is_some_and(|t| t.contains(key))
        };
        assert!(
            answer["caveats"].as_array().expect("a list").iter().any(says),
            "{name} is null, and nobody says why"
        );
        assert!(!answer["caveats"].to_string().contains("there is always a value"), "{name}");
    }
    count
}

#[test]
fn what_is_undefined_or_infinite_is_null_and_a_caveat_says_why() {
    let overloaded = answer("checkout/journey.checkout.arrival_rps=1000");
    assert!(codes(&overloaded).contains(&"overload".to_owned()) && explained(&overloaded) > 10);
    let place = overloaded["caveats"][0]["where"].as_str().expect("a place");
    assert!(place.starts_with("service."), "{place}");
    let refused = answer("checkout/call.order-payment.network_ms=20/call.order-payment.timeout_ms=10");
    assert!(codes(&refused).contains(&"nothing-succeeds".to_owned()) && explained(&refused) > 10);
    let unlimited = answer("checkout/service.payment.slots=0/call.order-shipping.probability=0");
    assert_eq!(unlimited["results"]["service.payment.capacity_per_s"], Value::Null);
    assert!(explained(&unlimited) >= 3);
    assert_eq!(explained(&answer("checkout")), 0);
    let mut lines = String::new();
    for s in preset::ALL.iter().map(|p| (p.build)()).chain([everything(), Scenario::default()]) {
        lines = lines + &json::write_line(&s) + "\n";
    }
    for answer in answers(&["eval", "-", "--simulate", "1"], &lines) {
        explained(&answer);
    }
}

#[test]
fn a_reader_that_has_enough_ends_it_quietly() {
    let mut child = start(&["eval", "-"]);
    let mut stdin = child.stdin.take().expect("a pipe");
    let feeder = thread::spawn(move || drop(stdin.write_all("caches\n".repeat(2000).as_bytes())));
    let mut out = child.stdout.take().expect("a pipe");
    out.read_exact(&mut [0; 10]).expect("a beginning");
    drop(out);
    let ended = child.wait_with_output().expect("it ends");
    feeder.join().expect("fed");
    assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn help_says_what_there_is() {
    let (code, lines, _) = run(&["eval", "--help"], "");
    let help = lines.join("\n");
    for word in
        ["FILE|LINK|-", "--simulate <N>", "--seed <S>", "at least ten", "Exit codes", "standard input"]
    {
        assert!(help.contains(word), "{word}");
    }
    assert!(code == 0 && run(&["--help"], "").1.join("\n").contains("eval"));
    for wrong in
        [&["eval"][..], &["eval", "checkout", "--seed", "1"], &["eval", "checkout", "--simulate", "0"]]
    {
        let (code, lines, errors) = run(wrong, "");
        assert!(code == 2 && lines.is_empty() && errors.contains("--help"), "{wrong:?}: {errors}");
    }
}

#[test]
fn whole_systems_have_the_digits_of_the_reference_example() {
    let cases = cases(include_str!("../reference/end_to_end_public.json"));
    let mut compared = 0;
    for case in &cases {
        let Ok(scenario) = systems::scenario(case) else { continue };
        let expected = systems::answer(case).expect("an answer");
        let (code, lines, _) = run(&["eval", "-"], json::write_line(&scenario));
        assert_eq!(code, 0);
        let found: Value = serde_json::from_str(&lines[0]).expect("JSON");
        for (name, value) in &expected {
            let name = match name.strip_prefix("utilization_") {
                None if name == "utilization" => "service.station.utilisation_fraction".to_owned(),
                None if name == "goodput_per_s" => "throughput_per_s".to_owned(),
                None if name == "mean_success_s" => "mean_s".to_owned(),
                None => name.trim_start_matches("success_").to_owned(),
                Some(service) => {
                    let service = scenario.services.iter().find(|s| s.name == service).expect("a service");
                    format!("service.{}.utilisation_fraction", service.key)
                }
            };
            // Some are outputs of a call, which lines do not have.
            if found["results"].get(&name).is_none() {
                continue;
            }
            assert_eq!(found["results"][&name].to_string(), value.to_string(), "{} {name}", case["id"]);
            compared += 1;
        }
    }
    assert!(compared >= 45, "{compared}");
}
