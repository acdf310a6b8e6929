//! Where the workbench will stand, while it is on its way. Not how it comes.

use yew::prelude::*;

/// Its places, empty, and after half a second the words that it is coming (`static/skeleton.css`). `static/start.js` moves the bar.
pub fn awaited(has_knobs: bool) -> Html {
    html! {
        <>
            if has_knobs {
                <div class="rest-knobs" aria-hidden="true" />
            }
            <div class="rest-main" aria-hidden="true"><div /><div /><div /></div>
            <div class="skeleton-note" role="status">
                <label for="loading">{ "Loading parameters, system and charts" }</label>
                <progress id="loading" max="1" />
            </div>
        </>
    }
}
