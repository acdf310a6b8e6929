//! Mounts the page. Nothing else.

fn main() {
    // Through Yew, which puts its own hook in the place of any other.
    yew::set_custom_panic_hook(Box::new(headroom::web::panic::seen));
    let root = gloo::utils::document().get_element_by_id("app").expect("index.html has #app");
    yew::Renderer::<headroom::ui::App>::with_root(root).render();
}
