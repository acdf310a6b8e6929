//! Properties of links over random scenarios and random texts. Not particular links; those are in `links`.

use crate::arbitrary::scenario;
use headroom::scenario::codec;
use proptest::prelude::*;

const OURS: &str = "v1.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/!=.-%#";

proptest! {
    #[test]
    fn every_scenario_comes_back(s in scenario()) {
        let link = codec::encode(&s);
        prop_assert!(link.ends_with(|c: char| c.is_ascii_alphanumeric()));
        prop_assert!(link.bytes().all(|c| c.is_ascii_alphanumeric() || b"./=!-".contains(&c)));
        prop_assert_eq!(&codec::decode(&link).expect("its own link").scenario, &s);
        prop_assert_eq!(&codec::decode(&codec::encode_payload(&s)).expect("its own link").scenario, &s);
        let back = codec::from_bytes(&codec::to_bytes(&s)).expect("its own bytes");
        for id in s.params() {
            prop_assert_eq!(back.get(id).map(f64::to_bits), s.get(id).map(f64::to_bits));
        }
        prop_assert_eq!(back, s);
    }

    #[test]
    fn any_text_is_refused_or_a_valid_scenario(text in "\\PC{0,200}", ours in proptest::collection::vec(0..OURS.len(), 0..200)) {
        let ours: String = ours.into_iter().map(|i| char::from(OURS.as_bytes()[i])).collect();
        for text in [&text, &ours, &format!("v1.{ours}"), &format!("checkout/{ours}")] {
            if let Ok(link) = codec::decode(text) {
                prop_assert_eq!(link.scenario.validate(), Ok(()));
            }
        }
    }

    #[test]
    fn any_bytes_are_refused_or_a_valid_scenario(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(s) = codec::from_bytes(&bytes) {
            prop_assert_eq!(s.validate(), Ok(()));
        }
        // The same with a checksum that is right.
        if let Ok(s) = codec::from_bytes(&checked(&bytes)) {
            prop_assert_eq!(s.validate(), Ok(()));
        }
    }

    #[test]
    fn a_changed_link_is_refused_or_a_valid_scenario(
        s in scenario(), at in any::<prop::sample::Index>(), to in 0..OURS.len(), cut in any::<prop::sample::Index>()
    ) {
        let link = codec::encode_payload(&s);
        let mut changed = link.clone().into_bytes();
        changed[at.index(link.len())] = OURS.as_bytes()[to];
        let changed = String::from_utf8(changed).expect("ASCII");
        for text in [&changed[..], &changed[..cut.index(link.len())], &link[cut.index(link.len())..]] {
            if let Ok(link) = codec::decode(text) {
                prop_assert_eq!(link.scenario.validate(), Ok(()));
            }
        }
        let mut bytes = codec::to_bytes(&s);
        let at = 3 + at.index(bytes.len() - 2);
        if at < bytes.len() {
            bytes[at] = bytes[at].wrapping_add(to as u8);
        }
        if let Ok(s) = codec::from_bytes(&checked(&bytes[3..])) {
            prop_assert_eq!(s.validate(), Ok(()));
        }
    }
}

/// Bytes behind the checksum they would have.
fn checked(body: &[u8]) -> Vec<u8> {
    let mut crc = u32::MAX;
    for byte in body {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    [&(!crc).to_be_bytes()[1..], body].concat()
}
