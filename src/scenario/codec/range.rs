//! An adaptive binary range coder: yes-or-no decisions in, bytes out, each decision costing as little as it was
//! likely. Not what the decisions mean; that is each version's `walk`.
//!
//! Whole numbers only, so that every machine reads and writes the same bytes. The coder of `lpaq` (Mahoney 2007):
//! an interval of 32 bits is split in proportion to the probability, and leading bytes that can no longer change
//! are written. There is nothing to inflate: the decoder hands out decisions, and the document's limits bound
//! how many are asked for.

/// The chance that the next decision of some sort is a yes, learnt from those before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// In 65,536ths.
    chance: u16,
    /// Decisions seen, up to [`Context::SLOWEST`].
    seen: u8,
}

impl Context {
    /// Above this many decisions a context forgets as fast as it learns.
    const SLOWEST: u8 = 127;

    /// A context that starts with a chance of this many 65,536ths.
    pub const fn new(chance: u16) -> Self {
        Self { chance, seen: 0 }
    }

    /// In 65,536ths.
    pub const fn chance(self) -> u16 {
        self.chance
    }

    /// Learns a decision: at first fast, then ever more slowly.
    pub fn learn(&mut self, yes: bool) {
        let (chance, aim) = (i32::from(self.chance), if yes { 65_535 } else { 0 });
        let chance = chance + (aim - chance) * 2 / (2 * i32::from(self.seen) + 3);
        // Never certain: a surprise must remain writable.
        self.chance = chance.clamp(48, 65_535 - 48) as u16;
        self.seen = (self.seen + 1).min(Self::SLOWEST);
    }

    /// Keeps what was learnt but lets go of it quickly.
    pub fn doubt(&mut self, most: u8) {
        self.seen = self.seen.min(most);
    }
}

/// Either direction: one description of a format serves for writing and for reading.
pub(super) trait Wire {
    /// Whether decisions come from the bytes rather than from the caller.
    const READS: bool;

    /// Passes one decision whose chance of being a yes is `chance` 65,536ths: the writer takes it from the caller
    /// and gives it back; the reader ignores the caller's and gives what was written.
    fn decide(&mut self, chance: u16, yes: bool) -> bool;
}

/// The point that splits an interval; always within it, and so that both parts keep at least one point.
fn split(low: u32, high: u32, chance: u16) -> u32 {
    low + ((u64::from(high - low) * u64::from(chance)) >> 16) as u32
}

/// Takes decisions and gives bytes.
#[derive(Debug)]
pub(super) struct Writer {
    low: u32,
    high: u32,
    bytes: Vec<u8>,
}

impl Writer {
    pub const fn new() -> Self {
        Self { low: 0, high: u32::MAX, bytes: Vec::new() }
    }

    /// The bytes: as few as still say everything, since the reader takes zeros for what is missing at the end.
    pub fn finish(mut self) -> Vec<u8> {
        for kept in [0xff00_0000, 0xffff_0000, 0xffff_ff00, u32::MAX] {
            // The least number of the interval, rounded up to fewer bytes, if that is still within it.
            let up = self.low.checked_add(!kept).map(|x| x & kept);
            if let Some(point) = up.filter(|&p| self.low == 0 || p <= self.high) {
                let point = if self.low == 0 { 0 } else { point };
                self.bytes.extend(point.to_be_bytes());
                break;
            }
        }
        while self.bytes.last() == Some(&0) {
            self.bytes.pop();
        }
        self.bytes
    }
}

impl Wire for Writer {
    const READS: bool = false;

    fn decide(&mut self, chance: u16, yes: bool) -> bool {
        let middle = split(self.low, self.high, chance);
        if yes {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        while (self.low ^ self.high) >> 24 == 0 {
            self.bytes.push((self.high >> 24) as u8);
            self.low <<= 8;
            self.high = (self.high << 8) | 0xff;
        }
        yes
    }
}

/// Takes bytes and gives decisions; any bytes are decisions of some sort.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    low: u32,
    high: u32,
    point: u32,
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        let mut reader = Self { low: 0, high: u32::MAX, point: 0, bytes };
        for _ in 0..4 {
            reader.shift();
        }
        reader
    }

    fn shift(&mut self) {
        let next = self.bytes.split_first().map_or(0, |(&first, rest)| {
            self.bytes = rest;
            first
        });
        self.point = (self.point << 8) | u32::from(next);
    }
}

impl Wire for Reader<'_> {
    const READS: bool = true;

    fn decide(&mut self, chance: u16, _: bool) -> bool {
        let middle = split(self.low, self.high, chance);
        let yes = self.point <= middle;
        if yes {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        while (self.low ^ self.high) >> 24 == 0 {
            self.low <<= 8;
            self.high = (self.high << 8) | 0xff;
            self.shift();
        }
        yes
    }
}

/// Neither reads nor writes: lets contexts learn from a text that both directions know.
#[derive(Debug)]
pub(super) struct Rehearsal;

impl Wire for Rehearsal {
    const READS: bool = false;

    fn decide(&mut self, _: u16, yes: bool) -> bool {
        yes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decisions of a multiplicative generator, one in `rarity` of them a yes.
    fn decisions(count: usize, rarity: u64) -> Vec<bool> {
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33).is_multiple_of(rarity)
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn what_is_written_is_read_and_costs_its_entropy() {
        for (rarity, most_bytes) in [(2, 1290), (10, 640), (1000, 40)] {
            let all = decisions(10_000, rarity);
            let (mut writer, mut context) = (Writer::new(), Context::new(32_768));
            for &yes in &all {
                writer.decide(context.chance(), yes);
                context.learn(yes);
            }
            let bytes = writer.finish();
            assert!(bytes.len() < most_bytes, "one in {rarity}: {} bytes", bytes.len());
            let (mut reader, mut context) = (Reader::new(&bytes), Context::new(32_768));
            for &yes in &all {
                assert_eq!(reader.decide(context.chance(), false), yes);
                context.learn(yes);
            }
        }
    }

    #[test]
    fn every_short_run_of_even_and_uneven_chances_survives_the_ending() {
        for run in 0..4096_u32 {
            for chance in [48, 32_768, 65_487] {
                let mut writer = Writer::new();
                for bit in 0..12 {
                    writer.decide(chance, run >> bit & 1 == 1);
                }
                let bytes = writer.finish();
                let mut reader = Reader::new(&bytes);
                let back = (0..12).fold(0, |run, bit| run | u32::from(reader.decide(chance, false)) << bit);
                assert_eq!(back, run, "chance {chance}");
            }
        }
    }
}
