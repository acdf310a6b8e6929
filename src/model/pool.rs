//! The wait for a connection: the pools of a calling service, and the multiplexer that all callers of a database share.
//! Not how long a connection is held; that is given, since it depends on what the wait lets through.

use crate::dist::{Law, Service as WorkLaw};
use crate::queue::abandonment::ConstantPatience;
use crate::queue::mgc;
use crate::scenario::derive::Pools;

/// How requests fare that want a connection. The three shares add up to one.
#[derive(Clone, Debug)]
pub struct Wait {
    /// Share that gets one.
    pub ok: f64,
    /// How long those wait; a point at 0 if there are none.
    pub law: Law,
    /// Share that gives up.
    pub timed_out: f64,
    /// How long those have waited \[s\]; infinite if nobody gives up.
    pub timeout_s: f64,
    /// Share that waits for ever: all of them where nobody gives up and more is asked than the connections can take.
    pub never: f64,
    /// Load offered to one pool, by its connections: above 1 more is asked than they can take.
    pub utilisation: f64,
    /// Connections of one pool in use, on average.
    pub in_use: f64,
    /// Requests waiting at one pool, on average; infinite where they wait for ever.
    pub waiting: f64,
}

impl Wait {
    /// Mean time of all that wait in the end, those who give up included \[s\].
    pub fn mean(&self) -> f64 {
        let gone = if self.timed_out > 0.0 { self.timed_out * self.timeout_s } else { 0.0 };
        if self.never > 0.0 { f64::INFINITY } else { self.ok * self.law.mean() + gone }
    }
}

/// Utilisation up to which a limited patience cuts the law of the patient, and from which it is a queue of its own.
const CUT: (f64, f64) = (0.95, 0.99);

/// The wait for a connection of a pool: `rate` requests a second over all pools of the caller, each keeping a
/// connection for a time of the law `hold` \[s\].
///
/// # Formula
/// One pool is M/G/c with `c` connections and `1/n` of the rate; `G` has the mean and variance of `hold`, as a gamma law.
/// With a timeout `D`:
/// - exponential `G`: M/M/c+D;
/// - utilisation `ρ` up to 0.95: gives up `(1-ρ) p / (1 - ρ p)`, `p = P(W > D)` of the patient, and those who stay wait as
///   the patient do who wait at most `D`;
/// - from 0.99 on: M/M/c with patience `D / κ` and waits `κ` times as long, `κ = (1 + SCV) / 2`, since near and beyond
///   saturation the wait is a diffusion with that variance; between the two, their mixture.
///
/// # Domain
/// Every rate. Without a timeout nobody gives up: at `ρ >= 1` all wait for ever.
///
/// # Source
/// Baccelli & Hébuterne 1981 (exponential); Boots & Tijms 1999 (general, below saturation: exact for one connection);
/// the diffusion: Whitt 2004. For M/G/c see [`mgc`].
///
/// # Accuracy
/// Exponential holding times 1e-10 relative. Otherwise, against pools that were played with 1 to 15 connections, a timeout of
/// one or two holding times and utilisations of 0.6 to 1.3: the share that gives up within 0.015 (constant and Erlang),
/// 0.022 (gamma, SCV 4) and 0.035 (lognormal, SCV 2, for which gamma is the wrong shape); the mean wait within 5, 15 and 11 %.
pub fn wait(pools: &Pools, rate: f64, hold: &Law) -> Wait {
    queue(rate / f64::from(pools.pools.max(1)), pools.connections.max(1), hold, pools.timeout_s)
}

/// The wait for a connection of the multiplexer, which all callers share: `rate` requests a second over all of them.
/// They are as patient there as at the pools. None where there is no multiplexer.
///
/// See [`wait`], of which this is one pool for all.
pub fn multiplexer(pools: &Pools, rate: f64, hold: &Law) -> Option<Wait> {
    Some(queue(rate, pools.multiplexer?.max(1), hold, pools.timeout_s))
}

