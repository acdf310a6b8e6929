//! Stations with exponential service, and what can be said of any.
//!
//! Stations with other service laws are `stations_general`.

use super::input::{law, number, whole};
use super::{Answer, Results};
use headroom::dist::Family;
use headroom::queue::abandonment::{ConstantPatience, exponential_patience};
use headroom::queue::mmc::Mmc;
use headroom::queue::mmck::Mmck;
use headroom::queue::overload::Overload;
use headroom::queue::{little, mgc::Mgc, mmc};
use serde_json::Value;

/// Arrival rate, servers and mean service time.
fn plain(inputs: &Value) -> Result<(f64, u32, f64), String> {
    let mean = law(&inputs["service"])?.mean();
    Ok((number(inputs, "arrival_rate_per_s")?, whole(inputs, "servers")?, mean))
}

/// What a station without steady state has: its utilisation.
pub fn overloaded(facts: &Overload) -> Answer {
    Results::new().put("utilization", facts.utilisation).done()
}

pub fn mmc(inputs: &Value) -> Answer {
    let (rate, servers, mean) = plain(inputs)?;
    let queue = match Mmc::new(rate, servers, mean) {
        Ok(queue) => queue,
        Err(facts) => return overloaded(&facts),
    };
    Results::new()
        .put("utilization", queue.utilisation())
        .put("p_wait", queue.wait_chance())
        .put("mean_wait_s", queue.mean_wait())
        .put("mean_sojourn_s", queue.mean_sojourn())
        .put("mean_queue_length", queue.mean_queue())
        .put("mean_in_system", queue.mean_in_system())
        .put("sojourn_tail_at_2_means", queue.sojourn_survival(2.0 * mean))
        .quantiles("wait_", |p| queue.wait_quantile(p))
        .quantiles("sojourn_", |p| queue.sojourn_quantile(p))
        .done()
}

pub fn mmck(inputs: &Value) -> Answer {
    let (rate, servers, mean) = plain(inputs)?;
    let queue = Mmck::new(rate, servers, mean, whole(inputs, "capacity")?);
    Results::new()
        .put("p_reject", queue.refused())
        .put("throughput_per_s", queue.throughput())
        .put("utilization", queue.utilisation())
        .put("mean_wait_accepted_s", queue.mean_wait())
        .put("mean_sojourn_accepted_s", queue.mean_sojourn())
        .put("mean_in_system", queue.mean_in_system())
        .put("p_wait_accepted", queue.wait_chance())
        .quantiles("sojourn_accepted_", |p| queue.sojourn_quantile(p))
        .done()
}

pub fn erlang_b(inputs: &Value) -> Answer {
    let blocked = mmc::erlang_b(number(inputs, "offered_load_erlangs")?, whole(inputs, "servers")?);
    Results::new().put("p_block", blocked).done()
}

pub fn patience_exponential(inputs: &Value) -> Answer {
    let (rate, servers, mean) = plain(inputs)?;
    let queue = exponential_patience(rate, servers, mean, number(inputs, "patience_mean_s")?);
    Results::new()
        .put("p_abandon", queue.abandoned)
        .put("p_wait", queue.wait_chance)
        .put("mean_wait_s", queue.mean_wait)
        .put("mean_queue_length", queue.mean_queue)
        .put("utilization", queue.utilisation)
        .put("throughput_per_s", queue.throughput)
        .done()
}

pub fn patience_constant(inputs: &Value) -> Answer {
    let (rate, servers, mean) = plain(inputs)?;
    let queue = ConstantPatience::new(rate, servers, mean, number(inputs, "patience_s")?);
    Results::new()
        .put("p_abandon", queue.abandoned())
        .put("p_wait", queue.wait_chance())
        .put("mean_wait_s", queue.mean_wait())
        .put("mean_wait_served_s", queue.mean_wait_served())
        .put("utilization", queue.utilisation())
        .put("throughput_per_s", queue.throughput())
        .done()
}

pub fn deadline_no_cancel(inputs: &Value) -> Answer {
    let (rate, servers, mean) = plain(inputs)?;
    let (service, timeout) = (law(&inputs["service"])?, number(inputs, "timeout_s")?);
    let queue = match Mmc::new(rate, servers, mean) {
        Ok(queue) => queue,
        Err(facts) => return overloaded(&facts),
    };
    let late = if service.is_exponential() {
        queue.sojourn_survival(timeout)
    } else {
        let queue = Mgc::new(rate, servers, &service).map_err(|facts| format!("{facts:?}"))?;
        queue.sojourn().survival(timeout)
    };
    Results::new()
        .put("p_timeout", late)
        .put("utilization", queue.utilisation())
        .put("goodput_per_s", rate * (1.0 - late))
        .done()
}

pub fn overload(inputs: &Value) -> Answer {
    let (rate, servers, mean) = plain(inputs)?;
    let horizon = number(inputs, "horizon_s")?;
    let names =
        ["backlog_growth_per_s", "backlog_at_horizon", "wait_at_horizon_s", "drop_fraction_to_be_stable"];
    let (stable, utilisation, values) = match Overload::of(rate, servers, mean) {
        Some(facts) => {
            let (backlog, wait) = (facts.backlog_after(horizon), facts.wait_after(horizon));
            (false, facts.utilisation, [facts.growth, backlog, wait, facts.shed_fraction])
        }
        // A station that keeps up has no backlog in the fluid.
        None => (true, Mmc::new(rate, servers, mean).map_or(0.0, |q| q.utilisation()), [0.0; 4]),
    };
    let pairs: Vec<(&str, f64)> = names.into_iter().zip(values).collect();
    Results::new().value("stable", stable).put("utilization_offered", utilisation).all(&pairs).done()
}

pub fn littles_law(inputs: &Value) -> Answer {
    let (rate, sojourn) = (number(inputs, "arrival_rate_per_s")?, number(inputs, "mean_sojourn_s")?);
    Results::new().put("mean_in_system", little::mean_in_system(rate, sojourn)).done()
}
