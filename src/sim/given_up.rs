//! What is given up: attempts that take too long, and copies that lost. Not what comes after; that is `attempt`.

use super::attempt::{Place, Trip};
use super::deadline::Due;
use super::record::Who;
use super::station::NONE;
use super::trace::What;
use super::{Cause, Event, Simulation};

impl Simulation {
    /// Attempts of a site have taken as long as they may.
    pub(super) fn deadline_comes(&mut self, site: u32) {
        loop {
            let calls = &self.calls;
            match self.lines[site as usize].timeouts.due(self.now, |c, g| calls[c].generation == g) {
                Due::Expired(call) => {
                    let cancel = self.program.sites[site as usize].cancel;
                    for trip in self.calls[call].trips {
                        if trip != NONE {
                            self.withdraw(trip, cancel);
                        }
                    }
                    self.attempt_failed(call, Cause::TimedOut);
                }
                Due::Later(at) => return self.put(at, Event::Expires(site)),
                Due::Nothing => return,
            }
        }
    }

    /// Nobody waits for a trip any more; what it asked for goes on, unless it waits and is cancelled.
    pub(super) fn withdraw(&mut self, trip: u32, cancel: bool) {
        let Trip { callee, place, .. } = self.trips[trip];
        self.note(Who::Trip(trip), What::GivenUp);
        match place {
            Place::Pool | Place::Multiplexer => self.stops_waiting(trip),
            _ => self.gives_back(trip),
        }
        self.trips[trip].call = NONE;
        match place {
            // The record is needed until it arrives.
            Place::Out if cancel => self.trips[trip].place = Place::TakenBack,
            Place::Out | Place::Back | Place::TakenBack => {}
            Place::There => {
                self.frames[callee].parent = NONE;
                self.free_trip(trip);
                if cancel && self.frames[callee].waits() {
                    self.unlink(callee);
                    self.leave(callee, None);
                }
            }
            _ => self.free_trip(trip),
        }
    }

    /// A frame of a tied pair begins its work: the other is taken back if it has not begun.
    pub(super) fn tied_begins(&mut self, frame: u32) {
        self.frames[frame].tied = false;
        let trip = self.frames[frame].parent;
        if trip == NONE {
            return;
        }
        let c = &mut self.calls[self.trips[trip].call];
        c.begun = true;
        let other = if c.trips[0] == trip { c.trips[1] } else { c.trips[0] };
        if other == NONE {
            return;
        }
        let Trip { place, callee, .. } = self.trips[other];
        let taken = match place {
            Place::There => self.frames[callee].tied && self.frames[callee].waits(),
            Place::Back | Place::Lost | Place::TakenBack => false,
            _ => true,
        };
        if taken {
            c.trips = [trip, NONE];
            self.withdraw(other, true);
        }
    }
}
