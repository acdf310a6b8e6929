//! The knobs of one object, under a heading that folds them up. Not which objects there are.

use super::choice::{Choice, Switch};
use super::number::Number;
use super::outline::{Block, Part};
use crate::app::draft::Draft;
use crate::app::{self, Msg};
use crate::report::prices::{self, Book};
use crate::scenario::check::{Finding, Severity};
use crate::scenario::param::Kind;
use crate::scenario::{ParamId, Scenario};
use crate::ui::icon::{Icon, Shape};
use crate::ui::same::Same;
use crate::web::dom;
use yew::prelude::*;

/// What the knobs of a page are drawn from.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// The document.
    pub scenario: Same<Scenario>,
    /// What is wrong or doubtful in it.
    pub findings: Same<Vec<Finding>>,
    /// What stands typed in number boxes.
    pub drafts: Same<Vec<Draft>>,
    /// The price book, once it was fetched.
    pub book: Option<Same<Book>>,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

/// Props of [`Section`].
#[derive(Debug, Properties, PartialEq)]
pub struct SectionProps {
    /// What is in it.
    pub part: Part,
    /// What its knobs are drawn from.
    pub given: Given,
    /// Whether it is open whatever was done, because something is sought.
    pub forced: bool,
}

impl Given {
    /// Whether a parameter has a finding, or a text in its box that is no value of it.
    fn is_doubtful(&self, id: ParamId) -> bool {
        self.findings.iter().any(|f| f.at == id) || self.drafts.iter().any(|d| d.id == id && d.is_refused())
    }
}

