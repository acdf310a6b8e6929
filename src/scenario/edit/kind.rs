//! What an architect reaches for: a service, a database, a queue, somebody else's service, each with rows to begin with.
//! Not presets of products; every number is there to be changed.

use super::EditError;
use crate::scenario::service::Role;
use crate::scenario::work::{Family, Work};
use crate::scenario::{Scenario, Target};

/// What can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A service of one's own.
    Service,
    /// A database.
    Database,
    /// A cache in front of a call.
    Cache,
    /// Work that is done later by somebody nobody waits for.
    Queue,
    /// Somebody else's service.
    ThirdParty,
}

impl Kind {
    /// All of them, in the order of the palette.
    pub const ALL: [Self; 5] = [Self::Service, Self::Database, Self::Cache, Self::Queue, Self::ThirdParty];

    /// What it is called, and what a new one is named.
    pub fn label(self) -> &'static str {
        match self {
            Self::Service => "Service",
            Self::Database => "Database",
            Self::Cache => "Cache",
            Self::Queue => "Queue",
            Self::ThirdParty => "Third party",
        }
    }
}

/// Rows to begin with.
struct Start {
    role: Role,
    replicas: u32,
    slots: u32,
    price_per_h: f64,
    mean_ms: f64,
    scv: f64,
}

/// Round figures of the order that such things have.
fn start(kind: Kind) -> Start {
    let (role, replicas, slots, price_per_h, mean_ms, scv) = match kind {
        Kind::Service | Kind::Cache => (Role::Service, 2, 8, 0.1, 20.0, 0.5),
        Kind::Database => (Role::Database, 1, 16, 0.5, 5.0, 1.0),
        Kind::Queue => (Role::Queue, 1, 8, 0.1, 50.0, 1.0),
        // Others scale as much as is asked of them.
        Kind::ThirdParty => (Role::ThirdParty, 1, 0, 0.0, 100.0, 0.5),
    };
    Start { role, replicas, slots, price_per_h, mean_ms, scv }
}

impl Scenario {
    /// Adds a service of a kind, with work to do. Where nothing is asked of the system yet, a journey enters there.
    ///
    /// # Errors
    /// When it is a cache, which stands in front of a call, or the document has no room for it.
    pub fn add_kind(&mut self, kind: Kind) -> Result<Target, EditError> {
        if kind == Kind::Cache {
            return Err(EditError::NoCall);
        }
        let mut after = self.clone();
        let Start { role, replicas, slots, price_per_h, mean_ms, scv } = start(kind);
        let target = after.add_service(&after.free_service_name(kind.label()))?;
        let capacity = &mut after.services[target.service].capacity;
        (capacity.role, capacity.replicas, capacity.slots) = (role, replicas, slots);
        capacity.replica_price_per_h = price_per_h;
        after.add_work(target, Work { law: Family::Lognormal, mean_ms, scv, ..Work::default() })?;
        if after.journeys.is_empty() {
            after.add_journey(&after.free_journey_name("Requests"), target)?;
        }
        *self = after;
        Ok(target)
    }

    /// Adds a cache in front of a call, behind those that are there.
    ///
    /// # Errors
    /// When there is no such call, or the document has no room for the cache.
    pub fn add_cache_to(&mut self, call: usize) -> Result<usize, EditError> {
        let mut after = self.clone();
        let cache = after.add_cache(&after.free_cache_name(Kind::Cache.label()))?;
        after.put_cache(call, cache)?;
        *self = after;
        Ok(cache)
    }
}
