//! The small picture of a ready-made scenario: the tail of its latency, or how busy its services are where it has none.
//! Not the scenario.

use crate::chart::{Data, Kind, Style};
use crate::report::format::time;
use crate::report::{Evaluator, Report};
use crate::scenario::preset::{self, Preset};
use crate::ui::chart_view::plain;
use crate::ui::same::Same;
use crate::web::canvas::Canvas;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// What is shown of one scenario.
#[derive(Debug, PartialEq)]
pub struct Look {
    data: Data,
    /// Its answer in words.
    pub words: String,
}

impl Look {
    /// Asks for the answers of a scenario, from scratch: some milliseconds.
    fn of(preset: &Preset) -> Self {
        let scenario = Same::from(&Rc::new((preset.build)()));
        let report = Rc::new(Evaluator::new().evaluate(&scenario));
        let words = words(&report);
        let report = Same::from(&report);
        let tail = plain(Kind::Distribution, &scenario, &report);
        let data = if tail.stops() > 0 { tail } else { plain(Kind::Utilisation, &scenario, &report) };
        Self { data, words }
    }
}

thread_local! {
    static LOOKS: RefCell<Vec<Rc<Look>>> = const { RefCell::new(Vec::new()) };
}

/// Looks at the first presets, as far as they were made; they never change.
pub fn made() -> Vec<Rc<Look>> {
    LOOKS.with_borrow(Vec::clone)
}

/// The same with one more, where there is one more.
pub fn one_more() -> Vec<Rc<Look>> {
    let next = preset::ALL.get(LOOKS.with_borrow(Vec::len)).map(|preset| Rc::new(Look::of(preset)));
    LOOKS.with_borrow_mut(|looks| looks.extend(next));
    made()
}

/// How slow the slowest requests are, and whether that is meant to be so.
fn words(report: &Report) -> String {
    let journey = report.journey(None);
    let p99 = journey.percentiles_s[2];
    let verdict = match (journey.slo.latency, journey.slo.holds()) {
        (_, false) => ", objective missed",
        (Some(_), true) => ", objective held",
        (None, true) => "",
    };
    match p99 {
        p if p.is_nan() => "no request succeeds".to_owned(),
        p if p.is_infinite() => "overloaded".to_owned(),
        p => format!("P99 {}{verdict}", time(p)),
    }
}

/// Props of [`Thumb`].
#[derive(Debug, Properties, PartialEq)]
pub struct ThumbProps {
    /// What is shown, once it is known.
    pub look: Option<Rc<Look>>,
    /// Whether the page is dark.
    pub is_dark: bool,
}

/// The picture; its room is kept from the beginning.
#[component]
pub fn Thumb(props: &ThumbProps) -> Html {
    let node = use_node_ref();
    let canvas = use_mut_ref(|| None::<Canvas>);
    use_effect_with((), {
        let (canvas, node) = (Rc::clone(&canvas), node.clone());
        move |()| {
            *canvas.borrow_mut() = node.get().and_then(|n| Canvas::new(&n, None));
            move || *canvas.borrow_mut() = None
        }
    });
    use_effect_with((props.look.clone(), props.is_dark), move |(look, dark)| {
        if let (Some(canvas), Some(look)) = (canvas.borrow().as_ref(), look) {
            let (look, dark) = (Rc::clone(look), *dark);
            canvas.paint(move |area, scale| {
                // A canvas that cannot be drawn on stays empty; the words say what matters.
                let _ = look.data.draw_thumb(area, &Style { dark, scale });
            });
        }
    });
    let alt = props.look.as_ref().map(|look| look.data.title);
    html! { <canvas ref={node} class="preset-thumb" role="img" aria-label={alt.unwrap_or("Picture to come")} /> }
}
