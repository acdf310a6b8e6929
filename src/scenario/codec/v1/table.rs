//! The rows that links of version 1 know, with the defaults that an absent value stands for. Frozen: not the live
//! tables, whose defaults and order may change without changing an old link.
//!
//! When a row is added to a live table, append it to its group here, with [`REVISION`] raised by one as its
//! `since`; when a choice is added, append its key. Nothing here is ever changed or moved. A test compares with the
//! live tables and with `tests/golden/v1/rows.txt` and says what is missing.

use crate::scenario::Group;

/// The newest revision of the table; links say the one they need.
pub(super) const REVISION: usize = 2;

/// One row as links know it.
#[derive(Debug)]
pub(super) struct Frozen {
    /// Its key in the live table, which never changes.
    pub key: &'static str,
    /// The value an absent one stands for; of a choice, the index in `choices`.
    pub default: f64,
    /// Keys of the choices, in the order of their numbers in links; empty for what is no choice.
    pub choices: &'static [&'static str],
    /// The revision that brought it.
    pub since: usize,
}

const fn row(key: &'static str, default: f64) -> Frozen {
    Frozen { key, default, choices: &[], since: 1 }
}

const fn added(since: usize, key: &'static str, default: f64) -> Frozen {
    Frozen { key, default, choices: &[], since }
}

