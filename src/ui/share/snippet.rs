//! One text with its button to copy it. Not the texts.

use crate::web::clipboard;
use yew::prelude::*;

/// Props of [`Snippet`].
#[derive(Debug, Properties, PartialEq)]
pub struct SnippetProps {
    /// What it is.
    pub label: AttrValue,
    /// The text.
    pub text: AttrValue,
    /// What it is for.
    #[prop_or_default]
    pub hint: AttrValue,
}

/// A text that can be selected, and a button that copies it and says whether it did.
#[component]
pub fn Snippet(props: &SnippetProps) -> Html {
    // Whether the text that is shown was copied; news of another text begin anew.
    let copied = use_state_eq(|| None::<(AttrValue, bool)>);
    let copy = {
        let (copied, text) = (copied.setter(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let (copied, said) = (copied.clone(), text.clone());
            clipboard::copy(&text, move |done| copied.set(Some((said, done))));
        })
    };
    let said = (*copied).as_ref().filter(|(text, _)| *text == props.text).map(|c| c.1);
    let words = match said {
        None => "Copy",
        Some(true) => "Copied",
        Some(false) => "Not allowed",
    };
    html! {
        <div class="snippet">
            <label>
                <span class="snippet-label">{ &props.label }</span>
                <input type="text" readonly=true value={props.text.clone()} title={props.hint.clone()} />
            </label>
            <button type="button" class="button framed" aria-label={format!("{words}: {}", props.label)} onclick={copy}>
                <span role="status">{ words }</span>
            </button>
        </div>
    }
}
