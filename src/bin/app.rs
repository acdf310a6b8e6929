//! Mounts the page. Nothing else.

fn main() {
    headroom::web::panic::install();
    let root = gloo::utils::document().get_element_by_id("app").expect("index.html has #app");
    yew::Renderer::<headroom::ui::App>::with_root(root).render();
}
