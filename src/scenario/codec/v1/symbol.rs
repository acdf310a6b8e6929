//! The small vocabulary of version 1: whole numbers, decimal numbers and texts as decisions. Not the document; that
//! is `walk`.

use super::super::range::{Context, Rehearsal, Wire};
use super::Fault;

const EVEN: Context = Context::new(32_768);

/// Passes a yes or no and learns it.
pub(super) fn flag<W: Wire>(w: &mut W, context: &mut Context, yes: bool) -> bool {
    let yes = w.decide(context.chance(), yes);
    context.learn(yes);
    yes
}

/// Whole numbers of one sort: small ones are cheap, and those that come often become cheap.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    /// Whether one more binary digit follows.
    longer: [Context; Self::DIGITS],
    /// The two digits behind the first, by length.
    top: [[Context; 4]; Self::DIGITS],
}

impl Whole {
    const DIGITS: usize = 17;
    /// The greatest number; whatever is greater is written as this.
    pub const MOST: usize = (1 << Self::DIGITS) - 2;

    pub const fn new() -> Self {
        Self { longer: [EVEN; Self::DIGITS], top: [[EVEN; 4]; Self::DIGITS] }
    }

    /// Passes a number.
    pub fn pass<W: Wire>(&mut self, w: &mut W, number: usize) -> usize {
        // One more than the number, without its leading one.
        let number = number.min(Self::MOST) + 1;
        let wanted = number.ilog2() as usize;
        let mut length = 0;
        while length + 1 < Self::DIGITS && flag(w, &mut self.longer[length], wanted > length) {
            length += 1;
        }
        let mut value = 1_usize;
        for place in (0..length).rev() {
            let digit = number >> place & 1 == 1;
            let digit = if length - place <= 2 {
                flag(w, &mut self.top[length][value & 3], digit)
            } else {
                w.decide(32_768, digit)
            };
            value = value << 1 | usize::from(digit);
        }
        value - 1
    }

    /// Passes a number that is probably close to `guess`.
    pub fn pass_near<W: Wire>(&mut self, w: &mut W, guess: usize, number: usize) -> usize {
        let number = number.min(Self::MOST);
        let folded = if number < guess { 2 * (guess - number) - 1 } else { 2 * (number - guess) };
        let folded = self.pass(w, folded);
        // Only a crafted link can lead below zero; zero is then checked like any other number.
        if folded % 2 == 1 { guess.saturating_sub(folded.div_ceil(2)) } else { guess + folded / 2 }
    }
}

/// Values of one parameter row, as the decimal digits people type; exact, since the shortest decimal that gives a
/// double back is what is written.
#[derive(Clone, Debug)]
pub(super) struct Decimal {
    length: Whole,
    exponent: Whole,
}

/// Decimal digits, shared by all rows: first, second, later.
pub(super) type Digits = [[Context; 16]; 3];

pub(super) const DIGITS: Digits = [[EVEN; 16]; 3];

/// Where exponents of ten start counting; zero becomes [`Whole`]'s cheapest numbers.
const MOST_EXPONENT: i32 = 1000;

impl Decimal {
    pub const fn new() -> Self {
        Self { length: Whole::new(), exponent: Whole::new() }
    }

    /// Passes a value that is zero or more. What is no such value is written as infinity, which every reader refuses.
    pub fn pass<W: Wire>(&mut self, w: &mut W, digits: &mut Digits, value: f64) -> Result<f64, Fault> {
        let value = if value >= 0.0 { value.abs() } else { f64::INFINITY };
        let text = if value.is_finite() { format!("{value:e}") } else { "1e400".to_owned() };
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let mantissa: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).map(|c| c - b'0').collect();
        let exponent: i32 = exponent.parse().unwrap_or(0);

        let length = self.length.pass(w, mantissa.len().saturating_sub(1)) + 1;
        let shifted = usize::try_from(exponent + MOST_EXPONENT).unwrap_or(0);
        let shifted = self.exponent.pass_near(w, MOST_EXPONENT as usize, shifted);
        let exponent = i32::try_from(shifted).unwrap_or(i32::MAX) - MOST_EXPONENT;
        // A double never needs more digits, and a longer number would only be a longer way to say it.
        if length > 17 {
            return Err(Fault::Broken("a number has more digits than numbers have"));
        }
        let mut read = String::new();
        for place in 0..length {
            let contexts = &mut digits[place.min(2)];
            let digit = mantissa.get(place).copied().unwrap_or(0);
            let mut node = 1_usize;
            for bit in (0..4).rev() {
                node = node << 1 | usize::from(flag(w, &mut contexts[node], digit >> bit & 1 == 1));
            }
            let digit =
                char::from_digit(node as u32 - 16, 10).ok_or(Fault::Broken("a digit is above nine"))?;
            read.push(digit);
            if place == 0 {
                read.push('.');
            }
        }
        // Rust's own reading of decimals is correctly rounded on every machine.
        format!("{read}0e{exponent}").parse().map_err(|_| Fault::Broken("a number is none"))
    }
}

/// Names: bytes of UTF-8, each foreseen from the one before.
#[derive(Clone, Debug)]
pub(super) struct Text {
    length: Whole,
    alone: Vec<Context>,
    after: Vec<Context>,
    /// Bytes that may still be read.
    left: usize,
}

