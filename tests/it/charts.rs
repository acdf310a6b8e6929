//! Draws every chart as SVG from ordinary, extreme and broken answers, and looks at what came out. Not a comparison
//! with stored pictures, and not what charts say of each other; that is `charts_shared`.

use crate::chart_case::{Case, first, loaded};
use headroom::chart::style::text_width;
use headroom::chart::{Data, Kind, Scale, Style};
use headroom::report::{self, Owner};
use headroom::scenario::preset;
use plotters::drawing::IntoDrawingArea;
use plotters::prelude::SVGBackend;

fn svg(data: &Data, size: (u32, u32), style: &Style) -> String {
    let mut text = String::new();
    data.draw(&SVGBackend::with_string(&mut text, size).into_drawing_area(), style)
        .expect("drawing into a string");
    assert!(!text.contains("NaN"), "{text}");
    text
}

/// Text, left, top, right, bottom of each text of a picture, as wide as the charts take them to be.
fn boxes(svg: &str) -> Vec<(String, [f64; 4])> {
    let mut found = Vec::new();
    for piece in svg.split("<text ").skip(1) {
        let (head, rest) = piece.split_once('>').expect("a tag ends");
        let text = rest.split("</text>").next().unwrap_or_default().trim().replace("&lt;", "<");
        let head = format!(" {head}");
        let value = |name: &str| {
            let from = head.split_once(&format!("{name}=\"")).expect("an attribute").1;
            from.split('"').next().unwrap_or_default().to_owned()
        };
        let number = |name: &str| value(name).parse::<f64>().expect("a number");
        // The backend writes sizes smaller than it was told.
        let size = number("font-size") * 1.24;
        let width = text_width(&text, size);
        let left = number(" x")
            - width
                * match value("text-anchor").as_str() {
                    "start" => 0.0,
                    "end" => 1.0,
                    _ => 0.5,
                };
        let top = number(" y")
            - size
                * match value(" dy").as_str() {
                    "0.76em" => 0.0,
                    "0.5ex" => 0.5,
                    _ => 1.0,
                };
        found.push((text, [left, top, left + width, top + size]));
    }
    found
}

fn assert_legible(data: &Data, (width, height): (u32, u32), style: &Style) {
    let picture = svg(data, (width, height), style);
    let found = boxes(&picture);
    assert!(!found.is_empty(), "{} is bare", data.title);
    for (i, (text, a)) in found.iter().enumerate() {
        let inside =
            a[0] >= -1.5 && a[1] >= -1.5 && a[2] <= f64::from(width) + 1.5 && a[3] <= f64::from(height) + 1.5;
        assert!(inside, "{}: '{text}' at {a:?} hangs out of {width}×{height}", data.title);
        for (other, b) in &found[i + 1..] {
            let meet = a[0] + 1.0 < b[2] && b[0] + 1.0 < a[2] && a[1] + 1.0 < b[3] && b[1] + 1.0 < a[3];
            assert!(!meet, "{}, {width}×{height}: '{text}' {a:?} and '{other}' {b:?} overlap", data.title);
        }
    }
}

#[test]
fn labels_neither_overlap_nor_hang_out() {
    for entry in preset::ALL {
        for factor in [1.0, 3.0] {
            let mut case = Case::full(&loaded(&(entry.build)(), factor));
            let kinds = Kind::ALL.map(|kind| (kind, None)).into_iter();
            let switched = kinds.clone().filter(|(kind, _)| kind.switch().is_some());
            for (kind, scale) in kinds.chain(switched.map(|(kind, _)| (kind, Some(Scale::Linear)))) {
                case.scale = scale;
                let data = case.data(kind);
                for width in [240, 320, 420, 640, 900] {
                    for (scale, dark) in [(1.0, false), (2.0, true), (1.5, false)] {
                        let pixels = |length: f64| (length * scale) as u32;
                        let size = (pixels(f64::from(width)), pixels(300.0));
                        assert_legible(&data, size, &Style { dark, scale });
                    }
                }
            }
        }
    }
}

