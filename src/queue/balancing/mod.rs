//! Load balancing over single-server replicas that each have their own queue.
//!
//! It is not for replicas behind one shared queue with several slots each; that is `mgc`.

mod field;
pub mod slots;
mod table;

pub use field::MeanField;

use super::gigc::Gigc;
use super::mgc::Mgc;
use super::mmc::Mmc;
use super::overload::Overload;
use crate::dist::{Family, Law, Service};

/// How requests are spread over replicas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// One queue for all: the best there can be.
    SharedQueue,
    /// Any replica, blindly.
    Random,
    /// The replicas in turn.
    RoundRobin,
    /// The replica with the fewest requests (least outstanding).
    ShortestQueue,
    /// The better of two replicas chosen at random.
    PowerOfTwo,
    /// An idle replica if there is one, else any.
    IdleFirst,
}

/// The law of the sojourn time under a policy.
///
/// # Formula
/// Shared queue: M/G/n. Random: M/G/1 at each replica. In turn: gamma arrivals with SCV `1/n` at each replica. The others:
/// the simulated table, `ln` of the ratio to M/M/n interpolated bilinearly in `ln n` and utilisation; from 50 replicas on,
/// power of two by its mean field. Between its median, P99 and beyond the tail is exponential. Service that is not
/// exponential stretches the wait by `(1 + SCV) / 2`.
///
/// # Domain
/// Utilisation below 1, otherwise the [`Overload`] facts; tables from 2 to 50 replicas and up to utilisation 0.95, held
/// beyond.
///
/// # Source
/// Mitzenmacher 1996; Vvedenskaya, Dobrushin & Karpelevich 1996; Lu et al. 2011 for idle first.
///
/// # Accuracy
/// With exponential service random, in turn and shared are exact; tables 1 % (shortest queue) and 3 % (power of two) for
/// mean and P99, 5 % at P99.9. Other service laws are rough.
///
/// # Errors
/// The [`Overload`] facts when the utilisation is 1 or more.
///
/// ```
/// use headroom::{dist::Service, queue::balancing::{Policy, sojourn_law}};
/// let service = Service::exponential(0.1).unwrap();
/// let law = sojourn_law(Policy::Random, 10, 80.0, &service).unwrap();
/// assert!((law.mean() - 0.5).abs() < 1e-12);
/// ```
pub fn sojourn_law(
    policy: Policy,
    replicas: u32,
    arrival_rate: f64,
    service: &Service,
) -> Result<Law, Overload> {
    let n = replicas.max(1);
    let (count, each) = (f64::from(n), arrival_rate / f64::from(n));
    let plain = Mmc::new(arrival_rate, n, service.mean())?;
    if plain.wait_chance() <= 0.0 {
        return Ok(Law::from_service(service));
    }
    let rho = plain.utilisation();
    let cells = match policy {
        Policy::SharedQueue => return Ok(Mgc::new(arrival_rate, n, service)?.sojourn()),
        _ if n == 1 => return Ok(Mgc::new(arrival_rate, 1, service)?.sojourn()),
        Policy::Random => return Ok(Mgc::new(each, 1, service)?.sojourn()),
        Policy::RoundRobin => return Ok(Gigc::new(each, 1.0 / count, 1, service)?.sojourn().clone()),
        Policy::PowerOfTwo if n >= 50 => {
            let field = MeanField::new(2, rho);
            return Ok(stretched(field.mean(), &|x| field.time_at(x), service));
        }
        Policy::ShortestQueue => &table::SHORTEST,
        Policy::PowerOfTwo => &table::TWO,
        Policy::IdleFirst => &table::IDLE,
    };
    // The reference is in mean service times, as the table is.
    let unit = Mmc::new(rho * count, n, 1.0)?;
    let value = |k: usize| shared(&unit, k) * libm::exp(log_ratio(cells, count, rho, k));
    let (mean, median, p99) = (value(0), value(1), value(2));
    let (x50, x99) = (core::f64::consts::LN_2, libm::log(100.0));
    let steady = (p99 - median) / (x99 - x50);
    // The tail of the shortest queue falls at rate 1 - ρ^n in the end; the others keep their slope.
    let slope = if policy == Policy::ShortestQueue {
        (1.0 / -libm::expm1(count * libm::log(rho))).min(steady.max(1.0))
    } else {
        steady
    };
    let at = |x: f64| {
        if x < x50 {
            median * x / x50
        } else if x < x99 {
            median + steady * (x - x50)
        } else {
            p99 + slope * (x - x99)
        }
    };
    Ok(stretched(mean, &at, service))
}

