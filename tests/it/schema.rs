//! The JSON Schema of files, written from the tables of parameters into `docs/scenario.schema.json`. Not edited by hand: a
//! stale one is rewritten and the test fails once. What the reader takes, the schema takes.

use crate::arbitrary::scenario;
use headroom::scenario::codec::json;
use headroom::scenario::id::KINDS;
use headroom::scenario::param::{Kind, Spec};
use headroom::scenario::{limits, preset};
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

fn row(spec: &Spec) -> Value {
    let default = match spec.kind {
        Kind::Number | Kind::Count => json!(spec.default),
        Kind::Switch => json!(spec.default != 0.0),
        Kind::Choice(_) => json!(spec.link_value(spec.default)),
    };
    let mut schema = match spec.kind {
        Kind::Choice(all) => json!({ "enum": all.iter().map(|c| c.key).collect::<Vec<_>>() }),
        Kind::Switch => json!({ "anyOf": [{ "type": "boolean" }, { "enum": ["yes", "no"] }] }),
        Kind::Number | Kind::Count => {
            let sort = if spec.kind == Kind::Count { "integer" } else { "number" };
            let mut any = vec![json!({ "type": sort, "minimum": spec.min, "maximum": spec.max })];
            if spec.zero.is_some() && spec.min > 0.0 {
                any.push(json!({ "const": 0 }));
            }
            any.push(json!({ "$ref": "#/$defs/typed" }));
            json!({ "anyOf": any })
        }
    };
    let fields = schema.as_object_mut().expect("an object");
    fields.insert("title".to_owned(), json!(spec.label));
    fields.insert("description".to_owned(), json!(spec.doc));
    fields.insert("default".to_owned(), default);
    schema
}

/// An object with fields of its own and the rows of a kind.
fn object(kind: &str, own: Value) -> Value {
    let Value::Object(mut fields) = own else { panic!("fields") };
    let groups = KINDS.iter().filter(|k| k.0 == kind).flat_map(|k| k.1);
    fields.extend(groups.flat_map(|g| g.specs()).map(|spec| (spec.key.to_owned(), row(spec))));
    json!({ "type": "object", "additionalProperties": false, "properties": fields })
}

/// The rows of a kind that has two groups of which an object has one.
fn object_of(kind: &str, group: usize, own: Value) -> Value {
    let Value::Object(mut fields) = own else { panic!("fields") };
    let groups = KINDS.iter().find(|k| k.0 == kind).expect("a kind").1;
    fields.extend(groups[group].specs().into_iter().map(|spec| (spec.key.to_owned(), row(spec))));
    json!({ "type": "object", "additionalProperties": false, "properties": fields })
}

fn list(of: &str, most: usize) -> Value {
    json!({ "type": "array", "maxItems": most, "items": { "$ref": format!("#/$defs/{of}") } })
}

fn with_required(mut schema: Value, names: &[&str]) -> Value {
    schema["required"] = json!(names);
    schema
}

