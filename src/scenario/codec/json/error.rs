//! Why a file is refused, in words for the person who wrote it. Not what is then done.

use std::fmt;

/// Why a text is no document. A file is taken whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// The field it is about, as programs reach it: `services[2].replicas`. Empty if it is about the whole.
    pub field: String,
    /// The same as links and messages name it, where it has such a name: `service.payment.replicas`.
    pub path: Option<String>,
    /// What was expected, in a sentence without full stop.
    pub text: String,
}

impl FileError {
    /// A fault at a field.
    pub(super) fn at(field: impl Into<String>, text: impl Into<String>) -> Self {
        Self { field: field.into(), path: None, text: text.into() }
    }

    /// The same with the readable path.
    pub(super) fn named(mut self, path: Option<String>) -> Self {
        self.path = path.filter(|p| !p.is_empty());
        self
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.path, self.field.as_str()) {
            (Some(path), _) => write!(f, "{path}: {}", self.text),
            (None, "") => f.write_str(&self.text),
            (None, field) => write!(f, "{field}: {}", self.text),
        }
    }
}

impl std::error::Error for FileError {}
