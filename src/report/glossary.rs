//! The words of the page and what they mean. Not the numbers; each of those explains itself.

/// Words with their meanings, in the order of the alphabet.
pub const WORDS: &[(&str, &str)] = &[
    (
        "Attempt",
        "One try of a call. A call that is retried makes several; each costs its callee work, whether anybody still waits for it or not.",
    ),
    ("Baseline", "The answers as they were when you pinned them; every change is shown against them."),
    (
        "Bottleneck",
        "The service whose busiest resource has the highest utilisation now. As a rule it runs full first as the load grows, and more capacity anywhere else does not raise what the system holds.",
    ),
    (
        "Breaker",
        "Stops the calls to a callee of which too many failed, for a while, so that it can recover. Calls meanwhile fail at once.",
    ),
    (
        "Burst",
        "Arrivals that come closer together than chance brings them. The SCV of the times between arrivals says how much: 1 is chance.",
    ),
    (
        "Closed form",
        "A formula that gives the answer at once, exact or with a stated error. Here it answers within a frame.",
    ),
    (
        "Critical path",
        "What the answer waits for, one after the other. Only less time there makes a typical request faster.",
    ),
    (
        "Fan-out",
        "One request that waits for many answers. It is as slow as the slowest of them, so rare slowness below is common above.",
    ),
    (
        "Headroom",
        "How many times the present load the system can take before an objective is lost or something is full.",
    ),
    ("Hedge", "A second copy of a call, sent if the first takes long; whichever answers first counts."),
    ("Hit rate", "The share of look-ups that a cache answers by itself, of those that reach it."),
    (
        "Interval",
        "The range that holds the true value 95 times in 100, were the simulation repeated. Narrow is sure; none is not known yet.",
    ),
    ("Jitter", "Times that are spread by chance, so that what began together does not come back together."),
    (
        "Journey",
        "One kind of request, from the service it enters at to its answer, with its load and its objective.",
    ),
    (
        "Little's law",
        "Requests present = requests a second × time each stays. It holds for every system in a steady state.",
    ),
    (
        "P50, P95, P99, P99.9",
        "Percentiles: of 1,000 successful requests 500, 950, 990, 999 are answered at least this fast.",
    ),
    (
        "Pool",
        "Connections that a caller keeps open to a database. Who finds all in use waits for one, as in any queue.",
    ),
    (
        "Queueing",
        "Waiting for a slot. It grows slowly at first and without bound as the utilisation comes near 100 %.",
    ),
    ("Quorum", "So many of several answers suffice; the slowest are not waited for."),
    ("Replica", "One running copy of a service."),
    (
        "Retry budget",
        "The most retries that may be added to the calls, as a share of them. It keeps failures from multiplying.",
    ),
    (
        "SCV",
        "Squared coefficient of variation: the variance by the square of the mean. 0 is always the same, 1 exponential, more is wilder.",
    ),
    (
        "Simulation",
        "The scenario played request by request with random numbers. Slower than a formula, but it assumes less.",
    ),
    (
        "SLO",
        "Service level objective: what the journey must keep, as a latency at a percentile, a share of errors and, if asked for, a throughput.",
    ),
    ("Slot", "What a replica does one request with at a time: a thread, a worker, a core."),
    ("Sojourn time", "Time from arrival at a service to leaving it: waiting and work together."),
    ("Stampede", "Many requests fetch the same entry at once, because it has just expired."),
    (
        "Steady state",
        "What a system settles into under a load that stays. Overloaded systems have none: their queues grow without end.",
    ),
    (
        "Throughput",
        "Requests answered successfully each second. In overload it is what the system gets done, not what comes.",
    ),
    (
        "Timeout",
        "How long a call is waited for. What is given up goes on as work of the callee, unless it is cancelled.",
    ),
    ("TTL", "Time to live: how long an entry of a cache counts as fresh."),
    ("Unloaded", "As if no request ever waited for a slot: the best that the same work allows."),
    ("Utilisation", "The busy share of a service's slots."),
];

#[cfg(test)]
mod tests {
    use super::WORDS;

    #[test]
    fn words_are_in_order_and_explained() {
        assert!(WORDS.windows(2).all(|w| w[0].0.to_lowercase() < w[1].0.to_lowercase()));
        assert!(WORDS.iter().all(|w| w.1.ends_with('.') && !w.1.contains("  ")));
    }
}
