//! The few knobs of a frame, each with the name of its object. Not the column of all knobs.

use crate::app::Msg;
use crate::scenario::{ParamId, Scenario};
use crate::ui::knobs::{knob, object_name};
use crate::ui::same::Same;
use yew::prelude::*;

/// Props of [`FewKnobs`].
#[derive(Debug, Properties, PartialEq)]
pub struct FewKnobsProps {
    /// The document.
    pub scenario: Same<Scenario>,
    /// Which parameters.
    pub ids: Vec<ParamId>,
    /// Hears what was done.
    pub dispatch: Callback<Msg>,
}

/// A few knobs, those of one object under its name.
#[component]
pub fn FewKnobs(props: &FewKnobsProps) -> Html {
    let findings = use_memo(props.scenario.clone(), |scenario| scenario.check());
    let mut last = String::new();
    let each = props.ids.iter().map(|&id| {
        let object = object_name(&props.scenario, id);
        let heading = (object != last).then(|| html! { <h2 class="frame-object">{ &object }</h2> });
        last.clone_from(&object);
        let finding = findings.iter().find(|f| f.at == id);
        let shown = knob(&props.scenario, id, object.into(), finding, None, None, &props.dispatch);
        html! { <>{ for heading }{ shown }</> }
    });
    html! { <aside class="frame-knobs" aria-label="Parameters">{ for each }</aside> }
}
