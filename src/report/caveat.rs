//! What to know before believing a number: assumptions that fail, approximations and their error. Not mistakes in
//! the document; those are findings of `scenario::check`.

/// The kinds of caveat; each names its condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// A service gets more work than its slots can do: there is no steady state.
    Overload,
    /// No request is answered successfully.
    NothingSucceeds,
    /// Waiting times of a service with general work times are approximated.
    GeneralWork,
    /// Copies made at once arrive together at one queue, which the closed form takes as independent arrivals.
    Batch,
    /// Parallel calls that share their arrival instants are taken as independent.
    Association,
    /// A service is so close to saturation that its steady state takes longer to reach than a peak lasts.
    SlowSettling,
    /// The document holds settings that no engine takes into account yet.
    NotModelled,
    /// Model and simulation differ by more than the interval and the stated error allow.
    Disagreement,
    /// The simulation was stopped because requests piled up without bound.
    SimulationOverload,
}

impl Code {
    /// The word for programs.
    pub fn key(self) -> &'static str {
        match self {
            Self::Overload => "overload",
            Self::NothingSucceeds => "nothing-succeeds",
            Self::GeneralWork => "general-work",
            Self::Batch => "batch",
            Self::Association => "association",
            Self::SlowSettling => "slow-settling",
            Self::NotModelled => "not-modelled",
            Self::Disagreement => "disagreement",
            Self::SimulationOverload => "simulation-overload",
        }
    }

    /// Whether the numbers are wrong without it, rather than less sure.
    pub fn is_serious(self) -> bool {
        matches!(self, Self::Overload | Self::NothingSucceeds | Self::Disagreement | Self::SimulationOverload)
    }
}

/// Something to know before believing a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Caveat {
    /// Which kind.
    pub code: Code,
    /// The service it is about, if it is about one.
    pub service: Option<usize>,
    /// A sentence or two, with the advice that mends it where there is one.
    pub text: String,
}