fn queue(rate: f64, connections: u32, hold: &Law, timeout_s: f64) -> Wait {
    let mean = hold.mean();
    let servers = f64::from(connections);
    let utilisation = if rate > 0.0 { rate * mean / servers } else { 0.0 };
    let answered = |ok: f64, law: Law| {
        let timed_out = 1.0 - ok;
        let gone = if timed_out > 0.0 { timed_out * timeout_s } else { 0.0 };
        let waiting = rate * (ok * law.mean() + gone);
        let in_use = (utilisation * servers * ok).min(servers);
        Wait { ok, law, timed_out, timeout_s, never: 0.0, utilisation, in_use, waiting }
    };
    if utilisation == 0.0 {
        return answered(1.0, Law::point(0.0));
    }
    let scv = hold.scv();
    let service =
        if (scv - 1.0).abs() < 2e-3 { WorkLaw::exponential(mean) } else { WorkLaw::gamma(mean, scv) };
    let service = service.unwrap_or_else(|_| WorkLaw::constant(mean));
    let patient = |give_up: bool| {
        let law = mgc::wait_law(rate, connections, &service).ok()?;
        if !give_up {
            return Some((1.0, law));
        }
        let late = law.survival(timeout_s);
        let lost = (1.0 - utilisation) * late / (1.0 - utilisation * late);
        Some((1.0 - lost, law.truncate(timeout_s).1))
    };
    if timeout_s.is_infinite() {
        let Some((ok, law)) = patient(false) else {
            let nobody = Law::point(0.0);
            let (never, in_use, waiting) = (1.0, servers, f64::INFINITY);
            return Wait {
                ok: 0.0,
                law: nobody,
                timed_out: 0.0,
                timeout_s,
                never,
                utilisation,
                in_use,
                waiting,
            };
        };
        return answered(ok, law);
    }
    let diffusion = || {
        let stretch = if service.is_exponential() { 1.0 } else { 0.5 * (1.0 + scv) };
        let station = ConstantPatience::new(rate, connections, mean, timeout_s / stretch);
        (1.0 - station.abandoned(), station.wait_served().scale(stretch))
    };
    let (low, high) = CUT;
    let far = ((utilisation - low) / (high - low)).clamp(0.0, 1.0);
    let (ok, law) = match (far, service.is_exponential()) {
        (_, true) => diffusion(),
        (0.0, _) => patient(true).unwrap_or_else(diffusion),
        (1.0, _) => diffusion(),
        _ => {
            let (near, beyond) = (patient(true).unwrap_or_else(diffusion), diffusion());
            let ok = near.0 * (1.0 - far) + beyond.0 * far;
            (ok, Law::mix(&[((1.0 - far) * near.0, &near.1), (far * beyond.0, &beyond.1)]))
        }
    };
    answered(ok.clamp(0.0, 1.0), law)
}

#[cfg(test)]
mod tests {
    use super::{multiplexer, wait};
    use crate::dist::{Family, Law, Service};
    use crate::queue::abandonment::ConstantPatience;
    use crate::scenario::derive::Pools;

    fn pools(connections: u32, timeout_s: f64) -> Pools {
        Pools { pools: 10, connections, asked: 0, allowed: None, timeout_s, multiplexer: Some(connections) }
    }

    fn law(service: Result<Service, crate::dist::LawError>) -> Law {
        Law::from_service(&service.unwrap())
    }

    #[test]
    fn exponential_holding_is_exact() {
        for rate in [500.0, 1000.0, 1600.0] {
            let found = wait(&pools(15, 1.0), rate, &law(Service::exponential(0.1)));
            let exact = ConstantPatience::new(rate / 10.0, 15, 0.1, 1.0);
            assert!((found.timed_out - exact.abandoned()).abs() < 1e-9);
            assert!((found.law.mean() - exact.mean_wait_served()).abs() < 1e-9);
            assert!((found.in_use / 15.0 - exact.utilisation()).abs() < 1e-9);
        }
        let one = multiplexer(&pools(15, 1.0), 160.0, &law(Service::exponential(0.1))).unwrap();
        assert!((one.timed_out - 0.062_502_003_290_311).abs() < 1e-6);
    }

    #[test]
    fn a_patient_caller_of_an_overloaded_pool_waits_for_ever() {
        let hold = law(Service::lognormal(0.1, 2.0));
        let swamped = wait(&pools(15, f64::INFINITY), 2000.0, &hold);
        assert_eq!((swamped.ok, swamped.never, swamped.in_use), (0.0, 1.0, 15.0));
        assert!(swamped.mean().is_infinite());
        let fine = wait(&pools(15, f64::INFINITY), 1000.0, &hold);
        assert_eq!((fine.ok, fine.timed_out), (1.0, 0.0));
        assert!(fine.law.mean() > 0.0);
    }

