//! Answers of the queueing models to reference cases.
//!
//! No mathematics of its own: inputs are read, public functions called, results named.

use super::laws::service;
use super::{LEVELS, Results, number, whole};
use headroom::dist::{Family, Law};
use headroom::num::{quantile, student};
use headroom::queue::abandonment::{ConstantPatience, exponential_patience};
use headroom::queue::balancing::{MeanField, Policy, sojourn_law};
use headroom::queue::bounded::{Blocking, drop_oldest};
use headroom::queue::fluid::{Span, backlog};
use headroom::queue::{gigc::Gigc, gim::Gim, mgc::Mgc, mmc, mmc::Mmc, mmck::Mmck, overload::Overload};
use serde_json::Value;

const WAIT: [&str; 6] =
    ["wait_p50_s", "wait_p90_s", "wait_p95_s", "wait_p99_s", "wait_p999_s", "wait_p9999_s"];
const SOJOURN: [&str; 6] =
    ["sojourn_p50_s", "sojourn_p90_s", "sojourn_p95_s", "sojourn_p99_s", "sojourn_p999_s", "sojourn_p9999_s"];
const ACCEPTED: [&str; 6] = [
    "sojourn_accepted_p50_s",
    "sojourn_accepted_p90_s",
    "sojourn_accepted_p95_s",
    "sojourn_accepted_p99_s",
    "sojourn_accepted_p999_s",
    "sojourn_accepted_p9999_s",
];

