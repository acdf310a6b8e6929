//! What a service is made of: replicas, worker slots, its queue and its price. Not its work; that is `work`.

use super::param::{choices, rows};

choices! {
    /// What stands behind a service, which decides its symbol and nothing else.
    Role {
        /// A service of one's own.
        Service "service" "Service",
        /// A database.
        Database "database" "Database",
        /// A broker or background queue.
        Queue "queue" "Queue",
        /// Somebody else's service.
        ThirdParty "third-party" "Third party",
        /// The user's own device: a browser or an app.
        Client "client" "Client",
    }
}

choices! {
    /// How requests find a replica.
    Balancing {
        /// All replicas feed from one first-in-first-out queue: the best any balancer can do.
        Shared "shared" "One shared queue",
        /// Each replica has a queue of its own and a request picks one at random; copies of one call that are made
        /// at once go to different replicas, as a scatter over shards does.
        Random "random" "Own queues, random",
    }
}

choices! {
    /// What happens to a request that finds the queue full.
    Overflow {
        /// The newcomer is refused.
        Reject "reject" "Refuse the newcomer",
        /// The oldest waiter is dropped to make room.
        DropOldest "drop-oldest" "Drop the oldest",
        /// The sender waits until there is room.
        Block "block" "Block the sender",
        /// The newcomer is written aside and taken up later.
        Spill "spill" "Spill to disk",
    }
}

rows! {
    /// The capacity and price of one service.
    Capacity {
        /// What stands behind it; decides the symbol in the diagram and nothing else.
        role: Role = Role::Service, "Kind", One, 0..=4, Linear;
        /// Identical instances.
        replicas: u32 = 2, "Replicas", One, 1..=10_000, Log;
        /// Requests one replica works on at the same time: threads, workers, connections.
        slots: u32 = 8, "Worker slots per replica", One, 1..=10_000, Log, zero "unlimited";
        /// How requests find a replica.
        balancing: Balancing = Balancing::Shared, "Balancing", One, 0..=1, Linear;
        /// Whether a slot is kept while the calls a request makes are under way.
        holds_slot: bool = false, "Hold the slot during calls", One, 0..=1, Linear, later "queues";
        /// Requests that may wait for a slot, over all replicas.
        queue_limit: u32 = 0, "Queue limit", One, 1..=1_000_000, Log, zero "unbounded", later "queues";
        /// What happens to a request that finds the queue full.
        overflow: Overflow = Overflow::Reject, "When the queue is full", One, 0..=3, Linear, later "queues";
        /// Price of one replica for an hour.
        replica_price_per_h: f64 = 0.1, "Price of a replica-hour", Money, 0.000_1..=10_000, Log, zero "free";
    }
}
