// Starts the page's WebAssembly, and says why in plain words when it cannot start or has stopped.
//
// A classic script that imports nothing: it has to run just where modules do not (an old browser,
// a file:// address, a frame whose server forgot a header). Which files belong to this build stands
// in <meta name="headroom-files">, written by the build; nothing here knows a file name. In the planner of one
// file (single.js) they stand within the page.

(function () {
  "use strict";

  var meta = document.querySelector('meta[name="headroom-files"]');
  var files = meta.dataset;
  var single = carried("app-wasm") !== undefined;
  var app = address(files.app);
  var appWasm = address(files.appWasm);
  var workbench = address(files.workbench);
  var worker = address(files.worker);
  var workerWasm = address(files.workerWasm);
  var offline = address(files.offline);

  // The smallest module that uses a SIMD instruction; all of ours do.
  var simd = new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
  ]);

  var blocked = null; // the last thing a Content-Security-Policy refused
  var panic = ""; // what the program said before it stopped
  var fail = self.headroomFails; // failure.js
  var versions = self.headroomVersions; // versions.js

  function address(name) {
    return name && new URL(name, document.baseURI).href;
  }

  // What the planner of one file has within itself.
  function carried(part) {
    var block = document.querySelector('script[data-carried="' + part + '"]');
    return block ? block.textContent : undefined;
  }

  function unpacked(part) {
    var packed = Uint8Array.from(atob(carried(part)), function (letter) {
      return letter.charCodeAt(0);
    });
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")));
  }

  // The script behind this one hands the program over.
  var program = new Promise(function (resolve) {
    if (single) {
      self.headroomModule = function (begin) {
        resolve({ default: begin });
      };
    }
  });

  function Problem(cause, detail) {
    this.cause = cause;
    this.detail = detail;
  }

  function isHtml(response) {
    return /text\/html/i.test(response.headers.get("content-type") || "");
  }

  // An import that fails does not say why, so ask for the file once more and look at the answer.
  async function whyNoModule(error) {
    var response;
    try {
      response = await fetch(app, { cache: "no-store" });
    } catch (_) {
      return new Problem(blocked ? "policy" : self.origin === "null" ? "frame" : "network", String(error));
    }
    if (!response.ok || isHtml(response)) return new Problem("missing", app + ": status " + response.status);
    var type = response.headers.get("content-type") || "";
    if (!/javascript/i.test(type)) return new Problem("type", app + ": " + (type || "no type"));
    return new Problem(blocked ? "policy" : "start", String(error));
  }

  // The bar counts a second reading of the same answer; the module still compiles as it arrives.
  async function showProgress(response, bytes) {
    var bar = document.getElementById("loading");
    if (!bar || !response.body || !bytes) return;
    var reader = response.body.getReader();
    for (var seen = 0, part; !(part = await reader.read()).done; ) {
      seen += part.value.length;
      bar.value = Math.min(1, seen / bytes);
    }
  }

  async function loadModule() {
    if (single) return program;
    try {
      return await import(app);
    } catch (error) {
      throw await whyNoModule(error);
    }
  }

  async function fetched(address) {
    var response;
    try {
      response = await fetch(address);
    } catch (error) {
      throw new Problem(blocked ? "policy" : self.origin === "null" ? "frame" : "network", String(error));
    }
    if (!response.ok || isHtml(response)) throw new Problem("missing", address + ": status " + response.status);
    return response;
  }

  async function loadWasm() {
    if (single) return unpacked("app-wasm").arrayBuffer();
    var response = await fetched(appWasm);
    showProgress(response.clone(), Number(files.appBytes)).catch(function () {});
    return response;
  }

  // The second module of the program. It is asked for when the first has drawn the numbers: asked for before, it takes 50 ms of
  // the processors from them where the network is fast. It is compiled as it comes where the server says what it is.
  var second = null;
  async function loadSecond(shown) {
    var response = single ? unpacked("workbench") : await fetched(workbench);
    if (shown && !single) showProgress(response.clone(), Number(files.workbenchBytes)).catch(function () {});
    if (response.headers.get("content-type") === "application/wasm") return WebAssembly.compileStreaming(response);
    return WebAssembly.compile(await response.arrayBuffer());
  }

  // Comes when the browser says that the words of this page are on the screen: the program then takes the thread for a while.
  // A frame, and a tab behind others, may never be drawn, and do not wait.
  function seen() {
    var said = "largest-contentful-paint";
    return new Promise(function (done) {
      var known = self.PerformanceObserver && PerformanceObserver.supportedEntryTypes;
      if (document.hidden || self.parent !== self || !known || !known.includes(said)) return done();
      new PerformanceObserver(done).observe({ type: said, buffered: true });
      setTimeout(done, 1000);
    });
  }

  // How numbers are written in the browser's first language; the program reads it. The commonest need not be looked up: that takes
  // ten milliseconds, in each of the frames of a page anew. Some browsers name what is no language ("C", "en-US@posix"), which is an
  // error when it is looked up.
  function decimalMark() {
    if (["en", "en-US", "en-GB"].includes(navigator.language)) return "point";
    try {
      return (1.5).toLocaleString(navigator.language).includes(",") ? "comma" : "point";
    } catch (_) {
      return "point";
    }
  }

  async function start() {
    if (location.protocol === "file:" && !single) throw new Problem("file", location.href);
    if (typeof WebAssembly !== "object") throw new Problem("webassembly", "");
    if (!WebAssembly.validate(simd)) throw new Problem("old", "");
    if (single && files.scenario && !location.hash) history.replaceState(null, "", "#" + files.scenario);
    var loading = Promise.all([loadModule(), loadWasm(), seen()]);
    loading.catch(function () {}); // said below
    // A frame with one view draws nothing before it has both.
    if (self.parent !== self && /\/!(view|embed)=/.test(location.hash)) {
      second = loadSecond(false);
      second.catch(function () {}); // said when it is asked for
    }
    document.documentElement.dataset.decimal = decimalMark();
    var loaded = await loading;
    // Without a worker the page still answers, so a failure here is not one of the page.
    if (blobbed) await prepareBlob().catch(console.warn);
    try {
      await loaded[0].default({ module_or_path: loaded[1] });
    } catch (error) {
      var refused = blocked || /content security policy|unsafe-eval/i.test(String(error));
      throw new Problem(refused ? "policy" : "start", panic || String(error));
    }
  }

  // Where Trusted Types are enforced, this is the only policy, and it lets nothing through but our workers.
  function trustedPolicy() {
    if (!self.trustedTypes) return null;
    return self.trustedTypes.createPolicy("headroom", {
      createScriptURL: function (url) {
        if (url && (url === worker || url === offline || url === blob.script)) return url;
        throw new TypeError("not a script of Headroom: " + url);
      },
    });
  }

  var policy = null;
  try {
    policy = trustedPolicy();
  } catch (_) {
    // Another policy list rules here; then the browser decides about plain addresses.
  }

  function trusted(url) {
    return policy ? policy.createScriptURL(url) : url;
  }

  // A sandboxed frame has no origin of its own. It may start a worker from a blob only, and that worker
  // may fetch nothing: so the page brings along its script and its compiled module. So does the planner of one file.
  var sandboxed = self.origin === "null";
  var blobbed = sandboxed || single;
  var blob = { script: "", module: null };
  async function prepareBlob() {
    var got = single ? unpacked("worker") : await fetch(worker);
    var bytes = await got.blob();
    blob.script = URL.createObjectURL(bytes.slice(0, bytes.size, "text/javascript"));
    // The page does not wait for this: it answers before any worker does.
    blob.module = single
      ? unpacked("worker-wasm").arrayBuffer().then(WebAssembly.compile)
      : WebAssembly.compileStreaming(fetch(workerWasm));
    blob.module.catch(function () {});
  }

  // What the Rust side calls.
  self.headroom = Object.freeze({
    // The page stands; what it does not need by itself may come now.
    started: function () {
      document.documentElement.dataset.headroom = "started";
      var isPage = !single && !sandboxed && self.parent === self;
      if (isPage && files.offline) versions.keep(trusted(offline));
    },
    // The second module, linked with the first.
    workbench: async function (imports) {
      try {
        return await WebAssembly.instantiate(await (second || loadSecond(true)), imports);
      } catch (problem) {
        failed(problem);
        throw problem;
      }
    },
    // Starts the worker that was built together with this page. Throws where there can be none.
    newWorker: function () {
      if (blobbed && !blob.script) throw new Error("its script could not be loaded");
      var started = new Worker(trusted(blobbed ? blob.script : worker));
      if (blobbed) {
        blob.module.then(
          function (module) {
            started.postMessage(module);
          },
          function (error) {
            started.dispatchEvent(new ErrorEvent("error", { message: String(error) }));
          }
        );
      }
      return started;
    },
    // What stands in the page of one file under this name, if this is such a page.
    carried: carried,
    // Hands over the planner as a blob of one file, or null and why there is none.
    single: function (fragment, done) {
      self.headroomWhole(fragment, files, single).then(
        function (html) {
          done(new Blob([html], { type: "text/html" }), "");
        },
        function (error) {
          done(null, String(error.message || error));
        }
      );
    },
    onUpdate: versions.hear,
    takeUpdate: versions.take,
    // The panic hook's last words; the failure card shows them.
    panicked: function (message) {
      panic = String(message);
      fail(document.documentElement.dataset.headroom === "started" ? "stopped" : "start", panic);
    },
  });

  document.addEventListener("securitypolicyviolation", function (event) {
    if (event.disposition === "enforce") blocked = event;
  });
  // A trap leaves a page that looks alive and is not.
  function stopped(error) {
    if (typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError) {
      fail("stopped", panic || String(error));
    }
  }
  self.addEventListener("error", function (event) {
    stopped(event.error);
  });
  self.addEventListener("unhandledrejection", function (event) {
    stopped(event.reason);
  });

  function failed(problem) {
    if (problem instanceof Problem) fail(problem.cause, problem.detail);
    else fail("start", String(problem));
  }

  start().catch(failed);
})();
