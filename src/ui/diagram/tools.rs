//! The tools of what is chosen: its name, whom it calls, when, what stands in front, copy and delete. Not the palette.

use super::board::Desk;
use super::name_box::NameBox;
use super::pick::{Choice, Pick};
use crate::app::editing::Edit;
use crate::app::folding::Fold;
use crate::app::{Msg, Selection};
use crate::scenario::edit::kind::Kind;
use crate::scenario::edit::{Side, Turn};
use crate::scenario::{Scenario, Target};
use crate::ui::icon::{Icon, Shape};
use yew::prelude::*;

/// The id of the list of whom it can call, or where it can go.
pub const CALL_ID: &str = "object-call";
/// The id of the box that searches for services.
pub const SEARCH_ID: &str = "service-search";

/// The tools of what is chosen, or how to begin.
pub fn tools(desk: &Desk) -> Html {
    let s = &*desk.scenario;
    match desk.selection {
        Selection::Service(i) if i < s.services.len() => of_service(desk, s, i),
        Selection::Call(i) if i < s.calls.len() => of_call(desk, s, i),
        Selection::Cache(i) if i < s.caches.len() => html! {
            <>{ name(desk, "cache", &s.caches[i].key.to_string(), &s.caches[i].name) }{ common(desk) }</>
        },
        Selection::Journey(i) if i < s.journeys.len() => of_journey(desk, s, i),
        _ => html! {
            <p class="tools-hint">
                { "Select a service or a call to change it. Drag the dot at the side of a service onto another to add a call." }
            </p>
        },
    }
}

fn of_service(desk: &Desk, s: &Scenario, i: usize) -> Html {
    let service = &s.services[i];
    let groups: Vec<usize> = (0..service.operations.len())
        .map(|operation| s.groups(Target { service: i, operation }))
        .filter(|g| !g.is_empty())
        .map(|g| g.len())
        .collect();
    let is_shared = service.operations.iter().flat_map(|o| &o.steps).any(|&step| s.calls_of(step).len() > 1);
    let folds = desk.scene.nodes.iter().find(|n| n.service == i).and_then(|n| n.fold);
    html! {
        <>
            { name(desk, "service", &service.key.to_string(), &service.name) }
            { common(desk) }
            { call_another(desk, s, i) }
            if is_shared {
                { button(desk, Shape::InTurn, "Calls in turn", "Make its calls one after another",
                    Msg::Edit(Edit::InTurn(i))) }
            }
            if groups.iter().any(|&g| g > 1) {
                { button(desk, Shape::AtOnce, "Calls at once", "Make all its calls at the same time",
                    Msg::Edit(Edit::AtOnce(i))) }
            }
            { button(desk, Shape::Enter, "Add a journey", "Let requests of another journey enter here",
                Msg::Edit(Edit::AddJourney(Target { service: i, operation: 0 }))) }
            if let Some((hidden, _)) = folds {
                { button(desk, Shape::Fold, if hidden > 0 { "Unfold" } else { "Fold" },
                    "Put away what it calls, or show it again (E)", Msg::Fold(Fold::Toggle(i))) }
            }
        </>
    }
}

/// Every operation of every service that passes, as a choice.
fn targets(s: &Scenario, passes: impl Fn(usize) -> bool, edit: impl Fn(Target) -> Edit) -> Vec<Choice> {
    let operations = |service: usize| {
        let found = &s.services[service];
        let several = found.operations.len() > 1;
        let label = move |operation: usize| {
            if several {
                format!("{}: {}", found.name, found.operations[operation].name)
            } else {
                found.name.clone()
            }
        };
        (0..found.operations.len()).map(move |operation| (Target { service, operation }, label(operation)))
    };
    let mut all: Vec<(Target, String)> =
        (0..s.services.len()).filter(|&i| passes(i)).flat_map(operations).collect();
    crate::order::sort_by_key(&mut all, |(_, label)| label.to_lowercase());
    all.into_iter().map(|(target, label)| Choice { group: None, label, edit: Some(edit(target)) }).collect()
}

/// The names of those that a call would lead round in a circle to.
fn refused(s: &Scenario, from: usize, closes: &[bool]) -> Vec<Choice> {
    let names = (0..s.services.len()).filter(|&i| closes[i] && i != from);
    let group = Some("Would close a cycle".to_owned());
    names.map(|i| Choice { group: group.clone(), label: s.services[i].name.clone(), edit: None }).collect()
}

fn call_another(desk: &Desk, s: &Scenario, i: usize) -> Html {
    let closes = s.would_close_a_cycle(i);
    let operations = &s.services[i].operations;
    let mut choices = Vec::new();
    for (operation, found) in operations.iter().enumerate() {
        let group = (operations.len() > 1).then(|| format!("As part of {}", found.name));
        let from = Target { service: i, operation };
        let own = targets(s, |to| !closes[to], |to| Edit::Connect(from, to));
        choices.extend(own.into_iter().map(|c| Choice { group: group.clone(), ..c }));
    }
    choices.extend(refused(s, i, &closes));
    pick(desk, CALL_ID, "Call another…", choices)
}

fn of_call(desk: &Desk, s: &Scenario, i: usize) -> Html {
    let Some(from) = s.caller(i) else { return Html::default() };
    let (closes, now) = (s.would_close_a_cycle(from), s.calls[i].target);
    let mut elsewhere = targets(s, |to| !closes[to], |to| Edit::Retarget(i, to));
    elsewhere.retain(|c| c.edit != Some(Edit::Retarget(i, now)));
    elsewhere.extend(refused(s, from, &closes));
    let title = format!("{} → {}", s.services[from].name, s.services[now.service].name);
    html! {
        <>
            <strong class="tools-title">{ title }</strong>
            { common(desk) }
            { pick(desk, CALL_ID, "Go to another…", elsewhere) }
            { turn(desk, s, i, Side::Sooner) }
            { turn(desk, s, i, Side::Later) }
            { pick(desk, "object-cache", "Cache in front…", caches(s, i)) }
        </>
    }
}

