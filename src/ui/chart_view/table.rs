//! The numbers of a chart as a table, for those who do not see the picture or want to copy them.

use crate::chart::{Cell, Data};
use std::rc::Rc;
use yew::prelude::*;

/// Props of [`TableView`].
#[derive(Clone, Debug, Properties, PartialEq)]
pub struct TableProps {
    /// The chart.
    pub data: Rc<Data>,
}

/// The table.
#[component]
pub fn TableView(props: &TableProps) -> Html {
    let table = &props.data.table;
    html! {
        <div class="chart-table" tabindex="0" role="region" aria-label={format!("{}, table", props.data.title)}>
            <table>
                <thead>
                    <tr>{ for table.columns.iter().enumerate().map(|(i, c)| html! {
                        <th scope="col" class={is_number(table.rows.first(), i).then_some("number")}>{ c }</th>
                    }) }</tr>
                </thead>
                <tbody>
                    { for table.rows.iter().map(|row| html! {
                        <tr>{ for row.iter().enumerate().map(|(i, cell)| table_cell(i, cell)) }</tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

/// Whether a column is set to the right, judged by its first row. The first column never is: it is what a row is of.
fn is_number(row: Option<&Vec<Cell>>, column: usize) -> bool {
    column > 0 && matches!(row.and_then(|r| r.get(column)), Some(Cell::Number(..) | Cell::None))
}

fn table_cell(column: usize, cell: &Cell) -> Html {
    if column == 0 {
        html! { <th scope="row">{ cell.show() }</th> }
    } else {
        let class = matches!(cell, Cell::Number(..) | Cell::None).then_some("number");
        html! { <td {class}>{ cell.show() }</td> }
    }
}
