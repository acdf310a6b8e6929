// Keeps one whole version of the planner for times without a network, and gives a page nothing but files of that version.
//
// The build writes below which files are of this version, each with the hash of what is in it: a server that is just
// being given another one cannot slip a file of it in here, the set is kept whole or not at all. A newer version waits
// until the visitor asks for it.

"use strict";

const BUILD = { id: "", files: [] }; // written by tools/finish.mjs

// Other planners may stand elsewhere on the same host.
const ours = `headroom ${registration.scope} `;
const here = ours + BUILD.id;

async function keep() {
  const cache = await caches.open(here);
  try {
    await Promise.all(BUILD.files.map(async ({ name, integrity, fixed }) => {
      const response = await fetch(name, { integrity, cache: fixed ? "default" : "no-cache" });
      if (!response.ok) throw new Error(`${name}: status ${response.status}`);
      // An answer that was redirected may not be given to a page as its own.
      const plain = response.redirected ? new Response(response.body, response) : response;
      await cache.put(name, plain);
    }));
  } catch (error) {
    await caches.delete(here);
    throw error;
  }
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(ours) && name !== here).map((name) => caches.delete(name)));
  await clients.claim();
}

async function answer(request) {
  const cache = await caches.open(here);
  const path = request.url.split(/[?#]/)[0].slice(registration.scope.length);
  const name = request.mode === "navigate" && path === "index.html" ? "./" : path ? `./${path}` : "./";
  return (await cache.match(name)) ?? fetch(request);
}

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(skipWaiting());
});
addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(registration.scope)) event.respondWith(answer(event.request));
});
