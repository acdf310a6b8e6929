//! Laws composed along a graph of pure delays, without queues.

use super::input::{law, list, number, whole};
use super::{Answer, Results};
use headroom::dist::Law;
use serde_json::Value;

pub fn compose(inputs: &Value) -> Answer {
    let law = latency(&inputs["graph"])?;
    Results::new().put("mean_s", law.mean()).quantiles("", |p| law.quantile(p)).done()
}

/// The latency law of a node.
fn latency(node: &Value) -> Result<Law, String> {
    if node["dist"].is_string() {
        return Ok(Law::from_service(&law(node)?));
    }
    let children = || list(node, "of")?.iter().map(latency).collect::<Result<Vec<_>, _>>();
    let inner = || latency(&node["of"]);
    Ok(match node["op"].as_str().ok_or("neither a law nor an operator")? {
        "sequence" => children()?.iter().fold(Law::point(0.0), |sum, next| sum.sum(next)),
        "parallel" => Law::max(&children()?.iter().collect::<Vec<_>>()),
        "quorum" => Law::k_of_n(whole(node, "k")? as usize, &children()?.iter().collect::<Vec<_>>()),
        "branch" => {
            let branch = |b: &Value| Ok((number(b, "weight")?, latency(&b["of"])?));
            let parts = list(node, "of")?.iter().map(branch).collect::<Result<Vec<_>, String>>()?;
            Law::mix(&parts.iter().map(|(weight, law)| (*weight, law)).collect::<Vec<_>>())
        }
        "repeat" => inner()?.repeat_sum(whole(node, "times")?),
        "fanout" => inner()?.max_n(whole(node, "times")?),
        "hedge" => inner()?.hedged(number(node, "delay_s")?),
        other => return Err(format!("no operator {other}")),
    })
}
