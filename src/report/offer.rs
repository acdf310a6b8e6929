//! What a list price comes to in the unit of a parameter, and which prices are offered for it. Not the book they are from; that
//! is `prices`.

use super::prices::{Book, Entry, Kind, Unit};
use crate::scenario::cost::Currency;
use crate::scenario::{ParamId, Scenario};

/// What a price row is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowUnit {
    /// An hour of a replica.
    Hour,
    /// An hour of a gibibyte.
    GibHour,
    /// A million look-ups or visits.
    Million,
    /// A gibibyte that leaves.
    Gib,
}

/// What an entry comes to in the unit of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// Its price in the row's unit.
    pub price: f64,
}

/// The unit of a parameter that is a price; none of any other.
pub fn row_unit(id: ParamId) -> Option<RowUnit> {
    match id.spec()?.key {
        "replica_price_per_h" => Some(RowUnit::Hour),
        "memory_price_per_h" => Some(RowUnit::GibHour),
        "lookup_price_per_million" | "visit_price_per_million" => Some(RowUnit::Million),
        "egress_price_per_gib" => Some(RowUnit::Gib),
        _ => None,
    }
}

impl Entry {
    /// What it comes to in the unit of a row; none where it is no price of that.
    ///
    /// # Formula
    /// A node of `m` gibibytes at `p` an hour is `p / m` a GiB-hour; 10,000 requests are a hundredth of a million; a
    /// gibibyte is 1.073741824 gigabytes.
    pub fn price_in(&self, unit: RowUnit) -> Option<f64> {
        let machine = matches!(self.kind, Kind::Compute | Kind::Database | Kind::Cache);
        let requests = matches!(self.kind, Kind::CdnRequests | Kind::Requests);
        let bytes = matches!(self.kind, Kind::CdnEgress | Kind::Egress);
        let price = match (unit, self.unit) {
            (RowUnit::Hour, Unit::Hour | Unit::NodeHour) if machine => self.price,
            (RowUnit::GibHour, Unit::Hour | Unit::NodeHour) if self.kind == Kind::Cache => {
                self.price / self.memory_gib?
            }
            (RowUnit::Million, of) if requests => {
                self.price
                    * match of {
                        Unit::Million => 1.0,
                        Unit::TenThousand => 100.0,
                        Unit::Thousand => 1000.0,
                        _ => return None,
                    }
            }
            (RowUnit::Gib, of) if bytes => {
                self.price
                    * match of {
                        Unit::Gibibyte => 1.0,
                        Unit::Gigabyte => 1.073_741_824,
                        _ => return None,
                    }
            }
            _ => return None,
        };
        Some(crate::scenario::param::round_significant(price, 6))
    }
}

impl Offer<'_> {
    /// Whether its name has every word of a text, whatever the case of letters.
    pub fn has(&self, words: &str) -> bool {
        let text = self.entry.name().to_lowercase();
        words.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }

    /// The list price with its unit.
    pub fn listed(&self) -> String {
        let Entry { price, currency, unit, .. } = self.entry;
        format!("{price} {currency} {}", unit.label())
    }
}

impl Book {
    /// What is offered for a row, in the book's order; only prices in the scenario's currency, since none is converted.
    pub fn offers(&self, id: ParamId, currency: Currency) -> Vec<Offer<'_>> {
        let (Some(unit), Some(spec)) = (row_unit(id), id.spec()) else { return Vec::new() };
        let code = Currency::CHOICES[currency as usize].label;
        self.entries
            .iter()
            .filter(|entry| entry.currency == code)
            .filter_map(|entry| Some(Offer { entry, price: entry.price_in(unit)? }))
            .filter(|offer| spec.check(offer.price).is_ok())
            .collect()
    }
}

/// Where the price that a row has comes from, in words: a list price if it equals one, the example it began with, or
/// one's own figure; none where it is no price, or nothing. Without a book, list prices are not recognised.
pub fn origin(scenario: &Scenario, id: ParamId, book: Option<&Book>) -> Option<String> {
    let (value, spec) = (scenario.get(id)?, id.spec()?);
    row_unit(id)?;
    if value == 0.0 {
        return None;
    }
    let offers = book.map_or_else(Vec::new, |b| b.offers(id, scenario.cost.currency));
    let same: Vec<_> = offers.iter().filter(|o| o.price == value).collect();
    if let Some(first) = same.first() {
        let others = if same.len() > 1 { format!(" and {} more", same.len() - 1) } else { String::new() };
        return Some(format!("List price of {}{others} ({}).", first.entry.name(), first.entry.dated()));
    }
    Some(if value == spec.default { "An example, not a list price." } else { "Your figure." }.to_owned())
}
