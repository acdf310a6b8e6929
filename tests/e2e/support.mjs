// What every test of the built page needs: the site as `make serve` gives it, a browser, and a page
// that fails its test on any error, on anything its security policy refuses, on any foreign request.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { serve } from '../../tools/site.mjs';

// npm's packages live in tools/, so that the project's top level stays Rust's.
const require = createRequire(new URL('../../tools/package.json', import.meta.url));
const { chromium } = require('playwright-core');

export { serve };
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const widths = [1440, 1024, 390];
export const themes = ['light', 'dark'];
/** The examples of the gallery by their words in links, as src/scenario/preset has them. */
export const presets = ['checkout', 'fan-out', 'caches'];
const shots = fileURLToPath(new URL('shots/', import.meta.url));

/** Starts the browser named by CHROME. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROME || '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
}

/**
 * Site and browser for one test file: `const suite = useSuite(test)`, then `suite.open()` in a test.
 * Both start before the first test and stop after the last. The site is the built page unless another is given.
 */
export function useSuite(test, start = serve) {
  const suite = { site: null, browser: null, open };
  test.before(async () => {
    [suite.site, suite.browser] = await Promise.all([start(), launch()]);
  });
  test.after(async () => {
    await suite.browser?.close(); // and with it every context that a failed test left open
    await suite.site?.close();
  });

  /** A page in a context of its own (no storage, no cache), watched, not yet anywhere. */
  async function blank(options = {}) {
    const context = await suite.browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    // What is kept for times without a network would stand between the tests and their servers.
    if (options.serviceWorkers !== 'allow') {
      await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined }));
    }
    // Only its own tests come for the first time.
    if (!options.isNew) await knowsTour(context);
    const page = await context.newPage();
    return { page, context, faults: await watch(page, suite.site.url) };
  }

  /** Opens the page at a hash and waits until it has started. */
  async function open(hash = '', options = {}) {
    const opened = await blank(options);
    await opened.page.goto(suite.site.url + hash);
    await started(opened.page);
    return opened;
  }
  suite.blank = blank;

  /** One test on a page of its own, on which nothing may go wrong. */
  suite.onPage = (name, at, act, options) => test(name, async (t) => {
    const opened = await open(at, options);
    t.after(() => opened.context.close());
    await act(opened.page, opened);
    opened.faults.none();
  });
  return suite;
}

/** Makes everyone in a context somebody who has been here before: the tour is not shown. */
export function knowsTour(context) {
  return context.addInitScript(() => {
    try {
      localStorage.setItem('headroom.tour', 'over');
    } catch {
      // Nothing is kept in a sandbox, so nothing is shown there.
    }
  });
}

/** Waits until the page has started or has said why it cannot. */
export async function started(page) {
  await page.locator('html[data-headroom]').waitFor({ state: 'attached' });
  // The page is built a part after another.
  await page.locator('#app [aria-busy=true]').waitFor({ state: 'detached' });
  assert.equal(await page.locator('#failure').isVisible(), false, await page.locator('#failure').innerText());
}

/** Starts a worker as the program does, in a page or in one of its frames, and waits until it runs. */
export async function startWorker(page, frame = page) {
  const arriving = page.waitForEvent('worker');
  const handle = await frame.evaluateHandle(() => globalThis.headroom.newWorker());
  const worker = await arriving;
  const failed = handle.evaluate((started) => new Promise((_, reject) => {
    started.addEventListener('error', (event) => reject(new Error(`the worker failed: ${event.message}`)));
  }));
  const running = async () => {
    while ((await worker.evaluate(() => globalThis.headroom)) !== 'started');
  };
  await Promise.race([running(), failed]);
  return worker;
}

/**
 * Whether a request's document was left since, so that the browser drops what it still waits for. A frame goes on to another
 * document at another address, or at the same by a request; only what stands behind the # changes within one.
 */
function leaving(page) {
  const documents = new Map(); // the present one of each frame
  const asked = new WeakMap(); // by which one a request was made
  page.on('request', (request) => {
    const document = documents.get(request.frame());
    asked.set(request, document);
    if (request.isNavigationRequest() && document) document.address = undefined;
  });
  page.on('framenavigated', (frame) => {
    const [address] = frame.url().split('#');
    if (documents.get(frame)?.address !== address) documents.set(frame, { address });
  });
  return (request) => request.frame().isDetached() || documents.get(request.frame()) !== asked.get(request);
}

/** Collects everything that must not happen; `faults.none()` asserts that nothing did. */
export async function watch(page, site) {
  const seen = [];
  const own = new URL(site).origin;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) seen.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => seen.push(`page error: ${error.stack ?? error}`));
  const isLeft = leaving(page);
  const dropped = [];
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // Whether its document is left may be told only after it was dropped.
    if (why === 'net::ERR_ABORTED') dropped.push(request);
    else seen.push(`request failed: ${request.url()} ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) seen.push(`status ${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (!['data:', 'blob:'].includes(protocol) && origin !== own) seen.push(`foreign request: ${request.url()}`);
  });
  await page.exposeFunction('reportViolation', (text) => seen.push(`policy violation: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.reportViolation(`${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`);
    });
  });
  return {
    seen,
    none: () => {
      const givenUp = dropped.filter((request) => !isLeft(request)).map((request) => `request given up: ${request.url()}`);
      assert.deepEqual([...seen, ...givenUp], []);
    },
  };
}

/** What axe finds against WCAG 2.0 to 2.2, A and AA, in a part of the page, each as one line. It cannot see into canvases. */
export async function axe(page, part = 'html') {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate((where) => window.axe.run(where, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  }), part);
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target).join(', ')}`);
}

/** Photographs a page as it stands: `name-width-theme.png`. */
export async function shoot(page, name) {
  mkdirSync(shots, { recursive: true });
  const path = `${shots}${name}.png`;
  await page.screenshot({ path, fullPage: true });
  return path;
}

/** Opens the page at each width in each theme, lets `act` bring it into a state, and photographs it. */
export async function shootAll(suite, name, act = async () => {}, hash = '') {
  const paths = [];
  for (const colorScheme of themes) {
    for (const width of widths) {
      const { page, context } = await suite.open(hash, { colorScheme, viewport: { width, height: 900 } });
      await act(page, { width, colorScheme });
      paths.push(await shoot(page, `${name}-${width}-${colorScheme}`));
      await context.close();
    }
  }
  return paths;
}
