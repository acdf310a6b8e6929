//! PROVISIONAL: replaced when the codec is merged.
use super::{Scenario, preset};
pub struct Link { pub scenario: Scenario, pub preset: Option<&'static str> }
pub fn encode(_s: &Scenario) -> String { "checkout".to_owned() }
pub fn decode(text: &str) -> Result<Link, String> { preset::find(text).map(|p| Link { scenario: (p.build)(), preset: Some(p.key) }).ok_or_else(|| format!("there is no preset {text}")) }