/// What a knob of any kind is drawn from; a knob is drawn again only when this changed.
#[derive(Clone, Debug, Properties, PartialEq)]
pub struct KnobProps {
    /// Which parameter.
    pub id: ParamId,
    /// Its value.
    pub value: f64,
    /// The name of its object, for those who do not see the heading.
    pub object: AttrValue,
    /// What is wrong or doubtful about it.
    pub finding: Option<(Severity, AttrValue)>,
    /// What stands typed in its box.
    pub draft: Option<AttrValue>,
    /// Where it comes from, of a price.
    pub origin: Option<AttrValue>,
    /// Whether it is kept on top; none where nothing can be.
    pub pinned: Option<bool>,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

impl KnobProps {
    /// The id of an element of the knob.
    pub fn element(&self, part: &str) -> String {
        format!("{part}-{:?}-{}-{}", self.id.group, self.id.index, self.id.row).to_lowercase()
    }
}

/// The knobs of one object. Those of a folded object are not drawn at all.
#[component]
pub fn Section(props: &SectionProps) -> Html {
    let part = &props.part;
    let open = use_state_eq(|| part.open);
    let is_open = *open || props.forced;
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let unfolded = use_state_eq(Vec::<String>::new);
    let doubts = part.blocks.iter().flat_map(|b| &b.ids).filter(|id| props.given.is_doubtful(**id)).count();
    // The same knobs may stand in several blocks: then a block's title is part of their names.
    let several = part.blocks.iter().filter(|b| b.title.is_some() && !b.folded).count() > 1;
    html! {
        <section class={classes!("part", is_open.then_some("is-open"))}>
            <h3>
                <button type="button" class="part-head" aria-expanded={if is_open { "true" } else { "false" }}
                    disabled={props.forced} onclick={toggle}>
                    <Icon shape={Shape::Chevron} />
                    <span class="part-title">{ &part.title }</span>
                    if doubts > 0 { <span class="doubt" title="Something here is doubtful"><Icon shape={Shape::Warning} /></span> }
                    <span class="part-summary">{ &part.summary }</span>
                </button>
            </h3>
            if is_open {
                { for part.blocks.iter().map(|block| blocks(block, several, &unfolded, props)) }
            }
        </section>
    }
}

/// The knobs of a block, folded up by the browser's own means where they are seldom set; then they are not drawn before they
/// are to be seen.
fn blocks(
    block: &Block,
    several: bool,
    unfolded: &UseStateHandle<Vec<String>>,
    props: &SectionProps,
) -> Html {
    let name = block.title.as_deref().filter(|_| several && !block.folded);
    let knobs = block.ids.iter().map(|&id| knob_of(id, name, props));
    if !block.folded {
        return html! {
            <div class="block">
                if let Some(title) = &block.title { <h4>{ title }</h4> }
                // In a list of their own, so that a knob that brings others stays the same and keeps the focus.
                <>{ for knobs }</>
            </div>
        };
    }
    let set = block.ids.iter().filter(|id| is_set(&props.given.scenario, **id)).count();
    let title = block.title.clone().unwrap_or_default();
    let open = props.forced || unfolded.contains(&title);
    // What opens because something is sought is not opened by hand.
    let ontoggle = (!props.forced).then(|| {
        let (unfolded, title) = (unfolded.clone(), title.clone());
        Callback::from(move |event: Event| {
            let mut now = (*unfolded).clone();
            now.retain(|open| *open != title);
            if dom::is_open(&event) {
                now.push(title.clone());
            }
            unfolded.set(now);
        })
    });
    html! {
        <details key={title.clone()} class="block fold" {open} {ontoggle}>
            <summary>
                <Icon shape={Shape::Chevron} />
                <span>{ title }</span>
                if set > 0 { <span class="part-summary">{ format!("{set} set") }</span> }
            </summary>
            if open { { for knobs } }
        </details>
    }
}

/// Whether a parameter is off its default.
pub fn is_set(scenario: &Scenario, id: ParamId) -> bool {
    id.spec().is_some_and(|spec| scenario.get(id) != Some(spec.default))
}

fn knob_of(id: ParamId, block: Option<&str>, props: &SectionProps) -> Html {
    let object = match block {
        None => props.part.title.clone().into(),
        Some(block) => format!("{}, {block}", props.part.title).into(),
    };
    knob(&props.given, id, object, Some(false))
}

/// The knob of one parameter.
pub fn knob(given: &Given, id: ParamId, object: AttrValue, pinned: Option<bool>) -> Html {
    let (Some(spec), Some(value)) = (id.spec(), given.scenario.get(id)) else { return Html::default() };
    let finding = given.findings.iter().find(|f| f.at == id);
    let draft = given.drafts.iter().find(|d| d.id == id);
    let knob = KnobProps {
        id,
        value,
        object,
        finding: finding.map(|f| (f.severity, f.text.clone().into())),
        draft: draft.map(|d| d.text.clone().into()),
        origin: prices::origin(&given.scenario, id, given.book.as_deref()).map(AttrValue::from),
        pinned,
        dispatch: given.dispatch.clone(),
    };
    let key = knob.element("knob");
    match spec.kind {
        Kind::Number | Kind::Count => html! { <Number key={key} ..knob /> },
        Kind::Choice(_) => html! { <Choice key={key} ..knob /> },
        Kind::Switch => html! { <Switch key={key} ..knob /> },
    }
}

/// Says that a knob is in hand.
pub fn touch(props: &KnobProps) -> Callback<FocusEvent> {
    let (dispatch, id) = (props.dispatch.clone(), props.id);
    Callback::from(move |_: FocusEvent| dispatch.emit(Msg::Knob(app::knob::Act::Touch(id))))
}

/// Says that it no longer is.
pub fn release(props: &KnobProps) -> Callback<FocusEvent> {
    props.dispatch.reform(|_: FocusEvent| Msg::Knob(app::knob::Act::Release))
}

/// What is wrong or doubtful about a knob, in words below it.
pub fn notice(id: String, severity: Severity, text: &AttrValue) -> Html {
    let class = match severity {
        Severity::Wrong => "is-wrong",
        Severity::Doubt => "is-doubt",
    };
    html! { <p {id} class={classes!("notice", class)}><Icon shape={Shape::Warning} /><span>{ text }</span></p> }
}
