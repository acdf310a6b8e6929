//! The beginning of a text from outside, for messages that name it. Not how the messages are worded.

/// The first 40 characters of a text, and `...` where there are more.
pub fn excerpt(text: &str) -> String {
    beginning(text, 40)
}

/// So many characters of a text at most, and `...` where there are more.
pub fn beginning(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn only_the_beginning_of_a_long_text_is_repeated() {
        assert_eq!(excerpt("payment"), "payment");
        assert_eq!(excerpt(&"é".repeat(40)), "é".repeat(40));
        assert_eq!(excerpt(&"é".repeat(41)), format!("{}...", "é".repeat(40)));
    }
}
