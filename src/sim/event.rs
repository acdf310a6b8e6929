//! What can happen at a time, packed into one word of the calendar, and what is told at once. Not what comes of it.

/// What happens at a time; the number is that of its journey, frame, call, trip, site, station or group of pools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// A request of a journey arrives.
    Arrival(u32),
    /// A frame's visit to the slots is over.
    Worked(u32),
    /// A trip reaches its callee.
    Reaches(u32),
    /// The answer of a trip reaches its caller.
    Answered(u32),
    /// A cache has been asked.
    LookedUp(u32),
    /// The first deadline of a site has come.
    Expires(u32),
    /// A call has backed off and tries again.
    Again(u32),
    /// The first call of a site that may send a second copy has waited long enough.
    Hedges(u32),
    /// The first trip that waits for a connection of a group of pools has waited long enough.
    PoolExpires(u32),
    /// Somebody who waits at a station may have lost patience.
    Impatient(u32),
    /// The first batch that gathers at a station has waited long enough.
    Flushes(u32),
    /// A write that was put off goes on.
    Writes(u32),
    /// A frame's visit to slots that are shared may be over.
    Shared(u32),
    /// The window opens.
    Opens,
    /// The window closes.
    Closes,
    /// Something turns that is no request's doing; packed as in `turn`.
    Turns(u32),
}

/// What is to be told at this very moment.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ended {
    /// A call is over.
    Call(u32),
    /// A trip is back.
    Trip(u32),
    /// A trip, of this generation, waits for a connection no longer.
    Connected(u32, u32),
}

const KIND: u32 = 28;

impl Event {
    #[inline]
    pub fn pack(self) -> u32 {
        let (kind, index) = match self {
            Self::Arrival(i) => (0, i),
            Self::Worked(i) => (1, i),
            Self::Reaches(i) => (2, i),
            Self::Answered(i) => (3, i),
            Self::LookedUp(i) => (4, i),
            Self::Expires(i) => (5, i),
            Self::Again(i) => (6, i),
            Self::Hedges(i) => (7, i),
            Self::PoolExpires(i) => (8, i),
            Self::Impatient(i) => (9, i),
            Self::Flushes(i) => (10, i),
            Self::Writes(i) => (11, i),
            Self::Opens => (12, 0),
            Self::Closes => (13, 0),
            Self::Turns(i) => (14, i),
            Self::Shared(i) => (15, i),
        };
        kind << KIND | index
    }

    #[inline]
    pub fn unpack(packed: u32) -> Self {
        let index = packed & ((1 << KIND) - 1);
        match packed >> KIND {
            0 => Self::Arrival(index),
            1 => Self::Worked(index),
            2 => Self::Reaches(index),
            3 => Self::Answered(index),
            4 => Self::LookedUp(index),
            5 => Self::Expires(index),
            6 => Self::Again(index),
            7 => Self::Hedges(index),
            8 => Self::PoolExpires(index),
            9 => Self::Impatient(index),
            10 => Self::Flushes(index),
            11 => Self::Writes(index),
            12 => Self::Opens,
            13 => Self::Closes,
            14 => Self::Turns(index),
            _ => Self::Shared(index),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Event::{self, *};

    #[test]
    fn every_event_comes_out_as_it_went_in() {
        let most = (1 << super::KIND) - 1;
        let each: [fn(u32) -> Event; 14] = [
            Arrival,
            Worked,
            Reaches,
            Answered,
            LookedUp,
            Expires,
            Again,
            Hedges,
            PoolExpires,
            Impatient,
            Flushes,
            Writes,
            Turns,
            Shared,
        ];
        for event in each.iter().flat_map(|e| [e(0), e(most)]).chain([Opens, Closes]) {
            assert_eq!(Event::unpack(event.pack()), event);
        }
    }
}
