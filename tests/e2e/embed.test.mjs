// The planner as a guest: in plain frames and as a custom element, on a page of another origin that has a policy of its
// own, sandboxed too; what it says to its host and what it does not take from others.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { axe, serve, shoot, themes, useSuite } from './support.mjs';

const suite = useSuite(test);

/** A page of another origin with this body, which takes scripts from the planner and none of its own. */
async function host(t, body, { head = '', options = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-'));
  writeFileSync(join(folder, 'index.html'), `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title>
    <link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`);
  const policy = `default-src 'none'; script-src ${suite.site.url}; style-src 'unsafe-inline'; frame-src ${suite.site.url}; img-src data:`;
  const site = await serve({ folder, change: () => ({ 'Content-Security-Policy': policy }) });
  const { page, context } = await suite.blank(options);
  t.after(async () => {
    await context.close();
    await site.close();
    rmSync(folder, { recursive: true });
  });
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && errors.push(message.text()));
  const address = site.url;
  await page.addInitScript(() => {
    window.heard = [];
    addEventListener('message', (event) => window.heard.push({ ...event.data, from: event.origin }));
  });
  await page.goto(address);
  return { page, errors, origin: new URL(address).origin, frame: page.frameLocator('iframe') };
}

const script = () => `<script src="${suite.site.url}embed.js" defer></script>`;
/** The flag that names a host on this machine. */
const originFlag = (origin) => `/!origin=http.${new URL(origin).port}.127.0.0.1`;

/** Waits for a message that the host hears. */
async function heard(page, type, matching = {}) {
  const handle = await page.waitForFunction(([kind, same]) => window.heard.find((message) => (
    message.type === kind && Object.entries(same).every(([name, value]) => message[name] === value)
  )), [type, matching]);
  return handle.jsonValue();
}

/** Says something to the only frame. */
const say = (page, message) => page.evaluate((said) => {
  const frame = document.querySelector('iframe') ?? document.querySelector('headroom-planner').shadowRoot.querySelector('iframe');
  frame.contentWindow.postMessage(said, '*');
}, message);

const tileValue = (frame, label) => frame.locator('.tile').filter({ hasText: label }).locator('.tile-value');

test('the element shows a planner that sizes itself, tells what changes, and does what it is told', async (t) => {
  const { page, errors, frame } = await host(t, `${script()}
    <headroom-planner scenario="checkout" view="latency" knobs="service.payment.replicas,journey.checkout.arrival_rps"><a href="#x">A link instead</a></headroom-planner>`);
  const ready = await heard(page, 'ready');
  assert.equal(ready.from, new URL(suite.site.url).origin);
  assert.equal(ready.scenario, 'checkout');
  assert.ok(ready.results.p99_s > 0 && ready.results['journey.checkout.p99_s'] > 0);
  await frame.getByRole('slider', { name: 'Payment: Replicas' }).waitFor();
  await frame.getByRole('slider', { name: 'Checkout: Arrival rate' }).waitFor();
  assert.equal(await frame.getByRole('slider').count(), 3, 'two knobs, and the chart that is read by keys');

  // As high as its content: nothing in it scrolls.
  await heard(page, 'resize');
  const inner = page.frames()[1];
  await page.waitForFunction(() => {
    const box = document.querySelector('headroom-planner').shadowRoot.querySelector('iframe');
    return Math.abs(box.clientHeight - window.heard.findLast((m) => m.type === 'resize').height) <= 1;
  });
  assert.ok(await inner.evaluate(() => document.documentElement.scrollHeight <= innerHeight + 1));

  // What is done in it is told, and its address stays.
  const address = inner.url();
  await frame.getByRole('slider', { name: 'Payment: Replicas' }).press('ArrowRight');
  const changed = await heard(page, 'change');
  assert.match(changed.scenario, /^checkout\/service\.payment\.replicas=\d+$/);
  assert.notEqual(changed.results.p99_s, ready.results.p99_s);
  assert.equal(inner.url(), address);
  assert.equal(await inner.evaluate(() => location.href), address);
  const full = await frame.getByRole('link', { name: 'Open in full' }).getAttribute('href');
  assert.equal(full, `${suite.site.url}#${changed.scenario}`);

  // What it is told it does, whole or not at all.
  const set = await page.evaluate(() => document.querySelector('headroom-planner').set({
    scenario: 'checkout', values: { 'service.payment.replicas': 9, 'journey.checkout.arrival_rps': '80/s' },
  }));
  assert.equal(set.scenario, 'checkout/journey.checkout.arrival_rps=80/service.payment.replicas=9');
  await inner.waitForFunction(() => document.querySelector('input.box').value === '9');
  const refused = await page.evaluate(() => document.querySelector('headroom-planner').set({
    values: { 'service.payment.replicas': 5, 'service.nowhere.replicas': 2 },
  }).catch((error) => error.message));
  assert.match(refused, /`service\.nowhere\.replicas`: no service has the key `nowhere`/);
  const got = await page.evaluate(() => document.querySelector('headroom-planner').get());
  assert.equal(got.scenario, set.scenario, 'nothing of what was refused was done');

  // Attributes are live.
  await page.evaluate(() => document.querySelector('headroom-planner').setAttribute('scenario', 'fan-out'));
  await heard(page, 'change', { scenario: 'fan-out' });
  assert.deepEqual(errors, []);
});