const fn choice(key: &'static str, default: f64, choices: &'static [&'static str]) -> Frozen {
    Frozen { key, default, choices, since: 1 }
}

/// The rows of every group, in the order of links.
pub(super) const GROUPS: &[(Group, &[Frozen])] = &[
    (Group::Load, &[row("arrival_rps", 100.0), row("arrival_scv", 1.0), row("response_kib", 0.0)]),
    (
        Group::Slo,
        &[
            choice("slo_percentile", 2.0, &["p50", "p95", "p99", "p999"]),
            row("slo_latency_ms", 1000.0),
            row("slo_error_fraction", 0.001),
            row("slo_throughput_rps", 0.0),
        ],
    ),
    (
        Group::Capacity,
        &[
            choice("role", 0.0, &["service", "database", "queue", "third-party", "client"]),
            row("replicas", 2.0),
            row("slots", 8.0),
            choice(
                "balancing",
                0.0,
                &["shared", "random", "round-robin", "least-outstanding", "two-choices"],
            ),
            row("holds_slot", 0.0),
            row("queue_limit", 100.0),
            choice("overflow", 0.0, &["reject", "drop-oldest", "block", "spill", "drop-newest"]),
            row("replica_price_per_h", 0.1),
            row("spill_ms", 1.0),
            row("patience_ms", 0.0),
            choice("patience_how", 0.0, &["deadline", "exponential"]),
            row("failure_fraction", 0.0),
            row("lost_replicas", 0.0),
            row("visit_price_per_million", 0.0),
            row("queue_bounded", 0.0),
            added(2, "episode_every_s", 0.0),
            added(2, "episode_s", 10.0),
            added(2, "episode_factor", 2.0),
            Frozen { since: 2, ..choice("order", 0.0, &["first-in", "last-in", "sharing"]) },
        ],
    ),
    (
        Group::Database,
        &[
            row("max_connections", 0.0),
            row("pool_size", 0.0),
            row("pool_overflow", 10.0),
            row("pool_timeout_ms", 30_000.0),
            row("read_replicas", 0.0),
            row("shards", 1.0),
            row("reserved_connections", 3.0),
            row("multiplexer_connections", 0.0),
            row("write_fraction", 0.2),
            row("shard_keys", 1e6),
            row("shard_skew", 0.0),
        ],
    ),
    (
        Group::Autoscaler,
        &[
            choice("scale_on", 0.0, &["off", "utilisation", "backlog"]),
            row("min_replicas", 1.0),
            row("max_replicas", 10.0),
            row("target_fraction", 0.6),
            row("target_backlog", 100.0),
            row("startup_s", 30.0),
            row("scale_down_window_s", 300.0),
        ],
    ),
    (
        Group::Work,
        &[
            choice(
                "law",
                4.0,
                &[
                    "constant",
                    "exponential",
                    "gamma",
                    "hyperexponential",
                    "lognormal",
                    "weibull",
                    "hiccup",
                    "bounded-pareto",
                    "histogram",
                ],
            ),
            choice("known", 0.0, &["mean", "percentiles", "scan", "lookup"]),
            row("mean_ms", 10.0),
            row("scv", 0.5),
            row("p50_ms", 10.0),
            row("p99_ms", 50.0),
            row("slow_fraction", 0.01),
            row("slow_ms", 100.0),
            row("cap_ms", 10_000.0),
            row("table_rows", 1e6),
            row("row_us", 0.5),
            row("page_us", 50.0),
            row("indexes", 0.0),
        ],
    ),
    (Group::Join, &[row("need", 0.0)]),
    (
        Group::Call,
        &[
            row("probability", 1.0),
            row("repeat", 1.0),
            choice("repeat_how", 0.0, &["sequence", "at-once"]),
            row("awaited", 1.0),
            row("network_ms", 0.0),
            row("timeout_ms", 0.0),
            row("retries", 0.0),
            row("backoff_ms", 25.0),
            row("backoff_multiplier", 2.0),
            choice("backoff_jitter", 1.0, &["none", "full"]),
            row("retry_budget_fraction", 0.0),
            row("hedge_ms", 0.0),
            row("cancel", 0.0),
            row("payload_kib", 0.0),
            choice("protocol", 0.0, &["json", "binary", "own"]),
            row("serialise_ms_per_mib", 20.0),
            choice("connection", 0.0, &["kept", "tcp", "tls"]),
            row("tied", 0.0),
            row("breaker_fraction", 0.0),
            row("breaker_window", 100.0),
            row("breaker_open_ms", 5000.0),
        ],
    ),
    (
        Group::Cache,
        &[
            row("hit_fraction", 0.8),
            row("lookup_ms", 1.0),
            row("lookup_scv", 0.0),
            row("memory_gib", 0.0),
            row("memory_price_per_h", 0.0125),
            row("lookup_price_per_million", 0.0),
            choice("hit_from", 0.0, &["typed", "derived"]),
            row("keys", 1e6),
            row("zipf_exponent", 0.9),
            row("entry_kib", 4.0),
            choice("eviction", 0.0, &["lru", "fifo"]),
            row("ttl_s", 0.0),
            row("ttl_resets", 0.0),
            row("ttl_jitter_s", 0.0),
            row("copies", 1.0),
            row("coalesce", 0.0),
            row("absent_fraction", 0.0),
            row("negative_ttl_s", 0.0),
            row("write_fraction", 0.0),
            choice(
                "pattern",
                0.0,
                &["aside", "read-through", "write-through", "write-behind", "refresh-ahead"],
            ),
            row("flush_s", 1.0),
            row("egress_price_per_gib", 0.0),
        ],
    ),
    (
        Group::Cost,
        &[
            choice("currency", 0.0, &["usd", "eur", "gbp", "chf", "inr", "jpy"]),
            row("hours_per_month", 730.0),
            row("egress_price_per_gib", 0.0),
        ],
    ),
    (Group::LoadPoint, &[row("at_h", 0.0), row("load_factor", 1.0)]),
    (
        Group::Event,
        &[
            choice("what", 0.0, &["replica-lost", "slowed", "failing", "cache-flushed", "load-step"]),
            row("at_s", 60.0),
            row("for_s", 60.0),
            row("amount", 1.0),
        ],
    ),
    (
        Group::Machine,
        &[
            row("size", 1.0),
            row("size_price_exponent", 1.0),
            row("contention_fraction", 0.0),
            row("coherency_fraction", 0.0),
            row("cores", 0.0),
            row("cpu_fraction", 1.0),
            row("memory_mib", 0.0),
            row("rest_mib", 100.0),
            row("slot_kib", 0.0),
            row("request_kib", 50.0),
            row("clients", 0.0),
            row("connection_kib", 10.0),
            row("connection_limit", 0.0),
        ],
    ),
    (
        Group::Batching,
        &[row("batch_limit", 1.0), row("batch_wait_ms", 100.0), row("batch_item_fraction", 0.1)],
    ),
    (Group::Bucket, &[row("upto_ms", 10.0), row("count", 1.0)]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::param::Kind;
    use std::fmt::Write;

    const HOW: &str = "append it to src/scenario/codec/v1/table.rs as its head says";

    #[test]
    fn every_live_row_and_choice_can_be_written() {
        for (group, frozen) in GROUPS {
            let live = group.specs();
            for spec in &live {
                let found = frozen.iter().find(|f| f.key == spec.key);
                let found = found.unwrap_or_else(|| panic!("{group:?}.{} is in no link: {HOW}", spec.key));
                if let Kind::Choice(choices) = spec.kind {
                    for c in choices {
                        assert!(
                            found.choices.contains(&c.key),
                            "{}={} is in no link: {HOW}",
                            spec.key,
                            c.key
                        );
                    }
                }
            }
            for f in *frozen {
                assert!(
                    live.iter().any(|s| s.key == f.key),
                    "{group:?}.{} is gone, but old links set it: keep the row, or say in walk what becomes of it",
                    f.key
                );
                assert!(f.since <= REVISION, "{}: REVISION is older than this row", f.key);
            }
        }
        assert_eq!(GROUPS.iter().map(|g| g.0).collect::<Vec<_>>(), Group::ALL);
    }

    #[test]
    fn what_was_frozen_stays() {
        let mut now = String::new();
        for (group, frozen) in GROUPS {
            for (number, f) in frozen.iter().enumerate() {
                let choices = f.choices.join(",");
                writeln!(now, "{group:?} {number} {} {} {} {choices}", f.since, f.key, f.default)
                    .expect("a string");
            }
        }
        let now: Vec<_> = now.lines().map(str::trim_end).collect();
        for line in include_str!("../../../../tests/golden/v1/rows.txt").lines() {
            // Choices may have been appended since.
            assert!(
                now.iter()
                    .any(|n| *n == line || n.strip_prefix(line).is_some_and(|rest| rest.starts_with(','))),
                "rows that links rest on have changed; `{line}` was frozen. All rows now:\n{}",
                now.join("\n")
            );
        }
    }
}
