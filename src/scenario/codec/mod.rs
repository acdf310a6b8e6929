//! Links: a whole scenario in the fragment of an address, and back. Not the address bar; that is the page's. Files are
//! in [`json`].
//!
//! ```text
//! fragment = ( preset | "v1." length payload ) *( "/" path "=" value / "/!" name "=" value )
//! preset   = key of a preset, as checkout
//! length   = 3 digits of base 62: characters of the payload, so that a cut link is told from a changed one
//! payload  = base 62 of what `v1` describes, with a checksum
//! path     = kind.key.row, as service.payment.replicas; later ones win
//! value    = what people type, with a point as the decimal sign: 900, 0.95, 250ms
//! ```
//!
//! Only letters, digits and `. / = ! -` occur and the last character is a letter or digit, since chat tools, wikis
//! and mail change or cut off others. The tag comes first: one decoder reads all versions for ever, and files in
//! `tests/golden` hold it to that. Version 1 is frozen: a change
//! needs a new tag or, for added rows, a new revision of the table in `v1`.

mod base62;
mod error;
pub mod json;
mod range;
mod v1;

pub use error::LinkError;

use super::excerpt::excerpt;
use super::{ParamId, Scenario, preset};
use std::fmt::Write;
use v1::Fault;

/// Longest fragment that is read, in characters.
pub const MAX_CHARACTERS: usize = 32_000;
/// Most bytes that the names and keys of a link may have together; everything else is bounded by
/// [`super::limits`]. Nothing is inflated to be read, so no link takes more memory than a full document.
pub const MAX_TEXT_BYTES: usize = 256 * 1024;
/// Most overrides and flags of one link.
pub const MAX_PARTS: usize = 1000;
/// Longest name or value of a flag: a host name and a little. One that is a payload may be as long as a link.
const MAX_FLAG: usize = 288;

/// What a link says.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The document, overrides applied: sound in every respect (see [`Scenario::validate`]).
    pub scenario: Scenario,
    /// Names and values of flags, in order; what they mean is the page's to say.
    pub flags: Vec<(String, String)>,
    /// What the document was made from.
    pub origin: Origin,
}

/// What a link's document was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The preset with this key.
    Preset(&'static str),
    /// A payload.
    Payload,
}

/// Reads a fragment, with or without its `#`.
///
/// Percent escapes that some tool has put in are undone, and punctuation that a sentence left behind the link is
/// ignored.
///
/// # Errors
/// Says what was expected and where; the link is then refused whole.
pub fn decode(fragment: &str) -> Result<Link, LinkError> {
    if fragment.len() > MAX_CHARACTERS {
        return Err(LinkError::TooLong(fragment.chars().count()));
    }
    let fragment = unescape(fragment);
    let fragment = fragment.trim().trim_start_matches('#');
    let fragment = fragment.trim_end_matches(['.', ',', ';', ':', '?', ')', ']', '>', '"', '\'', '*', '_']);
    let mut parts = fragment.split('/');
    let head = parts.next().unwrap_or_default();
    if head.is_empty() {
        return Err(LinkError::Empty);
    }
    let (mut scenario, origin) = match head.split_once('.') {
        Some(("v1", payload)) => (payload_v1(payload, MAX_TEXT_BYTES)?, Origin::Payload),
        Some((tag, _)) if is_version(tag) => return Err(LinkError::Newer),
        // A tag that lost what stood behind it.
        None if head == "v1" => return Err(LinkError::Truncated { expected: 1, found: 0 }),
        _ => {
            let preset = preset::find(head).ok_or_else(|| LinkError::UnknownPreset(excerpt(head)))?;
            ((preset.build)(), Origin::Preset(preset.key))
        }
    };
    let mut flags = Vec::new();
    for (number, part) in parts.enumerate() {
        if number >= MAX_PARTS {
            return Err(LinkError::TooManyParts(MAX_PARTS));
        }
        let (path, value) = part.split_once('=').ok_or_else(|| LinkError::Override(excerpt(part)))?;
        if let Some(name) = path.strip_prefix('!') {
            if !is_flag(name, value) {
                return Err(LinkError::Flag(excerpt(part)));
            }
            flags.push((name.to_owned(), value.to_owned()));
        } else {
            apply(&mut scenario, path, value)?;
        }
    }
    Ok(Link { scenario, flags, origin })
}

/// Writes the shortest fragment of a scenario, without `#`: a preset's key, a preset with overrides, or a payload.
pub fn encode(scenario: &Scenario) -> String {
    let readable = encode_readable(scenario);
    // The name of an example is shorter than any payload of it, which then need not be written.
    if let Some(key) = readable.as_ref().filter(|r| preset::find(r).is_some()) {
        return key.clone();
    }
    let payload = encode_payload(scenario);
    // Where both are as long, the one that can be read is better.
    readable.filter(|r| r.len() <= payload.len()).unwrap_or(payload)
}

/// Writes a scenario that has the shape and names of a preset as that preset with overrides; `None` for any other.
pub fn encode_readable(scenario: &Scenario) -> Option<String> {
    preset::ALL.iter().filter_map(|preset| overrides(scenario, preset)).min_by_key(String::len)
}

