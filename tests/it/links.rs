//! Links from outside: what they cost, what they say, what they refuse. Not how a payload is coded; the codec's own
//! tests hold that.

use crate::both::test;
use headroom::app::share;
use headroom::scenario::codec::{self, LinkError, Origin};
use headroom::scenario::id::PathError;
use headroom::scenario::param::ValueError;
use headroom::scenario::quantity::ParseError;
use headroom::scenario::valid::Invalid;
use headroom::scenario::work::Work;
use headroom::scenario::{Group, Scenario, preset};

const ADDRESS: &str = "https://headroom.example.com/#";

fn decoded(fragment: &str) -> Scenario {
    codec::decode(fragment).unwrap_or_else(|e| panic!("{fragment}: {e}")).scenario
}

fn refused(fragment: &str) -> LinkError {
    codec::decode(fragment).expect_err(fragment)
}

/// A small multiplicative generator, so that the systems below are the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % many
    }
}

const TEN: &[(Group, &str)] = &[
    (Group::Capacity, "replicas"),
    (Group::Capacity, "slots"),
    (Group::Capacity, "queue_limit"),
    (Group::Capacity, "replica_price_per_h"),
    (Group::Autoscaler, "min_replicas"),
    (Group::Autoscaler, "max_replicas"),
    (Group::Autoscaler, "target_fraction"),
    (Group::Work, "mean_ms"),
    (Group::Work, "scv"),
    (Group::Work, "p99_ms"),
];

/// A system whose services have names of eight letters, 1.25 calls and ten numbers that are not defaults, each
/// anywhere on its slider.
fn system(services: usize, dice: &mut Dice) -> Scenario {
    let fits = "room";
    let mut s = Scenario { name: "Our own system".to_owned(), ..Scenario::default() };
    let mut all = Vec::new();
    for _ in 0..services {
        let name: String = (0..8).map(|_| char::from(b'a' + dice.below(26) as u8)).collect();
        let service = s.add_service(&name).expect(fits);
        s.add_work(service, Work::default()).expect(fits);
        all.push(service);
    }
    for caller in 0..services - 1 {
        let group = s.add_calls(all[caller]).expect(fits);
        let calls = 1 + usize::from(caller % 4 == 0) + usize::from(caller == 1);
        for _ in 0..calls {
            let callee = caller + 1 + dice.below(services - caller - 1);
            s.add_call(group, all[callee]).expect(fits);
        }
    }
    s.add_journey("Checkout", all[0]).expect(fits);
    for id in s.params() {
        let spec = id.spec().expect("a row");
        if TEN.contains(&(id.group, spec.key)) {
            let mut value = spec.default;
            while value == spec.default {
                value = spec.at((1 + dice.below(1000)) as f64 / 1000.0);
            }
            s.set(id, value).expect("a value in range");
        }
    }
    s
}

#[test]
fn links_of_real_systems_stay_short() {
    for (services, most) in [(5, 450), (12, 800), (30, 1500), (60, 2600)] {
        let (mut longest, mut sum) = (0, 0);
        for seed in 0..20 {
            let s = system(services, &mut Dice(seed));
            // With the numbers that its author saw.
            let link = share::link(&s, &headroom::report::evaluate(&s), None);
            assert_eq!(decoded(&link), s);
            assert!(
                link.contains("/!seen=") && link.ends_with(|c: char| c.is_ascii_alphanumeric()),
                "{link}"
            );
            let length = ADDRESS.len() + link.len();
            (longest, sum) = (longest.max(length), sum + length);
        }
        println!("{services} services: {} characters on average, {longest} at most", sum / 20);
        assert!(longest <= most, "{services} services: {longest} characters, at most {most} wanted");
    }
}

