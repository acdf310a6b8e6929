//! Slow episodes: times in which all work of a service that is begun takes longer, which come and go at random. Not
//! what is scripted; that is `stage`.

use super::turn::Turn;
use super::{Event, Simulation};

impl Simulation {
    /// Begins in the middle of an episode as often as one is met at any moment.
    pub(super) fn start_episodes(&mut self) {
        for s in 0..self.stations.len() {
            let Some(episodes) = self.program.stations[s].episodes else { continue };
            // Exponential times have no memory: at any moment the state that lasts is as long from there on as from its start.
            self.slow[s].episode = self.random.episodes[s].chance(episodes.share());
            self.set_pace(s);
            self.put_episode(s);
        }
    }

    /// An episode begins or ends.
    pub(super) fn episode_turns(&mut self, s: usize) {
        self.slow[s].episode = !self.slow[s].episode;
        self.set_pace(s);
        self.put_episode(s);
    }

    fn put_episode(&mut self, s: usize) {
        let Some(episodes) = self.program.stations[s].episodes else { return };
        let mean = if self.slow[s].episode { episodes.with_s } else { episodes.without_s };
        let lasts = mean * self.random.episodes[s].exponential();
        self.put(self.now + lasts, Event::Turns(Turn::Episode(s as u32).pack()));
    }

    /// How slow work is that is begun from now on.
    pub(super) fn set_pace(&mut self, s: usize) {
        let plan = &self.program.stations[s];
        let slow = &self.slow[s];
        let factor = plan.episodes.filter(|_| slow.episode).map_or(1.0, |e| e.factor);
        self.stations[s].pace = factor * slow.scripted * slow.crowded;
    }
}

/// Why the work of a service is slow at a moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slow {
    /// It has a slow episode.
    pub episode: bool,
    /// Times slower as the script says.
    pub scripted: f64,
    /// Times slower than at the start since there are more replicas, which get in each other's way.
    pub crowded: f64,
}

impl Default for Slow {
    fn default() -> Self {
        Self { episode: false, scripted: 1.0, crowded: 1.0 }
    }
}
