//! Balancing over replicas that have several slots and a queue each.
//!
//! It is rough where no theory is at hand; with one slot a replica the simulated table of this folder is used instead.

use super::super::mmc::Mmc;
use super::super::overload::Overload;
use super::Policy;
use crate::dist::{Family, Law, Service};
use crate::num::{gamma, root};

/// The law of the wait for a slot when requests pick among replicas with `slots` slots and a queue each.
///
/// # Formula
/// One slot a replica: no wait or an exponential one, with mean and P99 of the table of [`super::sojourn_law`].
/// Several: shortest queue: waits as often as in one shared queue (a request waits only if every slot is busy), given that for
/// an exponential time of mean `1/(cRμ - λ) + (1 - 1/R) / (2cμ)`. Power of two: the mean field `s_k` of replicas with at
/// least `k` requests, `a s_(k-1)² = k s_k + s_(k+1) + ... + s_c` below `c` and `s_k = ρ s_(k-1)²` above; behind `k >= c`
/// requests the wait is Erlang `(k - c + 1, cμ)`. Service that is not exponential stretches the wait by `(1 + SCV) / 2`.
///
/// # Domain
/// Utilisation below 1, otherwise the [`Overload`] facts. Other policies are for [`super::sojourn_law`].
///
/// # Source
/// Mean field: Vvedenskaya, Dobrushin & Karpelevich 1996, here with several slots. Shortest queue: our own bound between
/// one shared queue and one replica's.
///
/// # Accuracy
/// Percentiles of the sojourn time against simulation at utilisation 0.8. Five replicas of four slots: shortest queue
/// 1.5 % for exponential service, 9 % for constant, 13 % for lognormal SCV 4; power of two 6, 11 and 2 %. Ten replicas
/// of one slot: 3.5 % for exponential and 4.4 % for lognormal SCV 0.5, but 54 % for constant and 59 % for lognormal SCV 4,
/// where only simulation will do.
///
/// # Errors
/// The [`Overload`] facts when the utilisation is 1 or more.
pub fn wait_law(
    policy: Policy,
    replicas: u32,
    slots: u32,
    arrival_rate: f64,
    service: &Service,
) -> Result<Law, Overload> {
    let (replicas, slots) = (replicas.max(1), slots.max(1));
    if slots == 1 && replicas > 1 {
        return one_slot(policy, replicas, arrival_rate, service);
    }
    let shared = Mmc::new(arrival_rate, replicas.saturating_mul(slots), service.mean())?;
    let stretch = if service.is_exponential() { 1.0 } else { 0.5 * (1.0 + service.scv()) };
    let own = 0.5 * service.mean() / f64::from(slots) * (1.0 - 1.0 / f64::from(replicas));
    let mean = 1.0 / shared.decay() + own;
    let chance = shared.wait_chance();
    let law = if policy == Policy::PowerOfTwo && replicas > 2 {
        two_choices(shared.utilisation(), slots, service.mean() / f64::from(slots))
    } else {
        Law::point(0.0)
    };
    // A few replicas wait longer than the mean field of many; nobody waits less than behind the shortest queue.
    let law = if law.mean() < chance * mean {
        let waited = Law::from_survival(|t| libm::exp(-t / mean), Some(mean));
        Law::mix(&[(1.0 - chance, &Law::point(0.0)), (chance, &waited)])
    } else {
        law
    };
    Ok(if stretch == 1.0 { law } else { law.scale(stretch) })
}

/// The wait with one slot a replica: none or exponential, with the mean and the P99 that the simulated table gives for
/// exponential service.
fn one_slot(policy: Policy, replicas: u32, arrival_rate: f64, service: &Service) -> Result<Law, Overload> {
    let s = service.mean();
    let Ok(exponential) = Service::exponential(s) else { return Ok(Law::point(0.0)) };
    let sojourn = super::sojourn_law(policy, replicas, arrival_rate, &exponential)?;
    let (mean, p99) = (sojourn.mean() / s - 1.0, sojourn.quantile(0.99) / s);
    if mean <= 1e-12 {
        return Ok(Law::point(0.0));
    }
    // In units of the service: the sojourn time of a request that waits with chance p = mean θ, for Exp(θ).
    let beyond = |theta: f64| {
        let (p, gap) = (mean * theta, theta - 1.0);
        let more = if gap.abs() < 1e-9 { p * p99 } else { p * -libm::expm1(-gap * p99) / gap };
        libm::exp(-p99) * (1.0 + more) - 0.01
    };
    // The tail is heaviest for some rate in between; of the two that fit, the faster waits more often.
    let rate = |i: u32| libm::exp2(-0.2 * f64::from(i)) / mean;
    let heaviest = (0..50).map(rate).fold(rate(0), |a, b| if beyond(b) > beyond(a) { b } else { a });
    let theta =
        if beyond(heaviest) > 0.0 { root::brent(beyond, heaviest, 1.0 / mean, 1e-12) } else { heaviest };
    let stretch = if service.is_exponential() { s } else { 0.5 * (1.0 + service.scv()) * s };
    let waited = Law::from_survival(|t| libm::exp(-t * theta / stretch), Some(stretch / theta));
    let chance = (mean * theta).min(1.0);
    Ok(Law::mix(&[(1.0 - chance, &Law::point(0.0)), (chance, &waited)]))
}