#[test]
fn a_preset_is_its_key_and_a_small_change_is_readable() {
    for preset in preset::ALL {
        let s = (preset.build)();
        assert_eq!(codec::encode(&s), preset.key);
        assert!(preset.key.len() <= codec::encode_payload(&s).len(), "{}", preset.key);
        let link = codec::decode(preset.key).expect("a preset");
        assert_eq!((link.scenario, link.origin, link.flags), (s, Origin::Preset(preset.key), Vec::new()));
    }
    let mut s = decoded("#checkout");
    s.services[1].capacity.replicas = 8;
    s.journeys[0].load.arrival_rps = 900.0;
    let readable = "checkout/journey.checkout.arrival_rps=900/service.payment.replicas=8";
    assert_eq!(codec::encode_readable(&s).as_deref(), Some(readable));
    assert_eq!(codec::encode(&s), readable);
    assert_eq!(decoded(readable), s);
    "Pay".clone_into(&mut s.services[1].name);
    assert_eq!(codec::encode_readable(&s), None);
    let payload = codec::encode(&s);
    assert!(payload.starts_with("v1."), "{payload}");
    assert_eq!(decoded(&payload), s);
}

#[test]
fn overrides_and_flags_follow_presets_and_payloads() {
    let mut expected = decoded("checkout");
    expected.services[1].capacity.replicas = 8;
    expected.calls[0].rows.timeout_ms = 1500.0;
    expected.calls[0].rows.awaited = false;
    expected.steps[0].action = headroom::scenario::Action::Work(Work {
        law: headroom::scenario::work::Family::Exponential,
        mean_ms: 150.0,
        scv: 0.25,
        ..Work::default()
    });
    let parts = "/service.payment.replicas=9/service.payment.replicas=8/call.order-payment.timeout_ms=1.5s\
                 /call.order-payment.awaited=no/step.order.law=exponential/!view=embed/!theme=dark";
    for head in ["checkout".to_owned(), codec::encode_payload(&decoded("checkout"))] {
        let link = codec::decode(&format!("#{head}{parts}")).expect("a link");
        assert_eq!(link.scenario, expected);
        let flags = [("view", "embed"), ("theme", "dark")].map(|(n, v)| (n.to_owned(), v.to_owned()));
        assert_eq!(link.flags, flags);
        assert_eq!(codec::with_flags(head.clone(), &flags), format!("{head}/!view=embed/!theme=dark"));
    }
}

#[test]
fn links_survive_what_tools_do_to_them() {
    let plain = decoded("checkout/cache.x=1".split('/').next().expect("a head"));
    for mangled in
        ["#checkout", " checkout ", "checkout.", "checkout),", "#checkout>", "%23checkout", "checkout%2E"]
    {
        assert_eq!(decoded(mangled), plain, "{mangled}");
    }
    let escaped = "caches%2Fcache.cdn.hit_fraction%3D95%25%2F%21view%3Dembed";
    let link = codec::decode(escaped).expect("a link");
    assert_eq!((link.scenario.caches[1].rows.hit_fraction, link.flags.len()), (0.95, 1));
    assert_eq!(decoded("caches/cache.cdn.hit_fraction=95%").caches[1].rows.hit_fraction, 0.95);
    assert_eq!(decoded("caches/cache.cdn.lookup_ms=150µs").caches[1].rows.lookup_ms, 0.15);
    assert_eq!(decoded("caches/cache.cdn.lookup_ms=150%C2%B5s").caches[1].rows.lookup_ms, 0.15);
}

#[test]
fn every_refusal_says_what_was_expected() {
    let payload = codec::encode_payload(&decoded("caches"));
    let expect = |fragment: &str, words: &str| {
        let said = refused(fragment).to_string();
        assert!(said.contains(words), "{fragment}: {said}");
    };
    assert_eq!(refused(""), LinkError::Empty);
    assert_eq!(refused("#"), LinkError::Empty);
    assert_eq!(refused("/service.payment.replicas=8"), LinkError::Empty);
    expect(
        "chekout",
        "no scenario `chekout`; expected v1. and a payload, or one of checkout, fan-out, caches",
    );
    assert_eq!(refused("v2.abc"), LinkError::Newer);
    assert_eq!(refused("v12.abc/x=1"), LinkError::Newer);
    expect(&"x".repeat(32_001), "32001 characters; at most 32000");
    expect("checkout/service.payment", "expected /path=value");
    expect("checkout/service.payment.replica=3", "a service has no parameter `replica`");
    expect("checkout/service.paiment.replicas=3", "no service has the key `paiment`");
    expect("checkout/service.payment.replicas=0", "`service.payment.replicas`: 0 is outside 1 to 10000");
    expect("checkout/service.payment.replicas=2,5", "`service.payment.replicas`: expected");
    expect("checkout/step.order.law=normal", "expected one of constant, exponential");
    expect("checkout/!view=a b", "expected /!name=value");
    expect("checkout/!=x", "expected /!name=value");
    expect(&format!("checkout{}", "/!a=b".repeat(1001)), "more than 1000");
    assert!(matches!(refused("checkout/x=1"), LinkError::Path(_, PathError::Form)));
    assert!(matches!(
        refused("checkout/service.payment.replicas=0"),
        LinkError::Value(_, ParseError::Value(ValueError::OutOfRange { .. }))
    ));
    let cut = &payload[..payload.len() - 5];
    let length = payload.len() - "v1.000".len();
    assert_eq!(refused(cut), LinkError::Truncated { expected: length, found: length - 5 });
    assert!(refused("v1").to_string().contains("cut"));
    assert!(refused("v1.0").to_string().contains("cut"));
    assert!(matches!(refused(&format!("{payload}x")), LinkError::Corrupted(_)));
    assert!(matches!(
        refused(&payload.to_lowercase()),
        LinkError::Corrupted(_) | LinkError::Truncated { .. }
    ));
    assert!(matches!(refused(&payload.replace("v1.", "v1.-")), LinkError::Corrupted(_)));
}

