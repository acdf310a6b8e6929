//! Mounts the page. Nothing else.

fn main() {
    headroom::ui::mount();
}
