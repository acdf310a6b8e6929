//! What files may leave out, and what a refused file says: which field, and what was expected. Not round trips; those
//! are in `files`.

use crate::both::test;
use headroom::scenario::codec::json::{self, FileError, MAX_BYTES};
use headroom::scenario::{Action, Scenario, Target, preset};
use serde_json::{Value, json};

/// A system of two services as people write it: keys, names and defaults left out.
fn short() -> Value {
    json!({
        "headroom": 1,
        "journeys": [{ "name": "Buy", "entry": "order", "arrival_rps": "2k" }],
        "services": [
            { "name": "Order", "operations": [{ "steps": [
                { "work": { "mean_ms": "1.5s" } },
                { "calls": { "of": [{ "to": "payment/pay", "caches": ["redis"], "timeout_ms": "250ms" }, { "to": "payment" }] } },
                { "work": {} },
            ] }] },
            { "key": "payment", "replicas": 8, "holds_slot": true, "balancing": "random", "operations": [
                { "name": "pay", "steps": [{ "work": { "law": "gamma" } }] },
            ] },
        ],
        "caches": [{ "name": "Redis", "hit_fraction": "95%" }],
        "cost": { "currency": "eur" },
        "day": [{}, { "at_h": 6 }],
        "events": [{ "service": "payment", "what": "slowed" }, { "what": "cache-flushed", "cache": "redis" }, {}],
    })
}

fn read(value: &Value) -> Result<Scenario, FileError> {
    json::read(&value.to_string())
}

