//! A box over the page that is closed by Escape, by its button or by a click beside it. Not what stands in it.

use super::icon::{Icon, Shape};
use crate::web::dom;
use yew::prelude::*;

/// Props of [`Dialog`].
#[derive(Debug, Properties, PartialEq)]
pub struct DialogProps {
    /// Its heading.
    pub title: AttrValue,
    /// Hears that it was closed; the parent then leaves it out.
    pub on_close: Callback<()>,
    /// What stands in it.
    pub children: Html,
}

/// A modal dialog; the browser keeps the focus in it and gives it back.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let node = use_node_ref();
    use_effect_with(node.clone(), |node| {
        let node = node.get();
        if let Some(node) = &node {
            dom::show_modal(node);
        }
        // Whoever leaves it out need not have closed it.
        move || node.iter().for_each(dom::close)
    });
    // What had the focus may be gone from it.
    use_effect({
        let node = node.clone();
        move || {
            if let Some(node) = node.get().filter(|_| dom::is_focus_lost()) {
                dom::focus(&node);
            }
        }
    });
    let close = {
        let node = node.clone();
        Callback::from(move |_: MouseEvent| node.get().iter().for_each(dom::close))
    };
    let beside = {
        let node = node.clone();
        Callback::from(move |event: MouseEvent| {
            if dom::is_from(&event, "dialog") {
                node.get().iter().for_each(dom::close);
            }
        })
    };
    let closed = {
        let on_close = props.on_close.clone();
        Callback::from(move |_: Event| on_close.emit(()))
    };
    html! {
        <dialog ref={node} class="dialog" tabindex="-1" aria-labelledby="dialog-title" onclick={beside} onclose={closed}>
            <div class="dialog-body">
                <header class="dialog-head">
                    <h2 id="dialog-title">{ &props.title }</h2>
                    <button type="button" class="button quiet" aria-label="Close" onclick={close}>
                        <Icon shape={Shape::Close} />
                    </button>
                </header>
                { props.children.clone() }
            </div>
        </dialog>
    }
}
