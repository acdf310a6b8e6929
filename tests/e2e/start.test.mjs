// How the page starts, on good servers and on bad ones: what it is sent with, what it does in a
// sandboxed frame, and that every failure is named on the page.

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { dist, headersFor } from '../../tools/site.mjs';
import { tile } from './driver.mjs';
import { axe, serve, shoot, started, startWorker, useSuite } from './support.mjs';

const suite = useSuite(test);

/** Opens the page as another server would send it and returns the title of the failure it shows. */
async function failureOn(change, prepare = async () => {}) {
  const site = await serve({ change });
  const { page, context } = await suite.blank();
  await prepare(page);
  await page.goto(site.url);
  try {
    const title = page.locator('#failure-title:not(:empty)');
    await title.waitFor();
    return await title.innerText();
  } finally {
    await context.close();
    await site.close();
  }
}

const policy = headersFor('/index.html')['Content-Security-Policy'];
const withPolicy = (text) => (_path, sent) => ({ ...sent, 'Content-Security-Policy': text });

test('each file is sent with the recommended headers, its type, and its caching', async () => {
  const types = {
    html: 'text/html;charset=utf-8', js: 'text/javascript', css: 'text/css', wasm: 'application/wasm',
    svg: 'image/svg+xml', webmanifest: 'application/manifest+json',
  };
  for (const name of readdirSync(dist).filter((file) => file.split('.').pop() in types)) {
    const response = await fetch(suite.site.url + name, { headers: { 'Accept-Encoding': 'br' } });
    await response.arrayBuffer();
    const sent = response.headers;
    assert.equal(sent.get('content-type'), types[name.split('.').pop()], name);
    assert.equal(sent.get('content-encoding'), 'br', name);
    assert.equal(sent.get('content-security-policy'), policy, name);
    assert.equal(sent.get('access-control-allow-origin'), '*', name);
    assert.equal(sent.get('x-content-type-options'), 'nosniff', name);
    const isFree = ['index.html', 'icon.svg', 'manifest.webmanifest', 'embed.js', 'sw.js'].includes(name);
    assert.equal(sent.get('cache-control'), isFree ? 'no-cache' : 'public, max-age=31536000, immutable', name);
  }
});

test('the policy is in force: it refuses inline styles, inline scripts and strings as code', async () => {
  const { page, context, faults } = await suite.open();
  await page.evaluate(() => {
    document.body.setAttribute('style', 'color: red');
    const script = document.createElement('script');
    try {
      script.text = 'window.inline = true';
      document.body.append(script);
    } catch (_) {
      // Trusted Types refuse it already here.
    }
    try {
      document.body.insertAdjacentHTML('beforeend', '<b></b>');
    } catch (_) {
      // Likewise.
    }
  });
  await assert.doesNotReject(async () => {
    while (faults.seen.filter((fault) => fault.startsWith('policy violation')).length < 3) await page.evaluate(() => 0);
  });
  assert.equal(await page.evaluate(() => window.inline), undefined);
  assert.ok(faults.seen.some((fault) => fault.includes('style-src')), faults.seen.join('\n'));
  assert.throws(faults.none);
  await context.close();
});

