//! What a service uses of its machines: slots, processor, memory, connections; which of them is full first, and what the
//! loss of a replica does to its clients. Not how long anything takes.

use crate::scenario::Service;

/// What can be full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Worker slots.
    Slots,
    /// Processor cores.
    Cpu,
    /// Memory.
    Memory,
    /// Connections that clients hold open.
    Connections,
}

impl Kind {
    /// The word for programs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Slots => "slots",
            Self::Cpu => "cpu",
            Self::Memory => "memory",
            Self::Connections => "connections",
        }
    }

    /// The words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Slots => "Worker slots",
            Self::Cpu => "Processor",
            Self::Memory => "Memory",
            Self::Connections => "Connections",
        }
    }
}

/// One resource of a replica.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resource {
    /// Which.
    pub kind: Kind,
    /// What is used of it: slots busy, cores busy, MiB, connections, on average over the replicas that are up.
    pub used: f64,
    /// What there is of it.
    pub size: f64,
    /// How many times the load (of connections: the clients) it could take; infinite where it does not grow with it.
    pub factor: f64,
}

impl Resource {
    /// Share of it in use; above 1 it does not suffice.
    pub fn utilisation(&self) -> f64 {
        self.used / self.size
    }
}

/// What happens to clients when a replica is lost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Storm {
    /// Clients that connect anew.
    pub reconnects: f64,
    /// New connections at each replica that is left; infinite if none is.
    pub each: f64,
    /// Connections of each of them afterwards.
    pub connections: f64,
    /// Whether limit and memory allow them.
    pub fits: bool,
}

/// What a service uses.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Resources {
    /// Those that are counted, in the order of [`Kind`].
    pub all: Vec<Resource>,
    /// Place in `all` of the one that is full first: the highest utilisation. None where nothing is counted or used.
    pub binding: Option<usize>,
    /// Clients that hold a connection, a replica.
    pub clients: f64,
    /// What the loss of a replica does to clients; none without clients.
    pub storm: Option<Storm>,
}

/// What is asked of one node of a service: of its busiest, where it is sharded or replicated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Visits that arrive \[1/s\].
    pub visits_per_s: f64,
    /// Mean work of a visit, slowed down as it is \[s\].
    pub work_s: f64,
    /// Busy share of the slots, calls included where they are held.
    pub slots_utilisation: f64,
    /// Requests under way, the calls they wait for included: rate × time in the operation, by Little's law.
    pub in_flight: f64,
}

