//! Slugs that name journeys, services, steps, calls and caches in links for ever. Not their display names, which
//! are free text and change.

use std::fmt;

/// A slug `[a-z][a-z0-9-]{0,31}`, unique in its kind, fixed when its object is created; renaming never changes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

/// Why a text is not a [`Key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyError {
    /// It is empty or longer than 32 characters.
    Length,
    /// It does not start with a letter `a` to `z`.
    Start,
    /// It holds something else than `a` to `z`, `0` to `9` and `-`.
    Character,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "a key has 1 to 32 characters",
            Self::Start => "a key starts with a letter a to z",
            Self::Character => "a key holds only a to z, 0 to 9 and -",
        })
    }
}

impl Key {
    /// Longest slug, in characters.
    pub const MAX: usize = 32;

    /// Checks a text.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn new(text: &str) -> Result<Self, KeyError> {
        if text.is_empty() || text.len() > Self::MAX {
            return Err(KeyError::Length);
        }
        if !text.starts_with(|c: char| c.is_ascii_lowercase()) {
            return Err(KeyError::Start);
        }
        if !text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            return Err(KeyError::Character);
        }
        Ok(Self(text.to_owned()))
    }

    /// A slug made from free text, unlike all of `taken`: `Payment Service` becomes `payment-service`, then
    /// `payment-service-2`.
    pub fn from_name<'a>(name: &str, taken: impl IntoIterator<Item = &'a Self>) -> Self {
        let taken: Vec<_> = taken.into_iter().collect();
        let mut slug = String::new();
        for c in name.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_lowercase() || (c.is_ascii_digit() && !slug.is_empty()) {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        slug.truncate(Self::MAX - 6);
        let base = slug.trim_end_matches('-');
        let base = if base.is_empty() { "item" } else { base };
        let free = |slug: &str| taken.iter().all(|k| k.0 != slug);
        if free(base) {
            return Self(base.to_owned());
        }
        // Some number up to one more than there are keys is free.
        let last = taken.len() + 2;
        let slug = (2..=last).map(|n| format!("{base}-{n}")).find(|slug| free(slug));
        Self(slug.unwrap_or_else(|| format!("{base}-{last}")))
    }

    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_says_which_rule_a_text_breaks() {
        assert_eq!(Key::new(""), Err(KeyError::Length));
        assert_eq!(Key::new(&"a".repeat(33)), Err(KeyError::Length));
        assert_eq!(Key::new("9a"), Err(KeyError::Start));
        assert_eq!(Key::new("a_b"), Err(KeyError::Character));
        assert_eq!(Key::new("cdn-2").map(|k| k.to_string()), Ok("cdn-2".to_owned()));
    }

    #[test]
    fn names_become_unlike_keys() {
        let taken = [Key::from_name("Payment Service", [])];
        assert_eq!(taken[0].as_str(), "payment-service");
        assert_eq!(Key::from_name("payment  service!", &taken).as_str(), "payment-service-2");
        assert_eq!(Key::from_name("支払い", []).as_str(), "item");
        let long = Key::from_name(&"x1".repeat(90), []);
        assert_eq!(Key::new(long.as_str()), Ok(long));
    }
}
