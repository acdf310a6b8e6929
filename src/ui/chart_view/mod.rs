//! One chart with its title, legend, read-out, table and save buttons. Not which charts there are or what they show;
//! see [`crate::chart`].

mod cross;
mod legend;
mod plot;
mod table;

use super::icon::{Icon, Shape};
use super::same::Same;
use crate::chart::{self, Data, Inputs, Kind, Scale, Style};
use crate::report::provenance::Topic;
use crate::report::{Answers, Exploration, Observation, Report};
use crate::scenario::Scenario;
use crate::web::surface::Area;
use crate::web::{canvas, save, surface};
pub use cross::Crossed;
use legend::LegendView;
use plot::Plot;
use std::rc::Rc;
use table::TableView;
use yew::prelude::*;

/// Props of [`ChartView`].
#[derive(Clone, Debug, Properties, PartialEq)]
pub struct ChartViewProps {
    /// Which chart.
    pub kind: Kind,
    /// The closed forms' answers.
    pub report: Same<Report>,
    /// The document, for the names.
    pub scenario: Same<Scenario>,
    /// The curves over load.
    #[prop_or_default]
    pub exploration: Option<Same<Exploration>>,
    /// Whether those are still of an earlier document.
    #[prop_or_default]
    pub exploring: bool,
    /// What the simulation found.
    #[prop_or_default]
    pub observation: Option<Same<Observation>>,
    /// Answers to compare with.
    #[prop_or_default]
    pub baseline: Option<Same<Answers>>,
    /// The journey that is read; none is all of them.
    #[prop_or_default]
    pub scope: Option<usize>,
    /// Whether the page is dark.
    #[prop_or_default]
    pub is_dark: bool,
    /// Hears that its numbers are to be explained.
    #[prop_or_default]
    pub on_explain: Callback<Topic>,
}

impl ChartViewProps {
    /// Without what this chart does not show, so that news of it draws nothing again.
    fn trimmed(&self) -> Self {
        let mut props = self.clone();
        if self.kind != Kind::Distribution {
            props.observation = None;
        }
        if self.kind != Kind::Load {
            (props.exploration, props.exploring) = (None, false);
        }
        props.is_dark = false;
        props
    }

    fn data(&self, scale: Option<Scale>) -> Data {
        let s = &self.scenario;
        let services: Vec<String> = s.services.iter().map(|x| x.name.clone()).collect();
        let caches: Vec<String> = s.caches.iter().map(|x| x.name.clone()).collect();
        let mut calls = vec![(0, 0); s.calls.len()];
        for (from, to, call) in s.edges() {
            calls[call] = (from, to);
        }
        let inputs = Inputs {
            report: &self.report,
            exploration: self.exploration.as_deref(),
            exploration_is_stale: self.exploring,
            observation: self.observation.as_deref(),
            baseline: self.baseline.as_deref(),
            services: &services,
            caches: &caches,
            calls: &calls,
            scope: self.scope,
            scale,
        };
        chart::data(self.kind, &inputs)
    }
}

