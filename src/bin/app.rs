//! Mounts the page.

use yew::prelude::*;

/// A trial: shows that the page draws itself and that its worker answers.
#[component]
fn Trial() -> Html {
    let answer = use_state(|| String::from("waiting for the worker"));
    use_effect_with((), {
        let answer = answer.clone();
        move |()| trial::ask(move |text| answer.set(text))
    });
    html! { <main><h1>{ "Headroom" }</h1><p id="answer">{ (*answer).clone() }</p></main> }
}

mod trial {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(catch, js_namespace = headroom, js_name = newWorker)]
        fn new_worker() -> Result<web_sys::Worker, JsValue>;
        #[wasm_bindgen(js_namespace = headroom)]
        fn panicked(message: &str);
    }

    pub fn report_panics() {
        std::panic::set_hook(Box::new(|info| panicked(&info.to_string())));
    }

    pub fn ask(heard: impl Fn(String) + 'static) {
        match new_worker() {
            Ok(worker) => {
                let listener =
                    Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
                        heard(event.data().as_string().unwrap_or_default());
                    });
                worker.set_onmessage(Some(listener.as_ref().unchecked_ref()));
                listener.forget();
                drop(worker.post_message(&JsValue::from_str("hello")));
            }
            Err(error) => heard(format!("no worker: {error:?}")),
        }
    }
}

fn main() {
    trial::report_panics();
    let root = gloo::utils::document().get_element_by_id("app").expect("index.html has #app");
    yew::Renderer::<Trial>::with_root(root).render();
}
