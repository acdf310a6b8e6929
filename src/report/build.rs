//! PROVISIONAL: invented numbers of the right shape, replaced when the model is merged.
use super::*;
use crate::scenario::{Scenario, Action};
pub fn evaluate(s: &Scenario) -> Report {
    let services: Vec<ServiceReport> = s.services.iter().enumerate().map(|(i, x)| {
        let servers = f64::from(x.capacity.replicas * x.capacity.slots);
        let rate = s.journeys.first().map_or(0.0, |j| j.load.arrival_rps);
        let u = if servers > 0.0 { rate * (0.1 + 0.05 * i as f64) / servers } else { 0.0 };
        ServiceReport { arrival_per_s: rate, work_s: 0.1, servers: if servers > 0.0 { servers } else { f64::INFINITY }, utilisation: u, p_wait: 0.2, mean_wait_s: 0.01, p99_s: 0.4, in_flight: 12.0, capacity_per_s: servers / 0.1, cost_per_month: 73.0 * f64::from(x.capacity.replicas) }
    }).collect();
    let p = [0.48, 0.81, 1.1, 1.5].map(|x| x * 1.0 / (1.0 - services.iter().map(|s| s.utilisation).fold(0.0, f64::max)).max(0.01) / 4.0);
    let tail = (0..200).map(|i| { let t = 0.1 * libm::exp(i as f64 * 0.02); (t, libm::exp(-t * 4.6 / p[2])) }).collect();
    let hops = s.services.iter().enumerate().map(|(i, x)| Hop { service: i, label: x.name.clone(), depth: usize::from(i > 0), start_s: if i > 0 { 0.15 } else { 0.0 }, transfer_s: 0.002, wait_s: 0.01, work_s: 0.1 + 0.05 * i as f64, share: 1.0, p99_s: 0.4, critical: i % 2 == 0 }).collect();
    let j = JourneyReport { name: "Checkout".into(), arrival_per_s: 112.0, throughput_per_s: 112.0, error_fraction: 0.000_2, percentiles_s: p, mean_s: 0.5, unloaded_s: 0.45, in_flight: 50.0, tail, hops, slo: Verdict { latency: Some(p[2] < 1.5), percentile: 2, limit_s: 1.5, errors: true, throughput: None } };
    let cost = services.iter().map(|x| x.cost_per_month).sum();
    let calls = s.calls.iter().map(|c| CallReport { rate_per_s: 112.0, origin_per_s: 20.0, timeout_fraction: 0.0, mean_s: 0.2, p99_s: 0.6, levels: { let mut r = 112.0; c.caches.iter().map(|&k| { let h = r * s.caches[k].rows.hit_fraction; let l = LevelReport { cache: k, lookups_per_s: r, hits_per_s: h, answer_s: 0.01 }; r -= h; l }).collect() } }).collect();
    let _ = |a: &Action| a.clone();
    Report { journeys: s.journeys.iter().map(|x| JourneyReport { name: x.name.clone(), ..j.clone() }).collect(), overall: j, bottleneck: (0..services.len()).max_by(|&a, &b| services[a].utilisation.total_cmp(&services[b].utilisation)), services, calls, caches: s.caches.iter().map(|_| CacheReport { lookups_per_s: 100.0, hits_per_s: 80.0, cost_per_month: 10.0 }).collect(), cost: CostReport { currency: "USD", per_month: cost, per_million: 3.5, parts: s.services.iter().map(|x| (x.name.clone(), 73.0)).collect() }, caveats: vec![Caveat { code: Code::GeneralWork, service: Some(0), text: "Order's work times are not exponential: its wait is approximated; P99 within 3 %.".into() }] }
}
pub fn observe(r: &Report, _o: &Observation) -> Report { r.clone() }
