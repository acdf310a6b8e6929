//! What could go wrong although the averages are fine: pools that ask for too much, resources that are full, caches that
//! are lost or expire. Not what is doubtful about the numbers; that is `caveat`.

use super::{CacheReport, CallReport, Caveat, Code, ResourceKind, ServiceReport, format};
use crate::scenario::Scenario;

/// Reads of one key that go to its origin together, from which on it is worth a word.
const RUSH: f64 = 10.0;

/// An uneven share of the hottest shard that is worth a word.
const UNEVEN: f64 = 1.5;

/// Everything that is worth a word.
pub(super) fn caveats(
    scenario: &Scenario,
    services: &[ServiceReport],
    calls: &[CallReport],
    caches: &[CacheReport],
) -> Vec<Caveat> {
    let mut caveats = pools(scenario, calls);
    for (s, report) in services.iter().enumerate() {
        let name = &scenario.services[s].name;
        let mut say = |code, text| caveats.push(Caveat { code, service: Some(s), text });
        for resource in report.resources.iter().filter(|r| r.utilisation() > 1.0) {
            if let Some(text) = full(name, resource.kind, resource.utilisation()) {
                say(Code::ResourceFull, text);
            }
        }
        if let Some(storm) = report.storm.filter(|s| !s.fits) {
            say(Code::ReconnectStorm, lost_replica(name, storm.reconnects, storm.connections));
        }
        if let Some(text) = hot_shard(name, scenario.services[s].database.shards, report) {
            say(Code::HotShard, text);
        }
    }
    for (c, report) in caches.iter().enumerate() {
        cache(scenario, services, c, report, &mut caveats);
    }
    caveats
}

/// Pools that may ask for more connections than the database accepts: once a database.
fn pools(scenario: &Scenario, calls: &[CallReport]) -> Vec<Caveat> {
    let mut caveats: Vec<Caveat> = Vec::new();
    for (call, report) in scenario.calls.iter().zip(calls) {
        let service = call.target.service;
        let Some(pool) = report.pool.filter(|p| p.refused > 0) else { continue };
        if caveats.iter().any(|c| c.service == Some(service)) {
            continue;
        }
        let name = &scenario.services[service].name;
        let allowed = pool.allowed.unwrap_or(0);
        let text = format!(
            "{} connections may be asked of {name}, which accepts {allowed}: {} are refused before any simulation. Reckoned \
             here are {} a pool, what it accepts shared out evenly. Smaller pools or a multiplexer would fit.",
            pool.asked, pool.refused, pool.connections,
        );
        caveats.push(Caveat { code: Code::PoolsRefused, service: Some(service), text });
    }
    caveats
}

/// A resource that does not suffice; slots that do not are an overload, which is said elsewhere.
fn full(name: &str, kind: ResourceKind, share: f64) -> Option<String> {
    let percent = format::percent(share);
    match kind {
        ResourceKind::Slots => None,
        ResourceKind::Cpu => Some(format!(
            "{name} needs {percent} of its processor cores. Work takes longer than it says here: the slots are reckoned, not \
             the cores they share. More cores or replicas mend it."
        )),
        ResourceKind::Memory if share.is_finite() => Some(format!(
            "{name} needs {percent} of its memory, so it would be stopped for want of it. More memory or replicas, or fewer \
             requests under way, mend it."
        )),
        ResourceKind::Memory => {
            Some(format!("The queue of {name} grows without end, and with it the memory it takes."))
        }
        ResourceKind::Connections => Some(format!(
            "The clients of {name} hold {percent} of the connections its replicas can keep open: some cannot connect."
        )),
    }
}

fn lost_replica(name: &str, reconnects: f64, connections: f64) -> String {
    let anew = format::count(reconnects);
    if connections.is_infinite() {
        return format!("{name} has one replica up: if it is lost, all {anew} clients are cut off.");
    }
    format!(
        "If a replica of {name} is lost, {anew} clients connect anew at the others, which then hold {} each: more than they \
         have room for.",
        format::count(connections)
    )
}

fn hot_shard(name: &str, shards: u32, report: &ServiceReport) -> Option<String> {
    let hottest = report.nodes.first().filter(|_| shards > 1)?.rate_share;
    let even = report.nodes.iter().map(|n| n.rate_share * f64::from(n.count)).sum::<f64>()
        / report.nodes.iter().map(|n| f64::from(n.count)).sum::<f64>();
    (hottest > UNEVEN * even).then(|| {
        format!(
            "The shard of the hottest key gets {} of what reaches {name}, {} times an even share: more shards help it little.",
            format::percent(hottest),
            format::count(hottest / even)
        )
    })
}

