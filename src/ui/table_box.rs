//! A table in a box that scrolls sideways where it is wider than its place. Not what stands in the table.

use yew::prelude::*;

/// Props of [`TableBox`].
#[derive(Debug, Properties, PartialEq)]
pub struct TableBoxProps {
    /// What the table shows.
    pub label: AttrValue,
    /// The table.
    pub children: Html,
}

/// A region that keys can reach, so that they can scroll it too.
#[component]
pub fn TableBox(props: &TableBoxProps) -> Html {
    html! {
        <div class="table-box" tabindex="0" role="region" aria-label={props.label.clone()}>
            { props.children.clone() }
        </div>
    }
}
