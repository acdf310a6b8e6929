//! Version 1 of the payload: how a document becomes bytes and back. Not the text of a link around it.
//!
//! ```text
//! payload   = check body            check: 24 bits of the CRC-32 of the body
//! body      = decisions of an adaptive range coder, in the order of `walk` and `rows`
//! ```
//!
//! A value that is its row's default costs a few hundredths of a bit, a repeated one little more. Everything that
//! decides the meaning of a body is kept here and frozen: the rows and their defaults (`table`), how keys follow
//! from names (`slug`), the order (`walk`), the coding of numbers and texts (`symbol`).

mod model;
pub(super) mod rows;
pub(super) mod slug;
mod symbol;
mod table;
mod walk;

use super::range::{Reader, Writer};
use crate::scenario::Scenario;
use crate::scenario::param::ValueError;
use crate::scenario::valid::Invalid;

/// Why bytes are no document of this version.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fault {
    /// The checksum is not that of the body: something was changed on the way.
    Check,
    /// A newer build wrote it, with this revision of the rows.
    Newer(usize),
    /// A choice has a number that this build does not know.
    Choice,
    /// It says something that no document says.
    Broken(&'static str),
    /// Its names are longer than the reader allows.
    TooLarge,
    /// More of these than a document holds.
    TooMany(&'static str, usize),
    /// This in it refers to what does not exist.
    Dangling(&'static str),
    /// A value is out of range; its path.
    Value(String, ValueError),
    /// It is no sound document.
    Invalid(Invalid),
}

const CHECK: usize = 3;

/// Writes a document.
pub(super) fn write(scenario: &Scenario) -> Vec<u8> {
    let mut writer = Writer::new();
    let mut copy = scenario.clone();
    // Writing does not fail: faults are found by readers only. What is no sound document is written as something
    // that every reader refuses.
    let _ = walk::pass(&mut writer, &mut copy, rows::revision_of(scenario), usize::MAX);
    let body = writer.finish();
    let mut bytes = check(&body).to_vec();
    bytes.extend(body);
    bytes
}

/// Reads a document whose names have together at most so many bytes.
pub(super) fn read(bytes: &[u8], most_text: usize) -> Result<Scenario, Fault> {
    let (claimed, body) = bytes.split_at_checked(CHECK).ok_or(Fault::Check)?;
    if claimed != check(body) {
        return Err(Fault::Check);
    }
    let mut scenario = Scenario::default();
    walk::pass(&mut Reader::new(body), &mut scenario, 0, most_text)?;
    scenario.validate().map_err(Fault::Invalid)?;
    Ok(scenario)
}

/// The last 24 bits of the CRC-32 (IEEE 802.3) of some bytes.
fn check(bytes: &[u8]) -> [u8; CHECK] {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    let [_, a, b, c] = (!crc).to_be_bytes();
    [a, b, c]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::preset;

    #[test]
    fn the_check_is_the_published_one() {
        // The check value of CRC-32/ISO-HDLC for "123456789" is cbf43926.
        assert_eq!(check(b"123456789"), [0xf4, 0x39, 0x26]);
    }

    #[test]
    fn presets_come_back() {
        for preset in preset::ALL {
            let s = (preset.build)();
            assert_eq!(read(&write(&s), 1000), Ok(s), "{}", preset.key);
        }
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let mut bytes = write(&(preset::ALL[0].build)());
        for i in 0..bytes.len() {
            bytes[i] ^= 0x10;
            assert_eq!(read(&bytes, 1000), Err(Fault::Check), "{i}");
            bytes[i] ^= 0x10;
        }
    }

    #[test]
    fn an_unsound_document_is_written_as_something_that_is_refused() {
        let sound = (preset::ALL[0].build)();
        let spoil: [fn(&mut Scenario); 6] = [
            |s| s.calls[0].target.service = 99,
            |s| s.calls[0].target = s.journeys[0].entry,
            |s| s.services[1].operations[0].steps.clear(),
            |s| s.services[1].capacity.replicas = 0,
            |s| s.journeys[0].load.arrival_rps = f64::NAN,
            |s| s.calls[2].caches.push(usize::MAX),
        ];
        for (i, spoil) in spoil.into_iter().enumerate() {
            let mut s = sound.clone();
            spoil(&mut s);
            assert!(read(&write(&s), 1000).is_err(), "{i}");
        }
    }
}