fn cache(
    scenario: &Scenario,
    services: &[ServiceReport],
    index: usize,
    report: &CacheReport,
    caveats: &mut Vec<Caveat>,
) {
    let (cache, state) = (&scenario.caches[index], &report.state);
    let name = &cache.name;
    let mut say = |code, service, text| caveats.push(Caveat { code, service, text });
    if let Some(s) =
        report.cold_service.filter(|&s| services[s].busiest() < 1.0 && report.cold_fraction >= 1.0)
    {
        let text = format!(
            "{name} answers {} of the reads that reach it. Empty, as after a restart, it would leave {} with {} of what it \
             can do: fill it before the load comes, or let the load in slowly.",
            format::percent(state.hit),
            scenario.services[s].name,
            format::percent(report.cold_fraction),
        );
        say(Code::ColdCache, Some(s), text);
    }
    let behind = scenario.calls.iter().filter(|c| c.caches.contains(&index)).map(|c| c.target.service);
    let capacity = behind.map(|s| services[s].capacity_per_s).fold(f64::INFINITY, f64::min);
    // Less than what is done behind it in a second is no burst.
    if state.expiring_per_s.is_infinite() && state.expiring > capacity {
        let jitter = 0.1 * cache.rows.ttl_s;
        let text = format!(
            "Entries of {name} that were loaded together expire together: {} fetches at once, where {} can be done behind it. \
             A jitter of {} spreads them to {}.",
            format::count(state.expiring),
            format::rate(capacity),
            format::time(jitter),
            format::rate(state.expiring / (2.0 * jitter)),
        );
        say(Code::ExpiresTogether, None, text);
    }
    if cache.rows.ttl_s > 0.0 && state.hottest_loads >= RUSH && report.lookups_per_s > 0.0 {
        let text = format!(
            "Each time the hottest key of {name} expires, {} reads fetch it before it is back. Fetching a key once at a time \
             makes that one.",
            format::count(state.hottest_loads)
        );
        say(Code::HotKey, None, text);
    }
    if state.lost_writes >= 1.0 {
        let text = format!(
            "{name} has answered up to {} writes that it has not written yet: a crash loses them.",
            format::count(state.lost_writes)
        );
        say(Code::LostWrites, None, text);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Code, Report, evaluate};
    use crate::scenario::cache::{HitFrom, Pattern};
    use crate::scenario::{Scenario, preset};

    fn with_cache() -> Scenario {
        preset::ALL.iter().map(|p| (p.build)()).find(|s| !s.caches.is_empty()).expect("a cache")
    }

    fn says(report: &Report, code: Code) -> bool {
        report.caveats.iter().any(|c| c.code == code)
    }

    #[test]
    fn presets_have_no_full_resource_and_lose_no_writes() {
        // That of the pools is about nothing else.
        for preset in preset::ALL.iter().filter(|p| p.key != "pools") {
            let report = evaluate(&(preset.build)());
            for code in [Code::PoolsRefused, Code::ResourceFull, Code::LostWrites, Code::HotShard] {
                assert!(!says(&report, code), "{} {code:?}", preset.key);
            }
        }
    }

    #[test]
    fn too_many_connections_are_refused_before_any_simulation() {
        let mut s = (preset::ALL[0].build)();
        s.services[0].capacity.replicas = 50;
        let database = &mut s.services[1].database;
        (database.pool_size, database.pool_overflow, database.max_connections) = (20, 10, 100);
        let report = evaluate(&s);
        let caveat = report.caveats.iter().find(|c| c.code == Code::PoolsRefused).expect("said");
        assert!(caveat.text.starts_with("1500 connections") && caveat.text.contains("1403 are refused"));
        let pool = report.calls[0].pool.expect("a pool");
        assert_eq!((pool.connections, pool.asked, pool.refused), (1, 1500, 1403));
    }

    #[test]
    fn memory_that_does_not_suffice_is_the_bottleneck() {
        let mut s = (preset::ALL[0].build)();
        let machine = &mut s.services[1].machine;
        (machine.memory_mib, machine.rest_mib) = (100.0, 120.0);
        let report = evaluate(&s);
        assert!(says(&report, Code::ResourceFull));
        assert_eq!(report.bottleneck, Some(1));
        let bound = report.services[1].bound().expect("a resource");
        assert!(bound.kind == super::ResourceKind::Memory && report.services[1].busiest() > 1.2);
    }

    #[test]
    fn a_cache_that_holds_the_load_back_is_said_to() {
        let mut s = with_cache();
        for cache in &mut s.caches {
            cache.rows.hit_fraction = 0.0;
        }
        s.caches[0].rows.hit_fraction = 0.9;
        let service = evaluate(&s).caches[0].cold_service.expect("a service behind it");
        // A tenth of the requests keeps it half busy, all of them would be five times what it can do.
        let times = 0.5 / evaluate(&s).services[service].utilisation;
        for journey in &mut s.journeys {
            journey.load.arrival_rps *= times;
        }
        let report = evaluate(&s);
        assert!(says(&report, Code::ColdCache), "{:?}", report.caches[0]);
        assert!((report.caches[0].cold_fraction - 5.0).abs() < 0.1);
    }

    #[test]
    fn expiry_and_crashes_of_caches_are_said() {
        let mut s = with_cache();
        let rows = &mut s.caches[0].rows;
        (rows.hit_from, rows.ttl_s, rows.memory_gib) = (HitFrom::Derived, 600.0, 0.0);
        (rows.write_fraction, rows.pattern) = (0.1, Pattern::WriteBehind);
        for journey in &mut s.journeys {
            journey.load.arrival_rps = 1e5;
        }
        let report = evaluate(&s);
        assert!(says(&report, Code::LostWrites) && says(&report, Code::ExpiresTogether));
        s.caches[0].rows.ttl_jitter_s = 60.0;
        assert!(!says(&evaluate(&s), Code::ExpiresTogether));
    }
}
