//! The nodes of a database that is sharded or replicated: how its visits are split over them. Not how long they take
//! there; each class of nodes is a station.

use crate::num::zipf;
use crate::scenario::Service;

/// Nodes of a service that are loaded alike.
///
/// Each has the replicas and slots of the service and a queue of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    /// Share of the visits whose time is spent at a node of this class; over all classes they add up to one.
    pub share: f64,
    /// What arrives at one such node, as a share of the visits of the service: writes that are applied there included.
    pub rate_share: f64,
    /// How many there are.
    pub count: u32,
}

/// The classes of nodes of a service, those with no load left out; one of one node for all that is neither sharded nor
/// replicated.
///
/// # Formula
/// The shard of the hottest key has the expected share `q = p_1 + (1 - p_1) / S` of the visits, `p_1 = 1 / H_{N,α}`, each of the
/// others `(1 - q) / (S - 1)`. In a shard with share `q`, `n` read replicas and a share `w` of writes, the primary sees `q w`
/// and each replica `q ((1 - w) / n + w)`: it applies every write, which takes what a visit takes. Without read replicas the
/// primary sees `q`.
///
/// # Domain
/// Every service. The second hottest key may by chance share the shard of the hottest: this is the mean over
/// placements. A shard that is on average no hotter than the others is one of them.
///
/// # Source
/// Expectation over a random placement of keys; conservation of flow.
///
/// # Accuracy
/// Of the hottest key's share 1e-5 relative. Shards other than the hottest differ too, which is left out: with many keys
/// a shard, by little.
pub fn nodes(service: &Service) -> Vec<Node> {
    let database = &service.database;
    let shards = database.shards.max(1);
    let mut nodes = Vec::with_capacity(4);
    if shards == 1 {
        replicated(1.0, 1, service, &mut nodes);
        return nodes;
    }
    let keys = (database.shard_keys as u64).max(1);
    let hottest = zipf::coarse(keys, database.shard_skew).first().map_or(1.0, |g| g.share);
    let count = f64::from(shards);
    let share = hottest + (1.0 - hottest) / count;
    replicated(share, 1, service, &mut nodes);
    replicated((1.0 - share) / (count - 1.0), shards - 1, service, &mut nodes);
    nodes
}

/// The nodes of `shards` shards that have this share of the visits each.
fn replicated(share: f64, shards: u32, service: &Service, nodes: &mut Vec<Node>) {
    let replicas = service.database.read_replicas;
    let mut class = |of_visits: f64, rate_share: f64, count: u32| {
        if rate_share > 0.0 {
            nodes.push(Node { share: of_visits, rate_share, count });
        }
    };
    let together = share * f64::from(shards);
    if replicas == 0 {
        return class(together, share, shards);
    }
    let writes = service.database.write_fraction;
    class(together * writes, share * writes, shards);
    let each = share * ((1.0 - writes) / f64::from(replicas) + writes);
    class(together * (1.0 - writes), each, shards.saturating_mul(replicas));
}

#[cfg(test)]
mod tests {
    use super::{Node, nodes};
    use crate::queue::read_replicas::Replicated;
    use crate::queue::shards::HotShard;
    use crate::scenario::{Service, preset};

    fn store(shards: u32, replicas: u32, writes: f64, skew: f64) -> Service {
        let mut service = (preset::ALL[0].build)().services[1].clone();
        let database = &mut service.database;
        (database.shards, database.read_replicas) = (shards, replicas);
        (database.write_fraction, database.shard_skew, database.shard_keys) = (writes, skew, 1e5);
        service
    }

    #[test]
    fn a_plain_service_is_one_node() {
        assert_eq!(nodes(&store(1, 0, 0.5, 1.0)), [Node { share: 1.0, rate_share: 1.0, count: 1 }]);
    }

    #[test]
    fn shards_and_replicas_are_those_of_their_laws() {
        let hot = HotShard::new(100_000, 1.0, 16);
        let found = nodes(&store(16, 0, 0.2, 1.0));
        assert!((found[0].share / hot.shard_share - 1.0).abs() < 1e-6);
        assert_eq!((found[0].count, found[1].count), (1, 15));
        let law = Replicated {
            rate: 1.0,
            reads: 0.9,
            replicas: 3,
            apply_cost: 1.0,
            mean_service: 0.01,
            servers: 1,
        };
        let found = nodes(&store(1, 3, 0.1, 0.0));
        assert!((found[0].rate_share - law.primary_rate()).abs() < 1e-15);
        assert!((found[1].rate_share - law.replica_rate()).abs() < 1e-15);
        assert_eq!((found[0].share, found[1].share, found[1].count), (0.1, 0.9, 3));
    }

    #[test]
    fn every_visit_is_at_one_node_and_every_write_at_all_of_its_shard() {
        for (shards, replicas, writes, skew) in
            [(1, 2, 0.0, 0.0), (4, 0, 0.3, 0.9), (10, 3, 0.2, 1.2), (3, 1, 1.0, 0.5)]
        {
            let found = nodes(&store(shards, replicas, writes, skew));
            let visits: f64 = found.iter().map(|n| n.share).sum();
            let work: f64 = found.iter().map(|n| n.rate_share * f64::from(n.count)).sum();
            assert!((visits - 1.0).abs() < 1e-12, "{found:?}");
            assert!((work - (1.0 + writes * f64::from(replicas))).abs() < 1e-12, "{found:?}");
        }
    }

    #[test]
    fn even_shards_share_evenly() {
        let found = nodes(&store(8, 0, 0.0, 0.0));
        assert!((found[0].rate_share - found[1].rate_share).abs() < 1e-4);
    }
}
