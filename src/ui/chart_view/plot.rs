//! The canvas of a chart and what reads values off it: pointer, arrow keys, the line of words below. Not the drawing.

use super::cross::Cross;
use crate::chart::{Data, Kind, Reading, Style};
use crate::web::canvas::{Canvas, size_of};
use std::rc::Rc;
use yew::prelude::*;

/// Props of [`Plot`].
#[derive(Clone, Debug, Properties, PartialEq)]
pub struct PlotProps {
    /// Which chart it is.
    pub kind: Kind,
    /// What is shown.
    pub data: Rc<Data>,
    /// Whether the page is dark.
    pub is_dark: bool,
    /// Whether the table stands in its place.
    pub is_hidden: bool,
}

/// Where the chart is being read.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cursor {
    stop: usize,
    /// Size of the plot then, in pixels of the page.
    size: (f64, f64),
}

/// The canvas of a chart, with its read-out.
#[component]
pub fn Plot(props: &PlotProps) -> Html {
    let (node, ground) = (use_node_ref(), use_node_ref());
    let canvas = use_mut_ref(|| None::<Canvas>);
    let cursor = use_state_eq(|| None::<Cursor>);

    {
        let (canvas, node, ground) = (Rc::clone(&canvas), node.clone(), ground.clone());
        use_effect_with((), move |()| {
            *canvas.borrow_mut() = node.get().and_then(|n| Canvas::new(&n, ground.get().as_ref()));
            move || *canvas.borrow_mut() = None
        });
    }
    use_effect_with((props.data.ground(), props.is_dark), {
        let (canvas, data) = (Rc::clone(&canvas), Rc::clone(&props.data));
        move |&(_, dark)| {
            if let Some(canvas) = canvas.borrow().as_ref() {
                canvas.paint_ground(move |area, scale| {
                    let _ = data.draw_ground(area, &Style { dark, scale });
                });
            }
        }
    });
    let own_size = canvas.borrow().as_ref().map(Canvas::size);
    // Compares what is shown, not where it is kept: the same picture is not drawn twice.
    use_effect_with((Rc::clone(&props.data), props.is_dark), move |(data, dark)| {
        if let Some(canvas) = canvas.borrow().as_ref() {
            let (data, dark) = (Rc::clone(data), *dark);
            canvas.paint(move |area, scale| {
                // A canvas that cannot be drawn on stays empty; the table has the numbers.
                let _ = data.draw_figures(area, &Style { dark, scale });
            });
        }
    });

    let moved = {
        let cursor = cursor.setter();
        use_callback((), move |place, ()| cursor.set(place))
    };
    let style = Style { dark: props.is_dark, scale: 1.0 };
    let stops = props.data.stops();
    let seen = (*cursor).filter(|_| stops > 0).map(|c| Cursor { stop: c.stop.min(stops - 1), ..c });
    let cross = use_context::<Cross>();
    let shared = seen.map(|c| props.data.shared(c.stop)).unwrap_or_default();
    use_effect_with((shared, cross.is_some()), {
        let (cross, kind) = (cross.clone(), props.kind);
        move |(shared, _)| {
            if let Some(cross) = cross {
                cross.tell(kind, shared.clone());
            }
        }
    });
    let told = || cross.as_ref()?.for_others(props.kind).zip(own_size);
    let reading = match seen {
        Some(c) => Some((props.data.read(c.size, &style, c.stop), c.size)),
        None => told().and_then(|(shared, size)| Some((props.data.read_shared(size, &style, shared)?, size))),
    };
    let size = reading.as_ref().map(|r| r.1);
    let reading = reading.map(|r| r.0);
    let height = match props.data.rows() {
        Some(0) => Some("chart-none"),
        Some(1..=3) => Some("chart-few"),
        Some(4..=5) => Some("chart-some"),
        _ => None,
    };
    html! {
        <div class="chart-body" hidden={props.is_hidden}>
            <div class={classes!("chart-plot", height)}>
                <canvas ref={ground} class="chart-ground" aria-hidden="true" />
                <canvas ref={node} class="chart-canvas" role="img"
                    aria-label={format!("{}. {}", props.data.title, props.data.description)} />
                if stops > 0 {
                    <Reader data={Rc::clone(&props.data)} {stops} cursor={seen} {moved} words={reading.as_ref().map(said).unwrap_or_default()} />
                }
                if let (Some(reading), Some(size)) = (&reading, size) {
                    { overlay(reading, size, style) }
                }
            </div>
            <p class="chart-words">
                if let Some(reading) = &reading {
                    { for reading.words.iter().map(|(name, value)| html! {
                        <span class="chart-word">
                            if !name.is_empty() { <span class="chart-quiet">{ name }{ "\u{a0}" }</span> }
                            { value }
                        </span>
                    }) }
                } else if stops > 0 {
                    <span class="chart-quiet">{ &props.data.description }</span>
                }
            </p>
        </div>
    }
}

