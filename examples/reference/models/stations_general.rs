//! Stations with any service law, bursty arrivals, and replicas with queues of their own.

use super::input::{law, number, whole};
use super::stations::overloaded;
use super::{Answer, Results};
use headroom::dist::{Family, Law, Service};
use headroom::num::root;
use headroom::queue::balancing::{MeanField, Policy, sojourn_law};
use headroom::queue::{gigc::Gigc, gim::Gim, mgc::Mgc, mmc::Mmc};
use serde_json::Value;

pub fn mgc(inputs: &Value) -> Answer {
    let (rate, servers) = (number(inputs, "arrival_rate_per_s")?, whole(inputs, "servers")?);
    let queue = match Mgc::new(rate, servers, &law(&inputs["service"])?) {
        Ok(queue) => queue,
        Err(facts) => return overloaded(&facts),
    };
    let sojourn = queue.sojourn();
    Results::new()
        .put("utilization", queue.utilisation())
        .put("p_wait", queue.wait_chance())
        .put("mean_wait_s", queue.mean_wait())
        .put("mean_sojourn_s", queue.mean_sojourn())
        .quantiles("wait_", |p| queue.wait().quantile(p))
        .quantiles("sojourn_", |p| sojourn.quantile(p))
        .done()
}

pub fn gigc(inputs: &Value) -> Answer {
    let (rate, servers) = (number(inputs, "arrival_rate_per_s")?, whole(inputs, "servers")?);
    let service = law(&inputs["service"])?;
    let plain = match Mmc::new(rate, servers, service.mean()) {
        Ok(plain) => plain,
        Err(facts) => return overloaded(&facts),
    };
    let queue = Gigc::new(rate, number(inputs, "arrival_scv")?, servers, &service)
        .map_err(|facts| format!("{facts:?}"))?;
    Results::new()
        .put("utilization", plain.utilisation())
        .put("p_wait", queue.wait_chance())
        .put("mean_wait_s", queue.mean_wait())
        .put("mean_sojourn_s", queue.mean_sojourn())
        .quantiles("wait_", |p| queue.wait().quantile(p))
        .quantiles("sojourn_", |p| queue.sojourn().quantile(p))
        .done()
}

pub fn gim1(inputs: &Value) -> Answer {
    let between = law(&inputs["interarrival"])?;
    let known = matches!(
        between,
        Service::Constant(_) | Service::Exponential(_) | Service::Gamma(_) | Service::Hyperexponential(_)
    );
    if !known {
        return Err("arrivals are constant, gamma or balanced hyperexponential".to_owned());
    }
    let mean = law(&inputs["service"])?.mean();
    let queue = match Gim::new(number(inputs, "arrival_rate_per_s")?, between.scv(), 1, mean) {
        Ok(queue) => queue,
        Err(facts) => return overloaded(&facts),
    };
    let wait = queue.wait_law();
    Results::new()
        .put("p_wait", queue.wait_chance())
        .put("mean_wait_s", queue.mean_wait())
        .put("mean_sojourn_s", queue.mean_sojourn())
        .quantiles("wait_", |p| wait.quantile(p))
        .quantiles("sojourn_", |p| {
            let late = |t: f64| queue.sojourn_survival(t) > 1.0 - p;
            root::last_true(late, 0.0, 1e3 * queue.mean_sojourn())
        })
        .done()
}

pub fn load_balancing(inputs: &Value) -> Answer {
    let (rate, replicas) = (number(inputs, "arrival_rate_per_s")?, whole(inputs, "replicas")?);
    let service = law(&inputs["service"])?;
    let choices = || whole(inputs, "choices").unwrap_or(2);
    let policy = match inputs["policy"].as_str().ok_or("no policy")? {
        "random" => Policy::Random,
        "round_robin" => Policy::RoundRobin,
        "shared_queue" => Policy::SharedQueue,
        "jsq" | "least_outstanding" => Policy::ShortestQueue,
        "jiq" | "join_idle_queue" => Policy::IdleFirst,
        "power_of_2" => Policy::PowerOfTwo,
        "power_of_d" if choices() == 2 => Policy::PowerOfTwo,
        "power_of_d" if choices() == 1 => Policy::Random,
        "power_of_d" | "power_of_d_mean_field" => return mean_field(rate, replicas, choices(), &service),
        other => return Err(format!("no policy {other}")),
    };
    match sojourn_law(policy, replicas, rate, &service) {
        Ok(law) => named(&law),
        Err(facts) => overloaded(&facts),
    }
}

fn mean_field(rate: f64, replicas: u32, choices: u32, service: &Service) -> Answer {
    let queue = match Mmc::new(rate, replicas, service.mean()) {
        Ok(queue) => queue,
        Err(facts) => return overloaded(&facts),
    };
    let field = MeanField::new(choices, queue.utilisation());
    Results::new()
        .put("mean_sojourn_s", service.mean() * field.mean())
        .quantiles("sojourn_", |p| service.mean() * field.quantile(p))
        .done()
}

fn named(law: &Law) -> Answer {
    Results::new().put("mean_sojourn_s", law.mean()).quantiles("sojourn_", |p| law.quantile(p)).done()
}
