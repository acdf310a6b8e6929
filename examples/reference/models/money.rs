//! Money.

use super::input::{number, number_or, pairs};
use super::{Answer, Results};
use headroom::control::replica_time::replica_time;
use headroom::plan::money::{CacheDeal, Usage, bill, payback};
use serde_json::Value;

pub fn replica_cost(inputs: &Value) -> Answer {
    let time = replica_time(&pairs(inputs, "replicas_over_time")?);
    Results::new()
        .put("replica_hours", time.hours)
        .put("cost", time.cost(number(inputs, "price_per_replica_hour")?))
        .put("mean_replicas", time.mean)
        .put("peak_replicas", time.peak)
        .done()
}

pub fn monthly_cost(inputs: &Value) -> Answer {
    let amount = |name: &str| number_or(inputs, name, 0.0);
    let bill = bill(&Usage {
        hours: number_or(inputs, "hours_per_month", 730.0),
        requests: amount("requests_per_month"),
        replicas: amount("replicas_mean"),
        replica_price: amount("price_per_replica_hour"),
        cache: amount("cache_gb"),
        cache_price: amount("price_per_cache_gb_hour"),
        cdn_requests: amount("cdn_requests"),
        cdn_price: amount("price_per_10k_cdn_requests"),
        egress: amount("egress_gb"),
        egress_price: amount("price_per_egress_gb"),
        database: amount("db_nodes"),
        database_price: amount("price_per_db_node_hour"),
    });
    Results::new()
        .put("cost_compute", bill.compute)
        .put("cost_cache", bill.cache)
        .put("cost_cdn_requests", bill.cdn)
        .put("cost_cdn_egress", bill.egress)
        .put("cost_db", bill.database)
        .put("cost_total", bill.total)
        .value("cost_per_million_requests", bill.per_million)
        .done()
}

pub fn break_even(inputs: &Value) -> Answer {
    let change = payback(
        number(inputs, "monthly_cost_before")?,
        number(inputs, "monthly_cost_after")?,
        number(inputs, "one_off_cost")?,
    );
    Results::new()
        .put("monthly_saving", change.saving)
        .value("break_even_months", change.months)
        .value("roi_12_months_fraction", change.year_return)
        .done()
}

pub fn cache_payoff(inputs: &Value) -> Answer {
    let deal = CacheDeal {
        rate: number(inputs, "request_rate_per_s")?,
        mean_service: number(inputs, "origin_service_mean_s")?,
        target: number(inputs, "target_utilization")?,
        replica_price: number(inputs, "price_per_replica_hour")?,
        cache: number(inputs, "cache_gb")?,
        cache_price: number(inputs, "price_per_cache_gb_hour")?,
        hit: number(inputs, "hit_fraction")?,
        hours: number_or(inputs, "hours_per_month", 730.0),
    };
    Results::new()
        .put("origin_replicas_without", deal.replicas_without())
        .put("origin_replicas_with", deal.replicas_with())
        .put("cache_cost_per_month", deal.cache_cost())
        .put("net_saving_per_month", deal.saving())
        .done()
}
