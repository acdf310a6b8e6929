//! What a parameter row is: one place that says a parameter's name, unit, range and default, for every reader.
//! Not the parameters themselves: each group of rows has a file of its own beside this one, and declares them with the
//! macros of `declare`.
//!
//! Readers of a row: the slider and its number box, the clamp, the tooltip, the link and file codec, validation,
//! the reference page and the tests of the table itself. A parameter is added by adding a row.

use std::fmt;

pub(crate) use super::declare::{choices, rows};

/// The unit a value is stored in, which the field's suffix repeats (`timeout_ms`, `arrival_rps`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A plain number without a unit: counts, squared coefficients of variation, multipliers.
    One,
    /// Requests a second.
    PerSecond,
    /// Microseconds.
    Micros,
    /// Milliseconds.
    Millis,
    /// Seconds.
    Seconds,
    /// A fraction from 0 to 1, shown as a percentage.
    Fraction,
    /// Money in the scenario's currency.
    Money,
    /// Kibibytes.
    Kib,
    /// Mebibytes.
    Mib,
    /// Gibibytes.
    Gib,
    /// Hours.
    Hours,
}

/// How a slider runs over a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal steps.
    Linear,
    /// Equal ratios, for ranges that span decades.
    Log,
}

/// One named choice of a choice parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word in links and files; never changed once released.
    pub key: &'static str,
    /// The word on the page.
    pub label: &'static str,
    /// What choosing it means.
    pub doc: &'static str,
}

/// What values a parameter takes. All are carried as `f64`: a choice by its index, a switch as 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Any number in the range.
    Number,
    /// A whole number in the range.
    Count,
    /// Yes or no.
    Switch,
    /// One of a closed list.
    Choice(&'static [Choice]),
}

/// Everything there is to know about one parameter, save its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spec {
    /// Field name and key in links and files, with its unit as suffix; never changed once released.
    pub key: &'static str,
    /// What it is, in a sentence.
    pub doc: &'static str,
    /// Its name beside the slider.
    pub label: &'static str,
    /// The unit of every number below.
    pub unit: Unit,
    /// What values it takes.
    pub kind: Kind,
    /// The value a new item starts with.
    pub default: f64,
    /// Least value (besides zero, where `zero` gives that a meaning).
    pub min: f64,
    /// Greatest value.
    pub max: f64,
    /// How the slider runs.
    pub scale: Scale,
    /// Where zero lies outside the range and means something of its own: what it means (`no timeout`).
    pub zero: Option<&'static str>,
    /// The numbers of the steady state depend on it. The page shows no control for a row that is not live, and `check`
    /// says when a document sets one.
    pub live: bool,
    /// Of a row that is not live: what takes it into account.
    pub later: Option<&'static str>,
}

/// Why a number is not a value of its parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ValueError {
    /// Not a number at all, or infinite.
    NotANumber,
    /// A whole number was expected.
    NotWhole,
    /// Outside the range, which the fields repeat.
    OutOfRange {
        /// The value that was refused.
        value: f64,
        /// Least allowed.
        min: f64,
        /// Greatest allowed.
        max: f64,
    },
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::NotANumber => write!(f, "expected a number"),
            Self::NotWhole => write!(f, "expected a whole number"),
            Self::OutOfRange { value, min, max } => {
                // In full a very large or small number has hundreds of digits.
                if value == 0.0 || (1e-9..1e15).contains(&value.abs()) {
                    write!(f, "{value} is outside {min} to {max}")
                } else {
                    write!(f, "{value:e} is outside {min} to {max}")
                }
            }
        }
    }
}

impl Spec {
    /// Checks a value without changing it.
    ///
    /// # Errors
    /// Says which of the conditions of [`ValueError`] the value breaks.
    pub fn check(&self, value: f64) -> Result<(), ValueError> {
        if !value.is_finite() {
            return Err(ValueError::NotANumber);
        }
        if self.kind != Kind::Number && value != value.trunc() {
            return Err(ValueError::NotWhole);
        }
        if (self.zero.is_some() && value == 0.0) || (self.min..=self.max).contains(&value) {
            Ok(())
        } else {
            Err(ValueError::OutOfRange { value, min: self.min, max: self.max })
        }
    }

