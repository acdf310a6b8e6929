//! The scenarios that the browser keeps, to open, rename, duplicate and delete, and files of them. Not how they are kept.

use crate::app::library::{Act, Entry, Id, Library, Refusal};
use crate::app::{Banner as Message, Msg};
use crate::scenario::codec::json;
use crate::scenario::limits;
use crate::ui::banner::Banner;
use crate::ui::dialog::Dialog;
use crate::ui::same::Same;
use crate::web::{dom, save};
use yew::prelude::*;

/// Props of [`Scenarios`].
#[derive(Debug, Properties, PartialEq)]
pub struct ScenariosProps {
    /// What is kept.
    pub library: Same<Library>,
    /// What of it is open.
    pub current: Option<Id>,
    /// What the page has to say, which stands behind the list otherwise.
    pub message: Option<Message>,
    /// Hears that it was closed.
    pub on_close: Callback<()>,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

/// A list of all that are kept.
#[component]
pub fn Scenarios(props: &ScenariosProps) -> Html {
    let act = |act: Act, closes: bool| {
        let (dispatch, on_close) = (props.dispatch.clone(), props.on_close.clone());
        Callback::from(move |_: MouseEvent| {
            dispatch.emit(Msg::Library(act.clone()));
            if closes {
                on_close.emit(());
            }
        })
    };
    let chosen = {
        let (dispatch, on_close) = (props.dispatch.clone(), props.on_close.clone());
        Callback::from(move |event: Event| {
            let (dispatch, on_close) = (dispatch.clone(), on_close.clone());
            save::chosen(&event, json::MAX_BYTES, move |text| {
                dispatch.emit(Msg::Library(Act::OpenFile(text)));
                on_close.emit(());
            });
        })
    };
    let row = |(id, entry): (Id, &Entry)| {
        let is_open = props.current == Some(id);
        let renamed = {
            let dispatch = props.dispatch.clone();
            Callback::from(move |name| dispatch.emit(Msg::Library(Act::Rename(id, name))))
        };
        let name = if entry.name.is_empty() { "Unnamed scenario" } else { &entry.name };
        let size =
            if entry.services == 1 { "1 service".to_owned() } else { format!("{} services", entry.services) };
        let fault = entry.fault();
        let button = |label: &'static str, onclick| {
            html! {
                <button type="button" class="button" aria-label={format!("{label} {name}")} {onclick}>{ label }</button>
            }
        };
        html! {
            <li key={id} class={classes!("kept", is_open.then_some("is-open"))}>
                <span class="kept-name">
                    if let Some(fault) = &fault {
                        <span>{ name }<small class="kept-fault">{ "Cannot be opened: " }{ fault }</small></span>
                    } else {
                        <KeptName name={entry.name.clone()} label={format!("Name of {name}")} {renamed} />
                        <span class="quiet">{ size }</span>
                    }
                </span>
                if fault.is_some() {
                    { button("Save", act(Act::Save(id), false)) }
                } else if is_open {
                    <span class="kept-open">{ "Open" }</span>
                } else {
                    { button("Open", act(Act::Open(id), true)) }
                }
                if fault.is_none() { { button("Duplicate", act(Act::Duplicate(id), false)) } }
                { button("Delete", act(Act::Delete(id), false)) }
            </li>
        }
    };
    let entries = props.library.entries();
    let deleted = props.library.deleted();
    // The button that was pressed is gone, and what it did can be undone here.
    let undo = use_node_ref();
    let count = use_mut_ref(|| deleted.len());
    use_effect_with((undo.clone(), deleted.len()), move |(undo, now)| {
        if count.replace(*now) < *now
            && let Some(undo) = undo.get()
        {
            dom::focus(&undo);
        }
    });
    let where_kept = match props.library.refusal() {
        None => "Kept in this browser as you change them, and nowhere else. Files and links take them along.",
        Some(Refusal::Full) => {
            "There is no room left in the browser's storage: what you change now is not kept before others are deleted. Save it as \
             a file or a link."
        }
        Some(Refusal::Forbidden) => {
            "This browser keeps nothing for this page. Files and links take your scenarios along."
        }
    };
    html! {
        <Dialog title="Scenarios" on_close={props.on_close.clone()}>
            if let Some(message) = props.message.as_ref().filter(|_| props.library.refusal().is_none()) {
                <Banner message={message.clone()} dispatch={props.dispatch.clone()} />
            }
            <p class="quiet" role="status">{ where_kept }</p>
            <div class="choices">
                <button type="button" class="button framed" onclick={act(Act::New, true)}>{ "New" }</button>
                <label class="button framed">
                    { "Open a file…" }
                    <input type="file" class="unseen" accept=".json,application/json" onchange={chosen} />
                </label>
            </div>
            if let Some(name) = deleted.last() {
                <p class="choices" role="status">
                    { format!("“{name}” is deleted.") }
                    <button type="button" class="button link" ref={undo} onclick={act(Act::Restore, false)}>{ "Undo" }</button>
                </p>
            }
            if entries.is_empty() {
                <p class="empty">{ "Nothing is kept yet. What you change is." }</p>
            }
            <ul class="shelf">{ for entries.into_iter().map(row) }</ul>
        </Dialog>
    }
}

#[derive(Debug, Properties, PartialEq)]
struct KeptNameProps {
    name: AttrValue,
    label: AttrValue,
    renamed: Callback<String>,
}

/// A name in the list, which can be typed over. What is half typed stays when the page is drawn anew, which it is while workers
/// run; left in any way, it is the name.
#[component]
fn KeptName(props: &KeptNameProps) -> Html {
    let draft = use_state_eq(|| None::<AttrValue>);
    let typed = {
        let draft = draft.setter();
        Callback::from(move |event: InputEvent| draft.set(Some(dom::value_of(&event).into())))
    };
    let left = {
        let (draft, renamed, old) = (draft.setter(), props.renamed.clone(), props.name.clone());
        Callback::from(move |event: Event| {
            let name = dom::value_of(&event).trim().to_owned();
            if name != *old {
                renamed.emit(name);
            }
            draft.set(None);
        })
    };
    let value = (*draft).clone().unwrap_or_else(|| props.name.clone());
    html! {
        <input type="text" class="name" aria-label={props.label.clone()} placeholder="Unnamed scenario"
            maxlength={limits::NAME.to_string()} {value} oninput={typed} onchange={left} />
    }
}
