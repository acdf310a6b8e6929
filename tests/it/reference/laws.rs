//! Answers of laws and their composition to reference cases.
//!
//! No mathematics of its own beyond naming results and walking the graph of a case.

use super::answers::named;
use super::{LEVELS, Results, number, whole};
use headroom::dist::bounded_pareto::Pareto;
use headroom::dist::{Family, Law, Percentiles, Service, fanout};
use serde_json::Value;

const PLAIN: [&str; 6] = ["p50_s", "p90_s", "p95_s", "p99_s", "p999_s", "p9999_s"];

/// The two percentiles of a law given by percentiles.
fn percentiles(law: &Value) -> Option<Percentiles> {
    let given = if law["percentiles"].is_object() { &law["percentiles"] } else { law };
    let mut found: Vec<(f64, f64)> = LEVELS
        .iter()
        .filter_map(|(name, level)| given[format!("{name}_s").as_str()].as_f64().map(|x| (*level, x)))
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let [(low_level, low), (high_level, high)] = found.try_into().ok()?;
    Some(Percentiles { low_level, low, high_level, high })
}

/// A service law in the vocabulary of the reference.
pub fn service(law: &Value) -> Service {
    let mean = || number(law, "mean_s");
    let pair = percentiles(law);
    let made = match (law["dist"].as_str().expect("a law"), pair) {
        ("constant", _) => Ok(Service::constant(mean())),
        ("exponential", _) => Service::exponential(mean()),
        ("erlang", _) => Service::erlang(mean(), whole(law, "stages")),
        ("gamma", Some(pair)) => Service::gamma_from_percentiles(pair),
        ("gamma", None) => Service::gamma(mean(), number(law, "scv")),
        ("hyperexponential", Some(pair)) => Service::hyperexponential_from_percentiles(pair),
        ("hyperexponential", None) => Service::hyperexponential(mean(), number(law, "scv")),
        ("lognormal", Some(pair)) => Service::lognormal_from_percentiles(pair),
        ("lognormal", None) => Service::lognormal(mean(), number(law, "scv")),
        ("weibull", Some(pair)) => Service::weibull_from_percentiles(pair),
        ("weibull", None) => Service::weibull_of(number(law, "scale_s"), number(law, "shape")),
        ("bounded_pareto", _) => {
            Service::bounded_pareto(number(law, "min_s"), number(law, "max_s"), number(law, "alpha"))
        }
        ("mixture", _) => Service::mixture(
            law["parts"]
                .as_array()
                .expect("parts")
                .iter()
                .map(|part| (number(part, "weight"), service(&part["of"])))
                .collect(),
        ),
        (other, _) => panic!("unknown law {other}"),
    };
    made.unwrap_or_else(|error| panic!("{law}: {error:?}"))
}

/// Moments, parameters and quantiles of a law.
pub fn fit(inputs: &Value) -> Results {
    let law = service(&inputs["service"]);
    let mut results = vec![("mean_s", law.mean()), ("scv", law.scv())];
    match &law {
        Service::Lognormal(l) => results.extend([("mu", l.mu()), ("sigma", l.sigma())]),
        Service::Gamma(g) => results.extend([("shape", g.shape()), ("scale_s", g.scale())]),
        Service::Weibull(w) => results.extend([("shape", w.shape()), ("scale_s", w.scale())]),
        _ => {}
    }
    results.extend(named(PLAIN, |p| law.quantile(p)));
    results
}

pub fn fit_pareto(inputs: &Value) -> Results {
    let pair = percentiles(&inputs["service"]).expect("two percentiles");
    let law = Pareto::from_percentiles(pair).expect("a Pareto law");
    let mut results = vec![("alpha", law.alpha), ("min_s", law.min), ("mean_s", law.mean())];
    results.extend(named(PLAIN, |p| law.quantile(p)));
    results
}

pub fn prometheus_histogram(inputs: &Value) -> Results {
    let list = |name: &str| -> Vec<f64> {
        inputs[name].as_array().expect("a list").iter().filter_map(Value::as_f64).collect()
    };
    let (bounds, counts) = (list("buckets_le_s"), list("cumulative_count"));
    let total = counts[counts.len() - 1];
    let finite = &counts[..bounds.len()];
    let law = Service::histogram(&bounds, finite, total - finite[finite.len() - 1]).expect("buckets");
    let mut results = vec![("mean_s", number(inputs, "sum_s") / total)];
    results.extend(named(PLAIN, |p| law.quantile(p)));
    results
}

/// The latency law of a graph of calls.
fn graph(node: &Value) -> Law {
    if node["dist"].is_string() {
        return Law::from_service(&service(node));
    }
    let children = || -> Vec<Law> { node["of"].as_array().expect("children").iter().map(graph).collect() };
    match node["op"].as_str().expect("an operator") {
        "sequence" => children().iter().fold(Law::point(0.0), |sum, next| sum.sum(next)),
        "parallel" => Law::max(&children().iter().collect::<Vec<_>>()),
        "quorum" => Law::k_of_n(whole(node, "k") as usize, &children().iter().collect::<Vec<_>>()),
        "branch" => {
            let parts: Vec<(f64, Law)> = node["of"]
                .as_array()
                .expect("branches")
                .iter()
                .map(|b| (number(b, "weight"), graph(&b["of"])))
                .collect();
            Law::mix(&parts.iter().map(|(w, law)| (*w, law)).collect::<Vec<_>>())
        }
        "repeat" => graph(&node["of"]).repeat_sum(whole(node, "times")),
        "fanout" => graph(&node["of"]).max_n(whole(node, "times")),
        "hedge" => graph(&node["of"]).hedged(number(node, "delay_s")),
        other => panic!("unknown operator {other}"),
    }
}