fn caches(s: &Scenario, call: usize) -> Vec<Choice> {
    let own = &s.calls[call].caches;
    let choice = |label: String, edit| Choice { group: None, label, edit: Some(edit) };
    let mut all = vec![choice("A new cache (K)".to_owned(), Edit::Add(Kind::Cache, Selection::Call(call)))];
    all.extend(s.caches.iter().enumerate().map(|(i, cache)| {
        if own.contains(&i) {
            choice(format!("No longer {}", cache.name), Edit::TakeCache(call, i))
        } else {
            choice(format!("{} too", cache.name), Edit::PutCache(call, i))
        }
    }));
    all
}

/// The button that makes a call sooner or later, in words that say what that means.
fn turn(desk: &Desk, s: &Scenario, call: usize, side: Side) -> Html {
    let Some(turn) = s.turn(call, side) else { return Html::default() };
    let names = |calls: &[usize]| {
        let mut names: Vec<&str> =
            calls.iter().map(|&c| s.services[s.calls[c].target.service].name.as_str()).collect();
        names.dedup();
        let brief = if let [only] = *names { only.to_owned() } else { "the others".to_owned() };
        (brief, names.join(", "))
    };
    let (shape, key, word) = match side {
        Side::Sooner => (Shape::Sooner, "S", "Before"),
        Side::Later => (Shape::Later, "L", "After"),
    };
    let (shape, word, others) = match &turn {
        Turn::Apart(others) => (shape, word, others),
        Turn::With(others) => (Shape::AtOnce, "Together with", others),
    };
    let (brief, all) = names(others);
    let hint = format!("{word} {all} ({key})");
    button(desk, shape, format!("{word} {brief}"), hint, Msg::Edit(Edit::Move(call, side)))
}

fn of_journey(desk: &Desk, s: &Scenario, i: usize) -> Html {
    let mut entries = targets(s, |_| true, |to| Edit::EnterAt(i, to));
    entries.retain(|c| c.edit != Some(Edit::EnterAt(i, s.journeys[i].entry)));
    html! {
        <>
            { name(desk, "journey", &s.journeys[i].key.to_string(), &s.journeys[i].name) }
            { common(desk) }
            { pick(desk, CALL_ID, "Enter elsewhere…", entries) }
        </>
    }
}

/// What can be done with everything.
fn common(desk: &Desk) -> Html {
    let delete = {
        let desk = desk.clone();
        Callback::from(move |_: MouseEvent| {
            match desk.scene.place_of(desk.selection) {
                Some(place) => desk.delete(place),
                // It is put away.
                None => desk.edit(Edit::Delete(desk.selection)),
            }
        })
    };
    let copy = {
        let desk = desk.clone();
        Callback::from(move |_: MouseEvent| desk.edit(Edit::Duplicate(desk.selection)))
    };
    let explain = {
        let desk = desk.clone();
        Callback::from(move |_: MouseEvent| desk.explain(desk.selection))
    };
    html! {
        <>
            if desk.selection.topic().is_some() {
                <button type="button" class="button tools-button is-common" title="Explain its numbers (I)"
                    aria-haspopup="dialog" onclick={explain}>
                    <Icon shape={Shape::Info} /><span>{ "Explain" }</span>
                </button>
            }
            <button type="button" class="button tools-button is-common" title="Duplicate (D)" onclick={copy}>
                <Icon shape={Shape::Copy} /><span>{ "Duplicate" }</span>
            </button>
            <button type="button" class="button tools-button is-common" title="Delete (Del)" onclick={delete}>
                <Icon shape={Shape::Bin} /><span>{ "Delete" }</span>
            </button>
        </>
    }
}

fn button(
    desk: &Desk,
    shape: Shape,
    label: impl Into<AttrValue>,
    hint: impl Into<AttrValue>,
    msg: Msg,
) -> Html {
    let onclick = {
        let desk = desk.clone();
        Callback::from(move |_: MouseEvent| match &msg {
            Msg::Edit(edit) => desk.edit(edit.clone()),
            other => desk.dispatch.emit(other.clone()),
        })
    };
    html! {
        <button type="button" class="button tools-button" title={hint.into()} {onclick}>
            <Icon {shape} /><span>{ label.into() }</span>
        </button>
    }
}

fn pick(desk: &Desk, id: &'static str, label: &'static str, choices: Vec<Choice>) -> Html {
    let picked = {
        let desk = desk.clone();
        Callback::from(move |edit: Edit| desk.edit(edit))
    };
    html! { <Pick {id} {label} {choices} {picked} /> }
}

fn name(desk: &Desk, kind: &str, key: &str, name: &str) -> Html {
    let renamed = {
        let desk = desk.clone();
        Callback::from(move |(name, done): (String, bool)| {
            let edit = Msg::Edit(Edit::Rename(desk.selection, name));
            if done {
                let before = desk.scenario.clone();
                desk.ask(super::wish::Wish::Near(desk.selection, before), edit);
            } else {
                desk.dispatch.emit(edit);
            }
        })
    };
    let back = {
        let desk = desk.clone();
        Callback::from(move |()| {
            if let Some(place) = desk.scene.place_of(desk.selection) {
                crate::web::pointing::focus_id(&place.id());
            }
        })
    };
    let label = format!("Name of the {kind}");
    html! { <NameBox key={format!("{kind}-{key}")} {label} name={name.to_owned()} {renamed} {back} /> }
}