fn schema() -> Value {
    let (key, name) = (json!({ "$ref": "#/$defs/key" }), json!({ "$ref": "#/$defs/name" }));
    let target = json!({ "$ref": "#/$defs/target" });
    let keys = |most: usize| list("key", most);
    let defs: Map<String, Value> = [
        ("key", json!({ "type": "string", "pattern": "^[a-z][a-z0-9-]{0,31}$" })),
        ("name", json!({ "type": "string", "maxLength": limits::NAME })),
        (
            "target",
            json!({
                "description": "A service, or one of its operations, as in payment/handle.",
                "type": "string", "pattern": "^[a-z][a-z0-9-]{0,31}(/[a-z][a-z0-9-]{0,31})?$"
            }),
        ),
        (
            "typed",
            json!({ "description": "What people type: a number with a point and a unit, as in 250ms, 2k or 95%.", "type": "string", "pattern": "[0-9]" }),
        ),
        ("journey", with_required(object("journey", json!({ "key": key, "name": name, "entry": target })), &["entry"])),
        (
            "service",
            object("service", json!({ "key": key, "name": name, "operations": list("operation", limits::OPERATIONS) })),
        ),
        (
            "operation",
            object("", json!({ "key": key, "name": name, "steps": list("step", limits::STEPS) })),
        ),
        (
            "step",
            json!({
                "type": "object", "additionalProperties": false,
                "properties": { "key": key, "work": { "$ref": "#/$defs/work" }, "calls": { "$ref": "#/$defs/calls" } },
                "oneOf": [{ "required": ["work"] }, { "required": ["calls"] }]
            }),
        ),
        ("work", object_of("step", 0, json!({ "buckets": list("bucket", limits::BUCKETS) }))),
        ("calls", object_of("step", 1, json!({ "of": list("call", limits::CALLS) }))),
        ("bucket", object("bucket", json!({}))),
        (
            "call",
            with_required(object("call", json!({ "key": key, "to": target, "caches": keys(limits::CACHES) })), &["to"]),
        ),
        ("cache", object("cache", json!({ "key": key, "name": name }))),
        ("cost", object("scenario", json!({}))),
        ("moment", object("day", json!({}))),
        ("event", object("event", json!({ "service": key, "cache": key }))),
        (
            "order",
            object("", json!({ "steps": keys(limits::STEPS), "calls": keys(limits::STEPS), "buckets": keys(limits::BUCKETS) })),
        ),
    ]
    .into_iter()
    .map(|(name, schema)| (name.to_owned(), schema))
    .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Headroom scenario",
        "description": "A system of services and calls, as the planner saves it. What is left out has its default.",
        "type": "object",
        "additionalProperties": false,
        "required": ["headroom"],
        "properties": {
            "$schema": { "type": "string" },
            "headroom": { "description": "The version of the format.", "const": 1 },
            "name": name,
            "journeys": list("journey", limits::JOURNEYS),
            "services": list("service", limits::SERVICES),
            "caches": list("cache", limits::CACHES),
            "cost": { "$ref": "#/$defs/cost" },
            "day": list("moment", limits::LOAD_POINTS),
            "events": list("event", limits::EVENTS),
            "order": { "$ref": "#/$defs/order" },
        },
        "$defs": defs,
    })
}

#[test]
fn the_schema_says_what_the_tables_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenario.schema.json");
    let text = serde_json::to_string_pretty(&schema()).expect("JSON") + "\n";
    if fs::read_to_string(&path).is_ok_and(|old| old.replace("\r\n", "\n") == text) {
        return;
    }
    fs::write(&path, text).expect("docs/scenario.schema.json is written");
    panic!("docs/scenario.schema.json was stale and has been rewritten: commit it and run again");
}

fn validator() -> Validator {
    jsonschema::validator_for(&schema()).expect("a schema")
}

fn holds(validator: &Validator, text: &str) -> Result<(), String> {
    let value: Value = serde_json::from_str(text).expect("JSON");
    validator.validate(&value).map_err(|e| format!("{}: {e}", e.instance_path()))
}

#[test]
fn files_of_ours_are_as_the_schema_says() {
    let (validator, mut count) = (validator(), 0);
    for file in
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/json")).expect("golden files")
    {
        let path = file.expect("a file").path();
        assert_eq!(
            holds(&validator, &fs::read_to_string(&path).expect("a text")),
            Ok(()),
            "{}",
            path.display()
        );
        count += 1;
    }
    assert!(count > preset::ALL.len());
    let documentation = include_str!("../../src/scenario/codec/json/mod.rs");
    let example: String = documentation
        .lines()
        .skip_while(|l| *l != "//! ```json")
        .skip(1)
        .take_while(|l| *l != "//! ```")
        .map(|l| &l[4..])
        .collect();
    assert_eq!(holds(&validator, &example), Ok(()));
}

#[test]
fn what_the_reader_refuses_the_schema_refuses() {
    let validator = validator();
    for text in [
        r"{}",
        r#"{"headroom": 2}"#,
        r#"{"headroom": 1, "service": []}"#,
        r#"{"headroom": 1, "services": [{"name": "A", "replicas": 0}]}"#,
        r#"{"headroom": 1, "services": [{"name": "A", "replicas": 1.5}]}"#,
        r#"{"headroom": 1, "services": [{"key": "A"}]}"#,
        r#"{"headroom": 1, "cost": {"currency": "stones"}}"#,
        r#"{"headroom": 1, "journeys": [{"name": "A"}]}"#,
    ] {
        assert!(json::read(text).is_err(), "{text}");
        assert!(holds(&validator, text).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn every_scenario_is_written_as_the_schema_says(s in scenario()) {
        thread_local!(static VALIDATOR: Validator = validator());
        let text = json::write(&s);
        prop_assert_eq!(VALIDATOR.with(|v| holds(v, &text)), Ok(()));
    }
}
