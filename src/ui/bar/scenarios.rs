//! The scenarios that the browser keeps, to open, rename, duplicate and delete, and files of them. Not how they are kept.

use crate::app::Msg;
use crate::app::library::{Act, Id, Library};
use crate::scenario::codec::json;
use crate::scenario::limits;
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
    let row = |(id, entry): (Id, &crate::app::library::Entry)| {
        let is_open = props.current == Some(id);
        let renamed = {
            let (dispatch, old) = (props.dispatch.clone(), entry.name.clone());
            Callback::from(move |event: Event| {
                let name = dom::value_of(&event).trim().to_owned();
                if name != old {
                    dispatch.emit(Msg::Library(Act::Rename(id, name)));
                }
            })
        };
        let name = if entry.name.is_empty() { "Unnamed scenario" } else { &entry.name };
        let size =
            if entry.services == 1 { "1 service".to_owned() } else { format!("{} services", entry.services) };
        let button = |label: &'static str, onclick| {
            html! {
                <button type="button" class="button" aria-label={format!("{label} {name}")} {onclick}>{ label }</button>
            }
        };
        html! {
            <li key={id} class={classes!("kept", is_open.then_some("is-open"))}>
                <span class="kept-name">
                    <input type="text" class="name" value={entry.name.clone()} aria-label={format!("Name of {name}")}
                        placeholder="Unnamed scenario" maxlength={limits::NAME.to_string()} onchange={renamed} />
                    <span class="quiet">{ size }</span>
                </span>
                if is_open { <span class="kept-open">{ "Open" }</span> } else { { button("Open", act(Act::Open(id), true)) } }
                { button("Duplicate", act(Act::Duplicate(id), false)) }
                { button("Delete", act(Act::Delete(id), false)) }
            </li>
        }
    };
    let entries = props.library.entries();
    html! {
        <Dialog title="Scenarios" on_close={props.on_close.clone()}>
            <p class="quiet">
                { "Kept in this browser as you change them, and nowhere else. Files and links take them along." }
            </p>
            <div class="choices">
                <button type="button" class="button framed" onclick={act(Act::New, true)}>{ "New" }</button>
                <label class="button framed">
                    { "Open a file…" }
                    <input type="file" class="unseen" accept=".json,application/json" onchange={chosen} />
                </label>
            </div>
            if let Some(name) = props.library.deleted() {
                <p class="choices" role="status">
                    { format!("“{name}” is deleted.") }
                    <button type="button" class="button link" onclick={act(Act::Restore, false)}>{ "Undo" }</button>
                </p>
            }
            if entries.is_empty() {
                <p class="empty">{ "Nothing is kept yet. What you change is." }</p>
            }
            <ul class="shelf">{ for entries.into_iter().map(row) }</ul>
        </Dialog>
    }
}
