// <headroom-planner scenario="checkout" view="latency"></headroom-planner>: a live planner in any page.
//
// A classic script that stands beside the planner and imports nothing. docs/embedding.md has the attributes, the
// messages, and how the same is done without scripts. What stands within the element is shown until the planner is there,
// and for good where scripts or frames are not allowed: put a link or a picture in it.

(function () {
  "use strict";

  var VERSION = 1; // of the messages
  var LEAST = 160; // pixels; a content that says it is lower, or higher, is not believed
  var MOST = 4000;

  // The folder this script came from is the planner's.
  var script = document.currentScript || document.querySelector('script[src$="embed.js"]');
  var home = new URL("./", script ? script.src : document.baseURI).href;

  // As the flag `origin` writes it: scheme.port.host. A page without an origin of its own hears nothing.
  function originFlag() {
    var here = location.origin;
    if (!here || here === "null") return "";
    var parts = /^([a-z][a-z0-9-]*):\/\/(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d+))?$/.exec(here);
    if (!parts) return "";
    var port = parts[3] || { "https": "443", "http": "80" }[parts[1]] || "0";
    if (parts[2][0] !== "[") return parts[1] + "." + port + "." + parts[2];
    return parts[1] + "6." + port + "." + parts[2].slice(1, -1).replace(/:/g, "-");
  }

  // Light text means a dark page, however its author says so.
  function isDark(element) {
    var colour = /^rgba?\((\d+)[, ]+(\d+)[, ]+(\d+)/.exec(getComputedStyle(element).color);
    if (!colour) return matchMedia("(prefers-color-scheme: dark)").matches;
    return 0.299 * colour[1] + 0.587 * colour[2] + 0.114 * colour[3] > 140;
  }

  class HeadroomPlanner extends HTMLElement {
    static get observedAttributes() {
      return ["scenario", "view", "knobs", "theme", "readonly", "height", "src", "sandbox"];
    }

    constructor() {
      super();
      this._frame = null;
      this._isReady = false;
      this._asked = new Map(); // promises by the name of their question
      this._next = 0;
      this._hear = this._hear.bind(this);
      this._look = this._look.bind(this);
      // Rules that a policy of the host does not refuse, as it would a style element.
      var root = this.attachShadow({ mode: "open" });
      this._slot = document.createElement("slot");
      root.append(this._slot);
    }

    connectedCallback() {
      if (!this.style.display) this.style.display = "block";
      addEventListener("message", this._hear);
      // The frame is made when it is about to be seen, so that a long page stays quick.
      this._sight = new IntersectionObserver(
        (entries) => {
          if (!entries.some((entry) => entry.isIntersecting)) return;
          this._sight.disconnect();
          this._begin();
        },
        { rootMargin: "240px" },
      );
      this._sight.observe(this);
      // Hosts switch their theme by an attribute of the root or the body, and some fade into it.
      this._switch = new MutationObserver(this._look);
      for (const node of [document.documentElement, document.body]) {
        if (node) this._switch.observe(node, { attributes: true });
      }
      this._system = matchMedia("(prefers-color-scheme: dark)");
      this._system.addEventListener("change", this._look);
      document.addEventListener("transitionend", this._look);
    }

    disconnectedCallback() {
      removeEventListener("message", this._hear);
      document.removeEventListener("transitionend", this._look);
      this._system.removeEventListener("change", this._look);
      this._switch.disconnect();
      this._sight.disconnect();
      this._end();
    }

    attributeChangedCallback(name, before, after) {
      if (!this._frame || before === after) return;
      if (name === "theme") this._look();
      else if (name === "scenario" && this._isReady) this.set({ scenario: this._scenario() }).catch(() => {});
      else if (name === "height") this._size();
      else this._begin();
    }

    /** The scenario that is shown, and its results. */
    get() {
      return this._ask({ type: "get" });
    }

    /** Changes it: `{ scenario, values, theme }`. Resolves to what is shown then; rejects, and changes nothing, if any of
        it is wrong. */
    set(what) {
      return this._ask({ ...what, type: "set" });
    }

    _ask(message) {
      return new Promise((resolve, reject) => {
        if (!this._isReady) {
          reject(new Error("the planner is not ready: wait for headroom-ready"));
          return;
        }
        var id = String(++this._next);
        this._asked.set(id, { resolve, reject });
        this._post({ ...message, headroom: VERSION, id });
      });
    }

    // A sandboxed frame has no origin that could be named here; it only hears what this page's own attributes say.
    _post(message) {
      this._frame.contentWindow.postMessage(message, this.hasAttribute("sandbox") ? "*" : new URL(this._home()).origin);
    }

    // Empty for what is no address of a page; a script would run in the name of the host.
    _home() {
      try {
        var url = new URL(this.getAttribute("src") || home, document.baseURI);
      } catch (_) {
        return "";
      }
      return /^(https?|file):$/.test(url.protocol) ? url.href.split("#")[0] : "";
    }

    // A whole link will do: what stands behind its #, without flags.
    _scenario() {
      var text = (this.getAttribute("scenario") || "checkout").trim();
      return text.slice(text.indexOf("#") + 1).split("/!")[0];
    }

    _address() {
      var flags = [];
      var flag = (name, value) => flags.push("/!" + name + "=" + value);
      flag("view", this.getAttribute("view") || "latency");
      var knobs = this.getAttribute("knobs");
      for (const knob of (knobs || "").split(/[\s,]+/).filter(Boolean)) flag("knob", knob.replace(/_/g, "-"));
      if (knobs !== null && !knobs.trim()) flag("knob", "none");
      if (this.hasAttribute("readonly")) flag("readonly", "yes");
      if (this._isNatural()) flag("height", "auto");
      flag("theme", this._theme());
      var origin = originFlag();
      if (origin) flag("origin", origin);
      return this._home() + "#" + this._scenario() + flags.join("");
    }

    // Without an origin nobody tells the height; the whole page has none of its own.
    _isNatural() {
      return (this.getAttribute("height") || "auto") === "auto" && this.getAttribute("view") !== "full" && !!originFlag();
    }

    _theme() {
      var theme = this.getAttribute("theme");
      return theme === "light" || theme === "dark" ? theme : isDark(this) ? "dark" : "light";
    }

    _begin() {
      this._end();
      if (!this._home()) {
        this._say({ type: "error", error: "src: expected the address of a planner, as in https://example.org/headroom/" });
        return;
      }
      var frame = document.createElement("iframe");
      frame.title = this.getAttribute("title") || "Headroom: " + this._scenario().split("/")[0];
      frame.allow = "clipboard-write";
      if (this.hasAttribute("sandbox")) frame.setAttribute("sandbox", this.getAttribute("sandbox") || "allow-scripts");
      frame.style.cssText = "display:block;width:100%;border:0;color-scheme:normal";
      this._shown = this._theme();
      frame.src = this._address();
      this._frame = frame;
      this._size();
      this.shadowRoot.replaceChildren(frame);
    }

    _end() {
      for (const { reject } of this._asked.values()) reject(new Error("the planner is gone"));
      this._asked.clear();
      this._isReady = false;
      this._frame = null;
      this.shadowRoot.replaceChildren(this._slot);
    }

    _size() {
      var height = this.getAttribute("height") || "auto";
      if (/^\d+$/.test(height)) height += "px";
      if (height !== "auto") this._frame.style.height = height;
      else if (!this._frame.style.height) this._frame.style.height = this.getAttribute("view") === "full" ? "800px" : "420px";
    }

    _look() {
      if (!this._isReady || this._theme() === this._shown) return;
      this._shown = this._theme();
      this.set({ theme: this._shown }).catch(() => {});
    }

    _hear(event) {
      // The one frame that is ours; its origin reads "null" where it is sandboxed.
      if (!this._frame || event.source !== this._frame.contentWindow) return;
      var message = event.data;
      if (!message || message.headroom !== VERSION) return;
      if (message.type === "ready") {
        this._isReady = true;
        this._look();
      }
      if (message.type === "resize" && this._isNatural() && message.height >= 0) {
        this._frame.style.height = Math.min(MOST, Math.max(LEAST, message.height)) + "px";
      }
      var asked = this._asked.get(message.id);
      if (asked) {
        this._asked.delete(message.id);
        if (message.type === "error") asked.reject(new Error(message.error));
        else asked.resolve(message);
      }
      if (["ready", "change", "error"].includes(message.type)) this._say(message);
    }

    _say(message) {
      this.dispatchEvent(new CustomEvent("headroom-" + message.type, { detail: message, bubbles: true }));
    }
  }

  if (!customElements.get("headroom-planner")) customElements.define("headroom-planner", HeadroomPlanner);
})();
