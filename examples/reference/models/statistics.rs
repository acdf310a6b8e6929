//! Intervals, sensitivities and the cheapest sizes.

use super::input::{law, list, number, number_or, numbers, whole};
use super::{Answer, Results};
use headroom::dist::Family;
use headroom::num::interval::of_mean;
use headroom::num::quantile::interval_ranks;
use headroom::plan::elasticity::elasticity as percent;
use headroom::plan::sizing::{Choice, Sizing, cheapest};
use headroom::queue::mmc::Mmc;
use headroom::queue::series::{Series, Stop};
use serde_json::Value;

pub fn quantile_ranks(inputs: &Value) -> Answer {
    let samples = number(inputs, "samples")? as u64;
    let ranks = interval_ranks(samples, number(inputs, "quantile")?, number(inputs, "confidence")?);
    Results::new()
        .value("lower_rank", ranks.lower)
        .value("upper_rank", ranks.upper)
        .put("coverage", ranks.coverage)
        .done()
}

pub fn replications(inputs: &Value) -> Answer {
    let values = numbers(inputs, "replication_values")?;
    let found = of_mean(&values, number(inputs, "confidence")?).ok_or("no values")?;
    Results::new()
        .put("mean", found.mean)
        .put("half_width", found.half_width)
        .put("relative_half_width", found.relative())
        .done()
}

/// A number of a station.
type Measure = fn(&Mmc) -> f64;

/// Small enough for closed forms, whose noise is that of rounding.
const STEP: f64 = 1e-3;

pub fn elasticity(inputs: &Value) -> Answer {
    let (rate, servers) = (number(inputs, "arrival_rate_per_s")?, whole(inputs, "servers")?);
    let mean = law(&inputs["service"])?.mean();
    let of = |measure: Measure, rate: f64, mean: f64| {
        Mmc::new(rate, servers, mean).map_or(f64::INFINITY, |queue| measure(&queue))
    };
    let measures: [(&str, Measure); 2] =
        [("mean_sojourn", Mmc::mean_sojourn), ("sojourn_p99", |queue| queue.sojourn_quantile(0.99))];
    let mut results = Results::new();
    for (name, measure) in measures {
        let by_rate = percent(|x| of(measure, x, mean), rate, STEP);
        let by_mean = percent(|x| of(measure, rate, x), mean, STEP);
        results = results
            .value(&format!("{name}_vs_arrival_rate"), by_rate)
            .value(&format!("{name}_vs_service_mean"), by_mean);
    }
    results.done()
}

/// The stations of a case and what may be chosen at each.
fn shop(inputs: &Value) -> Result<(Series, Vec<Choice>), String> {
    let stations = list(inputs, "stations")?;
    let stop = |s: &Value| {
        let visits = number_or(s, "visits", 1.0);
        Ok(Stop { visits, mean_service: number(s, "service_mean_s")? })
    };
    let stops = stations.iter().map(stop).collect::<Result<Vec<_>, String>>()?;
    let series = Series::new(number(inputs, "arrival_rate_per_s")?, stops);
    let prices = stations.iter().map(|s| number(s, "price_per_server")).collect::<Result<Vec<_>, _>>()?;
    let choice = |(least, price)| Choice { least, most: 100_000, price };
    let choices = series.least().into_iter().zip(prices).map(choice).collect();
    Ok((series, choices))
}

fn chosen(found: Option<Sizing>, value: &str, least: Vec<u32>) -> Answer {
    let results = Results::new().value("min_stable_servers", least).value("feasible", found.is_some());
    match found {
        Some(sizing) => {
            results.value("servers", sizing.sizes).put("cost", sizing.cost).put(value, sizing.value)
        }
        None => results.value("servers", Value::Null).value("cost", Value::Null).value(value, Value::Null),
    }
    .done()
}

pub fn allocate_mean(inputs: &Value) -> Answer {
    let (series, choices) = shop(inputs)?;
    let goal = number(inputs, "slo_mean_s")?;
    chosen(cheapest(&choices, goal, |servers| series.mean(servers)), "mean_s", series.least())
}

pub fn allocate_p99(inputs: &Value) -> Answer {
    let (mut series, choices) = shop(inputs)?;
    let least = series.least();
    let goal = number(inputs, "slo_p99_s")?;
    chosen(cheapest(&choices, goal, |servers| series.quantile(servers, 0.99)), "p99_s", least)
}