/// Writes a scenario as a payload, whatever presets there are: a link that says everything itself.
pub fn encode_payload(scenario: &Scenario) -> String {
    let payload = base62::write(&v1::write(scenario));
    format!("v1.{}{payload}", base62::write_number(payload.len(), LENGTH_DIGITS))
}

/// Reads what [`encode_payload`] wrote, however long it is.
///
/// # Errors
/// Says what is wrong with it.
pub fn decode_payload(text: &str) -> Result<Scenario, LinkError> {
    payload_v1(text.strip_prefix("v1.").ok_or(LinkError::Newer)?, usize::MAX)
}

/// Adds flags to a fragment; those that [`decode`] would refuse are left out.
pub fn with_flags(mut fragment: String, flags: &[(String, String)]) -> String {
    for (name, value) in flags.iter().filter(|(name, value)| is_flag(name, value)) {
        let _ = write!(fragment, "/!{name}={value}");
    }
    fragment
}

/// Writes a scenario as bytes, to hand it to a worker: the payload without its text.
pub fn to_bytes(scenario: &Scenario) -> Vec<u8> {
    v1::write(scenario)
}

/// Reads what [`to_bytes`] wrote. There is no limit besides those of the document.
///
/// # Errors
/// Says what is wrong with the bytes.
pub fn from_bytes(bytes: &[u8]) -> Result<Scenario, LinkError> {
    v1::read(bytes, usize::MAX).map_err(explain)
}

const LENGTH_DIGITS: usize = 3;

fn payload_v1(text: &str, most_text: usize) -> Result<Scenario, LinkError> {
    let foreign = LinkError::Corrupted("it holds characters that no payload has");
    if !text.bytes().all(|c| c.is_ascii_alphanumeric()) {
        return Err(foreign);
    }
    let Some((length, payload)) = text.split_at_checked(LENGTH_DIGITS) else {
        return Err(LinkError::Truncated { expected: LENGTH_DIGITS, found: text.len() });
    };
    let expected = base62::read_number(length).ok_or(foreign)?;
    if payload.len() < expected {
        return Err(LinkError::Truncated { expected, found: payload.len() });
    }
    if payload.len() > expected {
        return Err(LinkError::Corrupted("it is longer than it says"));
    }
    let bytes = base62::read(payload).ok_or(LinkError::Corrupted("its letters make no bytes"))?;
    v1::read(&bytes, most_text).map_err(explain)
}

fn explain(fault: Fault) -> LinkError {
    match fault {
        Fault::Check => LinkError::Corrupted("its checksum is another"),
        Fault::Newer(_) | Fault::Choice => LinkError::Newer,
        Fault::Broken(what) => LinkError::Corrupted(what),
        Fault::TooLarge => LinkError::TooLarge,
        Fault::TooMany(what, most) => LinkError::Invalid(super::valid::Invalid::TooMany(what, most)),
        Fault::Dangling(what) => LinkError::Invalid(super::valid::Invalid::Dangling(what)),
        Fault::Value(path, error) => LinkError::OutOfRange(path, error),
        Fault::Invalid(invalid) => LinkError::Invalid(invalid),
    }
}

fn is_version(tag: &str) -> bool {
    tag.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.bytes().all(|c| c.is_ascii_digit()))
}

fn is_flag(name: &str, value: &str) -> bool {
    let plain = |text: &str, extra: &str, most: usize| {
        let all = text.bytes().all(|c| c.is_ascii_alphanumeric() || extra.as_bytes().contains(&c));
        let end = text.bytes().last().is_some_and(|c| c.is_ascii_alphanumeric());
        all && end && text.len() <= most
    };
    let most = if value.starts_with("v1.") { MAX_CHARACTERS } else { MAX_FLAG };
    plain(name, "-", MAX_FLAG) && plain(value, ".-", most)
}

fn apply(scenario: &mut Scenario, path: &str, value: &str) -> Result<(), LinkError> {
    let id = scenario.find(path).map_err(|e| LinkError::Path(excerpt(path), e))?;
    let refused = |e| LinkError::Value(path.to_owned(), e);
    let spec = id.spec().ok_or_else(|| LinkError::Override(excerpt(path)))?;
    let value = spec.parse(value).map_err(refused)?;
    scenario.set(id, value).map_err(|e| LinkError::OutOfRange(path.to_owned(), e))
}

fn overrides(scenario: &Scenario, preset: &preset::Preset) -> Option<String> {
    let (mut fragment, mut built) = (preset.key.to_owned(), (preset.build)());
    let changed = |built: &Scenario, id: ParamId| scenario.get(id).filter(|&v| built.get(id) != Some(v));
    for id in scenario.params() {
        if let Some(value) = changed(&built, id) {
            built.set(id, value).ok()?;
            write!(fragment, "/{}={}", scenario.path(id)?, id.spec()?.link_value(value)).ok()?;
        }
    }
    (built == *scenario).then_some(fragment)
}

/// Undoes percent escapes; what is no escape stays, as in `95%`.
fn unescape(text: &str) -> String {
    let hex = |c: Option<&u8>| c.and_then(|&c| char::from(c).to_digit(16));
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((&first, behind)) = rest.split_first() {
        rest = behind;
        match (first, hex(behind.first()), hex(behind.get(1))) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &behind[2..];
            }
            _ => bytes.push(first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
