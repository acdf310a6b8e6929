//! Fan-out: how likely a slow leaf is, and what hedging leaves of it.

use super::input::{law, number, whole};
use super::{Answer, Results};
use headroom::dist::{Family, fanout};
use headroom::queue::hedge;
use serde_json::Value;

pub fn slow_probability(inputs: &Value) -> Answer {
    let slow = fanout::any_slow(whole(inputs, "fanout")?, number(inputs, "leaf_slow_fraction")?);
    Results::new().put("request_slow_fraction", slow).done()
}

pub fn leaf_target(inputs: &Value) -> Answer {
    let level = fanout::leaf_level(whole(inputs, "fanout")?, number(inputs, "request_percentile")?);
    Results::new().put("leaf_percentile", level).done()
}

pub fn correlated(inputs: &Value) -> Answer {
    if !matches!(inputs["copula"].as_str(), None | Some("one_factor_gaussian")) {
        return Err(format!("no copula {}", inputs["copula"]));
    }
    let (n, p) = (whole(inputs, "fanout")?, number(inputs, "leaf_slow_fraction")?);
    let slow = fanout::any_slow_correlated(n, p, number(inputs, "correlation")?);
    Results::new()
        .put("request_slow_fraction", slow)
        .put("independent_slow_fraction", fanout::any_slow(n, p))
        .done()
}

pub fn common_shock(inputs: &Value) -> Answer {
    let (n, p) = (whole(inputs, "fanout")?, number(inputs, "leaf_slow_fraction")?);
    let (own, slow) = fanout::common_shock(n, p, number(inputs, "shock_fraction")?);
    Results::new().put("idiosyncratic_slow_fraction", own).put("request_slow_fraction", slow).done()
}

pub fn hedged(inputs: &Value) -> Answer {
    let (n, leaf) = (whole(inputs, "fanout")?, law(&inputs["leaf"])?);
    let delay = number(inputs, "hedge_delay_s")?;
    let at =
        |delay: f64, p: f64| hedge::quantile(|t| leaf.survival(t), delay, 1.0 - fanout::leaf_level(n, p));
    Results::new()
        .put("extra_load_fraction", leaf.survival(delay))
        .quantiles("", |p| at(delay, p))
        .quantiles("unhedged_", |p| at(f64::INFINITY, p))
        .done()
}