#[test]
fn no_size_is_too_small() {
    let case = Case::full(&first());
    for kind in Kind::ALL {
        let data = case.data(kind);
        for width in [1, 2, 3, 10, 40, 90, 200] {
            for height in [1, 2, 3, 10, 40, 90] {
                for scale in [0.25, 1.0, 3.0] {
                    let style = Style { dark: false, scale };
                    svg(&data, (width, height), &style);
                    let size = (f64::from(width), f64::from(height));
                    if let Some(stop) = data.stop_at(size, &style, (1.0, 1.0)) {
                        data.read(size, &style, stop);
                    }
                }
            }
        }
    }
}

#[test]
fn pictures_say_what_they_show() {
    let case = Case::full(&first());
    let says = |kind: Kind, words: &[&str]| {
        let picture = svg(&case.data(kind), (640, 320), &Style { dark: false, scale: 1.0 });
        for word in words {
            assert!(picture.contains(word), "{kind:?} does not say {word}");
        }
    };
    says(Kind::Distribution, &["P50 ", "P95 ", "P99 ", "P99.9 ", "SLO: P99 within 1.50 s", "99.9 %", "50 %"]);
    says(Kind::Load, &["now: P99", "SLO 1.50 s", "at most", "Requests arriving"]);
    says(Kind::Hops, &["Order", "Payment", "Shipping"]);
    says(Kind::Utilisation, &["full", "100 %", "Shipping"]);
    says(Kind::Cost, &["USD", "Order"]);
    says(Kind::Funnel, &["No cache in this scenario."]);
}

#[test]
fn overload_is_said() {
    let case = Case::full(&loaded(&first(), 5.0));
    let words = |kind: Kind| svg(&case.data(kind), (640, 320), &Style { dark: false, scale: 1.0 });
    assert!(words(Kind::Distribution).to_lowercase().contains("overloaded"));
    assert!(words(Kind::Utilisation).contains("overloaded"));
    assert!(words(Kind::Hops).contains('∞'));
    let load = case.data(Kind::Load);
    assert!(load.description.contains("unbounded"));
    let read = load.read((640.0, 320.0), &Style { dark: false, scale: 1.0 }, load.stops() - 1);
    assert_eq!(read.words.last().expect("words").1, "overloaded");
    // With nothing to compare with there is no curve, but there are numbers to take along.
    let alone = Case { baseline: None, observation: None, ..case }.data(Kind::Distribution);
    assert_eq!((alone.stops(), alone.table.rows.len()), (0, 9));
    assert!(alone.csv("Checkout").contains(",inf\r\n"));
}

#[test]
fn broken_numbers_break_nothing() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -1.0, 1e300, 1e-300] {
        let mut case = Case::full(&(preset::ALL[2].build)());
        for journey in case.report.journeys.iter_mut().chain([&mut case.report.overall]) {
            (journey.percentiles_s, journey.arrival_per_s, journey.slo.limit_s) = ([bad; 4], bad, bad);
            journey.tail.iter_mut().step_by(3).for_each(|p| p.1 = bad);
            journey.tail.iter_mut().step_by(7).for_each(|p| p.0 = bad);
            for hop in &mut journey.hops {
                (hop.start_s, hop.wait_s, hop.share) = (bad, bad, bad);
            }
        }
        for service in &mut case.report.services {
            (service.utilisation, service.servers) = (bad, bad);
        }
        for call in &mut case.report.calls {
            call.origin_per_s = bad;
            call.levels.iter_mut().for_each(|l| l.hits_per_s = bad);
        }
        case.report.cost.parts.iter_mut().for_each(|p| p.per_month = bad);
        if let Some(e) = &mut case.exploration {
            (e.max_factor, e.saturation_factor) = (bad, bad);
            e.points
                .iter_mut()
                .step_by(2)
                .for_each(|p| p.percentiles_s.iter_mut().for_each(|p| *p = [bad; 4]));
            e.points.iter_mut().step_by(5).for_each(|p| p.arrival_per_s = bad);
        }
        for kind in Kind::ALL {
            let data = case.data(kind);
            svg(&data, (500, 300), &Style { dark: true, scale: 1.0 });
            data.table.csv();
            for stop in 0..data.stops() {
                data.read((500.0, 300.0), &Style { dark: true, scale: 1.0 }, stop);
            }
        }
    }
}

