//! What can be added, as buttons that are pressed or dragged into the picture. Not what becomes of it.

use super::hand::Thread;
use crate::app::Selection;
use crate::scenario::edit::kind::Kind;
use crate::ui::icon::{Icon, Shape};
use yew::prelude::*;

/// Props of [`Palette`].
#[derive(Debug, Properties, PartialEq)]
pub struct PaletteProps {
    /// What is chosen: the new thing is added there.
    pub selection: Selection,
    /// The name of the service that is chosen.
    pub caller: Option<AttrValue>,
    /// Hears what is to be added.
    pub add: Callback<Kind>,
}

/// The palette.
#[component]
pub fn Palette(props: &PaletteProps) -> Html {
    let button = |kind: Kind| {
        let shape = match kind {
            Kind::Service => Shape::Service,
            Kind::Database => Shape::Database,
            Kind::Cache => Shape::Cache,
            Kind::Queue => Shape::Queue,
            Kind::ThirdParty => Shape::Cloud,
        };
        let onclick = {
            let add = props.add.clone();
            Callback::from(move |_: MouseEvent| add.emit(kind))
        };
        let what = kind.label().to_lowercase();
        let hint = match (kind, props.selection, &props.caller) {
            (Kind::Cache, Selection::Call(_), _) => "Add a cache in front of this call".to_owned(),
            (Kind::Cache, ..) => "Drag onto the call that the cache is to stand in front of".to_owned(),
            (_, Selection::Service(_), Some(caller)) => format!("Add a {what} that {caller} calls"),
            _ => format!("Add a {what}; dropped on a service, it is called from there"),
        };
        html! {
            <button type="button" class="button palette-button" title={hint} aria-label={format!("Add a {what}")}
                data-grip={Thread::New(kind).word()} {onclick}>
                <Icon {shape} /><span aria-hidden="true">{ kind.label() }</span>
            </button>
        }
    };
    html! {
        <div class="palette" role="group" aria-label="Add to the system">
            <span class="palette-title" aria-hidden="true"><Icon shape={Shape::Plus} /></span>
            { for Kind::ALL.into_iter().map(button) }
        </div>
    }
}
