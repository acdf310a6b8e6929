//! Where the arrow keys take a slider. Not where a finger takes it: that is the row's own `at`.

use crate::scenario::param::{Kind, Spec};

/// Positions of a slider.
pub const POSITIONS: f64 = 1000.0;

/// The value some steps from here: a step of a whole number is one, or what can be seen of it where it is large;
/// a step of any other is a hundredth of the slider. A step always leads to another value, save at the ends.
pub fn stepped(spec: &Spec, value: f64, steps: f64) -> f64 {
    let way = steps.signum();
    let here = spec.position(value);
    let mut fraction = 0.01 * steps.abs();
    let mut far = spec.at((here + way * fraction).clamp(0.0, 1.0));
    if spec.kind == Kind::Count && value < 50.0 {
        far = spec.clamp(value + steps);
    }
    // A coarse row may round a small step back to where it began.
    while (far - value) * way <= 0.0 && fraction < 1.0 {
        fraction *= 2.0;
        far = spec.at((here + way * fraction).clamp(0.0, 1.0));
    }
    if (far - value) * way > 0.0 { far } else { value }
}

/// How many steps a key asks for; `None` if it is none of the slider's keys.
pub fn steps_of(key: &str) -> Option<f64> {
    match key {
        "ArrowRight" | "ArrowUp" => Some(1.0),
        "ArrowLeft" | "ArrowDown" => Some(-1.0),
        "PageUp" => Some(10.0),
        "PageDown" => Some(-10.0),
        "Home" => Some(f64::NEG_INFINITY),
        "End" => Some(f64::INFINITY),
        _ => None,
    }
}

/// The value a key leads to.
pub fn key_value(spec: &Spec, value: f64, key: &str) -> Option<f64> {
    let steps = steps_of(key)?;
    Some(match steps {
        s if s == f64::INFINITY => spec.at(1.0),
        s if s == f64::NEG_INFINITY => spec.at(0.0),
        s => stepped(spec, value, s),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Group;

    #[test]
    fn every_step_moves_and_the_ends_are_reached() {
        for spec in Group::ALL.into_iter().flat_map(Group::specs) {
            let mut value = spec.at(0.0);
            for _ in 0..400 {
                let next = stepped(spec, value, 1.0);
                assert!(next > value || value == spec.max, "{}: stuck at {value}", spec.key);
                assert_eq!(spec.check(next), Ok(()), "{}", spec.key);
                value = next;
            }
            assert_eq!(value, spec.max, "{}", spec.key);
            let back = stepped(spec, value, -1.0);
            assert!(back < value, "{}: stuck at the end", spec.key);
        }
    }

    #[test]
    fn small_counts_go_one_by_one() {
        let replicas = Group::Capacity.specs().into_iter().find(|s| s.key == "replicas").expect("a row");
        assert_eq!(key_value(replicas, 4.0, "ArrowRight"), Some(5.0));
        assert_eq!(key_value(replicas, 4.0, "ArrowDown"), Some(3.0));
        assert_eq!(key_value(replicas, 1.0, "ArrowDown"), Some(1.0));
        assert_eq!(key_value(replicas, 4.0, "End"), Some(10_000.0));
        assert_eq!(key_value(replicas, 4.0, "a"), None);
    }
}