/** A page of another site that shows `url` in a sandboxed frame. */
async function sandboxedFrame(t, url) {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-'));
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><link rel="icon" href="data:,"><iframe sandbox="allow-scripts" width="800" height="600" src="${url}"></iframe>`,
  );
  const host = await serve({ folder, change: () => ({}) });
  const { page, context } = await suite.blank();
  t.after(async () => {
    await context.close();
    await host.close();
    rmSync(folder, { recursive: true });
  });
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(host.url);
  return { page, frame: page.frameLocator('iframe'), errors };
}

test('in a sandboxed frame of another site the page and its worker start', async (t) => {
  const { page, frame, errors } = await sandboxedFrame(t, suite.site.url);
  await frame.locator('html[data-headroom=started]').waitFor();
  await startWorker(page, page.frames()[1]);
  assert.deepEqual(errors, []);
});

test('a sandboxed frame without CORS is named', async (t) => {
  const bad = await serve({ change: (_path, { 'Access-Control-Allow-Origin': _, ...sent }) => sent });
  t.after(bad.close);
  const { frame } = await sandboxedFrame(t, bad.url);
  await frame.getByRole('heading', { name: 'cannot load inside this frame' }).waitFor();
});

test('a policy without wasm-unsafe-eval is named', async () => {
  const refused = await failureOn(withPolicy(policy.replace("'wasm-unsafe-eval'", '')));
  assert.match(refused, /security policy/);
});

test('a wrong type of the scripts is named', async () => {
  const wrong = await failureOn((path, sent) => (/app-.*js$/.test(path) ? { ...sent, 'Content-Type': 'text/plain' } : sent));
  assert.match(wrong, /labels .* wrongly/);
});

test('while the page loads, its skeleton is shown, and readable', async (t) => {
  const { page, context } = await suite.blank();
  t.after(() => context.close());
  await page.route(/_bg\.wasm$/, () => {}); // never answered
  await page.goto(suite.site.url, { waitUntil: 'commit' });
  await page.getByRole('status').waitFor();
  assert.deepEqual(await axe(page), []);
  await shoot(page, 'loading');
});

test('the first numbers do not wait for the rest, and what is pressed meanwhile is done when it is there', async (t) => {
  const { page, context, faults } = await suite.blank();
  t.after(() => context.close());
  let release;
  const released = new Promise((resolve) => { release = resolve; });
  await page.route(/workbench-.*\.wasm$/, (route) => released.then(() => route.continue()));
  await page.goto(suite.site.url);
  await tile(page, 'P99').waitFor();
  assert.deepEqual(await axe(page), []);
  await shoot(page, 'first-part');
  await page.getByRole('button', { name: 'Examples' }).click();
  assert.equal(await page.getByRole('slider').count(), 0);
  // What was not looked for yet is not said to be missing.
  assert.match(await tile(page, 'P99').textContent(), /simulating/);
  assert.match(await tile(page, 'Throughput').textContent(), /finding the most/);
  await page.getByRole('progressbar', { name: 'Loading parameters, system and charts' }).waitFor();
  release();
  await page.getByRole('dialog', { name: 'Examples' }).waitFor();
  await started(page);
  assert.equal(await page.getByRole('progressbar').count(), 0);
  faults.none();
});

test('a missing file is named', async () => {
  for (const file of [/_bg\.wasm$/, /workbench-.*\.wasm$/]) {
    const title = await failureOn((_path, sent) => sent, (page) => page.route(file, (route) => route.fulfill({ status: 404 })));
    assert.match(title, /file of Headroom is missing/);
  }
});

test('modules that the server sends under a wrong type are read all the same', async (t) => {
  const site = await serve({ change: (path, sent) => (/\.wasm$/.test(path) ? { ...sent, 'Content-Type': 'application/octet-stream' } : sent) });
  const { page, context } = await suite.blank();
  t.after(async () => {
    await context.close();
    await site.close();
  });
  await page.goto(site.url);
  await started(page);
});

test('a missing file that the server answers with its front page is named', async () => {
  const title = await failureOn((path, sent) => (/app-.*wasm$/.test(path) ? { ...sent, 'Content-Type': 'text/html' } : sent));
  assert.match(title, /file of Headroom is missing/);
});

test('a broken connection is named', async () => {
  const title = await failureOn((_path, sent) => sent, (page) => page.route(/app-.*\.(js|wasm)$/, (route) => route.abort()));
  assert.match(title, /could not be loaded/);
});

test('a browser without WebAssembly, or without SIMD, is named', async () => {
  const off = await failureOn((_path, sent) => sent, (page) => page.addInitScript(() => delete globalThis.WebAssembly));
  assert.match(off, /WebAssembly switched off/);
  const old = await failureOn((_path, sent) => sent, (page) => page.addInitScript(() => {
    WebAssembly.validate = () => false;
  }));
  assert.match(old, /too old/);
});

test('opened as a file, the page says so', async () => {
  const { page, context } = await suite.blank();
  await page.goto(pathToFileURL(join(dist, 'index.html')).href);
  await page.getByRole('heading', { name: 'opened as a file' }).waitFor();
  assert.deepEqual(await axe(page), []);
  await context.close();
});

test('a panic is shown, with its message and the ways back', async (t) => {
  const { page, context } = await suite.open('', { permissions: ['clipboard-read', 'clipboard-write'] });
  t.after(() => context.close());
  const knob = page.getByRole('slider', { name: 'Shipping: Replicas', exact: true });
  await knob.press('ArrowRight');
  await page.waitForFunction(() => location.hash.includes('replicas=5/!seen='));
  // What Yew has drawn is taken from it, as some extensions do; the next change that moves things panics.
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('main, main *')) element.replaceChildren();
    location.hash = 'caches';
  });
  const alert = page.getByRole('alert');
  await alert.getByRole('heading', { name: 'Headroom has stopped' }).waitFor();
  await alert.getByText('Details', { exact: true }).click();
  await alert.getByText(/^panicked at .*failed to insert node/s).waitFor();
  assert.deepEqual(await axe(page), []);
  await shoot(page, 'failure');
  await alert.getByRole('button', { name: 'Copy the link of the last state' }).click();
  await alert.getByRole('button', { name: 'Copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(copied.startsWith(`${suite.site.url}#checkout/service.shipping.replicas=5/!seen=`), copied);
  await alert.getByRole('button', { name: 'Reload' }).click();
  await page.waitForFunction(() => document.title.startsWith('Cache'));
});

test('after a panic the default scenario is one click away', async (t) => {
  const { page, context } = await suite.open('#caches');
  t.after(() => context.close());
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('main, main *')) element.replaceChildren();
    location.hash = 'checkout/service.order.replicas=9';
  });
  await page.getByRole('alert').getByRole('link', { name: 'Open the default scenario' }).click();
  await page.waitForFunction(() => document.title.startsWith('Checkout') && location.hash === '');
  await page.locator('html[data-headroom=started]').waitFor();
});

test('the failure card shows what it is told, and reloads', async (t) => {
  const { page, context } = await suite.open();
  t.after(() => context.close());
  await page.evaluate(() => globalThis.headroom.panicked('the panic and its place'));
  const alert = page.getByRole('alert');
  await alert.getByRole('heading', { name: 'Headroom has stopped' }).waitFor();
  await alert.getByText('Details', { exact: true }).click();
  await alert.getByText('the panic and its place').waitFor();
  await alert.getByRole('button', { name: 'Reload' }).click();
  await page.locator('html[data-headroom=started]').waitFor();
});

test('without scripts the page says what it needs', async () => {
  const { page, context } = await suite.blank({ javaScriptEnabled: false });
  await page.goto(suite.site.url);
  await page.getByRole('heading', { name: 'needs JavaScript' }).waitFor();
  await context.close();
});
