//! What turns in the course of a run that is no request's doing, packed into the number of its event. Not what comes of
//! it; that is in `episode`, `fleet` and `stage`.

use super::Simulation;

/// A turn; the number is that of its station or of its place in the script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// A slow episode of a station begins or ends.
    Episode(u32),
    /// Replicas of a station have started.
    Started(u32),
    /// Something scripted begins or ends.
    Scripted(u32),
    /// One bin of the story ends and another begins.
    Bin,
    /// The autoscalers look at their services.
    Look,
}

const KIND: u32 = 25;

impl Turn {
    pub fn pack(self) -> u32 {
        let (kind, index) = match self {
            Self::Episode(s) => (0, s),
            Self::Started(s) => (1, s),
            Self::Scripted(i) => (2, i),
            Self::Bin => (3, 0),
            Self::Look => (4, 0),
        };
        kind << KIND | index
    }

    fn unpack(packed: u32) -> Self {
        let index = packed & ((1 << KIND) - 1);
        match packed >> KIND {
            0 => Self::Episode(index),
            1 => Self::Started(index),
            2 => Self::Scripted(index),
            3 => Self::Bin,
            _ => Self::Look,
        }
    }
}

impl Simulation {
    #[cold]
    pub(super) fn turns(&mut self, packed: u32) {
        match Turn::unpack(packed) {
            Turn::Episode(s) => self.episode_turns(s as usize),
            Turn::Started(s) => self.replicas_start(s as usize),
            Turn::Scripted(i) => self.scripted_turns(i as usize),
            Turn::Bin => self.bin_ends(),
            Turn::Look => self.autoscalers_look(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Turn::{self, *};

    #[test]
    fn every_turn_comes_out_as_it_went_in() {
        let most = (1 << super::KIND) - 1;
        for turn in [Episode(0), Episode(most), Started(7), Scripted(99), Bin, Look] {
            assert_eq!(Turn::unpack(turn.pack()), turn);
        }
        assert!(Look.pack() < 1 << 28, "it fits behind the kind of an event");
    }
}
