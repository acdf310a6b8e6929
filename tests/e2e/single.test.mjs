// The planner as one HTML file: opened from the disk, with nothing fetched, and saved again out of itself.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { charts, csv, drawn, hash, picture, simulated, slider, tiles } from './driver.mjs';
import { knowsTour, started, useSuite } from './support.mjs';

const suite = useSuite(test);
const tool = fileURLToPath(new URL('../../tools/single.mjs', import.meta.url));

/** A folder that is gone after the test. */
function folder(t) {
  const made = mkdtempSync(join(tmpdir(), 'headroom-'));
  t.after(() => rmSync(made, { recursive: true }));
  return made;
}

/** Opens a file in a browser without a network; everything asked for and everything refused is kept. */
async function openFile(t, file, fragment = '') {
  const context = await suite.browser.newContext({ viewport: { width: 1440, height: 900 }, offline: true, acceptDownloads: true });
  t.after(() => context.close());
  await knowsTour(context);
  const page = await context.newPage();
  const seen = [];
  page.on('request', (request) => request.url().startsWith('blob:') || seen.push(request.url()));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && seen.push(message.text()));
  page.on('pageerror', (error) => seen.push(String(error)));
  await page.exposeFunction('reportViolation', (text) => seen.push(text));
  await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) => {
    window.reportViolation(`${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`);
  }));
  const url = pathToFileURL(file).href;
  await page.goto(url + fragment);
  await started(page);
  return { page, onlyItself: () => assert.deepEqual(seen.filter((one) => one.split('#')[0] !== url), []) };
}

/** Saves the planner from a page and gives the name that the file was given and where it is. */
async function save(page, into) {
  const arriving = page.waitForEvent('download');
  await page.evaluate(() => globalThis.headroom.single(location.hash.slice(1), (blob) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = 'planner.html';
    link.click();
  }));
  const file = join(into, `saved-${Math.random().toString(36).slice(2)}.html`);
  await (await arriving).saveAs(file);
  return file;
}

test('the file of `make single` opens from the disk, computes, simulates and draws, and fetches nothing', async (t) => {
  const file = join(folder(t), 'planner.html');
  execFileSync(process.execPath, [tool, 'checkout/service.payment.replicas=7', file]);
  const { page, onlyItself } = await openFile(t, file);
  assert.equal(await hash(page), '#checkout/service.payment.replicas=7');
  await simulated(page);
  for (const chart of await charts(page).all()) await drawn(page, picture(chart));
  // The same numbers as on the site.
  const site = await suite.open('#checkout/service.payment.replicas=7');
  t.after(() => site.context.close());
  await simulated(site.page);
  assert.deepEqual(await tiles(page), await tiles(site.page));
  assert.equal(await csv(page, charts(page).first()), await csv(site.page, charts(site.page).first()));
  // The price book is in it.
  await page.getByRole('searchbox', { name: 'Filter parameters' }).fill('price');
  await page.getByRole('button', { name: /^List prices for/ }).first().click();
  await page.getByRole('dialog').getByRole('link').first().waitFor();
  onlyItself();
  site.faults.none();
});

test('a page saves itself with what it shows, and so does the file that it saved', async (t) => {
  const into = folder(t);
  const { page, context, faults } = await suite.open('#caches/cache.cdn.hit_fraction=0.5');
  t.after(() => context.close());
  const first = await save(page, into);
  faults.none();
  const copy = await openFile(t, first);
  assert.match(await copy.page.title(), /^Cache/);
  assert.equal((await tiles(copy.page)).P99.value, (await tiles(page)).P99.value);
  await copy.page.evaluate(() => (location.hash = 'fan-out'));
  await copy.page.waitForFunction(() => document.title.startsWith('Fan-out'));
  const second = await save(copy.page, into);
  copy.onlyItself();
  const again = await openFile(t, second);
  assert.match(await again.page.title(), /^Fan-out/);
  await simulated(again.page);
  again.onlyItself();
  // A fragment of the address goes before the one in the file, and the file holds the same program.
  const other = await openFile(t, first, '#checkout');
  assert.match(await other.page.title(), /^Checkout/);
  await slider(other.page, 'Shipping: Replicas').waitFor();
  const program = (name) => readFileSync(name, 'utf8').match(/data-carried="app-wasm">([^<]*)/)[1];
  assert.equal(program(second), program(first));
});