fn said(reading: &Reading) -> AttrValue {
    let words: Vec<String> = reading.words.iter().map(|(name, value)| format!("{name} {value}")).collect();
    words.join(", ").trim().to_owned().into()
}

#[derive(Clone, Debug, Properties, PartialEq)]
struct ReaderProps {
    data: Rc<Data>,
    stops: usize,
    cursor: Option<Cursor>,
    moved: Callback<Option<Cursor>>,
    words: AttrValue,
}

/// The surface over the canvas that hears pointer and keys. To assistive technology it is a slider along the chart.
#[component]
fn Reader(props: &ReaderProps) -> Html {
    let at_pointer = {
        let (data, moved) = (Rc::clone(&props.data), props.moved.clone());
        Callback::from(move |event: PointerEvent| {
            let Some(size) = size_of(&event) else { return };
            let point = (f64::from(event.offset_x()), f64::from(event.offset_y()));
            // Lightness does not change where things lie.
            let style = Style { dark: false, scale: 1.0 };
            moved.emit(data.stop_at(size, &style, point).map(|stop| Cursor { stop, size }));
        })
    };
    let at_key = {
        let (moved, stops, cursor) = (props.moved.clone(), props.stops, props.cursor);
        Callback::from(move |event: KeyboardEvent| {
            let Some(size) = size_of(&event) else { return };
            let last = stops.saturating_sub(1);
            let large = (stops / 10).max(1);
            let now = cursor.map(|c| c.stop);
            let from = now.unwrap_or(last / 2);
            let stop = match event.key().as_str() {
                "ArrowRight" | "ArrowDown" => now.map_or(from, |s| s + 1),
                "ArrowLeft" | "ArrowUp" => now.map_or(from, |s| s.saturating_sub(1)),
                "PageDown" => from + large,
                "PageUp" => from.saturating_sub(large),
                "Home" => 0,
                "End" => last,
                "Escape" => {
                    moved.emit(None);
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            moved.emit(Some(Cursor { stop: stop.min(last), size }));
        })
    };
    let gone = {
        let moved = props.moved.clone();
        // A finger that is lifted leaves what it read, until something else is touched.
        Callback::from(move |event: PointerEvent| {
            if event.pointer_type() != "touch" {
                moved.emit(None);
            }
        })
    };
    let blurred = {
        let moved = props.moved.clone();
        Callback::from(move |_: FocusEvent| moved.emit(None))
    };
    let stop = props.cursor.map_or(0, |c| c.stop);
    let words = if props.cursor.is_some() { props.words.clone() } else { "arrow keys read values".into() };
    html! {
        <div class="chart-reader" tabindex="0" role="slider" aria-label={format!("Read {}", props.data.title)}
            aria-valuemin="0" aria-valuemax={(props.stops.saturating_sub(1)).to_string()} aria-valuenow={stop.to_string()}
            aria-valuetext={words} onpointermove={at_pointer.clone()} onpointerdown={at_pointer} onpointerleave={gone}
            onkeydown={at_key} onblur={blurred} />
    }
}

/// What marks the place over the canvas, so that moving it draws no chart again.
fn overlay(reading: &Reading, size: (f64, f64), style: Style) -> Html {
    let frame = reading.frame;
    html! {
        <svg class="chart-overlay" viewBox={format!("0 0 {} {}", size.0, size.1)} preserveAspectRatio="none"
            aria-hidden="true">
            { for reading.rows.iter().map(|row| html! {
                <rect class="chart-row" x={row.left.to_string()} y={row.top.to_string()} width={row.width().to_string()}
                    height={row.height().to_string()} />
            }) }
            if let Some(x) = reading.line {
                <line class="chart-cross" x1={x.to_string()} x2={x.to_string()} y1={frame.top.to_string()}
                    y2={frame.bottom.to_string()} />
            }
            if let Some(y) = reading.level {
                <line class="chart-cross" x1={frame.left.to_string()} x2={frame.right.to_string()} y1={y.to_string()}
                    y2={y.to_string()} />
            }
            { for reading.points.iter().map(|&(x, y, ink)| html! {
                <circle class="chart-point" cx={x.to_string()} cy={y.to_string()} r="4" fill={style.hex(ink)} />
            }) }
        </svg>
    }
}
