//! What must hold of any text that comes from outside, whatever is in it. Not how texts are made: libFuzzer makes them by
//! the million, and `tests/it/hostile.rs` gives those that are kept in `seeds`.

use headroom::app::flags::{self, Flags};
use headroom::app::message::{self, Ask};
use headroom::report::prices::Book;
use headroom::scenario::codec::{self, json};
use headroom::scenario::{Scenario, preset};

/// A document from outside is sound, and comes back from a link and from a file to the last bit.
fn sound(scenario: &Scenario) {
    scenario.validate().expect("what is read is sound");
    let back = codec::from_bytes(&codec::to_bytes(scenario)).expect("bytes come back");
    assert_eq!(back, *scenario, "bytes come back as they were");
    let written = json::write_line(scenario);
    if written.len() <= json::MAX_BYTES {
        assert_eq!(json::read(&written).expect("files come back"), *scenario, "files come back as they were");
    }
}

/// The fragment of an address.
pub fn fragment(text: &str) {
    let broken = Flags::of_fragment(text);
    match codec::decode(text) {
        Ok(link) => {
            sound(&link.scenario);
            let (flags, _) =
                Flags::read(link.flags.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            let (ids, _) = flags.knobs(&link.scenario);
            assert!(ids.len() <= flags::MAX_KNOBS && ids.iter().all(|&id| link.scenario.get(id).is_some()));
        }
        Err(error) => assert!(error.to_string().len() < 1000, "a reason, and not the text again"),
    }
    assert!(broken.knobs.is_none_or(|knobs| knobs.len() <= flags::MAX_KNOBS));
}

/// A file.
pub fn file(text: &str) {
    match json::read(text) {
        Ok(scenario) => sound(&scenario),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A message of the host that frames the page, as JSON.
pub fn message(text: &str) {
    match message::read(text) {
        Ok(heard) => {
            if let Ask::Set { values, .. } = heard.ask {
                assert!(values.len() <= message::MAX_VALUES);
                let mut scenario = (preset::ALL[0].build)();
                for (name, value) in values {
                    let Ok(id) = flags::find(&scenario, &name) else { continue };
                    let value = id.spec().and_then(|spec| spec.parse(&value).ok());
                    if value.is_some_and(|value| scenario.set(id, value).is_ok()) {
                        scenario.validate().expect("what can be set is sound");
                    }
                }
            }
        }
        Err(fault) => {
            let answer = message::error(&fault);
            assert!(answer.starts_with(r#"{"headroom":1,"type":"error""#) && answer.len() < 4000);
        }
    }
}

/// A price book.
pub fn prices(text: &str) {
    let _ = Book::parse(text);
}
