//! What the command line is given: a file, a link or lines of either, as a scenario and the key that answers carry.
//! Not the answers.

use crate::scenario::codec::json::{self, FileError, MAX_BYTES};
use crate::scenario::codec::{self, LinkError, Origin};
use crate::scenario::excerpt::excerpt;
use crate::scenario::{Key, Scenario};
use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::Path;

/// Why something was not answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused {
    /// The field that is wrong, if it is one.
    pub field: Option<String>,
    pub error: String,
}

pub(super) type Found = Result<(String, Scenario), Refused>;

fn refused(error: &str) -> Refused {
    Refused { field: None, error: error.to_owned() }
}

impl From<FileError> for Refused {
    fn from(error: FileError) -> Self {
        Self { field: Some(error.field.clone()).filter(|f| !f.is_empty()), error: error.to_string() }
    }
}

impl From<LinkError> for Refused {
    fn from(error: LinkError) -> Self {
        let field = match &error {
            LinkError::Path(path, _) | LinkError::Value(path, _) | LinkError::OutOfRange(path, _) => {
                Some(path.clone())
            }
            _ => None,
        };
        Self { field, error: error.to_string() }
    }
}

/// Does something with each that an argument names, with the number of its line: a file, a link, or for `-` every line of
/// `stdin` that is not blank. Gives whether it could be done with all.
pub(super) fn each(
    what: &str,
    mut stdin: impl BufRead,
    mut with: impl FnMut(u64, Found) -> io::Result<bool>,
) -> io::Result<bool> {
    if what != "-" {
        return with(1, argument(what));
    }
    let (mut number, mut all) = (0, true);
    while let Some(line) = line(&mut stdin)? {
        number += 1;
        if !line.as_ref().is_ok_and(|line| line.trim().is_empty()) {
            all &= with(number, line.and_then(|line| text(&line)).map_err(on_a_line))?;
        }
    }
    Ok(all)
}

/// What an argument names: a file if there is one of that name, otherwise a link.
pub(super) fn argument(what: &str) -> Found {
    let path = Path::new(what);
    if path.exists() && !path.is_dir() {
        return document(&file(path).map_err(|e| refused(&format!("{what}: {e}")))?);
    }
    text(what).map_err(|r| match r.error {
        error if r.field.is_none() => {
            refused(&format!("there is no file `{}`, and as a link: {error}", excerpt(what)))
        }
        error => Refused { error, ..r },
    })
}

fn file(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    // One byte more than is read says that it is too long.
    File::open(path)?.take(MAX_BYTES as u64 + 1).read_to_string(&mut text)?;
    Ok(text)
}

/// One line or argument: a document in braces, or a link.
fn text(text: &str) -> Found {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.starts_with('{') { document(text) } else { link(text) }
}

fn document(text: &str) -> Found {
    let scenario = json::read(text)?;
    Ok((slug(&scenario), scenario))
}

fn link(text: &str) -> Found {
    let fragment = text.split_once('#').map_or(text, |(_, fragment)| fragment);
    let link = codec::decode(fragment)?;
    let key = match link.origin {
        Origin::Preset(key) => key.to_owned(),
        Origin::Payload => slug(&link.scenario),
    };
    Ok((key, link.scenario))
}

fn slug(scenario: &Scenario) -> String {
    Key::from_name(&scenario.name, []).to_string()
}

/// Says of a document that was spread over several lines how to put it on one.
fn on_a_line(refused: Refused) -> Refused {
    if !refused.error.contains("EOF") {
        return refused;
    }
    let error = format!("{}; a document stands on one line here, as `jq -c .` writes it", refused.error);
    Refused { error, ..refused }
}

/// The next line; none at the end. No more of a line is held than a document may have.
fn line(input: &mut impl BufRead) -> io::Result<Option<Result<String, Refused>>> {
    // The end of the line, and one byte that says that it is too long.
    let most = MAX_BYTES as u64 + 2;
    let mut bytes = Vec::new();
    if input.take(most).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.len() as u64 == most && !bytes.ends_with(b"\n") {
        skip_line(input)?;
        let error = format!("the line has more than {MAX_BYTES} bytes, which are the most that are read");
        return Ok(Some(Err(refused(&error))));
    }
    Ok(Some(String::from_utf8(bytes).map_err(|_| refused("the line is no text in UTF-8"))))
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let count = end.map_or(buffer.len(), |at| at + 1);
        input.consume(count);
        if end.is_some() || count == 0 {
            return Ok(());
        }
    }
}