#[test]
fn a_payload_is_refused_whole_for_one_bad_value() {
    let mut s = decoded("checkout");
    s.services[1].capacity.replicas = 0;
    let said = refused(&codec::encode_payload(&s)).to_string();
    assert_eq!(said, "`service.payment.replicas`: 0 is outside 1 to 10000");
    let mut s = decoded("checkout");
    s.calls[0].target.service = 0;
    let cycle = Invalid::Cycle(vec!["Order".to_owned(); 2]);
    assert_eq!(refused(&codec::encode_payload(&s)), LinkError::Invalid(cycle));
    let mut s = decoded("checkout");
    s.services[1].key = s.services[0].key.clone();
    assert!(matches!(
        refused(&codec::encode_payload(&s)),
        LinkError::Invalid(Invalid::DuplicateKey("service", _))
    ));
    let mut s = decoded("checkout");
    s.journeys = vec![s.journeys[0].clone(); 21];
    assert_eq!(refused(&codec::encode_payload(&s)), LinkError::Invalid(Invalid::TooMany("journeys", 20)));
    assert!(codec::from_bytes(&codec::to_bytes(&s)).is_err());
}

#[test]
fn the_largest_document_is_handed_to_a_worker_but_is_too_long_for_a_link() {
    let mut s = Scenario::default();
    let name = "🦀".repeat(80);
    while let Ok(service) = s.add_service(&name) {
        while s.add_operation(service.service, &name).is_ok() {}
    }
    assert_eq!(codec::from_bytes(&codec::to_bytes(&s)).as_ref(), Ok(&s));
    let link = codec::encode(&s);
    // Repetition is cheap, so the characters would do; the names in it are too long.
    assert!(matches!(refused(&link), LinkError::TooLarge | LinkError::TooLong(_)), "{}", link.len());
}

#[test]
fn a_link_cut_anywhere_is_refused_and_says_so() {
    let payload = codec::encode_payload(&system(12, &mut Dice(7)));
    for end in 0..payload.len() {
        match refused(&payload[..end]) {
            LinkError::Truncated { .. } => {}
            LinkError::Empty | LinkError::UnknownPreset(_) if end < 2 => {}
            other => panic!("cut at {end}: {other}"),
        }
    }
}

#[test]
fn every_row_of_every_object_is_carried() {
    let presets = preset::ALL.iter().map(|p| (p.build)());
    for s in presets {
        for id in s.params() {
            let (mut changed, spec) = (s.clone(), id.spec().expect("a row"));
            let odd =
                [spec.max, spec.min].into_iter().find(|&v| s.get(id) != Some(v)).expect("another value");
            changed.set(id, odd).expect("a value in range");
            let back = decoded(&codec::encode_payload(&changed));
            assert_eq!(back.get(id), Some(odd), "{:?}", s.path(id));
            assert_eq!(back, changed);
        }
    }
}

#[test]
fn golden_links_of_presets_are_read_here_too() {
    let golden = include_str!("../golden/v1/checkout.txt").trim();
    assert_eq!(decoded(golden), decoded("checkout"));
}
