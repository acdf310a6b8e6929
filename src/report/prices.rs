//! The price book: list prices as others recorded them, read and checked. Not what they come to for a parameter; that is
//! `offer`. Not the prices of a scenario; those are typed or picked, and stand in the document.
//!
//! The book is a file of its own that the page fetches when somebody asks for it.

use serde::Deserialize;
use std::fmt;

pub use super::offer::{Offer, RowUnit, origin, row_unit};

/// Bounds on what is read, whatever the file says.
mod limits {
    /// Longest file \[bytes\].
    pub const BYTES: usize = 1 << 20;
    /// Most entries.
    pub const ENTRIES: usize = 5000;
    /// Longest text of an entry \[bytes\].
    pub const TEXT: usize = 300;
    /// Most sources of an entry.
    pub const SOURCES: usize = 5;
}

/// One list price. Texts are as the file says them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Entry {
    /// Its name in the book, unique.
    pub id: String,
    /// What it is a price of: decides which rows it is offered for.
    pub kind: Kind,
    /// Who charges it.
    pub provider: String,
    /// Their product.
    pub product: String,
    /// Size, tier or operation.
    pub sku: String,
    /// Where.
    pub region: String,
    /// What one pays for.
    pub unit: Unit,
    /// The price of it.
    pub price: f64,
    /// Code of the currency.
    pub currency: String,
    /// Virtual processors, of a machine.
    pub vcpu: Option<f64>,
    /// Memory \[GiB\], of a machine.
    pub memory_gib: Option<f64>,
    /// When it was recorded: a date, a month or a year; none if nobody said.
    pub date: Option<String>,
    /// Where it was recorded: addresses.
    pub sources: Vec<String>,
    /// Whether others recorded the same.
    pub agreement: String,
    /// What else there is to know.
    pub note: Option<String>,
}

/// What a price is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A machine.
    Compute,
    /// A database node.
    Database,
    /// A cache node.
    Cache,
    /// Requests to a content delivery network.
    CdnRequests,
    /// Bytes that leave a content delivery network.
    CdnEgress,
    /// Bytes that leave for the internet.
    Egress,
    /// Requests to a service that charges for them.
    Requests,
}

/// What one pays for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Unit {
    /// An hour of a machine.
    #[serde(rename = "per hour")]
    Hour,
    /// An hour of a node.
    #[serde(rename = "per node-hour")]
    NodeHour,
    /// A million requests.
    #[serde(rename = "per million requests")]
    Million,
    /// Ten thousand requests.
    #[serde(rename = "per 10k requests")]
    TenThousand,
    /// A thousand requests.
    #[serde(rename = "per 1k requests")]
    Thousand,
    /// A gigabyte of 10⁹ bytes.
    #[serde(rename = "per GB")]
    Gigabyte,
    /// A gibibyte of 2³⁰ bytes.
    #[serde(rename = "per GiB")]
    Gibibyte,
}

impl Unit {
    /// The words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Hour => "an hour",
            Self::NodeHour => "a node-hour",
            Self::Million => "a million requests",
            Self::TenThousand => "10,000 requests",
            Self::Thousand => "1,000 requests",
            Self::Gigabyte => "a GB",
            Self::Gibibyte => "a GiB",
        }
    }
}

/// The book.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Book {
    /// What its prices are and are not.
    pub about: String,
    /// Its prices.
    pub entries: Vec<Entry>,
}

/// Why a text is no price book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BookError {
    /// It is longer than any book.
    TooLong,
    /// It does not read as one: where and why.
    Form(String),
    /// An entry is not as it must be: which and why.
    Entry(String, &'static str),
}

impl fmt::Display for BookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "it is longer than any price book"),
            Self::Form(why) => write!(f, "it does not read as a price book: {why}"),
            Self::Entry(id, why) => write!(f, "its entry `{id}` {why}"),
        }
    }
}

impl Entry {
    /// Provider, product, size and region in a line.
    pub fn name(&self) -> String {
        format!("{} {} {}, {}", provider(&self.provider), self.product, self.sku, self.region)
    }

    /// When it was recorded, in words.
    pub fn dated(&self) -> &str {
        self.date.as_deref().unwrap_or("undated")
    }

    fn check(&self) -> Result<(), &'static str> {
        let texts = [&self.id, &self.provider, &self.product, &self.sku, &self.region, &self.currency];
        let texts = texts.into_iter().chain([&self.agreement]).chain(&self.date).chain(&self.note);
        if texts.chain(&self.sources).any(|t| t.len() > limits::TEXT) {
            return Err("has a text that is too long");
        }
        if !(self.price.is_finite() && self.price > 0.0) {
            return Err("has no price above zero");
        }
        if self.memory_gib.into_iter().chain(self.vcpu).any(|n| !(n.is_finite() && n > 0.0)) {
            return Err("has a machine without a size");
        }
        if self.sources.is_empty() || self.sources.len() > limits::SOURCES {
            return Err("has no source, or too many");
        }
        if self.sources.iter().any(|s| !s.starts_with("https://")) {
            return Err("has a source that is no address");
        }
        Ok(())
    }
}

/// A provider as it writes itself.
fn provider(key: &str) -> &str {
    match key {
        "aws" => "AWS",
        "gcp" => "Google Cloud",
        "azure" => "Azure",
        "cloudflare" => "Cloudflare",
        "fastly" => "Fastly",
        other => other,
    }
}

impl Book {
    /// Reads a book.
    ///
    /// # Errors
    /// Says what is wrong with the text; nothing of it is used then.
    pub fn parse(text: &str) -> Result<Self, BookError> {
        if text.len() > limits::BYTES {
            return Err(BookError::TooLong);
        }
        let book: Self = serde_json::from_str(text).map_err(|e| BookError::Form(e.to_string()))?;
        if book.entries.len() > limits::ENTRIES || book.about.len() > limits::TEXT {
            return Err(BookError::TooLong);
        }
        for (i, entry) in book.entries.iter().enumerate() {
            let wrong = |why| BookError::Entry(entry.id.chars().take(limits::TEXT).collect(), why);
            entry.check().map_err(wrong)?;
            if book.entries[..i].iter().any(|e| e.id == entry.id) {
                return Err(wrong("stands there twice"));
            }
        }
        Ok(book)
    }
}

#[cfg(test)]
#[path = "prices_tests.rs"]
mod tests;