/// The six quantiles under the given names.
pub fn named(names: [&'static str; 6], quantile: impl Fn(f64) -> f64) -> Results {
    names.into_iter().zip(LEVELS).map(|(name, (_, p))| (name, quantile(p))).collect()
}

fn rate(inputs: &Value) -> f64 {
    number(inputs, "arrival_rate_per_s")
}

pub fn mmc(inputs: &Value) -> Results {
    let mean = service(&inputs["service"]).mean();
    let queue = Mmc::new(rate(inputs), whole(inputs, "servers"), mean).expect("stable");
    let mut results = vec![
        ("utilization", queue.utilisation()),
        ("p_wait", queue.wait_chance()),
        ("mean_wait_s", queue.mean_wait()),
        ("mean_sojourn_s", queue.mean_sojourn()),
        ("mean_queue_length", queue.mean_queue()),
        ("mean_in_system", queue.mean_in_system()),
        ("sojourn_tail_at_2_means", queue.sojourn_survival(2.0 * mean)),
    ];
    results.extend(named(WAIT, |p| queue.wait_quantile(p)));
    results.extend(named(SOJOURN, |p| queue.sojourn_quantile(p)));
    results
}

pub fn mmck(inputs: &Value) -> Results {
    let mean = service(&inputs["service"]).mean();
    let queue = Mmck::new(rate(inputs), whole(inputs, "servers"), mean, whole(inputs, "capacity"));
    let mut results = vec![
        ("p_reject", queue.refused()),
        ("throughput_per_s", queue.throughput()),
        ("utilization", queue.utilisation()),
        ("mean_wait_accepted_s", queue.mean_wait()),
        ("mean_sojourn_accepted_s", queue.mean_sojourn()),
        ("mean_in_system", queue.mean_in_system()),
        ("p_wait_accepted", queue.wait_chance()),
    ];
    results.extend(named(ACCEPTED, |p| queue.sojourn_quantile(p)));
    results
}

pub fn erlang_b(inputs: &Value) -> Results {
    vec![("p_block", mmc::erlang_b(number(inputs, "offered_load_erlangs"), whole(inputs, "servers")))]
}

fn station(utilisation: f64, chance: f64, wait: &Law, sojourn: &Law) -> Results {
    let mut results = vec![
        ("utilization", utilisation),
        ("p_wait", chance),
        ("mean_wait_s", wait.mean()),
        ("mean_sojourn_s", sojourn.mean()),
    ];
    results.extend(named(WAIT, |p| wait.quantile(p)));
    results.extend(named(SOJOURN, |p| sojourn.quantile(p)));
    results
}

pub fn mgc(inputs: &Value) -> Results {
    let queue =
        Mgc::new(rate(inputs), whole(inputs, "servers"), &service(&inputs["service"])).expect("stable");
    station(queue.utilisation(), queue.wait_chance(), queue.wait(), &queue.sojourn())
}

pub fn gigc(inputs: &Value) -> Results {
    let (servers, law) = (whole(inputs, "servers"), service(&inputs["service"]));
    let queue = Gigc::new(rate(inputs), number(inputs, "arrival_scv"), servers, &law).expect("stable");
    let utilisation = rate(inputs) * law.mean() / f64::from(servers);
    station(utilisation, queue.wait_chance(), queue.wait(), queue.sojourn())
}

pub fn gim1(inputs: &Value) -> Results {
    let between = service(&inputs["interarrival"]);
    let queue = Gim::new(rate(inputs), between.scv(), 1, service(&inputs["service"]).mean()).expect("stable");
    station(0.0, queue.wait_chance(), &queue.wait_law(), &queue.sojourn_law())
}

pub fn patience_exponential(inputs: &Value) -> Results {
    let mean = service(&inputs["service"]).mean();
    let queue =
        exponential_patience(rate(inputs), whole(inputs, "servers"), mean, number(inputs, "patience_mean_s"));
    vec![
        ("p_abandon", queue.abandoned),
        ("p_wait", queue.wait_chance),
        ("mean_wait_s", queue.mean_wait),
        ("mean_queue_length", queue.mean_queue),
        ("utilization", queue.utilisation),
        ("throughput_per_s", queue.throughput),
    ]
}

pub fn patience_constant(inputs: &Value) -> Results {
    let mean = service(&inputs["service"]).mean();
    let queue =
        ConstantPatience::new(rate(inputs), whole(inputs, "servers"), mean, number(inputs, "patience_s"));
    vec![
        ("p_abandon", queue.abandoned()),
        ("p_wait", queue.wait_chance()),
        ("mean_wait_s", queue.mean_wait()),
        ("mean_wait_served_s", queue.mean_wait_served()),
        ("utilization", queue.utilisation()),
        ("throughput_per_s", queue.throughput()),
    ]
}

pub fn pool_as_station(inputs: &Value) -> Results {
    let (pods, hold) = (number(inputs, "pods"), service(&inputs["hold"]).mean());
    let connections = whole(inputs, "pool_size") + whole(inputs, "max_overflow");
    let each = rate(inputs) / pods;
    let queue = ConstantPatience::new(each, connections, hold, number(inputs, "pool_timeout_s"));
    vec![
        ("offered_load_per_pod_erlangs", each * hold),
        ("p_wait", queue.wait_chance()),
        ("mean_wait_s", queue.mean_wait()),
        ("p_pool_timeout", queue.abandoned()),
        ("pool_utilization", queue.utilisation()),
        ("throughput_per_s", pods * queue.throughput()),
    ]
}

pub fn deadline_no_cancel(inputs: &Value) -> Results {
    let mean = service(&inputs["service"]).mean();
    let queue = Mmc::new(rate(inputs), whole(inputs, "servers"), mean).expect("stable");
    let late = queue.sojourn_survival(number(inputs, "timeout_s"));
    vec![
        ("p_timeout", late),
        ("utilization", queue.utilisation()),
        ("goodput_per_s", rate(inputs) * (1.0 - late)),
    ]
}

pub fn load_balancing(inputs: &Value) -> Results {
    let (replicas, law) = (whole(inputs, "replicas"), service(&inputs["service"]));
    let policy = match inputs["policy"].as_str().expect("a policy") {
        "random" => Policy::Random,
        "round_robin" => Policy::RoundRobin,
        "shared_queue" => Policy::SharedQueue,
        "jsq" => Policy::ShortestQueue,
        "power_of_d" => Policy::PowerOfTwo,
        "power_of_d_mean_field" => {
            let utilisation = rate(inputs) * law.mean() / f64::from(replicas);
            let field = MeanField::new(whole(inputs, "choices"), utilisation);
            let mut results = vec![("mean_sojourn_s", law.mean() * field.mean())];
            results.extend(named(SOJOURN, |p| law.mean() * field.quantile(p)));
            return results;
        }
        other => panic!("unknown policy {other}"),
    };
    let sojourn = sojourn_law(policy, replicas, rate(inputs), &law).expect("stable");
    let mut results = vec![("mean_sojourn_s", sojourn.mean())];
    results.extend(named(SOJOURN, |p| sojourn.quantile(p)));
    results
}

pub fn overload(inputs: &Value) -> Results {
    let mean = service(&inputs["service"]).mean();
    let facts = Overload::of(rate(inputs), whole(inputs, "servers"), mean).expect("overloaded");
    let horizon = number(inputs, "horizon_s");
    vec![
        ("stable", 0.0),
        ("utilization_offered", facts.utilisation),
        ("backlog_growth_per_s", facts.growth),
        ("backlog_at_horizon", facts.backlog_after(horizon)),
        ("wait_at_horizon_s", facts.wait_after(horizon)),
        ("drop_fraction_to_be_stable", facts.shed_fraction),
    ]
}

pub fn littles_law(inputs: &Value) -> Results {
    let number_in = headroom::queue::little::mean_in_system(rate(inputs), number(inputs, "mean_sojourn_s"));
    vec![("mean_in_system", number_in)]
}

pub fn bounded_queue_block(inputs: &Value) -> Results {
    let mean = service(&inputs["service"]).mean();
    let queue = Blocking::new(rate(inputs), whole(inputs, "servers"), mean, whole(inputs, "capacity"));
    let queue = queue.expect("stable");
    vec![
        ("p_blocked", queue.blocked()),
        ("mean_enqueue_wait_s", queue.mean_blocked_time()),
        ("enqueue_p99_s", queue.blocked_quantile(0.99)),
        ("enqueue_p999_s", queue.blocked_quantile(0.999)),
        ("mean_completion_s", queue.queue.mean_sojourn()),
        ("completion_p99_s", queue.queue.sojourn_quantile(0.99)),
    ]
}

pub fn bounded_queue_drop(inputs: &Value) -> Results {
    let (servers, limit) = (whole(inputs, "servers"), whole(inputs, "queue_limit"));
    let mean = service(&inputs["service"]).mean();
    let newest = Mmck::new(rate(inputs), servers, mean, servers + limit);
    let oldest = drop_oldest(rate(inputs), servers, mean, limit);
    vec![
        ("p_drop_newest", newest.refused()),
        ("p_drop_oldest", oldest.dropped),
        ("mean_wait_served_drop_newest_s", newest.mean_wait()),
        ("mean_wait_served_drop_oldest_s", oldest.mean_wait),
        ("mean_time_before_drop_oldest_s", oldest.mean_time_to_drop),
        ("throughput_per_s", oldest.throughput),
    ]
}

pub fn async_offload(inputs: &Value) -> Results {
    let enqueue = Law::from_service(&service(&inputs["enqueue"]));
    let mean = service(&inputs["service"]).mean();
    let queue = Mmc::new(rate(inputs), whole(inputs, "workers"), mean).expect("stable");
    let delay = enqueue.constant().expect("a constant enqueue");
    vec![
        ("perceived_mean_s", enqueue.mean()),
        ("perceived_p99_s", enqueue.quantile(0.99)),
        ("completion_mean_s", delay + queue.mean_sojourn()),
        ("completion_p50_s", delay + queue.sojourn_quantile(0.5)),
        ("completion_p99_s", delay + queue.sojourn_quantile(0.99)),
        ("mean_backlog", queue.mean_queue()),
    ]
}

pub fn burst_spill(inputs: &Value) -> Results {
    let (drain, burst) = (number(inputs, "drain_rate_per_s"), number(inputs, "burst_duration_s"));
    let spans = [
        Span { start: 0.0, arrivals: number(inputs, "burst_rate_per_s"), capacity: drain },
        Span { start: burst, arrivals: number(inputs, "base_rate_per_s"), capacity: drain },
    ];
    let result = backlog(&spans, 1e9, 0.0);
    let spilled = (result.peak - number(inputs, "memory_limit_jobs")).max(0.0);
    vec![
        ("peak_backlog", result.peak),
        ("spilled_jobs", spilled),
        ("drain_time_after_burst_s", result.cleared_at.unwrap_or(f64::INFINITY) - burst),
        ("max_completion_delay_s", result.longest_delay),
        ("rejected_if_bounded", spilled),
    ]
}

pub fn fluid_backlog(inputs: &Value) -> Results {
    let capacity = number(inputs, "capacity_per_replica_per_s");
    let (before, after) = (number(inputs, "replicas_before"), number(inputs, "replicas_after"));
    let ready = number(inputs, "ready_at_s");
    let steps: Vec<(f64, f64)> = inputs["arrival_rate_per_s"]
        .as_array()
        .expect("steps")
        .iter()
        .map(|s| (s[0].as_f64().unwrap(), s[1].as_f64().unwrap()))
        .collect();
    let mut starts: Vec<f64> = steps.iter().map(|s| s.0).chain([ready]).collect();
    starts.sort_by(f64::total_cmp);
    let spans: Vec<Span> = starts
        .iter()
        .map(|&start| Span {
            start,
            arrivals: steps.iter().rev().find(|s| s.0 <= start).map_or(0.0, |s| s.1),
            capacity: capacity * if start < ready { before } else { after },
        })
        .collect();
    let result = backlog(&spans, 1e9, 0.0);
    vec![
        ("max_backlog", result.peak),
        ("backlog_cleared_at_s", result.cleared_at.unwrap_or(f64::INFINITY)),
        ("backlog_seconds", result.area),
    ]
}

pub fn quantile_ci_ranks(inputs: &Value) -> Results {
    let samples = u64::from(whole(inputs, "samples"));
    let ranks = quantile::interval_ranks(samples, number(inputs, "quantile"), number(inputs, "confidence"));
    vec![
        ("lower_rank", ranks.lower as f64),
        ("upper_rank", ranks.upper.map_or(f64::INFINITY, |r| r as f64)),
        ("coverage", ranks.coverage),
    ]
}

pub fn replication_ci(inputs: &Value) -> Results {
    let values: Vec<f64> =
        inputs["replication_values"].as_array().expect("values").iter().filter_map(Value::as_f64).collect();
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
    let level = 0.5 + 0.5 * number(inputs, "confidence");
    let half = student::quantile(level, values.len() as u32 - 1) * (variance / n).sqrt();
    vec![("mean", mean), ("half_width", half), ("relative_half_width", half / mean)]
}

pub fn elasticity_mmc(inputs: &Value) -> Results {
    let (lambda, servers) = (rate(inputs), whole(inputs, "servers"));
    let mean = service(&inputs["service"]).mean();
    let at = |rate: f64, mean: f64| {
        let queue = Mmc::new(rate, servers, mean).expect("stable");
        [libm::log(queue.mean_sojourn()), libm::log(queue.sojourn_quantile(0.99))]
    };
    let h = 1e-5_f64;
    let slope = |up: [f64; 2], down: [f64; 2]| [(up[0] - down[0]) / (2.0 * h), (up[1] - down[1]) / (2.0 * h)];
    let by_rate = slope(at(lambda * libm::exp(h), mean), at(lambda * libm::exp(-h), mean));
    let by_mean = slope(at(lambda, mean * libm::exp(h)), at(lambda, mean * libm::exp(-h)));
    vec![
        ("mean_sojourn_vs_arrival_rate", by_rate[0]),
        ("mean_sojourn_vs_service_mean", by_mean[0]),
        ("sojourn_p99_vs_arrival_rate", by_rate[1]),
        ("sojourn_p99_vs_service_mean", by_mean[1]),
    ]
}
