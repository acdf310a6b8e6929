// Starts the worker's WebAssembly. The build joins this to what wasm-bindgen made of src/bin/worker.rs
// and gives the whole a name with a hash, so a page can only ever start the worker of its own build.

import init from "./worker.js";

// A browser hands over messages as soon as this script has run, but nobody listens before the module
// has compiled: keep them, and hand them over then.
const early = [];
const keep = (event) => early.push(event.data);

// In a sandboxed frame this script comes from a blob, may fetch nothing, and is sent its module first.
const sandboxed = location.protocol === "blob:";
const sent = (event) => {
  event.stopImmediatePropagation();
  begin({ module_or_path: event.data });
};

if (sandboxed) addEventListener("message", sent, { once: true });
addEventListener("message", keep);
if (!sandboxed) begin();

function begin(from) {
  init(from).then(
    () => {
      removeEventListener("message", keep);
      for (const data of early) dispatchEvent(new MessageEvent("message", { data }));
    },
    // As an error of the worker, so that the page's `error` listener hears of it.
    (error) => reportError(error),
  );
}