/// One chart.
#[component]
pub fn ChartView(props: &ChartViewProps) -> Html {
    let is_linear = use_state(|| false);
    let scale = is_linear.then_some(Scale::Linear);
    let data: Rc<Data> = use_memo((props.trimmed(), scale), |(props, scale)| props.data(*scale));
    let shows_table = use_state(|| false);
    let spread = {
        let is_linear = is_linear.clone();
        Callback::from(move |_: MouseEvent| is_linear.set(!*is_linear))
    };
    let toggle = {
        let shows_table = shows_table.clone();
        Callback::from(move |_: MouseEvent| shows_table.set(!*shows_table))
    };
    let csv = {
        let (data, key, name) = (Rc::clone(&data), props.kind.key(), props.scenario.name.clone());
        Callback::from(move |_: MouseEvent| {
            save::text(&format!("headroom-{key}.csv"), "text/csv", &data.csv(&name));
        })
    };
    let png = {
        let (data, key) = (Rc::clone(&data), props.kind.key());
        let (name, dark) = (props.scenario.name.clone(), props.is_dark);
        Callback::from(move |_: MouseEvent| {
            canvas::save_png(&format!("headroom-{key}.png"), SIZE, poster(&data, &name, dark));
        })
    };
    let svg = {
        let (data, key) = (Rc::clone(&data), props.kind.key());
        let (name, dark) = (props.scenario.name.clone(), props.is_dark);
        Callback::from(move |_: MouseEvent| {
            let text = surface::svg(SIZE, poster(&data, &name, dark));
            save::text(&format!("headroom-{key}.svg"), "image/svg+xml", &text);
        })
    };
    let has_table = !data.table.rows.is_empty();
    // Without rows there is nothing to look at, whatever was chosen before.
    let table_now = *shows_table && has_table;
    html! {
        <section class={classes!("chart", data.stale.then_some("chart-stale"), props.is_dark.then_some("is-dark"))} aria-label={data.title}>
            <header class="chart-head">
                <h2 class="chart-title">{ data.title }</h2>
                if let Some(topic) = props.kind.topic().filter(|_| has_table) {
                    <button type="button" class="chart-tool" aria-haspopup="dialog"
                        aria-label={format!("Explain {}", data.title)} title="Where these numbers come from"
                        onclick={props.on_explain.reform(move |_| topic)}><Icon shape={Shape::Info} /></button>
                }
                if has_table {
                    <div class="chart-tools">
                        if let Some(axis) = props.kind.switch().filter(|_| data.stops() > 0) {
                            <button type="button" class="chart-tool" aria-pressed={(!*is_linear).to_string()}
                                aria-label={format!("Log scale for {axis}")} title={format!("Logarithmic or linear axis for {axis}")}
                                onclick={spread} disabled={table_now}>{ "Log" }</button>
                        }
                        <button type="button" class="chart-tool" aria-pressed={table_now.to_string()} onclick={toggle}>
                            { "Table" }
                        </button>
                        <button type="button" class="chart-tool" onclick={png} aria-label={format!("Save {} as PNG", data.title)}>
                            { "PNG" }
                        </button>
                        <button type="button" class="chart-tool" onclick={svg} aria-label={format!("Save {} as SVG", data.title)}>
                            { "SVG" }
                        </button>
                        <button type="button" class="chart-tool" onclick={csv} aria-label={format!("Save {} as CSV", data.title)}>
                            { "CSV" }
                        </button>
                    </div>
                }
            </header>
            <LegendView entries={data.legend.clone()} is_dark={props.is_dark} />
            <Plot kind={props.kind} data={Rc::clone(&data)} is_dark={props.is_dark} is_hidden={table_now} />
            if table_now {
                <TableView data={Rc::clone(&data)} />
            }
        </section>
    }
}

/// Width and height of a picture that is saved, in pixels of the page.
const SIZE: (u32, u32) = (900, 520);

/// Draws a chart with its title and legend.
fn poster<'a>(data: &'a Data, scenario: &str, dark: bool) -> impl Fn(&Area, f64) + 'a {
    let heading =
        if scenario.is_empty() { data.title.to_owned() } else { format!("{scenario}: {}", data.title) };
    move |area, scale| {
        // A surface that cannot be drawn on gives an empty picture; there is nobody to tell.
        let _ = data.draw_poster(area, &heading, &Style { dark, scale });
    }
}

/// Saves the one picture that stands for a scenario: the law of its latency.
pub fn save_picture(name: &str, scenario: &Same<Scenario>, report: &Same<Report>) {
    let data = plain(Kind::Distribution, scenario, report);
    canvas::save_png(name, SIZE, poster(&data, &scenario.name, false));
}

/// What a chart shows of a scenario and its answers alone.
pub fn plain(kind: Kind, scenario: &Same<Scenario>, report: &Same<Report>) -> Data {
    let (scenario, report) = (scenario.clone(), report.clone());
    let (exploration, observation, baseline) = (None, None, None);
    let props = ChartViewProps {
        kind,
        report,
        scenario,
        exploration,
        exploring: false,
        observation,
        baseline,
        scope: None,
        is_dark: false,
        on_explain: Callback::noop(),
    };
    props.data(None)
}
