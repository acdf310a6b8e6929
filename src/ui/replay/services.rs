//! Slots and queues of every service at one moment, as a table. Not the picture, which shows the same.

use crate::report::replay::Level;
use crate::scenario::Scenario;
use crate::ui::icon::{Icon, Shape};
use crate::ui::same::Same;
use crate::ui::table_box::TableBox;
use yew::prelude::*;

/// Props of [`Services`].
#[derive(Debug, Properties, PartialEq)]
pub struct ServicesProps {
    /// The document, for the names.
    pub scenario: Same<Scenario>,
    /// What each service has.
    pub levels: Vec<Level>,
}

/// The table, folded up at first.
#[component]
pub fn Services(props: &ServicesProps) -> Html {
    html! {
        <details class="replay-services">
            <summary><Icon shape={Shape::Chevron} />{ "Slots and queues at this moment" }</summary>
            <TableBox label="Slots and queues">
                <table>
                    <thead><tr>
                        <th scope="col">{ "Service" }</th>
                        <th scope="col">{ "Busy slots" }</th>
                        <th scope="col">{ "All slots" }</th>
                        <th scope="col">{ "Waiting" }</th>
                    </tr></thead>
                    <tbody>{ for props.scenario.services.iter().zip(&props.levels).map(|(service, level)| html! {
                        <tr>
                            <th scope="row">{ &service.name }</th>
                            <td>{ level.busy }</td>
                            <td>{ level.slots.map_or_else(|| "no limit".to_owned(), |n| n.to_string()) }</td>
                            <td>{ level.waiting }</td>
                        </tr>
                    }) }</tbody>
                </table>
            </TableBox>
        </details>
    }
}
