//! The few knobs of a frame, each with the name of its object. Not the column of all knobs.

use crate::app::Msg;
use crate::app::draft::Draft;
use crate::scenario::{ParamId, Scenario};
use crate::ui::knobs::{Given, knob, object_name};
use crate::ui::same::Same;
use yew::prelude::*;

/// Props of [`FewKnobs`].
#[derive(Debug, Properties, PartialEq)]
pub struct FewKnobsProps {
    /// The document.
    pub scenario: Same<Scenario>,
    /// Which parameters.
    pub ids: Vec<ParamId>,
    /// What stands typed in their boxes.
    pub drafts: Same<Vec<Draft>>,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

/// A few knobs, those of one object under its name.
#[component]
pub fn FewKnobs(props: &FewKnobsProps) -> Html {
    let given = Given {
        scenario: props.scenario.clone(),
        findings: Same::from(&use_memo(props.scenario.clone(), |scenario| scenario.check())),
        drafts: props.drafts.clone(),
        book: None,
        dispatch: props.dispatch.clone(),
    };
    let mut last = String::new();
    let each = props.ids.iter().map(|&id| {
        let object = object_name(&props.scenario, id);
        let heading = (object != last).then(|| html! { <h2 class="frame-object">{ &object }</h2> });
        last.clone_from(&object);
        let shown = knob(&given, id, object.into(), None);
        html! { <>{ for heading }{ shown }</> }
    });
    html! { <aside class="frame-knobs" aria-label="Parameters">{ for each }</aside> }
}
