//! Service-time laws: parameters, moments and quantiles.

use super::input::{law, number, numbers, pareto};
use super::{Answer, Results};
use headroom::dist::{Family, Service};
use serde_json::Value;

pub fn stats(inputs: &Value) -> Answer {
    if inputs["service"]["dist"] == "pareto" {
        let law = pareto(&inputs["service"])?;
        return Results::new()
            .put("alpha", law.alpha)
            .put("min_s", law.min)
            .put("mean_s", law.mean())
            .quantiles("", |p| law.quantile(p))
            .done();
    }
    let law = law(&inputs["service"])?;
    let results =
        Results::new().put("mean_s", law.mean()).put("scv", law.scv()).quantiles("", |p| law.quantile(p));
    match &law {
        Service::Lognormal(l) => results.put("mu", l.mu()).put("sigma", l.sigma()),
        Service::Gamma(l) => results.put("shape", l.shape()).put("scale_s", l.scale()),
        Service::Weibull(l) => results.put("shape", l.shape()).put("scale_s", l.scale()),
        _ => results,
    }
    .done()
}

pub fn prometheus_histogram(inputs: &Value) -> Answer {
    let (bounds, counts) = (numbers(inputs, "buckets_le_s")?, numbers(inputs, "cumulative_count")?);
    let finite = bounds.iter().filter(|b| b.is_finite()).count();
    let total = counts.last().copied().ok_or("no buckets")?;
    let below = finite.checked_sub(1).and_then(|i| counts.get(i)).copied().ok_or("no finite bucket")?;
    let law = Service::histogram(&bounds[..finite], &counts[..finite], total - below)
        .map_err(|error| format!("{error:?}"))?;
    Results::new().put("mean_s", number(inputs, "sum_s")? / total).quantiles("", |p| law.quantile(p)).done()
}
