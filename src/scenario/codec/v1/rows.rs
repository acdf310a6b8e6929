//! The rows of every object in the order of version 1's own table. Not the table; that is `table`.

use super::super::range::{Context, Wire};
use super::symbol::{DIGITS, Decimal, Digits, flag};
use super::table::{Frozen, GROUPS};
use super::{Fault, table};
use crate::scenario::param::Kind;
use crate::scenario::{Group, ParamId, Scenario};

/// One row and what was learnt of its values.
struct Column {
    frozen: &'static Frozen,
    /// Its number in the live table.
    live: u8,
    /// The words of its choices in the live table, in order.
    words: Vec<&'static str>,
    is_default: Context,
    is_last: Context,
    value: Decimal,
    last: Option<f64>,
}

impl Column {
    fn new(group: Group, frozen: &'static Frozen) -> Option<Self> {
        let specs = group.specs();
        let live = specs.iter().position(|s| s.key == frozen.key)?;
        let words = match specs[live].kind {
            Kind::Choice(all) => all.iter().map(|c| c.key).collect(),
            _ => Vec::new(),
        };
        Some(Self {
            frozen,
            live: live as u8,
            words,
            is_default: Context::new(57_000),
            is_last: Context::new(16_000),
            value: Decimal::new(),
            last: None,
        })
    }

    /// A live value as links number it.
    fn freeze(&self, value: f64) -> f64 {
        if self.words.is_empty() {
            return value;
        }
        let word = self.words.get(value as usize);
        let number = word.and_then(|w| self.frozen.choices.iter().position(|c| c == w));
        // A test holds that every live choice has its number.
        number.map_or(f64::INFINITY, |n| n as f64)
    }

    /// The live value that links number so; `None` for a choice that this build does not have.
    fn thaw(&self, value: f64) -> Option<f64> {
        if self.words.is_empty() {
            return Some(value);
        }
        let word = self.frozen.choices.get(value as usize).filter(|_| value == value.trunc())?;
        self.words.iter().position(|w| w == word).map(|n| n as f64)
    }

    fn pass<W: Wire>(&mut self, w: &mut W, digits: &mut Digits, value: f64) -> Result<f64, Fault> {
        let default = self.frozen.default;
        if flag(w, &mut self.is_default, value == default) {
            return Ok(default);
        }
        // The same number again: the same machines, the same timeout.
        if let Some(last) = self.last
            && flag(w, &mut self.is_last, value == last)
        {
            return Ok(last);
        }
        let value = self.value.pass(w, digits, value)?;
        self.last = Some(value);
        Ok(value)
    }
}

fn columns(group: Group, rows: &'static [Frozen]) -> impl Iterator<Item = Column> {
    // A row that is gone from the live table has nowhere to go; a test holds that none is.
    rows.iter().filter_map(move |f| Column::new(group, f))
}

/// The oldest revision of the table that can say everything in a document, so that older builds read what they can.
pub(super) fn revision_of(s: &Scenario) -> usize {
    let mut revision = 1;
    for &(group, rows) in GROUPS {
        for column in columns(group, rows).filter(|c| c.frozen.since > 1) {
            let is_set = |index| {
                let value = s.get(ParamId { group, index, row: column.live });
                value.is_some_and(|v| column.freeze(v) != column.frozen.default)
            };
            if (0..s.objects(group)).any(is_set) {
                revision = revision.max(column.frozen.since);
            }
        }
    }
    revision.min(table::REVISION)
}

/// What an absent value of each live row stands for, by group, in the order of its live table.
pub(in crate::scenario::codec) fn defaults() -> Vec<(Group, Vec<f64>)> {
    let of = |&(group, rows): &(Group, &'static [Frozen])| {
        let columns: Vec<_> = columns(group, rows).collect();
        let live = group.specs().into_iter().enumerate().map(|(row, spec)| {
            let column = columns.iter().find(|c| usize::from(c.live) == row);
            column.and_then(|c| c.thaw(c.frozen.default)).unwrap_or(spec.default)
        });
        (group, live.collect())
    };
    GROUPS.iter().map(of).collect()
}

/// Passes the rows of every object, group by group.
pub(super) fn pass_rows<W: Wire>(w: &mut W, s: &mut Scenario, revision: usize) -> Result<(), Fault> {
    let mut digits = DIGITS;
    for &(group, rows) in GROUPS {
        let mut columns: Vec<_> = columns(group, rows).collect();
        for index in 0..s.objects(group) {
            for column in &mut columns {
                let id = ParamId { group, index, row: column.live };
                // A step of work has no rows of a group of calls.
                let Some(value) = s.get(id) else { continue };
                // What the link is too old to know of has the value it stood for when it came.
                let known = column.frozen.since <= revision;
                let frozen = column.freeze(value);
                let value = if known { column.pass(w, &mut digits, frozen)? } else { column.frozen.default };
                if W::READS {
                    let value = column.thaw(value).ok_or(Fault::Choice)?;
                    s.set(id, value).map_err(|e| Fault::Value(s.path(id).unwrap_or_default(), e))?;
                }
            }
        }
    }
    Ok(())
}
