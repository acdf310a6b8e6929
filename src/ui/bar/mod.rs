//! The bar at the top: the scenario's name and what can be done with the whole of it; and what that opens. Not its contents.

mod gallery;
mod help;
mod name;
mod scenarios;
mod thumb;

use super::icon::{Icon, Shape};
use crate::app::{Msg, Theme};
pub use gallery::Gallery;
pub use help::Help;
use name::Name;
pub use scenarios::Scenarios;
use yew::prelude::*;

/// Props of [`Bar`].
#[derive(Debug, Properties, PartialEq)]
pub struct BarProps {
    /// The scenario's name.
    pub name: String,
    /// Whether there is something to undo.
    pub can_undo: bool,
    /// Whether there is something to do again.
    pub can_redo: bool,
    /// Whether there is something to compare with.
    pub has_baseline: bool,
    /// Light or dark.
    pub theme: Theme,
    /// Opens something over the page.
    pub open: Callback<Open>,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

/// What is open over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// The page is all there is.
    Nothing,
    /// The examples.
    Gallery,
    /// What the browser keeps.
    Scenarios,
    /// Links, snippets, files.
    Share,
    /// What the page is, and its words.
    Help,
}

/// The bar at the top.
#[component]
pub fn Bar(props: &BarProps) -> Html {
    let show = |what: Open| props.open.reform(move |_: MouseEvent| what);
    let send = |msg: Msg| {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(msg.clone()))
    };
    let (shape, theme) = match props.theme {
        Theme::Auto => (Shape::Contrast, "as the system"),
        Theme::Light => (Shape::Sun, "light"),
        Theme::Dark => (Shape::Moon, "dark"),
    };
    html! {
        <header class="bar">
            <h1 class="brand">
                <svg class="logo" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
                    <path class="logo-line" d="M3 4h18" />
                    <path class="logo-curve" d="M3 20c9 0 14-2 16-12" />
                </svg>
                <span>{ "Headroom" }</span>
            </h1>
            <Name name={props.name.clone()} dispatch={props.dispatch.clone()} />
            <nav class="tools" aria-label="Scenario">
                <Tool shape={Shape::Gallery} label="Examples" onclick={show(Open::Gallery)} />
                <Tool shape={Shape::Folder} label="Scenarios" hint="Scenarios that this browser keeps, and files"
                    onclick={show(Open::Scenarios)} />
                <span class="divider" />
                <Tool shape={Shape::Undo} label="Undo" hint="Undo (Ctrl+Z)" bare=true disabled={!props.can_undo}
                    onclick={send(Msg::Undo)} />
                <Tool shape={Shape::Redo} label="Redo" hint="Redo (Ctrl+Shift+Z)" bare=true
                    disabled={!props.can_redo} onclick={send(Msg::Redo)} />
                <span class="divider" />
                <Tool shape={Shape::Pin} label={if props.has_baseline { "Unpin baseline" } else { "Pin baseline" }}
                    hint="Keep today's answers and show every change against them" is_on={props.has_baseline}
                    onclick={send(Msg::ToggleBaseline)} />
                <Tool shape={Shape::Share} label="Share" hint="Links, snippets, files and paper"
                    onclick={show(Open::Share)} />
                <span class="divider" />
                <Tool {shape} label={format!("Theme: {theme}")} bare=true
                    onclick={send(Msg::SetTheme(next_theme(props.theme)))} />
                <Tool shape={Shape::Help} label="Help" bare=true onclick={show(Open::Help)} />
            </nav>
        </header>
    }
}

#[derive(Debug, Properties, PartialEq)]
struct ToolProps {
    shape: Shape,
    label: AttrValue,
    #[prop_or_default]
    hint: Option<AttrValue>,
    /// Only the symbol is seen.
    #[prop_or_default]
    bare: bool,
    /// There is nothing for it to do. It keeps the focus then, and does nothing.
    #[prop_or_default]
    disabled: bool,
    /// Lit: what it puts away is there.
    #[prop_or_default]
    is_on: bool,
    onclick: Callback<MouseEvent>,
}

/// One button of the bar.
#[component]
fn Tool(props: &ToolProps) -> Html {
    let hint = props.hint.clone().unwrap_or_else(|| props.label.clone());
    html! {
        <button type="button" class={classes!("button", "tool", props.is_on.then_some("is-on"))} title={hint}
            aria-label={props.label.clone()} aria-disabled={props.disabled.then_some("true")}
            onclick={props.onclick.clone()}>
            <Icon shape={props.shape} />
            if !props.bare { <span class="tool-label">{ &props.label }</span> }
        </button>
    }
}

/// The theme that a press of the button leads to.
fn next_theme(theme: Theme) -> Theme {
    match theme {
        Theme::Auto => Theme::Light,
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::Auto,
    }
}