test('messages that are none are answered and change nothing; strangers are not heard', async (t) => {
  const { page, origin, errors } = await host(t, '<iframe width="640" height="420"></iframe>');
  const open = (hash) => page.evaluate((src) => document.querySelector('iframe').setAttribute('src', src), suite.site.url + hash);
  await open(`#checkout/!view=load${originFlag(origin)}`);
  const { scenario } = await heard(page, 'ready');
  for (const [message, why] of [
    ['set', /invalid type/],
    [{ type: 'get' }, /missing field `headroom`/],
    [{ headroom: 7, type: 'get', id: 'v' }, /version 1/],
    [{ headroom: 1, type: 'set', scenario: 'v1.cut', id: 's' }, /`scenario`: /],
    [{ headroom: 1, type: 'set', values: { 'service.payment.replicas': 'many' }, id: 'n' }, /expected a number/],
    [{ headroom: 1, type: 'set', html: '<b>', id: 'h' }, /unknown field `html`/],
  ]) {
    await page.evaluate(() => (window.heard = []));
    await say(page, message);
    const { error, id } = await heard(page, 'error');
    assert.match(error, why);
    assert.equal(id, message.id);
  }
  await say(page, { headroom: 1, type: 'get', id: 'after' });
  assert.equal((await heard(page, 'change', { id: 'after' })).scenario, scenario);

  // Named is another origin: this host is neither heard nor told. What comes after a message that is taken has been judged.
  await page.evaluate(() => (window.heard = []));
  await open('#checkout/!view=cost/!origin=https.443.wiki.example.com');
  const frame = page.frameLocator('iframe');
  await tileValue(frame, 'Cost a month').waitFor();
  await say(page, { headroom: 1, type: 'set', scenario: 'caches' });
  const inner = page.frames()[1];
  await inner.evaluate(() => new Promise((done) => {
    addEventListener('message', (event) => event.data === 'mine' && done());
    parent.postMessage('back', '*');
    window.postMessage('mine', '*');
  }));
  assert.equal(await frame.getByRole('heading', { level: 1 }).innerText(), 'Checkout');
  assert.deepEqual(await page.evaluate(() => window.heard.filter((message) => message.headroom)), []);
  assert.ok(errors.every((error) => /postMessage/.test(error)), errors.join('\n'));
});

test('a sandboxed element works: workers, messages, no storage', async (t) => {
  const { page, errors, frame } = await host(t, `${script()}<headroom-planner sandbox view="load" scenario="checkout"></headroom-planner>`);
  const ready = await heard(page, 'ready');
  assert.equal(ready.from, 'null');
  // The curves come from the worker.
  await frame.getByText(/^at most /).waitFor({ state: 'attached' });
  const set = await page.evaluate(() => document.querySelector('headroom-planner').set({ values: { 'service.payment.replicas': 8 } }));
  assert.match(set.scenario, /replicas=8$/);
  assert.deepEqual(errors, []);
});

test('the element follows the theme of its host, and its attribute', async (t) => {
  const style = '<style>body{color:#111;background:#fff} body.night{color:#eee;background:#111}</style>';
  const { page } = await host(t, `${script()}<headroom-planner scenario="checkout"></headroom-planner>`, { head: style });
  await heard(page, 'ready');
  const root = page.frameLocator('iframe').locator('html');
  const theme = async (wanted) => root.and(page.frameLocator('iframe').locator(`html[data-theme=${wanted}]`)).waitFor();
  await theme('light');
  await page.evaluate(() => document.body.classList.add('night'));
  await theme('dark');
  await page.evaluate(() => document.querySelector('headroom-planner').setAttribute('theme', 'light'));
  await theme('light');
});

test('elements far below are not started, and what stands in an element is shown until then', async (t) => {
  const { page } = await host(t, `${script()}<div style="height:6000px"></div>
    <headroom-planner scenario="caches"><a href="https://example.com/">Open the planner</a></headroom-planner>`);
  await page.getByRole('link', { name: 'Open the planner' }).waitFor();
  assert.equal(page.frames().length, 1);
  await page.getByRole('link', { name: 'Open the planner' }).scrollIntoViewIfNeeded();
  assert.equal((await heard(page, 'ready')).scenario, 'caches');
});

