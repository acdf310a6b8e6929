//! The models of the reference vocabulary, each answered by the library's public functions.
//!
//! It holds no mathematics of its own: inputs are read, functions called, results named. A model is one row of [`TABLE`].

mod backpressure;
mod caches;
mod database;
mod document;
mod fanout;
mod graph;
mod input;
mod laws;
mod money;
mod resilience;
mod resilient;
mod scaling;
mod stations;
mod stations_general;
mod statistics;
pub mod systems;

use serde_json::{Map, Value};

/// What a model answers, by name; or why it does not.
pub type Answer = Result<Map<String, Value>, String>;

/// The levels that quantiles are named after.
const LEVELS: [(&str, f64); 6] =
    [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("p999", 0.999), ("p9999", 0.9999)];

/// A model's name and what answers it.
type Row = (&'static str, fn(&Value) -> Answer);

/// Every model.
pub const TABLE: &[Row] = &[
    ("mmc", stations::mmc),
    ("mmck", stations::mmck),
    ("erlang_b", stations::erlang_b),
    ("mmc_patience_exponential", stations::patience_exponential),
    ("mmc_patience_constant", stations::patience_constant),
    ("deadline_no_cancel", stations::deadline_no_cancel),
    ("overload", stations::overload),
    ("littles_law", stations::littles_law),
    ("mgc", stations_general::mgc),
    ("gigc", stations_general::gigc),
    ("gim1", stations_general::gim1),
    ("load_balancing", stations_general::load_balancing),
    ("fit_lognormal", laws::stats),
    ("fit_gamma", laws::stats),
    ("fit_weibull", laws::stats),
    ("fit_pareto", laws::stats),
    ("fit_hyperexponential", laws::stats),
    ("distribution_stats", laws::stats),
    ("prometheus_histogram", laws::prometheus_histogram),
    ("compose", graph::compose),
    ("retry_latency", resilience::retry_latency),
    ("retry_fixed_point", resilience::retry_fixed_point),
    ("retry_budget", resilience::retry_budget),
    ("hedge_with_load", resilience::hedge_with_load),
    ("fanout_slow_probability", fanout::slow_probability),
    ("fanout_leaf_target", fanout::leaf_target),
    ("fanout_correlated", fanout::correlated),
    ("fanout_common_shock", fanout::common_shock),
    ("fanout_hedged", fanout::hedged),
    ("cache_lru_che", caches::lru),
    ("cache_lru_simulated", caches::lru),
    ("cache_ttl", caches::ttl),
    ("cache_ttl_zipf", caches::ttl_zipf),
    ("cache_lru_ttl_simulated", caches::lru_ttl),
    ("cache_hierarchy", caches::hierarchy),
    ("cache_stampede", caches::stampede),
    ("cache_ttl_jitter", caches::jitter),
    ("negative_cache", caches::negative),
    ("cache_write_policy", caches::write_policy),
    ("connection_budget", database::connection_budget),
    ("pool_as_station", database::pool_as_station),
    ("shard_hot_key", database::shard_hot_key),
    ("n_plus_one", database::n_plus_one),
    ("read_replicas", database::read_replicas),
    ("bounded_queue_block", backpressure::block),
    ("bounded_queue_drop", backpressure::drop),
    ("async_offload", backpressure::offload),
    ("burst_spill", backpressure::burst),
    ("fluid_backlog", backpressure::fluid),
    ("usl", scaling::usl),
    ("usl_fit", scaling::usl_fit),
    ("horizontal_vs_vertical", scaling::horizontal_vs_vertical),
    ("hpa_proposal", scaling::hpa_proposal),
    ("hpa_behavior_trace", scaling::hpa_behaviour),
    ("autoscale_trace", scaling::autoscale),
    ("replica_cost_integral", money::replica_cost),
    ("monthly_cost", money::monthly_cost),
    ("break_even", money::break_even),
    ("cache_payoff", money::cache_payoff),
    ("quantile_ci_ranks", statistics::quantile_ranks),
    ("replication_ci", statistics::replications),
    ("elasticity_mmc", statistics::elasticity),
    ("allocate_min_cost_mean", statistics::allocate_mean),
    ("allocate_min_cost_p99", statistics::allocate_p99),
];

/// The answer to a case: one model, or a whole system; with `simulate` a whole system's is that of the simulation.
pub fn answer(case: &Value, simulate: bool) -> Answer {
    let inputs = &case["inputs"];
    if case["kind"].is_string() && simulate {
        return systems::simulated(case);
    }
    if case["kind"].is_string() {
        return systems::answer(case);
    }
    let name = case["model"].as_str().ok_or("neither a model nor a kind")?;
    let row = TABLE.iter().find(|row| row.0 == name).ok_or_else(|| format!("no model {name}"))?;
    (row.1)(inputs)
}

/// Results under way; what is not finite becomes null.
#[derive(Default)]
struct Results(Map<String, Value>);

impl Results {
    fn new() -> Self {
        Self::default()
    }

    /// A number.
    fn put(mut self, name: &str, value: f64) -> Self {
        self.0.insert(name.to_owned(), Value::from(value));
        self
    }

    /// Several numbers.
    fn all(self, pairs: &[(&str, f64)]) -> Self {
        pairs.iter().fold(self, |results, (name, value)| results.put(name, *value))
    }

    /// Anything else.
    fn value(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// The quantiles `prefix_p50_s` and so on; without a prefix `p50_s`.
    fn quantiles(self, prefix: &str, quantile: impl Fn(f64) -> f64) -> Self {
        LEVELS
            .iter()
            .fold(self, |results, (name, level)| results.put(&format!("{prefix}{name}_s"), quantile(*level)))
    }

    /// The end of the chain, as what every model returns.
    #[expect(clippy::unnecessary_wraps, reason = "models that can fail end with it")]
    fn done(self) -> Answer {
        Ok(self.0)
    }
}
