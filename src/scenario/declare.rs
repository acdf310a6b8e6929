//! How rows and choices are declared, each fact written once. Not what a row is; that is `param`, which passes these
//! macros on.

/// Declares a closed list of choices: an enum with its words.
macro_rules! choices {
    ($(#[$meta:meta])* $name:ident { $($(#[doc = $doc:literal])+ $variant:ident $key:literal $label:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
        pub enum $name { #[default] $($(#[doc = $doc])+ $variant),+ }
        impl $name {
            /// Every choice, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The words of every choice, in the same order.
            pub const CHOICES: &'static [$crate::scenario::param::Choice] = &[$(
                $crate::scenario::param::Choice { key: $key, label: $label, doc: concat!($($doc),+).trim_ascii() }
            ),+];
        }
        impl $crate::scenario::param::Field for $name {
            const KIND: $crate::scenario::param::Kind = $crate::scenario::param::Kind::Choice(Self::CHOICES);
            fn to_number(self) -> f64 { f64::from(self as u8) }
            fn from_number(value: f64) -> Self { Self::ALL[(value as usize).min(Self::ALL.len() - 1)] }
        }
    };
}

/// Declares a group of parameters: the struct, its default and its table, each fact written once.
///
/// A row is `field: type = default, "Label", Unit, min..=max, Scale`, then any of `zero "what zero means"`,
/// `if |x| condition` (when it applies) and `later "in what"` (not in the numbers of the steady state, but there).
macro_rules! rows {
    ($(#[$meta:meta])* $name:ident { $(
        $(#[doc = $doc:literal])+
        $field:ident : $type:ident = $default:expr, $label:literal, $unit:ident, $min:literal ..= $max:literal, $scale:ident
        $(, zero $zero:literal)? $(, if $applies:expr)? $(, later $later:literal)? ;
    )+ }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $($(#[doc = $doc])+ pub $field: $type),+ }
        impl Default for $name {
            fn default() -> Self { Self { $($field: $default),+ } }
        }
        impl $crate::scenario::param::Rows for $name {
            const ROWS: &'static [$crate::scenario::param::Row<Self>] = &[$({
                use $crate::scenario::param::{Field, Kind, Row, Scale, Spec, Unit};
                const KIND: Kind = <$type as Field>::KIND;
                Row {
                    spec: Spec {
                        key: stringify!($field), doc: concat!($($doc),+).trim_ascii(), label: $label, unit: Unit::$unit, kind: KIND,
                        default: $crate::scenario::param::rows!(@number $type, $default),
                        min: match KIND { Kind::Switch | Kind::Choice(_) => 0.0, _ => $min as f64 },
                        max: match KIND { Kind::Switch => 1.0, Kind::Choice(all) => all.len() as f64 - 1.0, _ => $max as f64 },
                        scale: Scale::$scale,
                        zero: $crate::scenario::param::rows!(@maybe $($zero)?),
                        live: true $(&& $later.is_empty())?,
                        later: $crate::scenario::param::rows!(@maybe $($later)?),
                    },
                    get: |x| Field::to_number(x.$field),
                    set: |x, v| x.$field = Field::from_number(v),
                    applies: $crate::scenario::param::rows!(@applies $($applies)?),
                }
            }),+];
        }
    };
    (@number f64, $default:expr) => { $default };
    (@number u32, $default:expr) => { $default as f64 };
    (@number $type:ident, $default:expr) => { $default as u8 as f64 };
    (@maybe) => { None };
    (@maybe $word:literal) => { Some($word) };
    (@applies) => { |_| true };
    (@applies $applies:expr) => { $applies };
}

pub(crate) use {choices, rows};
