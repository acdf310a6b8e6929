//! Timeouts, retries and hedges.

use super::input::{law, number, number_or, whole};
use super::{Answer, Results};
use headroom::control::backoff::{Backoff, Jitter};
use headroom::dist::{Family, Law};
use headroom::queue::hedge::Hedged;
use headroom::queue::retry::{budgeted, even_pause, retried};
use headroom::queue::retry_storm::RetryStorm;
use serde_json::Value;

pub fn retry_latency(inputs: &Value) -> Answer {
    let attempt = Law::from_service(&law(&inputs["attempt"])?);
    let jitter = match inputs["backoff_jitter"].as_str() {
        None | Some("none") => Jitter::None,
        Some("full") => Jitter::Full,
        Some(other) => return Err(format!("no jitter {other}")),
    };
    let backoff = Backoff {
        base: number_or(inputs, "backoff_base_s", 0.0),
        factor: number_or(inputs, "backoff_multiplier", 1.0),
        cap: number_or(inputs, "backoff_max_s", f64::INFINITY),
        jitter,
    };
    let pause = |retry: u32| match jitter {
        Jitter::None => Law::point(backoff.longest(retry)),
        Jitter::Full => even_pause(backoff.longest(retry)),
    };
    let pauses: Vec<Law> = (1..=whole(inputs, "max_retries")?).map(pause).collect();
    let request = retried(&attempt, number(inputs, "timeout_s")?, &pauses);
    let results = Results::new()
        .put("attempt_fail_fraction", request.attempt_fails)
        .put("success_fraction", request.success)
        .put("mean_attempts", request.attempts)
        .put("failure_latency_s", request.failure_time);
    match &request.latency {
        Some(law) => {
            results.put("mean_success_latency_s", law.mean()).quantiles("success_", |p| law.quantile(p))
        }
        None => results.value("mean_success_latency_s", Value::Null),
    }
    .done()
}

pub fn retry_fixed_point(inputs: &Value) -> Answer {
    let station = RetryStorm {
        rate: number(inputs, "arrival_rate_per_s")?,
        servers: whole(inputs, "servers")?,
        mean_service: law(&inputs["service"])?.mean(),
        capacity: whole(inputs, "capacity")?,
        timeout: number(inputs, "timeout_s")?,
        retries: whole(inputs, "max_retries")?,
        budget: number_or(inputs, "retry_budget_fraction", f64::INFINITY),
    };
    let states = station.states();
    let (Some(low), Some(high)) = (states.first(), states.last()) else { return Err("no state".to_owned()) };
    let mut results = Results::new()
        .value("fixed_point_count", states.len())
        .value("bistable", states.len() >= 3)
        .put("nominal_utilization", station.nominal_utilisation());
    for (name, state) in [("low", low), ("high", high)] {
        results = results
            .put(&format!("offered_{name}_per_s"), state.offered)
            .put(&format!("amplification_{name}"), state.amplification)
            .put(&format!("success_fraction_{name}"), state.success)
            .put(&format!("goodput_{name}_per_s"), state.goodput);
    }
    let tipping = if states.len() >= 3 { states[1].offered } else { f64::INFINITY };
    results.put("offered_unstable_per_s", tipping).done()
}

pub fn retry_budget(inputs: &Value) -> Answer {
    let load = budgeted(
        number(inputs, "arrival_rate_per_s")?,
        number(inputs, "attempt_fail_fraction")?,
        whole(inputs, "max_retries")?,
        number(inputs, "retry_budget_fraction")?,
    );
    Results::new()
        .put("offered_unbudgeted_per_s", load.unbudgeted)
        .put("offered_per_s", load.offered)
        .value("budget_binding", load.binding)
        .done()
}

pub fn hedge_with_load(inputs: &Value) -> Answer {
    if inputs["cancel_loser"] == true || !matches!(inputs["routing"].as_str(), None | Some("random")) {
        return Err("only random routing, without cancelling, is modelled".to_owned());
    }
    let rate = number(inputs, "arrival_rate_per_s")?;
    let (replicas, delay) = (whole(inputs, "replicas")?, number(inputs, "hedge_delay_s")?);
    let Some(hedged) = Hedged::new(rate, replicas, &law(&inputs["service"])?, delay) else {
        // Hedging has collapsed the service: nothing is finite.
        return Results::new().all(&[("extra_load_fraction", f64::NAN), ("mean_s", f64::NAN)]).done();
    };
    Results::new()
        .put("extra_load_fraction", hedged.extra)
        .put("utilization", hedged.utilisation)
        .put("mean_s", hedged.mean())
        .quantiles("", |p| hedged.quantile(p))
        .done()
}
