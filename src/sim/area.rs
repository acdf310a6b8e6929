//! Numbers that change with time, and their integrals. Not statistics.

/// A number and its integral over time.
///
/// # Formula
/// Who comes at `a` and goes at `b` adds `b - a`: the integral up to `t` is the sum of the times of going, less that of
/// the times of coming, plus `t` for each who is there.
///
/// # Accuracy
/// The sum stays as large as the integral or the number times the time; each change rounds it by 1e-16 of that. A slot
/// that is busy for a millionth of the time is found with seven digits, all others with more.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Area {
    pub now: u32,
    sum: f64,
}

impl Area {
    /// One comes at a moment \[s\].
    #[inline]
    pub fn comes(&mut self, now: f64) {
        self.now += 1;
        self.sum -= now;
    }

    /// One goes at a moment \[s\].
    #[inline]
    pub fn goes(&mut self, now: f64) {
        self.now -= 1;
        self.sum += now;
    }

    /// As many come or go at a moment \[s\] as make a number what it should be.
    pub fn becomes(&mut self, number: &mut u32, should: u32, now: f64) {
        while *number < should {
            *number += 1;
            self.comes(now);
        }
        while *number > should {
            *number -= 1;
            self.goes(now);
        }
    }

    /// Starts the integral at a moment \[s\].
    pub fn open(&mut self, now: f64) {
        self.sum = -f64::from(self.now) * now;
    }

    /// The integral from the start up to a moment \[s\].
    pub fn until(&self, now: f64) -> f64 {
        (self.sum + f64::from(self.now) * now).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Area;

    #[test]
    fn areas_are_integrals() {
        let mut area = Area::default();
        (0..3).for_each(|_| area.comes(0.25));
        area.open(1.0);
        assert_eq!(area.until(2.5), 4.5);
        area.goes(2.5);
        area.goes(2.5);
        assert_eq!((area.now, area.until(4.5)), (1, 6.5));
    }
}
