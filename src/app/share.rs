//! What a scenario is handed on as: links, snippets for pages of others, files. Not how any of it leaves the page, and nothing
//! here stores or sends anything.

use super::{State, baseline};
use crate::report::seen::{self, Seen};
use crate::report::{Report, export};
use crate::scenario::codec::{self, json};
use crate::scenario::{Key, Scenario, preset};

/// From this length on some places cut links: bookmarks of chat tools, old browsers.
const LONG: usize = 2000;
/// From this length on most places do: messages of chat tools, mail.
const TOO_LONG: usize = 4000;

/// The fragment of a scenario, with the numbers that are seen; an example as it is needs none. Behind it what it is compared
/// with, as long as a link can hold both.
pub fn link(scenario: &Scenario, report: &Report, baseline: Option<&Scenario>) -> String {
    let mut fragment = codec::encode(scenario);
    if preset::find(&fragment).is_none() {
        fragment = codec::with_flags(fragment, &[(seen::FLAG.to_owned(), Seen::of(report).text())]);
    }
    let compared = baseline::with(baseline, fragment.clone());
    if compared.len() <= codec::MAX_CHARACTERS { compared } else { fragment }
}

/// What can be copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippets {
    /// The link.
    pub link: String,
    /// A link that says what differs from an example, where there is one like it.
    pub readable: Option<String>,
    /// The link in Markdown, with its headline.
    pub markdown: String,
    /// A frame in HTML.
    pub html: String,
    /// A picture in Markdown that leads to the link, for places that show no frames.
    pub image: String,
    /// What to know of the length of the link, and whether it is serious.
    pub warning: Option<(bool, String)>,
}

impl Snippets {
    /// What a scenario has, on a page at an address that ends with `#`.
    pub fn of(scenario: &Scenario, report: &Report, baseline: Option<&Scenario>, page: &str) -> Self {
        let link = format!("{page}{}", link(scenario, report, baseline));
        let readable = codec::encode_readable(scenario).map(|r| format!("{page}{r}"));
        let headline = title(scenario) + ": " + &seen::headline(report);
        let said = marked(&headline);
        let name = file_name(scenario, "png");
        Self {
            markdown: format!("[{said}]({link})"),
            html: format!(
                "<iframe src=\"{}/!view=latency\" title=\"{}\" width=\"640\" height=\"420\" loading=\"lazy\"></iframe>",
                escaped(&link),
                escaped(&headline)
            ),
            image: format!("[![{said}]({name})]({link})"),
            warning: warning(link.len()),
            readable: readable.filter(|r| *r != link),
            link,
        }
    }
}

fn warning(length: usize) -> Option<(bool, String)> {
    let is_serious = length > TOO_LONG;
    let advice = if is_serious {
        "Chat tools and mail cut links of this length: save a file and send that instead."
    } else {
        "Some bookmarks and chat tools cut links above 2,000."
    };
    (length > LONG).then(|| (is_serious, format!("This link has {length} characters. {advice}")))
}

fn title(scenario: &Scenario) -> String {
    if scenario.name.is_empty() { "Unnamed scenario".to_owned() } else { scenario.name.clone() }
}

/// A text within a link of Markdown.
fn marked(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '[' | ']' | '\\' | '`' | '*' | '_' | '<' | '&' | '|' | '!' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// A text within a quoted attribute of HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// What a scenario is saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The scenario itself, as JSON.
    Scenario,
    /// Its answers, to be read.
    Markdown,
    /// Its answers, to be computed with.
    Csv,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its type of media.
    pub media: &'static str,
    /// What is in it.
    pub text: String,
}

/// A name for a file of a scenario.
pub fn file_name(scenario: &Scenario, ending: &str) -> String {
    format!("{}.{ending}", Key::from_name(&scenario.name, []))
}

/// What is shown as a file; the address of the page ends with `#`.
pub(super) fn file(state: &State, format: Format, page: &str) -> File {
    let (scenario, report, seen) = (&state.scenario, &state.report, state.observation.as_deref());
    match format {
        Format::Scenario => {
            File { name: file_name(scenario, "json"), media: "application/json", text: json::write(scenario) }
        }
        Format::Markdown => File {
            name: file_name(scenario, "md"),
            media: "text/markdown",
            text: export::markdown(
                scenario,
                report,
                seen,
                &format!("{page}{}", link(scenario, report, None)),
            ),
        },
        Format::Csv => File {
            name: file_name(scenario, "csv"),
            media: "text/csv",
            text: export::csv(scenario, report, seen),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_text_in_every_snippet() {
        let mut s = (preset::ALL[0].build)();
        "a](javascript:x) <img src=x onerror=\"y\"> &amp;".clone_into(&mut s.name);
        let report = crate::report::evaluate(&s);
        let all = Snippets::of(&s, &report, None, "https://example.com/#");
        assert!(
            all.html.contains("title=\"a](javascript:x) &lt;img src=x onerror=&quot;y&quot;&gt; &amp;amp;"),
            "{}",
            all.html
        );
        assert!(
            all.markdown.starts_with("[a\\](javascript:x) \\<img src=x onerror=\"y\"> \\&amp;"),
            "{}",
            all.markdown
        );
        assert!(all.image.contains("](a-javascript-x-img-src-x-"), "{}", all.image);
    }

    #[test]
    fn long_links_are_said_to_be() {
        assert_eq!(warning(2000), None);
        assert!(warning(2001).is_some_and(|(serious, _)| !serious));
        assert!(warning(4001).is_some_and(|(serious, text)| serious && text.contains("file")));
    }
}