/// Adds up what a service uses.
///
/// # Formula
/// A replica, of `n` that are up: slots as given; cores busy `λ s × share on the processor / n`; memory at rest + slots × memory
/// of one + requests in flight / n × memory of one + clients / n × memory of a connection; connections clients / n. A lost
/// replica's clients go to the `n - 1` others evenly.
///
/// # Domain
/// Every service. Resources whose size is not given are not counted; with no replica up nothing is. In overload requests in
/// flight are infinite, and so is the memory they take, which is then no reason but a consequence.
///
/// # Source
/// Little 1961; conservation of work.
///
/// # Accuracy
/// Averages: exact for the load given. Memory of a peak is more; so is that of an uneven share.
pub fn solve(service: &Service, load: &Load) -> Resources {
    let (machine, up) = (&service.machine, f64::from(service.replicas_up()));
    if up == 0.0 {
        return Resources::default();
    }
    let mut all = Vec::new();
    let slots = service.slots().map(f64::from);
    let mut add = |kind, used: f64, size: f64, factor: f64| all.push(Resource { kind, used, size, factor });
    let times = |used: f64, size: f64| if used > 0.0 { size / used } else { f64::INFINITY };
    if let Some(slots) = slots {
        let busy = load.slots_utilisation * slots;
        add(Kind::Slots, busy, slots, times(busy, slots));
    }
    if machine.cores > 0.0 {
        let busy = load.visits_per_s * load.work_s * machine.cpu_fraction / up;
        add(Kind::Cpu, busy, machine.cores, times(busy, machine.cores));
    }
    let clients = machine.clients / up;
    let memory = |clients: f64| {
        machine.rest_mib
            + (slots.unwrap_or(0.0) * machine.slot_kib + clients * machine.connection_kib) / 1024.0
    };
    let requests =
        if machine.request_kib > 0.0 { load.in_flight / up * machine.request_kib / 1024.0 } else { 0.0 };
    if machine.memory_mib > 0.0 {
        let fixed = memory(clients);
        let left = (machine.memory_mib - fixed).max(0.0);
        add(Kind::Memory, fixed + requests, machine.memory_mib, times(requests, left));
    }
    let limit = f64::from(machine.connection_limit);
    if machine.clients > 0.0 && limit > 0.0 {
        add(Kind::Connections, clients, limit, times(clients, limit));
    }
    // Memory without bound comes from a queue without end: what fills that is the reason.
    let cause = |r: &Resource| if r.used.is_finite() { r.utilisation() } else { 0.0 };
    let binding = (0..all.len())
        .filter(|&i| all[i].utilisation() > 0.0)
        .max_by(|&a, &b| cause(&all[a]).total_cmp(&cause(&all[b])).then(b.cmp(&a)));
    let storm = (machine.clients > 0.0).then(|| {
        let connections = if up > 1.0 { machine.clients / (up - 1.0) } else { f64::INFINITY };
        let room = machine.memory_mib <= 0.0
            || memory(connections) + requests * up / (up - 1.0) <= machine.memory_mib;
        let fits = up > 1.0 && (limit <= 0.0 || connections <= limit) && room;
        Storm { reconnects: clients, each: connections - clients, connections, fits }
    });
    Resources { all, binding, clients, storm }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Load, Resources, solve};
    use crate::scenario::{Service, preset};

    const LOAD: Load = Load { visits_per_s: 200.0, work_s: 0.05, slots_utilisation: 0.25, in_flight: 40.0 };

    fn service() -> Service {
        let mut service = (preset::ALL[0].build)().services[0].clone();
        (service.capacity.replicas, service.capacity.lost_replicas, service.capacity.slots) = (6, 1, 8);
        service
    }

    fn utilisation(found: &Resources, kind: Kind) -> f64 {
        found.all.iter().find(|r| r.kind == kind).expect("counted").utilisation()
    }

    #[test]
    fn what_is_not_given_is_not_counted() {
        let found = solve(&service(), &LOAD);
        assert_eq!((found.all.len(), found.binding, found.storm), (1, Some(0), None));
        assert_eq!(found.all[0].factor, 4.0);
        let mut unlimited = service();
        unlimited.capacity.slots = 0;
        assert_eq!(solve(&unlimited, &LOAD).binding, None);
        let mut down = service();
        down.capacity.lost_replicas = 6;
        assert!(solve(&down, &LOAD).all.is_empty());
    }

    #[test]
    fn the_processor_may_bind_before_the_slots() {
        let mut s = service();
        (s.machine.cores, s.machine.cpu_fraction) = (4.0, 0.8);
        let found = solve(&s, &LOAD);
        // 200 × 0.05 × 0.8 of 5 × 4 cores.
        assert!((utilisation(&found, Kind::Cpu) - 0.4).abs() < 1e-12);
        assert_eq!(found.binding.map(|b| found.all[b].kind), Some(Kind::Cpu));
        assert!((found.all[1].factor - 2.5).abs() < 1e-12);
    }

    #[test]
    fn memory_adds_up_and_only_requests_grow_with_the_load() {
        let mut s = service();
        (s.machine.memory_mib, s.machine.rest_mib, s.machine.slot_kib) = (512.0, 100.0, 1024.0);
        (s.machine.request_kib, s.machine.clients, s.machine.connection_kib) = (512.0, 50_000.0, 10.0);
        let found = solve(&s, &LOAD);
        let memory = found.all.iter().find(|r| r.kind == Kind::Memory).expect("counted");
        let fixed = 100.0 + 8.0 + 10_000.0 * 10.0 / 1024.0;
        assert!((memory.used - (fixed + 4.0)).abs() < 1e-9);
        assert!((memory.factor - (512.0 - fixed) / 4.0).abs() < 1e-9);
        let swamped = solve(&s, &Load { in_flight: f64::INFINITY, slots_utilisation: 1.2, ..LOAD });
        assert_eq!(swamped.binding.map(|b| swamped.all[b].kind), Some(Kind::Slots));
        assert_eq!(utilisation(&swamped, Kind::Memory), f64::INFINITY);
    }

    #[test]
    fn clients_of_a_lost_replica_go_to_the_others() {
        let mut s = service();
        (s.machine.clients, s.machine.connection_limit) = (50_000.0, 12_000);
        let found = solve(&s, &LOAD);
        let storm = found.storm.expect("clients");
        assert_eq!(
            (found.clients, storm.reconnects, storm.each, storm.connections),
            (1e4, 1e4, 2500.0, 12_500.0)
        );
        assert!(!storm.fits && (utilisation(&found, Kind::Connections) - 10.0 / 12.0).abs() < 1e-12);
        s.capacity.replicas = 2;
        assert!(!solve(&s, &LOAD).storm.expect("clients").fits);
    }
}