/// Mean, median or P99 of the shared queue.
fn shared(unit: &Mmc, k: usize) -> f64 {
    match k {
        0 => unit.mean_sojourn(),
        1 => unit.sojourn_quantile(0.5),
        _ => unit.sojourn_quantile(0.99),
    }
}

/// The table's `ln(value / shared queue)`; 0 for one replica and for no load, where all policies agree.
fn log_ratio(cells: &table::Cells, replicas: f64, rho: f64, k: usize) -> f64 {
    let value = |row: usize, column: usize| -> f64 {
        let (n, u) = (table::REPLICAS[row], table::UTILISATIONS[column]);
        Mmc::new(u * n, n as u32, 1.0).map_or(0.0, |unit| libm::log(cells[row][column][k] / shared(&unit, k)))
    };
    let across = |row: usize| {
        let next = table::UTILISATIONS.partition_point(|&u| u < rho);
        if next == 0 {
            return value(row, 0) * rho / table::UTILISATIONS[0];
        }
        if next == table::UTILISATIONS.len() {
            return value(row, next - 1);
        }
        let (a, b) = (table::UTILISATIONS[next - 1], table::UTILISATIONS[next]);
        let f = (rho - a) / (b - a);
        value(row, next - 1) * (1.0 - f) + value(row, next) * f
    };
    let next = table::REPLICAS.partition_point(|&n| n < replicas);
    if next == table::REPLICAS.len() {
        return across(next - 1);
    }
    let high = across(next);
    let (from, low) = if next == 0 { (1.0, 0.0) } else { (table::REPLICAS[next - 1], across(next - 1)) };
    let f = libm::log(replicas / from) / libm::log(table::REPLICAS[next] / from);
    low + (high - low) * f
}

/// A law from its mean and quantiles for exponential service, in mean service times, the latter as a function of
/// `x = -ln(1-p)`; what exceeds the service itself is stretched by `(1 + SCV) / 2`.
fn stretched(mean: f64, at: &dyn Fn(f64) -> f64, service: &Service) -> Law {
    let s = service.mean();
    let factor = if service.is_exponential() { 1.0 } else { 0.5 * (1.0 + service.scv()) };
    let (mut points, mut last) = (vec![(0.0, 0.0)], 0.0_f64);
    // 35 units of -ln(1-p) reach down to a tail of 6e-16.
    for i in 1..=350_u32 {
        let x = 0.1 * f64::from(i);
        let own =
            if service.is_exponential() { s * x } else { service.quantile(1.0 - libm::exp(-x).max(1e-13)) };
        last = last.max(own + s * factor * (at(x) - x).max(0.0));
        points.push((last, x));
    }
    let tail = |t: f64| {
        let k = points.partition_point(|&(time, _)| time <= t);
        if k >= points.len() {
            return 0.0;
        }
        let ((a, x), (b, y)) = (points[k - 1], points[k]);
        libm::exp(-(x + (y - x) * (t - a) / (b - a)))
    };
    Law::from_survival(tail, Some(s * (1.0 + factor * (mean - 1.0).max(0.0))))
}

#[cfg(test)]
mod tests {
    use super::{Policy, Service, sojourn_law};

    #[test]
    fn policies_are_ordered() {
        let service = Service::exponential(1.0).unwrap();
        for n in [2, 7, 10, 30, 80] {
            for rho in [0.2, 0.6, 0.85, 0.97] {
                let mean = |policy| sojourn_law(policy, n, rho * f64::from(n), &service).unwrap().mean();
                let order = [
                    mean(Policy::SharedQueue),
                    mean(Policy::ShortestQueue),
                    mean(Policy::PowerOfTwo),
                    mean(Policy::Random),
                ];
                assert!(order.windows(2).all(|w| w[0] <= w[1] * 1.001), "{n} {rho} {order:?}");
            }
        }
    }

    #[test]
    fn one_replica_is_one_queue() {
        let service = Service::exponential(1.0).unwrap();
        let law = sojourn_law(Policy::PowerOfTwo, 1, 0.5, &service).unwrap();
        assert!((law.mean() - 2.0).abs() < 1e-9);
        assert!(sojourn_law(Policy::ShortestQueue, 3, 3.0, &service).is_err());
    }

    #[test]
    fn other_service_laws_stay_laws() {
        for policy in [Policy::ShortestQueue, Policy::IdleFirst, Policy::RoundRobin] {
            for service in [Service::constant(0.1), Service::lognormal(0.1, 9.0).unwrap()] {
                let law = sojourn_law(policy, 8, 60.0, &service).unwrap();
                let [a, b, c] = law.quantiles([0.5, 0.99, 0.9999]);
                assert!(a > 0.0 && a <= b && b <= c && c.is_finite(), "{policy:?} {service:?} {a} {b} {c}");
            }
        }
    }
}
