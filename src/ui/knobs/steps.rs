//! Where the arrow keys take a slider. Not where a finger takes it: that is the row's own `at`.

use crate::scenario::param::{Kind, Scale, Spec};

/// Positions of a slider.
pub const POSITIONS: f64 = 1000.0;

/// Most that a step changes a value by, as a share of it: a slider over many decades would else be coarse by keys.
const LARGEST: f64 = 0.06;

/// The value some steps from here: a step of a whole number is one, or what can be seen of it where it is large;
/// a step of any other is a hundredth of the slider, or less where that changes it by more than [`LARGEST`]. A step always
/// leads to another value, save at the ends.
pub fn stepped(spec: &Spec, value: f64, steps: f64) -> f64 {
    let way = steps.signum();
    let here = spec.position(value);
    let mut step = 0.01;
    while spec.scale == Scale::Log && step > 1e-3 {
        let near = spec.at((here + way * step).clamp(0.0, 1.0));
        // From nothing, and to it, a step is as large as it is.
        if value == 0.0 || near == 0.0 || (near / value - 1.0).abs() <= LARGEST {
            break;
        }
        step /= 2.0;
    }
    let mut fraction = step * steps.abs();
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
            for _ in 0..1000 {
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
    fn a_step_is_small_however_many_decades_the_slider_has() {
        let timeout = Group::Call.specs().into_iter().find(|s| s.key == "timeout_ms").expect("a row");
        for value in [1.0, 250.0, 30_000.0] {
            let next = key_value(timeout, value, "ArrowRight").expect("a key");
            let back = key_value(timeout, value, "ArrowLeft").expect("a key");
            assert!(
                next > value && next <= 1.07 * value && back < value && back >= 0.93 * value,
                "{back} {next}"
            );
        }
        assert_eq!(key_value(timeout, 0.0, "ArrowRight"), Some(timeout.at(0.05)));
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