/// The wait under power of two where a place in the queue lasts `unit` seconds.
fn two_choices(rho: f64, slots: u32, unit: f64) -> Law {
    let landing = landing(rho, slots);
    let chance: f64 = landing.iter().sum();
    if chance <= 1e-15 {
        return Law::point(0.0);
    }
    let tail = |t: f64| {
        let (mut still, mut total) = (0.0, 0.0);
        for (k, p) in landing.iter().enumerate() {
            still += gamma::poisson(k as f64, t / unit);
            total += p * still;
        }
        (total / chance).min(1.0)
    };
    let mean = landing.iter().enumerate().map(|(k, p)| (k + 1) as f64 * p).sum::<f64>() / chance * unit;
    let waited = Law::from_survival(tail, Some(mean));
    Law::mix(&[((1.0 - chance).max(0.0), &Law::point(0.0)), (chance.min(1.0), &waited)])
}

/// Chances that an arrival finds every slot of its replica busy and 0, 1, ... waiting there.
fn landing(rho: f64, slots: u32) -> Vec<f64> {
    let c = slots as usize;
    let load = rho * f64::from(slots);
    // The share of idle replicas that a share x of full ones comes to; it should be 1.
    let below = |x: f64, shares: &mut Vec<f64>| {
        shares.clear();
        shares.push(x);
        let (mut above, mut share) = (0.0, x);
        for k in (1..=c).rev() {
            let next = ((k as f64 * share + above) / load).sqrt();
            above += share;
            share = next;
            shares.push(share);
        }
        share - 1.0
    };
    let mut shares = Vec::with_capacity(c + 1);
    let full = root::brent(|x| below(x, &mut shares), 1e-300, 1.0, 1e-15);
    let (mut share, mut chances) = (full, Vec::new());
    while share * share > 1e-18 && chances.len() < 10_000 {
        let next = rho * share * share;
        chances.push((share * share - next * next).max(0.0));
        share = next;
    }
    chances
}

#[cfg(test)]
mod tests {
    use super::{Policy, landing, wait_law};
    use crate::dist::{Law, Service};
    use crate::queue::balancing::{MeanField, sojourn_law};
    use crate::queue::{mgc, mmc::Mmc};

    #[test]
    fn one_slot_is_the_known_mean_field() {
        for rho in [0.3, 0.7, 0.9] {
            let mean: f64 = landing(rho, 1).iter().enumerate().map(|(k, p)| (k + 1) as f64 * p).sum();
            let known = MeanField::new(2, rho).mean() - 1.0;
            assert!((mean - known).abs() < 1e-9, "{rho} {mean} {known}");
        }
    }

    #[test]
    fn between_one_shared_queue_and_random_choice() {
        let work = Service::exponential(0.1).unwrap();
        for (replicas, slots, rho) in [(4, 8, 0.8), (10, 2, 0.9), (50, 4, 0.95)] {
            let all = replicas * slots;
            let rate = rho * f64::from(all) / 0.1;
            let shared = Mmc::new(rate, all, 0.1).unwrap().mean_wait();
            let random = mgc::wait_law(rate / f64::from(replicas), slots, &work).unwrap().mean();
            let mean = |policy| wait_law(policy, replicas, slots, rate, &work).unwrap().mean();
            let (shortest, two) = (mean(Policy::ShortestQueue), mean(Policy::PowerOfTwo));
            assert!(
                shared <= shortest && shortest <= two * 1.01 && two <= random,
                "{shared} {shortest} {two} {random}"
            );
        }
    }

    #[test]
    fn with_one_slot_the_sojourn_is_that_of_the_table() {
        let work = Service::exponential(0.1).unwrap();
        for policy in [Policy::ShortestQueue, Policy::PowerOfTwo] {
            for (replicas, rho) in [(2, 0.5), (10, 0.8), (40, 0.9)] {
                let rate = rho * f64::from(replicas) / 0.1;
                let wait = wait_law(policy, replicas, 1, rate, &work).unwrap();
                let (sum, table) = (
                    wait.sum(&Law::from_service(&work)),
                    sojourn_law(policy, replicas, rate, &work).unwrap(),
                );
                assert!((sum.mean() / table.mean() - 1.0).abs() < 1e-6);
                for p in [0.5, 0.95, 0.99, 0.999] {
                    let ratio = sum.quantile(p) / table.quantile(p);
                    assert!((0.93..1.07).contains(&ratio), "{policy:?} {replicas} {rho} {p} {ratio}");
                }
            }
        }
    }

    #[test]
    fn overload_is_said() {
        assert!(wait_law(Policy::PowerOfTwo, 4, 2, 81.0, &Service::constant(0.1)).is_err());
    }
}
