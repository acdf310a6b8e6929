//! Many small pools in front of one database. Not a tuning guide for any product.

use super::Preset;
use super::parts::{call, empty, journey, service, work};
use crate::scenario::Scenario;
use crate::scenario::service::Role;

pub(super) const PRESET: Preset = Preset {
    key: "pools",
    title: "Fifty pods and a hundred connections",
    lesson: "Fifty pods with pools of 20 to 30 may ask for 1,000 to 1,500 connections of a database that accepts 100: \
             nine of ten are refused, though it is only 62.5 % busy. The work needs a few dozen; a pool of one or two, or a \
             multiplexer, is enough.",
    build,
};

fn build() -> Scenario {
    let mut s = empty("Connection pools");
    let pods = service(&mut s, "Web", Role::Service, 50, 16);
    let database = service(&mut s, "Database", Role::Database, 1, 32);
    s.services[database.service].capacity.replica_price_per_h = 1.2;
    work(&mut s, pods, 12.0, 0.5);
    call(&mut s, pods, database).rows.network_ms = 0.5;
    work(&mut s, database, 8.0, 1.0);
    let rows = &mut s.services[database.service].database;
    (rows.max_connections, rows.pool_size, rows.pool_overflow) = (100, 20, 10);
    rows.pool_timeout_ms = 3000.0;
    journey(&mut s, "Browse", pods, 2500.0, 100.0);
    s
}
