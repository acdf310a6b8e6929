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
        /// Each replica has a queue of its own and requests go to them in turn.
        RoundRobin "round-robin" "Own queues, in turn",
        /// Each replica has a queue of its own and a request picks the one with the fewest requests under way.
        LeastOutstanding "least-outstanding" "Own queues, least outstanding",
        /// Each replica has a queue of its own and a request picks the less loaded of two chosen at random.
        TwoChoices "two-choices" "Own queues, better of two",
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
        /// The newcomer is dropped without a word: its caller learns nothing until it gives up, and fails at once where
        /// it has no timeout.
        DropNewest "drop-newest" "Drop the newcomer",
    }
}

choices! {
    /// Who gets a slot next.
    Order {
        /// Who has waited longest.
        FirstInFirstOut "first-in" "First in, first out",
        /// Who has waited shortest: under overload some are served fast and the others hardly ever.
        LastInFirstOut "last-in" "Last in, first out",
        /// Everybody at once: the slots work for all who are there, each getting an equal share of them and at most one slot,
        /// as processes on the cores of a machine do. Nobody waits, but who is not alone takes longer.
        ProcessorSharing "sharing" "Processor sharing",
    }
}

choices! {
    /// How the longest wait of a request for a slot is spread.
    Patience {
        /// The same for every request: a deadline.
        Deadline "deadline" "A deadline",
        /// Exponential, as people hang up: its mean is given.
        Exponential "exponential" "Exponential",
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
        holds_slot: bool = false, "Hold the slot during calls", One, 0..=1, Linear, if |c| c.order != Order::ProcessorSharing;
        /// Who gets a slot that becomes free. A service that gathers batches shares no slots: there it is the first batch.
        order: Order = Order::FirstInFirstOut, "Order of service", One, 0..=1, Linear;
        /// Whether the number of requests that wait for a slot is limited.
        queue_bounded: bool = false, "Limited queue", One, 0..=1, Linear;
        /// Requests that may wait for a slot, over all replicas; without any, who finds every slot busy is lost.
        queue_limit: u32 = 100, "Queue limit", One, 1..=1_000_000, Log, zero "no waiting room", if |c| c.queue_bounded;
        /// What happens to a request that finds the queue full.
        overflow: Overflow = Overflow::Reject, "When the queue is full", One, 0..=4, Linear, if |c| c.queue_bounded;
        /// What a spilled request costs more when it is taken up: the time to read it back, on its slot.
        spill_ms: f64 = 1.0, "Time to read back", Millis, 0.001..=60_000, Log, zero "none", if |c| c.queue_bounded && c.overflow == Overflow::Spill;
        /// A request that has waited this long for a slot leaves the queue and fails.
        patience_ms: f64 = 0.0, "Longest wait for a slot", Millis, 0.01..=600_000, Log, zero "for ever", if |c| c.order != Order::ProcessorSharing;
        /// Whether every request is equally patient.
        patience_how: Patience = Patience::Deadline, "Patience", One, 0..=1, Linear, if |c| c.patience_ms > 0.0 && c.order != Order::ProcessorSharing;
        /// Share of visits that end in an error after their work: a dependency that fails now and then.
        failure_fraction: f64 = 0.0, "Answers that fail", Fraction, 0..=1, Linear;
        /// Replicas that are down, though paid for: what is left when one is lost.
        lost_replicas: u32 = 0, "Replicas lost", One, 0..=100, Linear;
        /// Mean time from the end of one slow episode of the whole service to the start of the next: collections of garbage, a
        /// noisy neighbour, a disk that is scrubbed.
        episode_every_s: f64 = 0.0, "Time between slow episodes", Seconds, 0.1..=86_400, Log, zero "no episodes";
        /// Mean length of a slow episode.
        episode_s: f64 = 10.0, "Length of a slow episode", Seconds, 0.001..=86_400, Log, if |c| c.episode_every_s > 0.0;
        /// How many times longer the work takes that is begun in a slow episode, on all replicas alike.
        episode_factor: f64 = 2.0, "Slower in an episode", One, 1.0..=1000, Log, if |c| c.episode_every_s > 0.0;
        /// Price of one replica for an hour.
        replica_price_per_h: f64 = 0.1, "Price of a replica-hour", Money, 0.000_1..=10_000, Log, zero "free";
        /// Price of a million visits, as third parties charge.
        visit_price_per_million: f64 = 0.0, "Price of a million visits", Money, 0.000_1..=1_000_000, Log, zero "free";
    }
}
