//! Bounded queues, work done later, bursts.

use super::input::{law, number, number_or, pairs, whole};
use super::stations::overloaded;
use super::{Answer, Results};
use headroom::dist::{Family, Law};
use headroom::queue::bounded::{Blocking, drop_oldest};
use headroom::queue::burst::burst as surge;
use headroom::queue::fluid::{Span, backlog};
use headroom::queue::mmck::Mmck;
use headroom::queue::offload::Offload;
use serde_json::Value;

pub fn block(inputs: &Value) -> Answer {
    let (rate, servers) = (number(inputs, "arrival_rate_per_s")?, whole(inputs, "servers")?);
    let mean = law(&inputs["service"])?.mean();
    let station = match Blocking::new(rate, servers, mean, whole(inputs, "capacity")?) {
        Ok(station) => station,
        Err(facts) => return overloaded(&facts),
    };
    Results::new()
        .put("p_blocked", station.blocked())
        .put("mean_enqueue_wait_s", station.mean_blocked_time())
        .quantiles("enqueue_", |p| station.blocked_quantile(p))
        .put("mean_completion_s", station.queue.mean_sojourn())
        .quantiles("completion_", |p| station.queue.sojourn_quantile(p))
        .done()
}

pub fn drop(inputs: &Value) -> Answer {
    let (rate, servers) = (number(inputs, "arrival_rate_per_s")?, whole(inputs, "servers")?);
    let (mean, limit) = (law(&inputs["service"])?.mean(), whole(inputs, "queue_limit")?);
    let newest = Mmck::new(rate, servers, mean, servers + limit);
    let oldest = drop_oldest(rate, servers, mean, limit);
    Results::new()
        .put("p_drop_newest", newest.refused())
        .put("p_drop_oldest", oldest.dropped)
        .put("mean_wait_served_drop_newest_s", newest.mean_wait())
        .put("mean_wait_served_drop_oldest_s", oldest.mean_wait)
        .put("mean_time_before_drop_oldest_s", oldest.mean_time_to_drop)
        .put("throughput_per_s", oldest.throughput)
        .done()
}

pub fn offload(inputs: &Value) -> Answer {
    let (rate, workers) = (number(inputs, "arrival_rate_per_s")?, whole(inputs, "workers")?);
    let enqueue = Law::from_service(&law(&inputs["enqueue"])?);
    let perceived = Results::new()
        .put("perceived_mean_s", enqueue.mean())
        .quantiles("perceived_", |p| enqueue.quantile(p));
    match Offload::new(enqueue, rate, workers, &law(&inputs["service"])?) {
        Ok(later) => perceived
            .put("completion_mean_s", later.mean_completion())
            .quantiles("completion_", |p| later.completion_quantile(p))
            .put("mean_backlog", later.backlog())
            .done(),
        // The caller notices nothing while the backlog grows.
        Err(_) => perceived.value("completion_mean_s", Value::Null).done(),
    }
}

pub fn burst(inputs: &Value) -> Answer {
    let found = surge(
        number(inputs, "base_rate_per_s")?,
        number(inputs, "drain_rate_per_s")?,
        number(inputs, "burst_rate_per_s")?,
        number(inputs, "burst_duration_s")?,
        number_or(inputs, "memory_limit_jobs", f64::INFINITY),
    );
    Results::new()
        .put("peak_backlog", found.peak)
        .put("spilled_jobs", found.beyond)
        .put("drain_time_after_burst_s", found.drain_time)
        .put("max_completion_delay_s", found.longest_delay)
        .put("rejected_if_bounded", found.beyond)
        .done()
}

/// Long after the last change: what is left by then is never worked off.
const FOR_EVER: f64 = 1e12;

pub fn fluid(inputs: &Value) -> Answer {
    let arrivals = pairs(inputs, "arrival_rate_per_s")?;
    let each = number(inputs, "capacity_per_replica_per_s")?;
    let (before, after) = (number(inputs, "replicas_before")?, number(inputs, "replicas_after")?);
    let ready = number(inputs, "ready_at_s")?;
    let mut starts: Vec<f64> = arrivals.iter().map(|a| a.0).chain([ready]).collect();
    starts.sort_by(f64::total_cmp);
    starts.dedup();
    let span = |&start: &f64| Span {
        start,
        arrivals: arrivals.iter().rev().find(|a| a.0 <= start).map_or(0.0, |a| a.1),
        capacity: each * if start < ready { before } else { after },
    };
    let spans: Vec<Span> = starts.iter().map(span).collect();
    let end = number_or(inputs, "horizon_s", FOR_EVER);
    let found = backlog(&spans, end, 0.0);
    let unbounded = found.left > 0.0 && end == FOR_EVER;
    let finite = |x: f64| if unbounded { f64::INFINITY } else { x };
    Results::new()
        .put("max_backlog", finite(found.peak))
        .put("backlog_cleared_at_s", found.cleared_at.unwrap_or(f64::INFINITY))
        .put("backlog_seconds", finite(found.area))
        .done()
}
