// The whole planner as one file. What makes it of this build's files is single.js, fetched when somebody asks for it.

(function () {
  "use strict";

  var skeleton = document.getElementById("app").cloneNode(true);

  function address(name) {
    return new URL(name, document.baseURI).href;
  }

  async function answer(name) {
    var response = await fetch(address(name));
    if (!response.ok) throw new Error(name + ": status " + response.status);
    return response;
  }

  // The page as one file that opens with this fragment; where it is one already, that with the fragment.
  self.headroomWhole = async function (fragment, files, single) {
    if (single) {
      var root = document.documentElement.cloneNode(true);
      root.querySelector("#app").replaceWith(skeleton.cloneNode(true));
      root.querySelector('meta[name="headroom-files"]').dataset.scenario = fragment;
      delete root.dataset.theme;
      delete root.dataset.headroom;
      delete root.dataset.decimal;
      return "<!doctype html>\n" + root.outerHTML;
    }
    var parts = await Promise.all([import(address(files.single)), answer("./")]);
    return parts[0].assemble({
      html: await parts[1].text(),
      bytes: async function (name) {
        return (await answer(name)).arrayBuffer();
      },
      fragment: fragment,
    });
  };
})();
