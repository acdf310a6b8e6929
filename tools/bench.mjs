// Times the cases of benches/cases in the browser and prints them beside what Criterion found natively.
// `node tools/bench.mjs FOLDER [WORD]`: FOLDER holds benches/browser.rs as wasm-bindgen made it for the web.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../tests/e2e/support.mjs';
import { serve } from './site.mjs';

const [folder, word = ''] = process.argv.slice(2);

/** The median that Criterion wrote down, in ms; none if it was not asked. */
function native(name) {
  try {
    const estimates = JSON.parse(readFileSync(join('target/criterion', name, 'new/estimates.json'), 'utf8'));
    return estimates.median.point_estimate / 1e6;
  } catch {
    return undefined;
  }
}

const time = (ms) => (ms === undefined ? '–' : ms < 1 ? `${(ms * 1e3).toFixed(1)} µs` : `${ms.toFixed(2)} ms`);
const rate = (count, ms) => (ms === undefined ? '–' : (count / ms / 1e3).toFixed(2));
const row = (name, ...cells) => console.log(name.padEnd(44), ...cells.map((cell) => cell.padStart(11)));

writeFileSync(join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><title>Benchmark</title>');
const site = await serve({ folder });
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(site.url);
  const names = await page.evaluate(async () => {
    globalThis.bench = await import('./browser.js');
    await globalThis.bench.default();
    return globalThis.bench.names().split('\n');
  });
  row('median', 'native', 'browser', 'ratio');
  for (const [i, line] of names.entries()) {
    const [name, requests, visits] = line.split('\t');
    if (!name.includes(word)) continue;
    const here = await page.evaluate((number) => globalThis.bench.measure(number), i);
    const there = native(name);
    row(name, time(there), time(here), there === undefined ? '–' : (here / there).toFixed(2));
    if (requests === '0') continue;
    for (const [what, count] of [['requests', requests], ['visits', visits]]) {
      row(`  million ${what} a second`, rate(count, there), rate(count, here));
    }
  }
  // For tools/bench-page.mjs, which has no engine to write links with.
  writeFileSync(join(folder, 'links.txt'), await page.evaluate(() => globalThis.bench.links()));
} finally {
  await browser.close();
  await site.close();
}