#[test]
fn what_is_left_out_follows() {
    let s = read(&short()).expect("a document");
    let key = |k: &headroom::scenario::Key| k.to_string();
    assert_eq!(s.services.iter().map(|x| key(&x.key)).collect::<Vec<_>>(), ["order", "payment"]);
    assert_eq!(
        (s.services[1].name.as_str(), s.services[0].operations[0].name.as_str()),
        ("payment", "handle")
    );
    assert_eq!(
        s.steps.iter().map(|x| key(&x.key)).collect::<Vec<_>>(),
        ["order", "order-2", "order-3", "payment"]
    );
    assert_eq!(s.calls.iter().map(|x| key(&x.key)).collect::<Vec<_>>(), ["order-payment", "order-payment-2"]);
    assert_eq!(s.calls[0].target, Target { service: 1, operation: 0 });
    assert_eq!((s.calls[0].caches.as_slice(), s.calls[0].rows.timeout_ms), ([0].as_slice(), 250.0));
    let Action::Work(work) = &s.steps[0].action else { unreachable!("work") };
    assert_eq!(
        (work.mean_ms, s.journeys[0].load.arrival_rps, s.caches[0].rows.hit_fraction),
        (1500.0, 2000.0, 0.95)
    );
    assert!(s.services[1].capacity.holds_slot);
    assert_eq!(s.events.iter().map(|e| e.object).collect::<Vec<_>>(), [Some(1), Some(0), None]);
    assert_eq!(s.load_series.len(), 2);
    assert_eq!(json::read(&json::write(&s)), Ok(s));
    // What an order leaves out comes behind.
    let ordered = read(&put("/order", r#"{"steps": ["payment", "order-2"]}"#)).expect("a document");
    let steps: Vec<_> = ordered.steps.iter().map(|x| key(&x.key)).collect();
    assert_eq!(steps, ["payment", "order-2", "order", "order-3"]);
    assert_eq!(ordered.services[0].operations[0].steps, [2, 1, 3]);
    // Buckets stand in the order of their steps, unless an order says otherwise.
    let mut measured = short();
    for (pointer, ends) in [("/services/1/operations/0", [1, 2]), ("/services/0/operations/0", [3, 4])] {
        let work = measured.pointer_mut(&format!("{pointer}/steps/0/work")).expect("work");
        work["buckets"] = ends.map(|upto| json!({ "upto_ms": upto, "count": 5 })).into();
    }
    let told = |s: &Scenario| s.buckets.iter().map(|b| (b.step, b.rows.upto_ms)).collect::<Vec<_>>();
    let s = read(&measured).expect("a document");
    assert_eq!(told(&s), [(0, 3.0), (0, 4.0), (3, 1.0), (3, 2.0)]);
    measured["order"] = json!({ "steps": ["payment"], "buckets": ["payment", "order", "payment"] });
    let s = read(&measured).expect("a document");
    assert_eq!(told(&s), [(0, 1.0), (1, 3.0), (0, 2.0), (1, 4.0)]);
    assert_eq!(json::read(&json::write(&s)), Ok(s));
    // A service without operations has the usual one.
    let s = json::read(r#"{"headroom": 1, "services": [{"name": "A"}]}"#).expect("a document");
    let mut same = Scenario::default();
    same.add_service("A").expect("room");
    assert_eq!(s, same);
    assert_eq!(json::read("\u{feff} {\"headroom\": 1}\r\n"), Ok(Scenario::default()));
}

#[test]
fn a_key_that_was_given_is_kept_from_those_that_follow() {
    let text =
        r#"{"headroom": 1, "services": [{"name": "A b"}, {"name": "x", "key": "a-b"}, {"name": "A b"}]}"#;
    let s = json::read(text).expect("a document");
    assert_eq!(s.services.iter().map(|x| x.key.to_string()).collect::<Vec<_>>(), ["a-b-2", "a-b", "a-b-3"]);
}

/// Refusals of the short system with one value put at a JSON pointer: the field, its readable path, words of the text.
#[rustfmt::skip]
const WRONG: &[(&str, &str, &str, &str, &str)] = &[
    ("/headroom", "2", "headroom", "", "newer version"),
    ("/headroom", "\"1\"", "headroom", "", "expected 1"),
    ("/color", "1", "color", "", "a document has headroom, name, journeys, services, caches"),
    ("/services", "{}", "services", "", "expected a list, not an object"),
    ("/services/0", "[]", "services[0]", "", "expected a service, not a list"),
    ("/services/0/name", "7", "services[0].name", "", "expected a text, not a number"),
    ("/services/0", "{}", "services[0].name", "", "expected a name, or a key"),
    ("/services/0/key", "\"payment\"", "services[1].key", "", "`payment` is taken already"),
    ("/services/1/key", "\"Order\"", "services[1].key", "", "`Order` is none: a key starts with a letter a to z"),
    ("/services/1/replicas", "0", "services[1].replicas", "service.payment.replicas", "0 is outside 1 to 10000"),
    ("/services/1/replicas", "2.5", "services[1].replicas", "service.payment.replicas", "expected a whole number"),
    ("/services/1/replicas", "null", "services[1].replicas", "service.payment.replicas", "expected a number, or a text such as \"250ms\", not null"),
    ("/services/1/replicas", "\"many\"", "services[1].replicas", "service.payment.replicas", "expected a number, as in 250"),
    ("/services/1/replica", "3", "services[1].replica", "service.payment.replica", "no such field; a service has key, name, operations, role, replicas"),
    ("/services/1/holds_slot", "1", "services[1].holds_slot", "service.payment.holds_slot", "expected true or false, not a number"),
    ("/services/1/balancing", "\"best\"", "services[1].balancing", "service.payment.balancing", "expected one of shared, random"),
    ("/services/1/balancing", "1", "services[1].balancing", "service.payment.balancing", "expected one of shared, random"),
    ("/services/1/operations/0/steps/0", "{}", "services[1].operations[0].steps[0]", "", "either work or calls"),
    ("/services/1/operations/0/steps/0/calls", "{}", "services[1].operations[0].steps[0]", "", "either work or calls"),
    ("/services/1/operations/0/steps/0/work/mean_ms", "-1", "services[1].operations[0].steps[0].work.mean_ms", "step.payment.mean_ms", "-1 is outside"),
    ("/services/1/operations/0/steps/0/work/need", "1", "services[1].operations[0].steps[0].work.need", "step.payment.need", "no such field"),
    ("/services/0/operations/0/steps/1/calls/of/0/to", "\"paiment\"", "services[0].operations[0].steps[1].calls.of[0].to", "", "there is no service `paiment`; expected one of: order, payment"),
    ("/services/0/operations/0/steps/1/calls/of/0/to", "\"payment/x\"", "services[0].operations[0].steps[1].calls.of[0].to", "", "there is no operation `x`; expected one of: pay"),
    ("/services/0/operations/0/steps/1/calls/of/0/caches", "[\"cdn\"]", "services[0].operations[0].steps[1].calls.of[0].caches[0]", "", "there is no cache `cdn`"),
    ("/services/0/operations/0/steps/1/calls/of/1/to", "\"order\"", "services[0].operations[0].steps[1].calls.of[1].to", "", "circle: Order → Order"),
    ("/services/0/operations/0/steps/1/calls/of/0/timeout_ms", "\"5 apples\"", "services[0].operations[0].steps[1].calls.of[0].timeout_ms", "call.order-payment.timeout_ms", "one of the units ns, µs, ms"),
    ("/journeys/0/entry", "null", "journeys[0].entry", "", "expected a text, not null"),
    ("/journeys/0", "{\"name\": \"Buy\"}", "journeys[0].entry", "", "expected a service or its operation"),
    ("/cost/currency", "\"shells\"", "cost.currency", "scenario.currency", "expected one of usd"),
    ("/cost/tax", "1", "cost.tax", "scenario.tax", "cost has currency, hours_per_month"),
    ("/day/1/at_h", "25", "day[1].at_h", "day.2.at_h", "25 is outside 0 to 24"),
    ("/events/0/cache", "\"redis\"", "events[0]", "", "happens to a service"),
    ("/events/1/cache", "\"x\"", "events[1].cache", "", "there is no cache `x`; expected one of: redis"),
    ("/order", "{\"steps\": [\"ordre\"]}", "order.steps[0]", "", "expected the key of one of the steps"),
    ("/order", "{\"calls\": [\"order-payment\", \"order-payment\"]}", "order.calls[1]", "", "each once"),
    ("/services/1/operations/0/steps/0/work/buckets", "{}", "services[1].operations[0].steps[0].work.buckets", "", "expected a list, not an object"),
    ("/services/1/operations/0/steps/0/work/buckets", "[{}, {\"upto_ms\": 0}]", "services[1].operations[0].steps[0].work.buckets[1].upto_ms", "bucket.2.upto_ms", "0 is outside"),
    ("/services/1/operations/0/steps/0/work/buckets", "[{\"key\": \"x\"}]", "services[1].operations[0].steps[0].work.buckets[0].key", "bucket.1.key", "a bucket has upto_ms, count"),
    ("/order", "{\"buckets\": [\"payment\"]}", "order.buckets[0]", "", "expected the key of a step with buckets"),
    ("/order", "{\"caches\": []}", "order.caches", "", "no such field"),
];

fn put(pointer: &str, text: &str) -> Value {
    let mut document = short();
    let value = serde_json::from_str(text).expect("JSON");
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    match document.pointer_mut(parent).expect("a parent") {
        Value::Object(fields) => drop(fields.insert(name.to_owned(), value)),
        Value::Array(items) => items[name.parse::<usize>().expect("a number")] = value,
        other => unreachable!("{other}"),
    }
    document
}

#[test]
fn a_refused_file_says_which_field_and_what_was_expected() {
    for &(pointer, value, field, path, words) in WRONG {
        let document = put(pointer, value);
        let error = read(&document).expect_err(pointer);
        assert_eq!(
            (error.field.as_str(), error.path.as_deref()),
            (field, Some(path).filter(|p| !p.is_empty())),
            "{error}"
        );
        assert!(error.text.contains(words), "{pointer}: {}", error.text);
    }
    let error = read(&put("/services/1/replicas", "0")).expect_err("too few");
    assert_eq!(error.to_string(), "service.payment.replicas: 0 is outside 1 to 10000");
}

#[test]
fn too_much_is_refused_before_it_is_built() {
    let error = json::read(&" ".repeat(MAX_BYTES + 1)).expect_err("too long");
    assert_eq!((error.field.as_str(), error.text.contains("1048577 bytes")), ("", true));
    let services: Vec<_> = (0..201).map(|i| json!({ "key": format!("s{i}") })).collect();
    let error = read(&json!({ "headroom": 1, "services": services })).expect_err("too many");
    assert_eq!(
        (error.field.as_str(), error.text.as_str()),
        ("services", "there is room for 200 of them, not 201")
    );
    let steps = vec![json!({ "work": {} }); 1001];
    let operations = json!([{ "steps": steps }]);
    let document = json!({ "headroom": 1, "services": [
        { "key": "a", "operations": operations }, { "key": "b", "operations": operations }] });
    let error = read(&document).expect_err("too many steps");
    assert_eq!(error.to_string(), "services[1].operations[0].steps: there is room for 999 of them, not 1001");
    let error = read(&put("/services/0/name", &format!("\"{}\"", "é".repeat(81)))).expect_err("too long");
    assert_eq!(error.to_string(), "services[0].name: expected at most 80 characters");
    let error = json::read("{\"headroom\": 1, \"services\": [{\"name\": \"A\", \"name\": \"B\"}]}")
        .expect_err("twice");
    assert_eq!(error.field, "services[0].name");
    let error = json::read("{\"headroom\": 1, \"services\": [{\"name\": A}]}").expect_err("no JSON");
    assert_eq!((error.field.as_str(), error.text.contains("line 1 column")), ("services[0].name", true));
    assert!(json::read("[1]").is_err_and(|e| e.text == "expected a document, not a list"));
}

#[test]
fn a_longer_circle_is_refused_at_the_call_that_closes_it() {
    let calls = |to: &str| json!([{ "steps": [{ "calls": { "of": [{ "to": to }] } }] }]);
    let document = json!({ "headroom": 1, "services": [
        { "key": "a", "operations": calls("b") },
        { "key": "b", "operations": calls("c") },
        { "key": "c", "operations": calls("b") },
    ] });
    let error = read(&document).expect_err("a circle");
    assert!(
        error.text == "calls go round in a circle: b → c → b"
            || error.text == "calls go round in a circle: c → b → c",
        "{error}"
    );
    assert!(error.field.ends_with("].operations[0].steps[0].calls.of[0].to"), "{error}");
}

#[test]
fn presets_come_back() {
    for preset in preset::ALL {
        let s = (preset.build)();
        assert_eq!(json::read(&json::write(&s)), Ok(s), "{}", preset.key);
    }
}
