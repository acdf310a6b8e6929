//! The simulation on the command line: beside the closed forms, and of two systems compared. Not stories; those are in `cli_play`.

use crate::cli::{answer, answers, checkout, codes, run};
use headroom::job;
use headroom::report::{evaluate, observe};
use headroom::scenario::Scenario;
use serde_json::{Value, json};

#[test]
fn the_simulation_stands_beside_with_its_intervals() {
    let s = checkout();
    let simulated = answers(&["eval", "checkout", "--simulate", "12", "--seed", "7"], "").remove(0);
    assert_eq!(simulated["results"], answer("checkout")["results"]);
    let seen = job::simulate(&s, 7, 12, 1);
    let estimate = |e: headroom::report::Estimate| json!({ "value": e.value, "ci95": e.half_width });
    let p99 = estimate(seen.overall.percentiles_s[2].expect("enough"));
    assert!(p99["ci95"].is_f64());
    for name in ["p99_s", "journey.checkout.p99_s"] {
        assert_eq!(simulated["simulated"][name], p99);
    }
    let utilisation = estimate(seen.services[1].utilisation.expect("slots"));
    assert_eq!(simulated["simulated"]["service.payment.utilisation_fraction"], utilisation);
    assert!(simulated["simulated"].get("unloaded_s").is_none(), "the simulation has no say");
    for name in simulated["simulated"].as_object().expect("names").keys() {
        assert!(simulated["results"].get(name).is_some(), "{name}");
    }
    let said = simulated["caveats"].as_array().expect("a list").len();
    assert!(said >= observe(&evaluate(&s), &seen).caveats.len());
    let few = answers(&["eval", "checkout", "--simulate", "2"], "").remove(0);
    assert_eq!(few["simulated"]["mean_s"]["ci95"], Value::Null);
    assert!(
        codes(&few).contains(&"no-interval".to_owned())
            && codes(&few).contains(&"no-estimate".to_owned()) == few["simulated"].get("p999_s").is_none()
    );
    let other = answers(&["eval", "checkout", "--simulate", "2", "--seed", "2"], "").remove(0);
    assert_ne!(few["simulated"], other["simulated"]);
    assert_eq!(few, answers(&["eval", "checkout", "--simulate", "2"], "").remove(0));
}

#[test]
fn two_systems_are_compared_with_the_same_random_numbers() {
    let more = "checkout/service.shipping.replicas=5";
    let compare =
        |arguments: &[&str]| answers(&[&["compare", "checkout", more], arguments].concat(), "").remove(0);
    let found = compare(&["--simulate", "12", "--seed", "7"]);
    assert_eq!((&found["before"], &found["after"]), (&json!("checkout"), &json!("checkout")));
    let (before, after) = (answer("checkout"), answer(more));
    for name in ["p99_s", "cost_per_month", "journey.checkout.p50_s"] {
        let [was, is] = [&before, &after].map(|a| a["results"][name].as_f64().expect("a number"));
        assert_eq!(found["results"][name], json!({ "before": was, "after": is, "difference": is - was }));
    }
    let s = checkout();
    let p99 = |s: &Scenario| job::simulate(s, 7, 12, 1).overall.percentiles_s[2].expect("enough");
    let mut changed = s.clone();
    changed.set(s.find("service.shipping.replicas").expect("a row"), 5.0).expect("in range");
    let (was, is, seen) = (p99(&s), p99(&changed), &found["simulated"]["p99_s"]);
    assert_eq!((&seen["before"], &seen["after"]), (&json!(was.value), &json!(is.value)));
    assert_eq!(seen["difference"], json!(is.value - was.value));
    let half = seen["ci95"].as_f64().expect("an interval");
    let apart = libm::hypot(was.half_width.expect("ten"), is.half_width.expect("ten"));
    assert!(half > 0.0 && half < apart, "what both share falls out: {half}, {apart}");
    assert_eq!(seen["significant"], json!(true));
    let text = seen["text"].as_str().expect("words");
    assert!(text.starts_with("P99: ") && text.ends_with(" lower: significant"), "{text}");
    assert!(compare(&[]).get("simulated").is_none());
    let few = compare(&["--simulate", "2"]);
    assert!(few.get("simulated").is_none() && codes(&few).contains(&"no-interval".to_owned()));
}

#[test]
fn of_two_systems_each_may_be_refused() {
    let (code, said, errors) = run(&["compare", "nowhere", "checkout/service.nobody.replicas=5"], "");
    assert_eq!((code, said.len(), errors.as_str()), (2, 2, ""));
    for (line, said) in (1..).zip(&said) {
        let said: Value = serde_json::from_str(said).expect("JSON");
        assert_eq!(said["line"], json!(line));
        assert!(said["error"].is_string());
    }
}

#[test]
fn what_the_simulation_does_not_play_is_said_instead_of_simulated() {
    let link = "checkout/service.order.holds_slot=yes/service.order.batch_limit=10";
    let line = answers(&["eval", link, "--simulate", "2"], "").remove(0);
    assert!(line["simulated"].is_null() && line["results"]["p99_s"].is_number());
    let codes: Vec<_> = line["caveats"].as_array().expect("caveats").iter().map(|c| &c["code"]).collect();
    assert!(codes.contains(&&json!("unplayed")), "{codes:?}");
}
