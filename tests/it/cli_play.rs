//! Stories on the command line: what is printed for whom. Not how a story comes about.

use crate::cli::{answers, run};
use crate::stories::event;
use headroom::job::play;
use headroom::scenario::codec::{self, json};
use headroom::scenario::event::What;
use headroom::scenario::preset;
use serde_json::{Value, json};

#[test]
fn a_line_is_a_bin_with_the_digits_of_the_simulation() {
    let mut s = (preset::ALL[2].build)();
    event(&mut s, What::CacheFlushed, 4, (20.0, 20.0), 1.0);
    let line = json::write_line(&s);
    let told = answers(&["play", "-", "--replications", "12", "--seed", "7"], &line);
    let timeline = play(&s, 7, 12, 2);
    assert_eq!(told.len(), timeline.bins.len());
    let mut end = json!(0.0);
    for (told, bin) in told.iter().zip(&timeline.bins) {
        assert_eq!(
            (&told["line"], &told["key"], &told["start_s"]),
            (&json!(1), &json!("cache-hierarchy"), &end)
        );
        assert_eq!(told["end_s"], json!(bin.end_s));
        end = told["end_s"].clone();
        let is = |name: &str, of: Option<headroom::sim::Estimate>| {
            let expected = of.map_or(Value::Null, |e| json!({ "value": e.value, "ci95": e.half_width }));
            assert_eq!(told["seen"][name], expected, "{name}");
        };
        let journey = &bin.seen.journeys[0];
        is("p50_s", bin.seen.overall.percentiles_s[0]);
        is(&format!("journey.{}.p99_s", s.journeys[0].key), journey.percentiles_s[2]);
        is("timed_out_fraction", bin.seen.overall.errors[1]);
        is(&format!("service.{}.replicas", s.services[0].key), bin.seen.services[0].replicas);
        is(&format!("cache.{}.hit_fraction", s.caches[4].key), bin.seen.caches[4].hit_fraction);
        assert_eq!(told["caveats"], json!([]));
    }
    // By link, the same; by another seed, another.
    let link = codec::encode_payload(&s);
    assert_eq!(answers(&["play", &link, "--replications", "12", "--seed", "7"], ""), told);
    assert_ne!(answers(&["play", &link, "--replications", "12"], "")[0]["seen"], told[0]["seen"]);
}

#[test]
fn what_is_refused_is_said_and_the_rest_is_played() {
    let input = "nope\n\ncheckout\n{\"headroom\": 1, \"events\": [{\"what\": \"slowed\", \"for_s\": -1}]}\n";
    let (code, lines, errors) = run(&["play", "-", "--replications", "2"], input);
    assert_eq!((code, errors.as_str()), (2, ""));
    let lines: Vec<Value> = lines.iter().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(lines[0]["error"].as_str().is_some_and(|e| e.contains("nope")));
    assert_eq!(lines[1]["caveats"][0]["code"], json!("no-interval"));
    assert!(lines[1]["seen"]["arrival_per_s"]["value"].is_f64());
    assert!(lines[1]["seen"]["arrival_per_s"]["ci95"].is_null());
    assert_eq!(lines[2]["caveats"], json!([]));
    let last = &lines[lines.len() - 1];
    assert_eq!((&last["line"], &last["field"]), (&json!(4), &json!("events[0].for_s")));
    let help = run(&["play", "--help"], "").1.join("\n");
    for word in ["--replications <N>", "--seed <S>", "utilisation_fraction", "Exit codes", "Second 0"] {
        assert!(help.contains(word), "{word}");
    }
    for wrong in [&["play"][..], &["play", "checkout", "--replications", "0"]] {
        let (code, lines, errors) = run(wrong, "");
        assert!(code == 2 && lines.is_empty() && errors.contains("--help"), "{wrong:?}: {errors}");
    }
}

#[test]
fn links_and_files_carry_stories_and_the_steady_answer_says_so() {
    let mut s = (preset::ALL[0].build)();
    event(&mut s, What::Slowed, 1, (5.0, 5.0), 2.0);
    let steady = answers(&["eval", "-"], &json::write_line(&s)).remove(0);
    assert_eq!(steady["results"], answers(&["eval", "checkout"], "")[0]["results"]);
    let said = steady["caveats"].as_array().expect("caveats");
    let said = said.iter().find(|c| c["code"] == "not-modelled").expect("said");
    assert!(said["text"].as_str().is_some_and(|t| t.contains("headroom play")), "{said}");
    assert!(s.check().iter().any(|f| f.text.contains("headroom play")));
}
