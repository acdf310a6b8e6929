//! What is said around the picture: what breaks first, why an edit was not done, and that services are put away. Not the
//! picture.

use crate::app::Msg;
use crate::app::folding::Fold;
use crate::report::breaks::Break;
use crate::ui::icon::{Icon, Shape};
use yew::prelude::*;

/// Props of [`FoldAll`].
#[derive(Debug, Properties, PartialEq)]
pub struct FoldAllProps {
    /// Whether anything is put away.
    pub any: bool,
    /// Hears what is to be done.
    pub fold: Callback<Fold>,
}

/// Puts away all but the first calls, or shows everything.
#[component]
pub fn FoldAll(props: &FoldAllProps) -> Html {
    let (label, fold) = if props.any { ("Unfold all", Fold::Nothing) } else { ("Fold all", Fold::All) };
    let click = {
        let hear = props.fold.clone();
        Callback::from(move |_: MouseEvent| hear.emit(fold))
    };
    html! {
        <button type="button" class="button tools-button" onclick={click}>
            <Icon shape={Shape::Fold} /><span>{ label }</span>
        </button>
    }
}

/// Props of [`Refusal`].
#[derive(Debug, Properties, PartialEq)]
pub struct RefusalProps {
    /// Why.
    pub why: AttrValue,
    /// Hears that it was read.
    pub dispatch: Callback<Msg>,
}

/// Why an edit was not done, where it was tried.
#[component]
pub fn Refusal(props: &RefusalProps) -> Html {
    let close = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Msg::DismissRefusal))
    };
    html! {
        <div class="refusal-foot">
            <div class="refusal" role="alert">
                <Icon shape={Shape::Warning} />
                <p>{ &props.why }</p>
                <button type="button" class="button quiet" aria-label="Dismiss" onclick={close}>
                    <Icon shape={Shape::Close} />
                </button>
            </div>
        </div>
    }
}

/// Props of [`Breaks`].
#[derive(Debug, Properties, PartialEq)]
pub struct BreaksProps {
    /// What breaks, the first thing first.
    pub breaks: Vec<Break>,
    /// Whether that is still of an earlier document.
    pub stale: bool,
    /// Hears that a reason is wanted.
    pub dispatch: Callback<Msg>,
}

/// What breaks first as load grows, and what next.
#[component]
pub fn Breaks(props: &BreaksProps) -> Html {
    let Some((first, rest)) = props.breaks.split_first() else { return Html::default() };
    // Each is a sentence of its own, since a button is not broken across lines with the words around it.
    let said = |before: &'static str, b: &Break| {
        let topic = b.topic;
        let why = props.dispatch.reform(move |_: MouseEvent| Msg::Explain(Some(topic)));
        html! {
            <button type="button" class="button link" aria-haspopup="dialog" onclick={why}>
                { before }{ &b.text }{ "." }
            </button>
        }
    };
    html! {
        <p class={classes!("breaks", props.stale.then_some("is-stale"), (first.at.factor < 1.0).then_some("is-broken"))}>
            <strong>{ "Breaks first: " }</strong>{ said("", first) }
            { for rest.iter().map(|b| html! { <>{ " " }{ said("Then ", b) }</> }) }
        </p>
    }
}
