// Starts the worker's WebAssembly. The build joins this to what wasm-bindgen made of src/bin/worker.rs
// (which defines `wasm_bindgen`) and gives the whole a name with a hash, so a page can only ever start
// the worker of its own build. A classic script: sandboxed frames refuse module workers.

(function () {
  "use strict";

  // A browser hands over messages as soon as this script has run, but nobody listens before the module
  // has compiled: keep them, and hand them over then.
  const early = [];
  const keep = (event) => early.push(event.data);

  const begin = (module) => {
    wasm_bindgen({ module_or_path: module }).then(
      () => {
        removeEventListener("message", keep);
        for (const data of early) dispatchEvent(new MessageEvent("message", { data }));
        self.headroom = "started"; // for whoever looks from outside, such as a test
      },
      // As an error of the worker, so that the page's `error` listener hears of it.
      (error) => reportError(error),
    );
  };

  if (location.protocol === "blob:") {
    // In a sandboxed frame, or in the planner of one file, this script comes from a blob, may fetch nothing, and is sent its
    // module; work may have come before.
    const sent = (event) => {
      if (!(event.data instanceof WebAssembly.Module)) return;
      event.stopImmediatePropagation();
      removeEventListener("message", sent);
      begin(event.data);
    };
    addEventListener("message", sent);
  } else {
    begin(new URL("./worker_bg.wasm", location.href));
  }
  addEventListener("message", keep);
})();
