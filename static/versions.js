// Keeps this version for times without a network (sw.js), and hears of a newer one. Without it the page works all the same, as long
// as there is a network.

(function () {
  "use strict";

  var tell = function () {};
  var waiting = null;
  var asked = false;

  self.headroomVersions = {
    // Begins, with the address of sw.js.
    keep: function (offline) {
      var keeper = navigator.serviceWorker;
      if (!keeper) return;
      var had = Boolean(keeper.controller);
      keeper.addEventListener("controllerchange", function () {
        if (asked) location.reload();
        else if (had) tell("elsewhere");
        had = true;
      });
      function found(worker) {
        if (!keeper.controller) return; // the first one replaces nothing
        waiting = worker;
        tell("ready");
      }
      keeper.register(offline, { updateViaCache: "none" }).then(
        function (registration) {
          if (registration.waiting) found(registration.waiting);
          registration.addEventListener("updatefound", function () {
            var worker = registration.installing;
            worker.addEventListener("statechange", function () {
              if (worker.state === "installed") found(worker);
            });
          });
          // A page that stays open for days asks when it is looked at again.
          document.addEventListener("visibilitychange", function () {
            if (!document.hidden) registration.update().catch(function () {});
          });
        },
        function () {}
      );
    },
    // Who is told "ready" when a newer version waits, and "elsewhere" when another tab has taken it.
    hear: function (told) {
      tell = told;
      if (waiting) told("ready");
    },
    // Takes the version that waits; the page is loaded anew.
    take: function () {
      if (!waiting || waiting.state === "redundant") return location.reload();
      asked = true;
      waiting.postMessage("take over");
    },
  };
})();
