//! Caches.

use super::input::{law, list, number, number_or};
use super::{Answer, Results};
use headroom::caching::che::{Eviction, Limited, limited};
use headroom::caching::hierarchy::Hierarchy;
use headroom::caching::ttl::{Timer, hit, lru_with_ttl, unlimited};
use headroom::caching::{jitter as spread, negative as absent, stampede as rush, write};
use headroom::dist::Law;
use headroom::num::zipf::{Group, groups};
use serde_json::Value;

fn popularity(inputs: &Value) -> Result<Vec<Group>, String> {
    Ok(groups(number(inputs, "objects")? as u64, number(inputs, "zipf_exponent")?))
}

fn timer(inputs: &Value) -> Timer {
    if inputs["ttl_reset_on_hit"] == true { Timer::FromHit } else { Timer::FromFetch }
}

fn filled(inputs: &Value) -> Result<Limited, String> {
    let eviction = match inputs["eviction"].as_str() {
        None | Some("lru") => Eviction::Lru,
        Some("fifo" | "random") => Eviction::Fifo,
        Some(other) => return Err(format!("no eviction {other}")),
    };
    // The hit ratio does not depend on the rate.
    let rate = number_or(inputs, "request_rate_per_s", 1.0);
    Ok(limited(&popularity(inputs)?, eviction, number(inputs, "cache_objects")?, rate))
}

pub fn lru(inputs: &Value) -> Answer {
    let cache = filled(inputs)?;
    Results::new()
        .put("characteristic_time_s", cache.time)
        .put("hit_fraction", cache.hit)
        .put("hit_fraction_hottest", cache.hottest_hit)
        .done()
}

pub fn ttl(inputs: &Value) -> Answer {
    let found = hit(number(inputs, "key_request_rate_per_s")?, number(inputs, "ttl_s")?, timer(inputs));
    Results::new().put("hit_fraction", found).done()
}

pub fn ttl_zipf(inputs: &Value) -> Answer {
    let (rate, ttl) = (number(inputs, "request_rate_per_s")?, number(inputs, "ttl_s")?);
    let cache = unlimited(&popularity(inputs)?, rate, ttl, timer(inputs));
    Results::new()
        .put("hit_fraction", cache.hit)
        .put("origin_rate_per_s", cache.origin_rate)
        .put("mean_resident_objects", cache.resident)
        .done()
}

pub fn lru_ttl(inputs: &Value) -> Answer {
    let (rate, ttl) = (number(inputs, "request_rate_per_s")?, number(inputs, "ttl_s")?);
    let found = lru_with_ttl(&popularity(inputs)?, rate, filled(inputs)?.time, ttl, timer(inputs));
    Results::new().put("hit_fraction", found).done()
}

pub fn hierarchy(inputs: &Value) -> Answer {
    let layers = list(inputs, "layers")?;
    let hits = layers.iter().map(|l| number(l, "hit_fraction")).collect::<Result<Vec<_>, _>>()?;
    let lookup = |l: &Value| Ok(Law::from_service(&law(&l["lookup"])?));
    let lookups = layers.iter().map(lookup).collect::<Result<Vec<_>, String>>()?;
    let caches = Hierarchy::new(number(inputs, "request_rate_per_s")?, &hits);
    let latency = caches.latency(&lookups, &Law::from_service(&law(&inputs["origin"])?));
    let mut results = Results::new()
        .put("overall_hit_fraction", caches.overall_hit)
        .put("origin_rate_per_s", caches.origin_rate)
        .put("mean_s", latency.mean())
        .quantiles("", |p| latency.quantile(p));
    for (i, rate) in caches.lookups.iter().enumerate() {
        results = results.put(&format!("layer{}_rate_per_s", i + 1), *rate);
    }
    results.done()
}

pub fn stampede(inputs: &Value) -> Answer {
    let (rate, ttl) = (number(inputs, "key_request_rate_per_s")?, number(inputs, "ttl_s")?);
    let key = rush::stampede(rate, ttl, number(inputs, "regeneration_s")?);
    Results::new()
        .put("fetches_per_expiry_no_coalescing", key.fetches)
        .put("fetches_per_expiry_coalesced", 1.0)
        .put("waiters_per_expiry_coalesced", key.waiters)
        .put("origin_rate_no_coalescing_per_s", key.origin_rate)
        .put("origin_rate_coalesced_per_s", key.coalesced_rate)
        .put("hit_fraction", key.hit)
        .done()
}

pub fn jitter(inputs: &Value) -> Answer {
    let (keys, ttl) = (number(inputs, "keys_loaded_together")?, number(inputs, "ttl_s")?);
    let batch = spread::batch(keys, ttl, number(inputs, "jitter_fraction")?);
    Results::new()
        .put("first_expiry_s", batch.first)
        .put("last_expiry_s", batch.last)
        .put("regeneration_rate_in_window_per_s", batch.rate)
        .done()
}

pub fn negative(inputs: &Value) -> Answer {
    let (rate, share) = (number(inputs, "request_rate_per_s")?, number(inputs, "absent_fraction")?);
    let (keys, ttl) = (number(inputs, "absent_keys")?, number(inputs, "negative_ttl_s")?);
    let found = absent::negative(rate, share, keys, ttl);
    Results::new()
        .put("origin_rate_absent_without_per_s", found.asked)
        .put("origin_rate_absent_with_per_s", found.origin_rate)
        .put("negative_hit_fraction", found.hit)
        .done()
}

pub fn write_policy(inputs: &Value) -> Answer {
    let (rate, interval) = (number(inputs, "write_rate_per_s")?, number(inputs, "flush_interval_s")?);
    let behind = write::behind(rate, number(inputs, "hot_write_keys")?, interval);
    let reads = write::reads(number(inputs, "read_rate_per_s")?, number(inputs, "read_hit_fraction")?);
    Results::new()
        .put("db_writes_write_through_per_s", rate)
        .put("db_writes_write_behind_per_s", behind)
        .put("db_reads_per_s", reads)
        .put("loss_window_writes", write::loss_window(rate, interval))
        .done()
}
