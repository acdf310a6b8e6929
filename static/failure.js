// Says in plain words why the page cannot start or has stopped, and what to do about it. What went wrong is found by start.js.

(function () {
  "use strict";

  var causes = {
    file: [
      "Headroom was opened as a file",
      "Browsers run WebAssembly only from a web address. Put this folder on any web server, " +
        "for instance with “python3 -m http.server” in it, and open that address.",
    ],
    webassembly: [
      "This browser has WebAssembly switched off",
      "Headroom does its arithmetic in WebAssembly. Some lockdown and security modes switch it off; " +
        "allow it for this page, or open the page in another browser.",
    ],
    old: [
      "This browser is too old for Headroom",
      "It lacks a part of WebAssembly (SIMD) that Chrome and Edge have since version 91, " +
        "Firefox since 89 and Safari since 16.4.",
    ],
    policy: [
      "This site's security policy stops Headroom",
      "Its Content-Security-Policy has to allow WebAssembly: script-src 'self' 'wasm-unsafe-eval'. " +
        "Whoever runs this server can add that.",
    ],
    frame: [
      "Headroom cannot load inside this frame",
      "The frame is sandboxed, so the server of Headroom's files has to send " +
        "Access-Control-Allow-Origin: * with each of them, or the frame needs allow-same-origin.",
    ],
    missing: [
      "A file of Headroom is missing",
      "Most likely a newer version has just replaced this one: reload the page. If that does not help, " +
        "the files on the server are incomplete.",
    ],
    type: [
      "The server labels Headroom's files wrongly",
      "It has to send .js files as text/javascript and .wasm files as application/wasm. " +
        "Whoever runs this server can set that.",
    ],
    network: ["Headroom could not be loaded", "The connection broke, or something blocks it. Check it and reload the page."],
    start: ["Headroom could not start", "This is a fault in Headroom. Reloading may help; please report it with the details below."],
    stopped: [
      "Headroom has stopped",
      "This is a fault in Headroom. Reload to go on; please report it with the details below.",
    ],
  };

  var failed = false;

  // The first failure stays on the page: what follows it is mostly its echo.
  self.headroomFails = function (cause, detail) {
    if (failed) return;
    failed = true;
    document.documentElement.dataset.headroom = "failed";
    document.getElementById("failure-title").textContent = causes[cause][0];
    document.getElementById("failure-advice").textContent = causes[cause][1];
    document.getElementById("failure-detail").textContent = [detail, navigator.userAgent].filter(Boolean).join("\n\n");
    document.getElementById("failure-reload").addEventListener("click", function () {
      location.reload();
    });
    document.getElementById("failure").hidden = false;
    document.getElementById("app").hidden = true;
  };
})();
