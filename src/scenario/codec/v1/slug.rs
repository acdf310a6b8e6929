//! How keys follow from names, frozen for version 1, so that a link need not say a key that does. Not how keys are
//! made today; that is [`crate::scenario::Key::from_name`], which may change.

use crate::scenario::Key;
use std::collections::BTreeMap;

/// The keys of one kind so far, each with the number from which on `key-number` may be free.
#[derive(Debug, Default)]
pub(in crate::scenario::codec) struct Taken(BTreeMap<String, usize>);

impl Taken {
    /// The key that follows from a base: itself, or with the least number from two on that is free.
    pub fn derive(&mut self, base: &str) -> String {
        let Some(&(mut number)) = self.0.get(base) else { return base.to_owned() };
        let mut key = format!("{base}-{number}");
        while self.0.contains_key(&key) {
            number += 1;
            key = format!("{base}-{number}");
        }
        self.0.insert(base.to_owned(), number);
        key
    }

    /// Takes a key.
    pub fn take(&mut self, key: &Key) {
        self.0.entry(key.to_string()).or_insert(2);
    }
}

/// What a name leaves: letters a to z, digits behind the first, and single hyphens for the rest, 26 at most.
pub(in crate::scenario::codec) fn base(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_lowercase() || (c.is_ascii_digit() && !slug.is_empty()) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(26);
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "item".to_owned() } else { slug.to_owned() }
}

/// What the key of a call follows from: eleven characters of each end.
pub(in crate::scenario::codec) fn call_base(caller: &Key, callee: &Key) -> String {
    let short = |k: &Key| k.as_str().chars().take(11).collect::<String>();
    base(&format!("{}-{}", short(caller), short(callee)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_follow_as_they_did_when_version_1_was_made() {
        assert_eq!(base("Payment  Service!"), "payment-service");
        assert_eq!(base("9 lives"), "lives");
        assert_eq!(base("支払い"), "item");
        assert_eq!(base(&"ab ".repeat(30)), "ab-ab-ab-ab-ab-ab-ab-ab-ab");
        let mut taken = Taken::default();
        for expected in ["order", "order-2", "order-3"] {
            let key = taken.derive("order");
            assert_eq!(key, expected);
            taken.take(&Key::new(&key).expect("a key"));
        }
    }
}
