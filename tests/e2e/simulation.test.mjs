// What the worker's simulation says beside the formulas, and what the page does when the worker dies.

import assert from 'node:assert/strict';
import test from 'node:test';
import { everything, headline, quantity, simulated, slider, table, tile, tiles, until, value } from './driver.mjs';
import { serve, started, useSuite, watch } from './support.mjs';

const suite = useSuite(test);

/** The share of requests that wait in M/M/c (Erlang C), for c servers offered `load` erlangs. */
function erlangC(servers, load) {
  let blocked = 1; // Erlang B by its recursion
  for (let n = 1; n <= servers; n += 1) blocked = (load * blocked) / (n + load * blocked);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/** The time that a share `p` of the requests of M/M/c stays below, by bisection. */
function quantile(p, servers, arrivals, work) {
  const rate = 1 / work;
  const rest = servers * rate - arrivals;
  const waits = erlangC(servers, arrivals * work);
  // Wait and work are independent: an atom at no wait, and two exponential phases else.
  const above = (t) => (1 - waits) * Math.exp(-rate * t)
    + (waits * (rest * Math.exp(-rate * t) - rate * Math.exp(-rest * t))) / (rest - rate);
  let [low, high] = [0, 1];
  while (above(high) > 1 - p) high *= 2;
  for (let i = 0; i < 100; i += 1) {
    const middle = (low + high) / 2;
    if (above(middle) > 1 - p) low = middle; else high = middle;
  }
  return low;
}

// The checkout with nothing but Shipping left of it: 2 replicas of 2 slots, exponential work of 10 ms.
const station = [
  '#checkout', 'journey.checkout.arrival_rps=320', 'step.order.mean_ms=0', 'step.order-3.mean_ms=0',
  'step.payment.mean_ms=0', 'step.inventory.mean_ms=0', 'step.shipping.law=exponential',
  'step.shipping.mean_ms=10', 'service.shipping.replicas=2', 'service.shipping.slots=2',
].join('/');

test('for M/M/4 formula, simulation and Erlang agree', async (t) => {
  const { page, context, faults } = await suite.open(station);
  t.after(() => context.close());
  const badge = tile(page, 'P99').locator('.tile-simulated');
  await badge.getByText(/^sim [\d.]+ ± [\d.]+ ms$/).waitFor({ timeout: 60_000 });
  await simulated(page);
  const rows = await table(page);
  for (const [label, p] of [['P50', 0.5], ['P95', 0.95], ['P99', 0.99], ['P99.9', 0.999]]) {
    const { formula, simulation, interval } = rows[label];
    const exact = quantile(p, 4, 320, 0.01);
    // Three digits are shown.
    assert.ok(Math.abs(quantity(formula) / exact - 1) < 0.005, `${label}: ${formula}, not ${exact}`);
    // A 95 % interval of the truth is half as wide again only 4 times in 1000, and the page's seed is fixed: this
    // either always holds or never.
    const [half, gap] = [quantity(interval.slice(2)), Math.abs(quantity(formula) - quantity(simulation))];
    assert.ok(half > 0 && half < (p > 0.99 ? 0.25 : 0.1) * exact, `${label}: ${interval}`);
    assert.ok(gap <= 1.5 * half, `${label}: ${formula} and ${simulation} ${interval}`);
  }
  assert.match(rows.P99.gap, /^[+−]?\d+\.\d %$/);
  // Little: L = λT, from what the page shows.
  const flow = quantity(rows.Throughput.formula) * quantity(rows.Mean.formula);
  assert.ok(Math.abs(flow / quantity(rows['In flight'].formula) - 1) < 0.01);
  faults.none();
});

test('a worker that dies is replaced, and the numbers come out the same', async (t) => {
  const { page, context } = await suite.blank();
  t.after(() => context.close());
  await page.addInitScript(() => {
    const Plain = window.Worker;
    window.workers = [];
    window.Worker = class extends Plain {
      constructor(...rest) {
        super(...rest);
        window.workers.push(this);
      }
    };
  });
  await page.goto(`${suite.site.url}#caches`);
  await started(page);
  await page.getByText(/simulating [1-9]\d?\/40/).waitFor();
  await page.evaluate(() => {
    window.workers[0].terminate();
    window.workers[0].dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
  });
  await simulated(page);
  assert.equal(await page.evaluate(() => window.workers.length), 2);

  const quiet = await suite.open('#caches');
  t.after(() => quiet.context.close());
  await simulated(quiet.page);
  assert.deepEqual(await everything(page), await everything(quiet.page));
});

test('without a worker the page says so and goes on with its formulas', async (t) => {
  // A server that lost the worker's script, or labels it wrongly.
  const site = await serve({
    change: (path, sent) => (/worker-.*\.js$/.test(path) ? { ...sent, 'Content-Type': 'text/plain' } : sent),
  });
  t.after(site.close);
  const { page, context } = await suite.blank();
  t.after(() => context.close());
  await page.goto(site.url);
  await started(page);
  const progress = page.locator('.progress');
  await progress.getByText('no simulation').waitFor();
  assert.match(await progress.getAttribute('title'), /The worker could not do its work: /);
  const before = await value(page, 'P99');
  assert.match((await tiles(page)).P99.all, /no simulation/);
  assert.match(await headline(page).innerText(), /^Meets its objective/);
  await slider(page, 'Shipping: Replicas').press('ArrowRight');
  await until(page, 'P99', (now) => now < before);
  assert.equal(await page.locator('#failure').isVisible(), false);
  assert.doesNotMatch(await page.locator('.strip').innerText(), /simulating|finding the most/);
});

test('the simulation does not keep the page from answering', async (t) => {
  const { page, context, faults } = await suite.open('#fan-out');
  t.after(() => context.close());
  await page.getByText(/simulating \d+\/40/).waitFor();
  const gaps = await page.evaluate(async () => {
    const seen = [];
    let last = performance.now();
    for (let i = 0; i < 30; i += 1) {
      await new Promise((next) => requestAnimationFrame(next));
      seen.push(performance.now() - last);
      last = performance.now();
    }
    return seen;
  });
  // Not a measure of speed, which would be one of the machine: only that no frame waits for a run to end.
  assert.ok(gaps.filter((gap) => gap > 1000).length === 0, gaps.join(' '));
  faults.none();
});