    #[test]
    fn an_overloaded_pool_with_a_timeout_passes_what_its_connections_can() {
        for scv in [0.0, 0.3, 1.0, 4.0] {
            let hold = law(Service::gamma(0.1, scv));
            let found = wait(&pools(5, 1.0), 1000.0, &hold);
            assert!((found.timed_out - 0.5).abs() < 5e-3, "{scv} {}", found.timed_out);
            assert!((found.in_use - 5.0).abs() < 0.05 && found.law.end() <= 1.0 + 1e-9);
        }
    }

    #[test]
    fn nothing_jumps_as_the_load_grows() {
        for scv in [0.0, 0.4, 3.0] {
            let hold = law(Service::gamma(0.1, scv));
            let at = |load: f64| wait(&pools(4, 0.3), load * 400.0, &hold);
            let mut before = at(0.5);
            for i in 1..=70 {
                let now = at(0.5 + 0.01 * f64::from(i));
                let (step, wait) = (now.timed_out - before.timed_out, now.mean() - before.mean());
                assert!(step > -1e-4 && step < 0.02, "{scv} {i} {step}");
                assert!(wait > -1e-4 && wait < 0.02, "{scv} {i} {wait}");
                before = now;
            }
        }
    }

    #[test]
    fn nobody_waits_where_nothing_is_asked() {
        let idle = wait(&pools(3, 0.5), 0.0, &Law::point(0.1));
        assert_eq!((idle.ok, idle.law.constant(), idle.utilisation), (1.0, Some(0.0), 0.0));
        let instant = wait(&pools(3, 0.5), 10.0, &Law::point(0.0));
        assert_eq!((instant.ok, instant.waiting), (1.0, 0.0));
    }

    /// Share that gives up and mean wait of the rest at a pool that is played.
    fn played(rate: f64, connections: usize, hold: &Service, timeout: f64) -> (f64, f64) {
        let mut stream = crate::num::stream::Streams::new(5, 0).stream(0, 0);
        let (mut free, mut now) = (vec![0.0_f64; connections], 0.0);
        let (mut gone, mut stayed, mut waited) = (0_u32, 0_u32, 0.0);
        for _ in 0..400_000 {
            now -= libm::log(1.0 - stream.uniform()) / rate;
            let first = (0..connections).min_by(|&a, &b| free[a].total_cmp(&free[b])).unwrap_or(0);
            let wait = (free[first] - now).max(0.0);
            if wait > timeout {
                gone += 1;
            } else {
                stayed += 1;
                waited += wait;
                free[first] = now + wait + hold.sample(&mut stream);
            }
        }
        (f64::from(gone) / f64::from(gone + stayed), waited / f64::from(stayed))
    }

    #[test]
    fn pools_fare_as_those_that_are_played() {
        for (service, most) in [
            (Service::constant(0.1), 0.015),
            (Service::gamma(0.1, 0.3).unwrap(), 0.01),
            (Service::exponential(0.1).unwrap(), 0.0015),
            (Service::lognormal(0.1, 2.0).unwrap(), 0.035),
            (Service::gamma(0.1, 4.0).unwrap(), 0.022),
        ] {
            for (c, timeout) in [(1, 0.2), (4, 0.2), (15, 0.1)] {
                for load in [0.6, 0.8, 0.9, 0.97, 1.05, 1.3] {
                    let (gone, mean) = played(load * 10.0 * f64::from(c), c as usize, &service, timeout);
                    let pools = Pools { pools: 1, ..pools(c, timeout) };
                    let found = wait(&pools, load * 10.0 * f64::from(c), &Law::from_service(&service));
                    let error = (found.timed_out - gone).abs();
                    assert!(error < most, "{service:?} {c} {load}: {gone} {}", found.timed_out);
                    let late = (found.law.mean() - mean).abs();
                    assert!(late < 5e-4 + 0.15 * mean, "{service:?} {c} {load}: {mean} {}", found.law.mean());
                }
            }
        }
    }
}
