//! The box that finds a service by its name. Not the filter of the knobs.

use super::tools::SEARCH_ID;
use crate::scenario::Scenario;
use crate::web::dom;
use yew::prelude::*;

/// Systems of fewer services need no search.
pub const WORTHWHILE: usize = 8;

/// For each service whether its name has all the words; empty while none were typed.
pub fn found(scenario: &Scenario, text: &str) -> Vec<bool> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let has = |name: &str| words.iter().all(|word| name.to_lowercase().contains(word));
    scenario.services.iter().map(|s| has(&s.name)).collect()
}

/// The next of those found after one, round and round.
pub fn next(found: &[bool], after: Option<usize>) -> Option<usize> {
    let begin = after.map_or(0, |i| i + 1);
    (begin..found.len()).chain(0..begin.min(found.len())).find(|&i| found[i])
}

/// Props of [`Search`].
#[derive(Debug, Properties, PartialEq)]
pub struct SearchProps {
    /// What was typed.
    pub text: AttrValue,
    /// How many services have it in their name.
    pub count: usize,
    /// Hears what is typed.
    pub typed: Callback<String>,
    /// Hears that the next is wanted.
    pub next: Callback<()>,
}

/// A search box; Enter leads from one to the next.
#[component]
pub fn Search(props: &SearchProps) -> Html {
    let typed = {
        let typed = props.typed.clone();
        Callback::from(move |event: InputEvent| typed.emit(dom::value_of(&event)))
    };
    let pressed = {
        let (next, clear) = (props.next.clone(), props.typed.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => next.emit(()),
            "Escape" => clear.emit(String::new()),
            _ => {}
        })
    };
    let said = match props.count {
        _ if props.text.trim().is_empty() => String::new(),
        0 => "none".to_owned(),
        n => format!("{n} found"),
    };
    html! {
        <div class="find">
            <input type="search" id={SEARCH_ID} placeholder="Find a service" aria-label="Find a service"
                title="Enter leads to the next (/)" autocomplete="off" spellcheck="false" value={props.text.clone()}
                oninput={typed} onkeydown={pressed} />
            <span class="find-count" role="status">{ said }</span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::preset;

    #[test]
    fn a_search_goes_round_those_that_have_all_words() {
        let s = (preset::ALL[0].build)();
        assert!(found(&s, "  ").is_empty());
        let with_n = found(&s, "N");
        assert_eq!(with_n, [false, true, true, true]);
        assert_eq!([None, Some(1), Some(3)].map(|after| next(&with_n, after)), [Some(1), Some(2), Some(1)]);
        assert_eq!(next(&found(&s, "pay ment"), Some(1)), Some(1));
        assert_eq!(next(&found(&s, "nothing"), None), None);
    }
}