test('a frame that is only read has no knobs, and its read-outs work', async (t) => {
  const { page, frame } = await host(t, `<iframe width="640" height="420" src="${suite.site.url}#checkout/!view=latency/!readonly=yes"></iframe>`);
  const chart = frame.getByRole('slider', { name: /Latency/ });
  await chart.focus();
  await chart.press('End');
  await frame.locator('.chart-word').first().waitFor();
  assert.equal(await frame.locator('.frame-knobs').count(), 0);
  await tileValue(frame, 'P99').first().click();
  await frame.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  // Its own theme follows the system; nothing is kept.
  const kept = await page.frames()[1].evaluate(() => Object.keys(localStorage));
  assert.deepEqual(kept.filter((name) => name !== 'headroom.tour'), [], 'besides what these tests put there');
});

test('a frame with one view, which needs both modules, asks for the second before it has the first', async (t) => {
  const { page, frame } = await host(t, '');
  let asked;
  const second = new Promise((resolve) => { asked = resolve; });
  await page.route(/workbench-.*\.wasm$/, (route) => {
    asked();
    return route.continue();
  });
  await page.route(/app-.*\.wasm$/, (route) => second.then(() => route.continue()));
  await page.evaluate((src) => {
    const added = document.createElement('iframe');
    added.src = src;
    document.body.append(added);
  }, `${suite.site.url}#checkout/!view=latency`);
  await frame.getByRole('slider', { name: /Latency/ }).waitFor();
});

test('flags that are not understood are said, and the rest holds', async (t) => {
  const { page, context } = await suite.open('#checkout/!view=cost/!theme=pink/!sparkles=yes');
  t.after(() => context.close());
  await page.getByRole('alert').getByText('the flag `theme` is `pink`; expected one of auto, light, dark').waitFor();
  await page.getByText('Cost a month').waitFor();
  await page.goto('about:blank');
  await page.goto(`${suite.site.url}#no-such-thing/!view=cost`);
  await page.getByRole('alert').getByText(/could not be opened/).waitFor();
  await page.locator('.frame').waitFor();
});

const sizes = [[320, 240], [390, 600], [640, 420], [1000, 600]];
const views = ['latency', 'load', 'cost', 'diagram'];

test('what a frame shows fits it, in every view, and axe finds nothing', async (t) => {
  for (const colorScheme of themes) {
    const { page, context, faults } = await suite.blank({ colorScheme, viewport: { width: 640, height: 420 } });
    t.after(() => context.close());
    for (const view of views) {
      await page.goto('about:blank');
      await page.goto(`${suite.site.url}#checkout/!view=${view}/!knob=service.payment.replicas/!knob=journey.checkout.arrival-rps`);
      await page.locator('.frame .tile').first().waitFor();
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height });
        const frame = page.locator('.frame');
        const room = await frame.evaluate((f) => ({ wide: f.scrollWidth - f.clientWidth, high: f.scrollHeight - f.clientHeight }));
        assert.ok(room.wide <= 0, `${view} at ${width} is ${room.wide} pixels too wide`);
        if (width >= 640) assert.ok(room.high <= 0, `${view} at ${width} × ${height} is ${room.high} pixels too high`);
        const seen = await page.locator(view === 'diagram' ? '.system-svg' : '.chart-canvas').boundingBox();
        assert.ok(seen.y < height - 60, `${view} at ${width} × ${height} shows no picture`);
        // All of a small system is seen, in the smallest frame too.
        if (view === 'diagram') {
          for (const box of await page.locator('.node-box').all()) {
            const at = await box.boundingBox();
            assert.ok(at.x >= 0 && at.y >= seen.y && at.y + at.height <= height, `a service hangs out at ${width} × ${height}`);
          }
        }
        await shoot(page, `frame-${view}-${width}-${colorScheme}`);
      }
      assert.deepEqual(await axe(page), []);
    }
    faults.none();
  }
});

test('what is no address of a planner is refused aloud, and not run', async (t) => {
  const { page, errors } = await host(t, script());
  for (const src of ['javascript:top.ran = true', 'data:text/html,ran', 'http://']) {
    const said = await page.evaluate((address) => new Promise((done) => {
      const made = document.createElement('headroom-planner');
      made.setAttribute('src', address);
      made.addEventListener('headroom-error', (event) => done(event.detail.error));
      document.body.append(made);
    }), src);
    assert.match(said, /^src: expected/, src);
  }
  assert.equal(await page.evaluate(() => [...document.querySelectorAll('headroom-planner')].some((made) => made.shadowRoot.querySelector('iframe'))), false);
  assert.deepEqual(errors, []);
});
