//! The place where one chart is read, told to the others. Not what they make of it.

use crate::chart::{Kind, Shared};
use yew::prelude::*;

/// Where some chart is read, as the charts about it know it.
#[derive(Clone, Debug, PartialEq)]
pub struct Cross {
    /// The chart that is read, and the values there.
    now: Option<(Kind, Vec<Shared>)>,
    tell: Callback<(Kind, Vec<Shared>)>,
}

impl Cross {
    /// What a chart is to show of the reading of another.
    pub fn for_others(&self, kind: Kind) -> Option<&[Shared]> {
        self.now.as_ref().filter(|now| now.0 != kind).map(|now| now.1.as_slice())
    }

    /// Says where a chart is read; nothing is said when it no longer is.
    pub fn tell(&self, kind: Kind, values: Vec<Shared>) {
        self.tell.emit((kind, values));
    }
}

/// Props of [`Crossed`].
#[derive(Debug, Properties, PartialEq)]
pub struct CrossedProps {
    /// Charts that know of each other.
    pub children: Html,
}

/// Charts that show where another of them is read.
#[component]
pub fn Crossed(props: &CrossedProps) -> Html {
    let now = use_state_eq(|| None::<(Kind, Vec<Shared>)>);
    let tell = use_callback(now.clone(), |(kind, values): (Kind, Vec<Shared>), now| {
        if !values.is_empty() {
            now.set(Some((kind, values)));
        } else if now.as_ref().is_some_and(|now| now.0 == kind) {
            // One that stops being read says nothing of another that began.
            now.set(None);
        }
    });
    html! {
        <ContextProvider<Cross> context={Cross { now: (*now).clone(), tell }}>
            { props.children.clone() }
        </ContextProvider<Cross>>
    }
}
