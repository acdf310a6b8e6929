//! The numbers of steps, calls and buckets, where a file says that they are not those of their places. Not the places.

use super::FileError;
use super::fields::Fields;
use super::node::Node;
use crate::scenario::{Action, Key, Scenario, limits};
use std::collections::BTreeMap;

/// Numbers steps, calls and buckets as `order` says.
pub(super) fn apply(top: &mut Fields, s: &mut Scenario) -> Result<(), FileError> {
    let Some(node) = top.take("order") else { return Ok(()) };
    let mut fields = Fields::of(node, "order".to_owned(), "an order")?;
    if let Some(numbers) = permutation(&mut fields, "steps", s.steps.iter().map(|x| &x.key))? {
        for step in s.services.iter_mut().flat_map(|x| &mut x.operations).flat_map(|o| &mut o.steps) {
            *step = numbers[*step];
        }
        for bucket in &mut s.buckets {
            bucket.step = numbers[bucket.step];
        }
        s.steps = permuted(std::mem::take(&mut s.steps), &numbers);
    }
    if let Some(numbers) = permutation(&mut fields, "calls", s.calls.iter().map(|x| &x.key))? {
        for step in &mut s.steps {
            if let Action::Calls(_, calls) = &mut step.action {
                for call in calls {
                    *call = numbers[*call];
                }
            }
        }
        s.calls = permuted(std::mem::take(&mut s.calls), &numbers);
    }
    buckets(&mut fields, s)?;
    fields.end()
}

/// The new number of each object, if a list of keys says one: those that are not listed come behind.
fn permutation<'k>(
    fields: &mut Fields,
    name: &'static str,
    keys: impl Iterator<Item = &'k Key>,
) -> Result<Option<Vec<usize>>, FileError> {
    let mut place = BTreeMap::new();
    place.extend(keys.enumerate().map(|(at, key)| (key.as_str(), at)));
    let listed = fields.list(name, limits::STEPS.max(limits::CALLS))?;
    if listed.is_empty() {
        return Ok(None);
    }
    let mut numbers = vec![usize::MAX; place.len()];
    for (number, node) in listed.iter().enumerate() {
        let at = if let Node::Text(key) = node { place.get(key.as_str()) } else { None };
        match at {
            Some(&at) if numbers[at] == usize::MAX => numbers[at] = number,
            _ => {
                let text = format!("expected the key of one of the {name}, each once");
                return fields.refuse(&format!("{name}[{number}]"), text);
            }
        }
    }
    let behind = numbers.iter_mut().filter(|n| **n == usize::MAX);
    behind.zip(listed.len()..).for_each(|(number, next)| *number = next);
    Ok(Some(numbers))
}

/// Takes one bucket of a step each time that the step is listed: those that are not taken come behind.
fn buckets(fields: &mut Fields, s: &mut Scenario) -> Result<(), FileError> {
    let listed = fields.list("buckets", limits::BUCKETS)?;
    let mut step = BTreeMap::new();
    step.extend(s.steps.iter().enumerate().map(|(at, x)| (x.key.as_str(), at)));
    let mut numbers = vec![usize::MAX; s.buckets.len()];
    let mut next = vec![0; s.steps.len()];
    for (number, node) in listed.iter().enumerate() {
        let of = if let Node::Text(key) = node { step.get(key.as_str()).copied() } else { None };
        let found = of.and_then(|of| {
            let at = (next[of]..s.buckets.len()).find(|&b| s.buckets[b].step == of)?;
            next[of] = at + 1;
            Some(at)
        });
        let Some(at) = found else {
            let text = "expected the key of a step with buckets, once for each of them";
            return fields.refuse(&format!("buckets[{number}]"), text);
        };
        numbers[at] = number;
    }
    let behind = numbers.iter_mut().filter(|n| **n == usize::MAX);
    behind.zip(listed.len()..).for_each(|(number, next)| *number = next);
    s.buckets = permuted(std::mem::take(&mut s.buckets), &numbers);
    Ok(())
}

fn permuted<T>(items: Vec<T>, numbers: &[usize]) -> Vec<T> {
    let mut pairs: Vec<_> = numbers.iter().copied().zip(items).collect();
    crate::order::sort_by_key(&mut pairs, |pair| pair.0);
    pairs.into_iter().map(|pair| pair.1).collect()
}