    /// The nearest allowed value: what a slider does. Whatever is not a number becomes the default.
    pub fn clamp(&self, value: f64) -> f64 {
        if value.is_nan() {
            return self.default;
        }
        if self.zero.is_some() && value < self.min / 2.0 {
            return 0.0;
        }
        let value = value.clamp(self.min, self.max);
        if self.kind == Kind::Number { value } else { value.round() }
    }

    /// Where a value stands on its slider, 0 to 1. A meaningful zero has the first twentieth to itself.
    pub fn position(&self, value: f64) -> f64 {
        if self.zero.is_some() && value == 0.0 {
            return 0.0;
        }
        let at = match self.scale {
            Scale::Linear => (value - self.min) / (self.max - self.min),
            Scale::Log => libm::log(value / self.min) / libm::log(self.max / self.min),
        };
        let start = self.slider_start();
        start + (1.0 - start) * at.clamp(0.0, 1.0)
    }

    /// The value at a slider position from 0 to 1, rounded to what a hand can mean: three significant digits.
    pub fn at(&self, position: f64) -> f64 {
        let start = self.slider_start();
        if position < start / 2.0 {
            return 0.0;
        }
        let at = ((position - start) / (1.0 - start)).clamp(0.0, 1.0);
        let value = match self.scale {
            Scale::Linear => self.min + at * (self.max - self.min),
            Scale::Log => self.min * libm::exp(at * libm::log(self.max / self.min)),
        };
        self.clamp(round_significant(value, 3))
    }

    fn slider_start(&self) -> f64 {
        if self.zero.is_some() { 0.05 } else { 0.0 }
    }
}

/// Rounds to a number of significant decimal digits, so that what a slider gives can be read and typed again.
pub fn round_significant(value: f64, digits: i32) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let exponent = libm::floor(libm::log10(value.abs())) as i32 + 1 - digits;
    // Dividing by an exact power of ten gives the double nearest to the decimal; multiplying by 0.001 does not.
    let power = libm::pow(10.0, f64::from(exponent.abs()));
    if exponent < 0 { (value * power).round() / power } else { (value / power).round() * power }
}

/// A parameter table's row: its [`Spec`] and how to reach the field in its struct.
#[derive(Debug)]
pub struct Row<T: 'static> {
    /// What the parameter is.
    pub spec: Spec,
    /// Reads the field.
    pub get: fn(&T) -> f64,
    /// Writes the field; the caller has checked or clamped.
    pub set: fn(&mut T, f64),
    /// Whether the parameter means anything given its neighbours (a percentile of a law given by its mean does not).
    pub applies: fn(&T) -> bool,
}

/// A struct whose fields are rows.
pub trait Rows: Sized + Default + 'static {
    /// Its rows, in the order of links and of the page.
    const ROWS: &'static [Row<Self>];
}

/// A field type: how it is carried as `f64`.
pub trait Field: Copy {
    /// What values it takes.
    const KIND: Kind;
    /// The value as a number.
    fn to_number(self) -> f64;
    /// The value of a number that was checked.
    fn from_number(value: f64) -> Self;
}

impl Field for f64 {
    const KIND: Kind = Kind::Number;
    fn to_number(self) -> f64 {
        self
    }
    fn from_number(value: f64) -> Self {
        // Minus zero is within many ranges, but a division by it changes sides; adding zero makes it zero.
        value + 0.0
    }
}

impl Field for u32 {
    const KIND: Kind = Kind::Count;
    fn to_number(self) -> f64 {
        f64::from(self)
    }
    fn from_number(value: f64) -> Self {
        value as Self
    }
}

impl Field for bool {
    const KIND: Kind = Kind::Switch;
    fn to_number(self) -> f64 {
        f64::from(u8::from(self))
    }
    fn from_number(value: f64) -> Self {
        value != 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::ValueError;

    #[test]
    fn no_message_has_hundreds_of_digits() {
        let said = |value| ValueError::OutOfRange { value, min: 1.0, max: 1e4 }.to_string();
        assert_eq!(said(1e300), "1e300 is outside 1 to 10000");
        assert_eq!(said(-2e-300), "-2e-300 is outside 1 to 10000");
        assert_eq!(said(0.5), "0.5 is outside 1 to 10000");
    }
}
