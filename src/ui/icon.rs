//! The page's few symbols, drawn as lines in the colour of the text. Not pictures: each stands beside a word or in
//! a control with a name.

use yew::prelude::*;

/// Which symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Squares in a grid.
    Gallery,
    /// An arrow back.
    Undo,
    /// An arrow forth.
    Redo,
    /// A pin.
    Pin,
    /// Two links of a chain.
    Link,
    /// An arrow out of a box.
    Share,
    /// A folder.
    Folder,
    /// Half a disc.
    Contrast,
    /// A sun.
    Sun,
    /// A moon.
    Moon,
    /// A question mark.
    Help,
    /// The letter i in a circle.
    Info,
    /// A cross.
    Close,
    /// An arrow in a circle.
    Reset,
    /// A corner that points down when open.
    Chevron,
    /// A tick.
    Tick,
    /// A triangle with an exclamation mark.
    Warning,
    /// Boxes on a shelf.
    Service,
    /// A drum.
    Database,
    /// A row of bars.
    Queue,
    /// A cloud.
    Cloud,
    /// A screen.
    Client,
    /// A triangle.
    Play,
    /// Two bars.
    Pause,
    /// A triangle against a bar.
    StepForward,
    /// The same to the left.
    StepBack,
    /// A cross of two lines.
    Plus,
    /// A line.
    Minus,
    /// Two sheets.
    Copy,
    /// A bin.
    Bin,
    /// Corners of a frame.
    Fit,
    /// A funnel.
    Cache,
    /// Lines side by side.
    AtOnce,
    /// Lines one after another.
    InTurn,
    /// An arrow to the left of a line.
    Sooner,
    /// An arrow to the right of a line.
    Later,
    /// An arrow into a box.
    Enter,
    /// Boxes that come together.
    Fold,
}

/// The line of a symbol in a square of 16.
pub fn path(shape: Shape) -> &'static str {
    match shape {
        Shape::Gallery => "M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z",
        Shape::Undo => "M6 3 2.5 6.5 6 10M3 6.5h6.5a4 4 0 0 1 0 8H7",
        Shape::Redo => "M10 3l3.5 3.5L10 10M13 6.5H6.500a4 4 0 0 0 0 8H9",
        Shape::Pin => "M5.500 2h5M6.500 2v4.500L4 9.500h8L9.500 6.500V2M8 9.500V14.500",
        Shape::Link => {
            "M6.500 9.500l3-3M7 4.500 8.500 3a3.200 3.200 0 0 1 4.500 4.500L11.500 9M9 11.500 7.500 13A3.200 3.200 0 0 1 3 8.500L4.500 7"
        }
        Shape::Share => "M8 9.500V2M5 4.500 8 2l3 2.500M3.500 7.500v6h9v-6",
        Shape::Folder => "M2 3.500h4l1.500 2H14v7.500H2z",
        Shape::Contrast => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 2v12M8 5h4.500M8 8h6M8 11h4.500",
        Shape::Sun => {
            "M8 5.200a2.800 2.800 0 1 0 0 5.600 2.800 2.800 0 0 0 0-5.600zM8 1.500v1.500M8 13v1.500M1.500 8H3M13 8h1.500M3.400 3.400l1.100 1.100M11.500 11.500l1.100 1.100M3.400 12.600l1.100-1.100M11.500 4.500l1.100-1.100"
        }
        Shape::Moon => "M13.500 9.500A6 6 0 0 1 6.500 2.500a6 6 0 1 0 7 7z",
        Shape::Help => {
            "M8 1.800a6.200 6.200 0 1 0 0 12.400A6.200 6.200 0 0 0 8 1.800zM6.200 6.300a1.900 1.900 0 1 1 2.700 1.700c-.6.300-.9.700-.9 1.400M8 11.400v.300"
        }
        Shape::Info => "M8 1.800a6.200 6.200 0 1 0 0 12.400A6.200 6.200 0 0 0 8 1.800zM8 7v4M8 4.700v.300",
        Shape::Close => "M4 4l8 8M12 4l-8 8",
        Shape::Reset => "M3.200 6.200A5.200 5.200 0 1 1 2.800 9M3 2.800v3.500h3.500",
        Shape::Chevron => "M6 4l4 4-4 4",
        Shape::Tick => "M3 8.500l3.500 3.500L13 4.500",
        Shape::Warning => "M8 2 1.500 13.500h13zM8 6.500v3.500M8 11.800v.2",
        Shape::Service => "M2.500 3h11v4h-11zM2.500 9h11v4h-11zM5 5h.1M5 11h.1",
        Shape::Database => {
            "M3 4c0-1.300 2.200-2 5-2s5 .7 5 2-2.200 2-5 2-5-.7-5-2zM3 4v8c0 1.300 2.200 2 5 2s5-.7 5-2V4M3 8c0 1.300 2.200 2 5 2s5-.7 5-2"
        }
        Shape::Queue => "M2 4.500h3v7H2zM6.500 4.500h3v7h-3zM11 4.500h3v7h-3z",
        Shape::Cloud => "M4.500 12.500a3 3 0 0 1-.3-6A4 4 0 0 1 12 6.700a2.900 2.900 0 0 1-.5 5.800z",
        Shape::Client => "M2 3h12v8H2zM6 13.500h4M8 11v2.500",
        Shape::Play => "M4.500 3v10l8-5z",
        Shape::Pause => "M5.500 3v10M10.500 3v10",
        Shape::StepForward => "M4 3.500v9l6-4.500zM12.500 3.500v9",
        Shape::StepBack => "M12 3.500v9L6 8zM3.500 3.500v9",
        Shape::Plus => "M8 3v10M3 8h10",
        Shape::Minus => "M3 8h10",
        Shape::Copy => "M5.500 5.500h8v8h-8zM3.500 10.500h-1v-8h8v1",
        Shape::Bin => "M2.500 4.500h11M6 4.500v-2h4v2M4 4.500l.7 9h6.600l.7-9M6.800 7v4M9.200 7v4",
        Shape::Fit => {
            "M2.500 6v-3.500h3.500M10 2.500h3.500v3.500M13.500 10v3.500h-3.500M6 13.500h-3.500v-3.500"
        }
        Shape::Cache => "M2 3h12M4 6.500h8M5.500 10h5M7 13.500h2",
        Shape::AtOnce => "M2.500 4h11M2.500 8h11M2.500 12h11",
        Shape::InTurn => "M2 4h4M6 8h4M10 12h4",
        Shape::Sooner => "M13.500 8h-8M9 4.500 5.500 8 9 11.500M2.500 3v10",
        Shape::Later => "M2.500 8h8M7 4.500 10.500 8 7 11.500M13.500 3v10",
        Shape::Enter => "M1.500 8h7M5.500 5l3 3-3 3M8 2.500h5.500v11H8",
        Shape::Fold => "M8 1.500v4M6 4l2 2 2-2M8 14.500v-4M6 12l2-2 2 2M2.500 8h11",
    }
}

/// Props of [`Icon`].
#[derive(Debug, Properties, PartialEq)]
pub struct IconProps {
    /// Which symbol.
    pub shape: Shape,
}

/// A symbol of 16 pixels; screen readers pass over it.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d={path(props.shape)} />
        </svg>
    }
}
