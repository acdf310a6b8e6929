//! The price book that is shipped, and what is no price book. Not the page's picker.

use super::{Book, BookError, RowUnit, origin, row_unit};
use crate::scenario::{ParamId, Scenario, preset};

const SHIPPED: &str = include_str!("../../static/prices.json");

fn book() -> Book {
    Book::parse(SHIPPED).expect("the book that is shipped")
}

fn price_of(s: &Scenario, service: usize) -> ParamId {
    s.find(&format!("service.{}.replica_price_per_h", s.services[service].key)).expect("a price")
}

#[test]
fn the_book_that_is_shipped_reads_and_every_entry_is_offered_for_some_row() {
    let book = book();
    assert!(book.entries.len() > 50);
    for entry in &book.entries {
        let units = [RowUnit::Hour, RowUnit::GibHour, RowUnit::Million, RowUnit::Gib];
        assert!(units.iter().any(|&u| entry.price_in(u).is_some()), "{}", entry.id);
    }
}

#[test]
fn prices_come_in_the_unit_of_the_row() {
    let book = book();
    let entry = |id: &str| book.entries.iter().find(|e| e.id == id).expect("an entry");
    let redis = entry("azure-managed-redis-balanced-b10-eastus");
    assert_eq!(
        (redis.price_in(RowUnit::Hour), redis.price_in(RowUnit::GibHour)),
        (Some(0.315), Some(0.02625))
    );
    assert_eq!(redis.price_in(RowUnit::Million), None);
    let fastly = entry("fastly-delivery-requests-na-eu-after-1-m-free-na-eu");
    assert_eq!(fastly.price_in(RowUnit::Million), Some(1.0));
    let egress = entry("aws-cloudfront-egress-us-mx-ca-first-10-tb-us-edge");
    assert_eq!(egress.price_in(RowUnit::Gib), Some(0.091_268_1));
}

#[test]
fn a_price_says_where_it_comes_from() {
    let mut s = (preset::ALL[0].build)();
    let id = price_of(&s, 0);
    assert!(row_unit(id).is_some());
    let book = book();
    let offers = book.offers(id, s.cost.currency);
    let first = offers.iter().find(|o| o.entry.sku == "m6i.large").expect("an offer");
    assert!(first.has("aws m6i US-EAST") && !first.has("azure"));
    assert_eq!(first.listed(), "0.096 USD an hour");
    s.set(id, first.price).expect("a price");
    let said = origin(&s, id, Some(&book)).expect("words");
    assert!(said.starts_with("List price of AWS EC2 Linux on-demand m6i.large, us-east-1"), "{said}");
    assert_eq!(origin(&s, id, None).as_deref(), Some("Your figure."));
    s.set(id, id.spec().expect("a row").default).expect("a price");
    assert_eq!(origin(&s, id, Some(&book)).as_deref(), Some("An example, not a list price."));
    s.cost.currency = crate::scenario::cost::Currency::Eur;
    assert!(book.offers(id, s.cost.currency).is_empty());
}

#[test]
fn what_is_no_book_says_why() {
    assert!(matches!(Book::parse("{"), Err(BookError::Form(_))));
    assert_eq!(Book::parse(&" ".repeat(2 << 20)), Err(BookError::TooLong));
    let (one, other) =
        ("aws-ec2-linux-on-demand-m6i-xlarge-us-east-1", "aws-ec2-linux-on-demand-m6i-large-us-east-1");
    let twice = SHIPPED.replacen(one, other, 1);
    assert!(matches!(Book::parse(&twice), Err(BookError::Entry(_, "stands there twice"))));
    let bad = SHIPPED.replacen("https://", "javascript:", 1);
    assert!(matches!(Book::parse(&bad), Err(BookError::Entry(_, "has a source that is no address"))));
    let free = SHIPPED.replacen("\"price\":0.096", "\"price\":-1", 1);
    assert!(Book::parse(&free).expect_err("no price").to_string().contains("no price above zero"));
}
