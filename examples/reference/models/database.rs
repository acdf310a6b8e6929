//! Databases: connections, pools, shards, replicas, loops of queries.

use super::input::{law, number, number_or, whole};
use super::{Answer, Results};
use headroom::dist::Family;
use headroom::queue::n_plus_one::NPlusOne;
use headroom::queue::pool;
use headroom::queue::read_replicas::Replicated;
use headroom::queue::shards::{HotShard, top_share};
use serde_json::Value;

/// A pool's overflow; -1 is no limit.
fn overflow(inputs: &Value) -> Result<i32, String> {
    number(inputs, "max_overflow").map(|x| x as i32)
}

pub fn connection_budget(inputs: &Value) -> Answer {
    let budget = pool::budget(
        whole(inputs, "pods")?,
        whole(inputs, "processes_per_pod")?,
        whole(inputs, "pool_size")?,
        overflow(inputs)?,
        whole(inputs, "max_connections")?,
        whole(inputs, "reserved_connections")?,
    );
    Results::new()
        .value("connections_max", budget.most)
        .value("connections_idle_max", budget.idle)
        .value("connections_available", budget.available)
        .value("fits", budget.fits())
        .value("headroom", budget.spare())
        .value("max_pods", budget.max_pods)
        .done()
}

pub fn pool_as_station(inputs: &Value) -> Answer {
    let rate = number(inputs, "arrival_rate_per_s")?;
    let pools = pool::Pools {
        count: number(inputs, "pods")? * number_or(inputs, "processes_per_pod", 1.0),
        connections: pool::connections(whole(inputs, "pool_size")?, overflow(inputs)?)
            .ok_or("a pool without limit is no station")?,
        hold: law(&inputs["hold"])?.mean(),
        timeout: number(inputs, "pool_timeout_s")?,
    };
    let station = pools.station(rate);
    Results::new()
        .put("offered_load_per_pod_erlangs", pools.load(rate))
        .put("p_wait", station.wait_chance())
        .put("mean_wait_s", station.mean_wait())
        .put("p_pool_timeout", station.abandoned())
        .put("pool_utilization", station.utilisation())
        .put("throughput_per_s", pools.throughput(rate))
        .done()
}

pub fn shard_hot_key(inputs: &Value) -> Answer {
    let (keys, exponent) = (number(inputs, "keys")? as u64, number(inputs, "zipf_exponent")?);
    let hot = HotShard::new(keys, exponent, whole(inputs, "shards")?);
    Results::new()
        .put("hottest_key_share", hot.key_share)
        .put("hottest_shard_share_expected", hot.shard_share)
        .put("hottest_shard_rate_per_s", hot.rate(number(inputs, "request_rate_per_s")?))
        .put("imbalance", hot.imbalance)
        .put(
            "max_rate_before_hot_shard_saturates_per_s",
            hot.max_rate(number(inputs, "shard_capacity_per_s")?),
        )
        .put("hottest_10_share", top_share(10, keys, exponent))
        .done()
}

pub fn n_plus_one(inputs: &Value) -> Answer {
    let (rate, query) = (number(inputs, "request_rate_per_s")?, law(&inputs["query"])?);
    let loops = NPlusOne::new(whole(inputs, "children")?, query.clone());
    let batched = NPlusOne::batched(whole(inputs, "batched_queries").unwrap_or(2), query);
    let latency = loops.latency();
    Results::new()
        .put("query_rate_per_s", loops.query_rate(rate))
        .put("mean_s", loops.mean())
        .put("batched_mean_s", batched.mean())
        .put("batched_query_rate_per_s", batched.query_rate(rate))
        .quantiles("", |p| latency.quantile(p))
        .done()
}

pub fn read_replicas(inputs: &Value) -> Answer {
    let failed = whole(inputs, "failed_replicas").unwrap_or(0);
    let applies = inputs["replicas_apply_writes"] != false;
    let store = Replicated {
        rate: number(inputs, "request_rate_per_s")?,
        reads: number(inputs, "read_fraction")?,
        replicas: whole(inputs, "replicas")?.saturating_sub(failed),
        apply_cost: if applies { number_or(inputs, "write_apply_cost_ratio", 1.0) } else { 0.0 },
        mean_service: law(&inputs["query"])?.mean(),
        servers: whole(inputs, "servers_per_node")?,
    };
    Results::new()
        .put("primary_rate_per_s", store.primary_rate())
        .put("replica_rate_per_s", store.replica_rate())
        .put("primary_utilization", store.primary_utilisation())
        .put("replica_utilization", store.replica_utilisation())
        .put("max_rate_per_s", store.max_rate())
        .done()
}
