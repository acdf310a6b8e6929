// Starts the worker's WebAssembly. The build gives this file and the two it leads to names with a
// hash, so a page can only ever start the worker of its own build.

import init from "./worker.js";

// A browser hands over messages as soon as this script has run, but nobody listens before the module
// has compiled: keep them, and hand them over then.
const early = [];
const keep = (event) => early.push(event.data);
addEventListener("message", keep);

init().then(
  () => {
    removeEventListener("message", keep);
    for (const data of early) dispatchEvent(new MessageEvent("message", { data }));
  },
  // As an error of the worker, so that the page's `error` listener hears of it.
  (error) => reportError(error),
);
