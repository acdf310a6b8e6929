//! Bytes as letters and digits only. Not base64: its `-` and `_` are eaten, doubled or struck through by chat tools
//! and wikis, its length is 0.8 % less.
//!
//! Blocks of 32 bytes become 43 characters, most significant first; a shorter last block becomes as few as hold it.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BLOCK: usize = 32;

/// Characters that hold a block of so many bytes: the least `c` with `62^c >= 256^bytes`.
fn characters(bytes: usize) -> usize {
    // 8 / log2(62) in millionths, rounded up far below what 32 bytes could notice; a test holds the boundaries.
    (bytes * 1_343_590).div_ceil(1_000_000)
}

/// Writes bytes.
pub(super) fn write(bytes: &[u8]) -> String {
    let mut text = String::new();
    for block in bytes.chunks(BLOCK) {
        let mut block = block.to_vec();
        let mut digits = vec![0_u8; characters(block.len())];
        for digit in digits.iter_mut().rev() {
            let mut rest = 0_u32;
            for byte in &mut block {
                let value = rest << 8 | u32::from(*byte);
                *byte = (value / 62) as u8;
                rest = value % 62;
            }
            *digit = DIGITS[rest as usize];
        }
        text.extend(digits.iter().map(|&d| char::from(d)));
    }
    text
}

/// Reads what [`write()`] wrote; `None` for every other text.
pub(super) fn read(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    for digits in text.as_bytes().chunks(characters(BLOCK)) {
        let len = (1..=BLOCK).find(|&n| characters(n) == digits.len())?;
        let mut block = vec![0_u8; len];
        for digit in digits {
            let mut carry = value(*digit)?;
            for byte in block.iter_mut().rev() {
                let value = u32::from(*byte) * 62 + carry;
                *byte = value as u8;
                carry = value >> 8;
            }
            if carry != 0 {
                return None;
            }
        }
        bytes.extend(block);
    }
    Some(bytes)
}

/// Writes a number in so many characters; greater numbers lose their first digits.
pub(super) fn write_number(mut number: usize, width: usize) -> String {
    let mut digits = vec![DIGITS[0]; width];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[number % 62];
        number /= 62;
    }
    digits.into_iter().map(char::from).collect()
}

/// Reads a number of a few characters.
pub(super) fn read_number(text: &str) -> Option<usize> {
    text.bytes().try_fold(0_usize, |n, c| Some(n.checked_mul(62)? + value(c)? as usize))
}

fn value(digit: u8) -> Option<u32> {
    Some(u32::from(match digit {
        b'0'..=b'9' => digit - b'0',
        b'A'..=b'Z' => digit - b'A' + 10,
        b'a'..=b'z' => digit - b'a' + 36,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_block_of_every_length_fits_and_comes_back() {
        for len in 0..100 {
            for bytes in [vec![0xff; len], vec![0; len], (0..len).map(|i| (i * 37) as u8).collect()] {
                let text = write(&bytes);
                assert!(text.bytes().all(|c| c.is_ascii_alphanumeric()));
                assert_eq!(read(&text), Some(bytes), "{len}");
            }
        }
        assert_eq!(write(&[0xff; 32]).len(), 43);
    }

    #[test]
    fn what_was_never_written_is_refused() {
        for text in ["0", "zz", "-a", "0000", "é", "zzzzz"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_come_back() {
        for n in [0, 1, 61, 62, 31_999, 238_327] {
            assert_eq!(read_number(&write_number(n, 3)), Some(n));
        }
    }
}
