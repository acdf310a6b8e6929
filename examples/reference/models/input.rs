//! Reading the vocabulary: numbers, lists and laws.
//!
//! It checks nothing that the library checks itself.

use super::LEVELS;
use headroom::dist::bounded_pareto::Pareto;
use headroom::dist::{LawError, Percentiles, Service};
use serde_json::Value;

pub fn number(inputs: &Value, name: &str) -> Result<f64, String> {
    inputs[name].as_f64().ok_or_else(|| format!("no number {name}"))
}

pub fn number_or(inputs: &Value, name: &str, default: f64) -> f64 {
    inputs[name].as_f64().unwrap_or(default)
}

/// A whole number; one too large for the library counts as the largest.
pub fn whole(inputs: &Value, name: &str) -> Result<u32, String> {
    number(inputs, name).map(|x| x as u32)
}

pub fn list<'a>(inputs: &'a Value, name: &str) -> Result<&'a [Value], String> {
    inputs[name].as_array().map(Vec::as_slice).ok_or_else(|| format!("no list {name}"))
}

/// A list of numbers; null counts as infinite.
pub fn numbers(inputs: &Value, name: &str) -> Result<Vec<f64>, String> {
    Ok(list(inputs, name)?.iter().map(|v| v.as_f64().unwrap_or(f64::INFINITY)).collect())
}

/// A list of pairs `[time, value]`.
pub fn pairs(inputs: &Value, name: &str) -> Result<Vec<(f64, f64)>, String> {
    let pair = |v: &Value| Some((v[0].as_f64()?, v[1].as_f64()?));
    list(inputs, name)?
        .iter()
        .map(pair)
        .collect::<Option<_>>()
        .ok_or_else(|| format!("{name} holds no pairs"))
}

/// The two percentiles of a law that is given by percentiles, in the order of their levels.
pub fn percentiles(law: &Value) -> Option<Percentiles> {
    let given = if law["percentiles"].is_object() { &law["percentiles"] } else { law };
    let found: Vec<(f64, f64)> = LEVELS
        .iter()
        .filter_map(|(name, level)| given[format!("{name}_s").as_str()].as_f64().map(|x| (*level, x)))
        .collect();
    let [(low_level, low), (high_level, high)] = found.try_into().ok()?;
    Some(Percentiles { low_level, low, high_level, high })
}

/// The law of a service time.
pub fn law(law: &Value) -> Result<Service, String> {
    let name = law["dist"].as_str().ok_or("no law")?;
    let mean = || number(law, "mean_s");
    let scv = || number(law, "scv");
    let made = match (name, percentiles(law)) {
        ("constant", _) => Ok(Service::constant(mean()?)),
        ("exponential", _) => Service::exponential(mean()?),
        ("erlang", _) => Service::erlang(mean()?, whole(law, "stages")?),
        ("gamma", Some(pair)) => Service::gamma_from_percentiles(pair),
        ("gamma", None) => Service::gamma(mean()?, scv()?),
        ("hyperexponential", Some(pair)) => Service::hyperexponential_from_percentiles(pair),
        ("hyperexponential", None) => Service::hyperexponential(mean()?, scv()?),
        ("lognormal", Some(pair)) => Service::lognormal_from_percentiles(pair),
        ("lognormal", None) => Service::lognormal(mean()?, scv()?),
        ("weibull", Some(pair)) => Service::weibull_from_percentiles(pair),
        ("weibull", None) => Service::weibull_of(number(law, "scale_s")?, number(law, "shape")?),
        ("bounded_pareto", _) => {
            Service::bounded_pareto(number(law, "min_s")?, number(law, "max_s")?, number(law, "alpha")?)
        }
        ("mixture", _) => {
            let part = |part: &Value| Ok((number(part, "weight")?, self::law(&part["of"])?));
            Service::mixture(list(law, "parts")?.iter().map(part).collect::<Result<_, String>>()?)
        }
        (other, _) => return Err(format!("no law {other} to serve by")),
    };
    made.map_err(|error: LawError| format!("{law}: {error:?}"))
}

/// A Pareto law without upper bound.
pub fn pareto(law: &Value) -> Result<Pareto, String> {
    match percentiles(law) {
        Some(pair) => Pareto::from_percentiles(pair).map_err(|error| format!("{law}: {error:?}")),
        None => Ok(Pareto { min: number(law, "min_s")?, alpha: number(law, "alpha")? }),
    }
}