#[test]
fn two_hundred_services_are_still_legible() {
    let mut case = Case::new(&first());
    let (service, hop) = (case.report.services[0].clone(), case.report.overall.hops[0].clone());
    case.services = (0..200).map(|i| format!("A service with quite a long name, number {i}")).collect();
    case.report.services = (0..200)
        .map(|i| report::ServiceReport { utilisation: f64::from(i) / 210.0, ..service.clone() })
        .collect();
    let part = |(i, name): (usize, &String)| report::CostPart {
        name: name.clone(),
        kind: report::CostKind::Replicas,
        of: Owner::Service(i),
        per_month: 12.5,
    };
    case.report.cost.parts = case.services.iter().enumerate().map(part).collect();
    case.report.overall.hops = (0..200)
        .map(|i| report::Hop {
            label: case.services[i].clone(),
            start_s: i as f64,
            depth: i % 9,
            ..hop.clone()
        })
        .collect();
    for kind in [Kind::Hops, Kind::Utilisation, Kind::Cost] {
        let data = case.data(kind);
        assert!(data.stops() <= 13 && data.table.rows.len() == 200);
        for width in [240, 600] {
            let picture = svg(&data, (width, 320), &Style { dark: false, scale: 1.0 });
            assert!(picture.contains("188 others"), "{kind:?}");
            assert_legible(&data, (width, 320), &Style { dark: false, scale: 1.0 });
        }
    }
}

#[test]
fn tables_and_descriptions_are_there_for_those_who_do_not_see() {
    for entry in preset::ALL {
        let case = Case::full(&(entry.build)());
        for kind in Kind::ALL {
            let data = case.data(kind);
            assert!(data.description.len() > 20, "{}", data.description);
            assert!(data.table.rows.iter().all(|r| r.len() == data.table.columns.len()));
            assert_eq!(data.table.csv().lines().count(), data.table.rows.len() + 1);
            assert!(data.stops() == 0 || !data.table.rows.is_empty());
            for stop in 0..data.stops() {
                let reading = data.read((500.0, 300.0), &Style { dark: false, scale: 1.0 }, stop);
                assert!(!reading.words.is_empty());
            }
        }
    }
}

#[test]
fn the_same_answers_make_the_same_picture() {
    let (a, b) = (Case::full(&first()), Case::full(&first()));
    for kind in Kind::ALL {
        assert_eq!(a.data(kind), b.data(kind), "{kind:?}");
    }
}

#[test]
fn axes_stand_still_while_a_slider_moves_a_little() {
    let s = first();
    let ground = |kind, factor: f64| Case::new(&loaded(&s, factor)).data(kind).ground();
    for kind in [Kind::Distribution, Kind::Hops, Kind::Cost] {
        let moves = (0..20).filter(|i| {
            let at = |i: i32| 0.8 + f64::from(i) * 0.005;
            ground(kind, at(*i)) != ground(kind, at(i + 1))
        });
        assert!(moves.count() <= 2, "{kind:?}");
    }
}

#[test]
fn a_scale_changes_the_picture_and_no_number() {
    let mut case = Case::full(&(preset::ALL[2].build)());
    for kind in Kind::ALL {
        case.scale = None;
        let before = case.data(kind);
        case.scale = Some(Scale::Log);
        assert_eq!(case.data(kind), before, "{kind:?}");
        case.scale = Some(Scale::Linear);
        let after = case.data(kind);
        assert_eq!(before == after, kind.switch().is_none(), "{kind:?}");
        assert_eq!(before.table, after.table, "{kind:?}");
    }
}