fn of_law(law: &Law) -> Results {
    let mut results = vec![("mean_s", law.mean())];
    results.extend(named(PLAIN, |p| law.quantile(p)));
    results
}

pub fn compose(inputs: &Value) -> Results {
    of_law(&graph(&inputs["graph"]))
}

pub fn retry_latency(inputs: &Value) -> Results {
    let attempt = Law::from_service(&service(&inputs["attempt"]));
    let (timeout, retries) = (number(inputs, "timeout_s"), whole(inputs, "max_retries"));
    let (on_time, kept) = attempt.truncate(timeout);
    let fail = attempt.survival(timeout);
    let (mut start, mut chance, mut attempts) = (0.0, 1.0, 0.0);
    let mut backoff = number(inputs, "backoff_base_s");
    let mut parts = Vec::new();
    for i in 0..=retries {
        parts.push((chance * on_time, kept.shift(start)));
        attempts += chance;
        chance *= fail;
        if i < retries {
            start += timeout + backoff;
            backoff *= number(inputs, "backoff_multiplier");
        }
    }
    let mut results = vec![
        ("attempt_fail_fraction", fail),
        ("success_fraction", 1.0 - chance),
        ("mean_attempts", attempts),
        ("failure_latency_s", start + timeout),
    ];
    if on_time > 0.0 {
        let law = Law::mix(&parts.iter().map(|(w, law)| (*w, law)).collect::<Vec<_>>());
        results.push(("mean_success_latency_s", law.mean()));
        let names = [
            "success_p50_s",
            "success_p90_s",
            "success_p95_s",
            "success_p99_s",
            "success_p999_s",
            "success_p9999_s",
        ];
        results.extend(named(names, |p| law.quantile(p)));
    }
    results
}

pub fn n_plus_one(inputs: &Value) -> Results {
    let query = Law::from_service(&service(&inputs["query"]));
    let (rate, calls) = (number(inputs, "request_rate_per_s"), whole(inputs, "children") + 1);
    let batched = whole(inputs, "batched_queries");
    let mut results = of_law(&query.repeat_sum(calls));
    results.extend([
        ("query_rate_per_s", rate * f64::from(calls)),
        ("batched_mean_s", query.repeat_sum(batched).mean()),
        ("batched_query_rate_per_s", rate * f64::from(batched)),
    ]);
    results
}

pub fn cache_hierarchy(inputs: &Value) -> Results {
    let rate = number(inputs, "request_rate_per_s");
    let names = ["layer1_rate_per_s", "layer2_rate_per_s", "layer3_rate_per_s"];
    let (mut missed, mut paid, mut parts, mut results) = (1.0, Law::point(0.0), Vec::new(), Vec::new());
    for (layer, name) in inputs["layers"].as_array().expect("layers").iter().zip(names) {
        results.push((name, rate * missed));
        paid = paid.sum(&Law::from_service(&service(&layer["lookup"])));
        let hit = number(layer, "hit_fraction");
        parts.push((missed * hit, paid.clone()));
        missed *= 1.0 - hit;
    }
    parts.push((missed, paid.sum(&Law::from_service(&service(&inputs["origin"])))));
    let law = Law::mix(&parts.iter().map(|(w, law)| (*w, law)).collect::<Vec<_>>());
    results.extend([("overall_hit_fraction", 1.0 - missed), ("origin_rate_per_s", rate * missed)]);
    results.extend(of_law(&law));
    results
}

pub fn fanout_slow_probability(inputs: &Value) -> Results {
    let slow = fanout::any_slow(whole(inputs, "fanout"), number(inputs, "leaf_slow_fraction"));
    vec![("request_slow_fraction", slow)]
}

pub fn fanout_leaf_target(inputs: &Value) -> Results {
    let level = fanout::leaf_level(whole(inputs, "fanout"), number(inputs, "request_percentile"));
    vec![("leaf_percentile", level)]
}

pub fn fanout_correlated(inputs: &Value) -> Results {
    let (n, p) = (whole(inputs, "fanout"), number(inputs, "leaf_slow_fraction"));
    vec![
        ("request_slow_fraction", fanout::any_slow_correlated(n, p, number(inputs, "correlation"))),
        ("independent_slow_fraction", fanout::any_slow(n, p)),
    ]
}

pub fn fanout_common_shock(inputs: &Value) -> Results {
    let (n, p) = (whole(inputs, "fanout"), number(inputs, "leaf_slow_fraction"));
    let (own, request) = fanout::common_shock(n, p, number(inputs, "shock_fraction"));
    vec![("idiosyncratic_slow_fraction", own), ("request_slow_fraction", request)]
}

pub fn fanout_hedged(inputs: &Value) -> Results {
    let leaf = Law::from_service(&service(&inputs["leaf"]));
    let (n, delay) = (whole(inputs, "fanout"), number(inputs, "hedge_delay_s"));
    let (plain, hedged) = (leaf.max_n(n), leaf.hedged(delay).max_n(n));
    let mut results = vec![("extra_load_fraction", leaf.survival(delay))];
    results.extend(named(PLAIN, |p| hedged.quantile(p)));
    let names = [
        "unhedged_p50_s",
        "unhedged_p90_s",
        "unhedged_p95_s",
        "unhedged_p99_s",
        "unhedged_p999_s",
        "unhedged_p9999_s",
    ];
    results.extend(named(names, |p| plain.quantile(p)));
    results
}
