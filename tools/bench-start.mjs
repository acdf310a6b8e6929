// How long the page takes to start, as seen from its address being opened: the first picture, the first numbers, the whole page. On
// this machine's own network and on slower ones that the browser plays. `node tools/bench-start.mjs`
// Prints medians, each with the longest; nothing fails by being slow.

import { knowsTour, launch } from '../tests/e2e/support.mjs';
import { serve } from './site.mjs';

const RUNS = 9;
/** Name, Mbit/s, and the time there and back [ms]. */
const NETWORKS = [['loopback'], ['9 Mbit/s, 60 ms', 9, 60], ['1.6 Mbit/s, 150 ms', 1.6, 150]];
const SEEN = ['first picture', 'first numbers', 'whole page'];

const sorted = (list) => [...list].sort((a, b) => a - b);

/** Runs in the page before it: notes when the numbers stand and when everything does, after it was drawn. */
function watch() {
  const times = {};
  const note = (what, is) => {
    if (times[what] !== undefined || !is) return;
    times[what] = -1;
    requestAnimationFrame(() => setTimeout(() => { times[what] = performance.now(); }));
  };
  new MutationObserver(() => {
    note('first numbers', document.querySelector('.tile-value'));
    note('whole page', document.querySelector('.columns[aria-busy]') === null && document.querySelector('.columns'));
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-busy'] });
  globalThis.startedAt = () => {
    const [picture] = performance.getEntriesByName('first-contentful-paint');
    const all = { 'first picture': picture?.startTime ?? -1, ...times };
    return Object.values(all).length === 3 && Object.values(all).every((t) => t >= 0) ? all : null;
  };
}

/** One start in a browser that has never been here. */
async function start(browser, address, rate, delay) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await knowsTour(context);
  await context.addInitScript(watch);
  const page = await context.newPage();
  if (rate !== undefined) {
    const session = await context.newCDPSession(page);
    await session.send('Network.emulateNetworkConditions', {
      offline: false, latency: delay, downloadThroughput: (rate * 1e6) / 8, uploadThroughput: (rate * 1e6) / 8,
    });
  }
  await page.goto(address, { waitUntil: 'commit' });
  const times = await (await page.waitForFunction(() => globalThis.startedAt())).jsonValue();
  await context.close();
  return times;
}

const site = await serve();
const browser = await launch();
try {
  for (const [name, rate, delay] of NETWORKS) {
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await start(browser, site.url, rate, delay));
    const cells = SEEN.map((what) => {
      const times = sorted(runs.map((times) => times[what]));
      return `${what} ${Math.round(times[RUNS >> 1])} ms (${Math.round(times.at(-1))})`;
    });
    console.log(`${name.padEnd(28)} ${cells.join(', ')}`);
  }
} finally {
  await browser.close();
  await site.close();
}