/// Words that names in such documents are made of; both directions learn from them before they start, so that
/// short documents have short links. Frozen: a changed letter changes every link.
const REHEARSED: &str = "Order Payment Inventory Shipping Checkout Catalogue Cart Search Users Login Gateway \
    Recommendations Notification Email Billing Pricing Session Profile Reports Analytics Orders Products Ratings \
    Database Replica Cache Redis Postgres Mysql Mongo Kafka Queue Worker Broker Primary Shard Index Browser Client \
    Mobile Frontend Backend Service Server Proxy Balancer Storage Media Images Content Delivery Account Customer \
    Warehouse Stock Fraud Ledger Risk Feed Timeline Message Stream Events Tracking Browse Read Write Query Submit \
    api cdn auth web db get list update create read write lookup-store-2 third-party user-service order-payment";

impl Text {
    const CLASSES: usize = 32;

    /// A model that has rehearsed, for at most so many bytes.
    pub fn new(most: usize) -> Self {
        let mut model = Self {
            length: Whole::new(),
            alone: vec![EVEN; 256],
            after: vec![EVEN; 256 * Self::CLASSES],
            left: REHEARSED.len(),
        };
        for word in REHEARSED.split(' ').filter(|w| !w.is_empty()) {
            // A rehearsal always passes what it is given.
            let _ = model.pass(&mut Rehearsal, word);
        }
        let learnt = model.alone.iter_mut().chain(&mut model.after).chain(&mut model.length.longer);
        learnt.for_each(|c| c.doubt(6));
        model.left = most;
        model
    }

    /// Passes a text.
    pub fn pass<W: Wire>(&mut self, w: &mut W, text: &str) -> Result<String, Fault> {
        let length = self.length.pass(w, text.len());
        if W::READS {
            self.left = self.left.checked_sub(length).ok_or(Fault::TooLarge)?;
        }
        let mut bytes = Vec::new();
        let mut before = 0_usize;
        for place in 0..length {
            let byte = text.as_bytes().get(place).copied().unwrap_or(0);
            // Letters of either case are foreseen alike.
            let after = &mut self.after[before % Self::CLASSES * 256..][..256];
            let mut node = 1_usize;
            for bit in (0..8).rev() {
                let (alone, after) = (&mut self.alone[node], &mut after[node]);
                let chance = alone.chance().midpoint(after.chance());
                let yes = w.decide(chance, byte >> bit & 1 == 1);
                alone.learn(yes);
                after.learn(yes);
                node = node << 1 | usize::from(yes);
            }
            before = node - 256;
            bytes.push(before as u8);
        }
        String::from_utf8(bytes).map_err(|_| Fault::Broken("a name is not text"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::range::{Reader, Writer};
    use super::*;

    #[test]
    fn whole_numbers_come_back() {
        let numbers = [0, 1, 2, 3, 4, 7, 8, 100, 2000, 65_535, Whole::MOST];
        let (mut w, mut model) = (Writer::new(), Whole::new());
        for n in numbers {
            model.pass(&mut w, n);
            model.pass_near(&mut w, 100, n);
        }
        let bytes = w.finish();
        let (mut r, mut model) = (Reader::new(&bytes), Whole::new());
        for n in numbers.into_iter().take(10) {
            assert_eq!(model.pass(&mut r, 0), n);
            assert_eq!(model.pass_near(&mut r, 100, 0), n);
        }
    }

    #[test]
    fn every_double_comes_back_to_the_last_bit() {
        let values = [
            0.0,
            1.0,
            0.1,
            1e-5,
            1e300,
            5e-324,
            f64::MAX,
            0.1 + 0.2,
            1_234.567_890_123_456_7,
            f64::MIN_POSITIVE,
        ];
        let (mut w, mut model, mut digits) = (Writer::new(), Decimal::new(), DIGITS);
        for value in values {
            assert_eq!(model.pass(&mut w, &mut digits, value), Ok(value));
        }
        for value in [f64::NAN, -1.0, f64::INFINITY] {
            assert_eq!(model.pass(&mut w, &mut digits, value), Ok(f64::INFINITY));
        }
        let bytes = w.finish();
        let (mut r, mut model, mut digits) = (Reader::new(&bytes), Decimal::new(), DIGITS);
        for value in values {
            let read = model.pass(&mut r, &mut digits, 0.0).map(f64::to_bits);
            assert_eq!(read, Ok(value.to_bits()), "{value}");
        }
    }

    #[test]
    fn texts_come_back_and_their_sum_is_bounded() {
        let texts = ["", "Payment", "支払い", "\u{0}\u{10ffff}", "a b–c"];
        let (mut w, mut model) = (Writer::new(), Text::new(0));
        for text in texts {
            assert_eq!(model.pass(&mut w, text).as_deref(), Ok(text));
        }
        let bytes = w.finish();
        let (mut r, mut model) = (Reader::new(&bytes), Text::new(20));
        assert_eq!(model.pass(&mut r, ""), Ok(String::new()));
        assert_eq!(model.pass(&mut r, "").as_deref(), Ok("Payment"));
        assert_eq!(model.pass(&mut r, "").as_deref(), Ok("支払い"));
        assert_eq!(model.pass(&mut r, ""), Err(Fault::TooLarge));
    }
}
