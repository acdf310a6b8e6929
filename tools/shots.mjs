// Photographs the page into tests/e2e/shots/: the first sight, the tour, each example as a whole, an overload, a replay, a bad
// link, every dialog and every view of a frame, at every width, light and dark. `node tools/shots.mjs WORD` takes only those whose name contains WORD.

import { charts, drawn, picture, simulated } from '../tests/e2e/driver.mjs';
import { shootAll, useSuite } from '../tests/e2e/support.mjs';

/** Waits until nothing on the page is still on its way. */
async function settled(page) {
  await simulated(page);
  for (const chart of await charts(page).all()) await drawn(page, picture(chart));
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('html, .main, .knobs, .tiles')) one.scrollTo(0, 0);
  });
}

/** The same in a window so high that nothing scrolls by itself. */
async function whole(page, { width }) {
  await settled(page);
  for (let round = 0; round < 2 && width >= 1000; round += 1) { // charts take what room there is
    const missing = await page.locator('.main').evaluate((main) => main.scrollHeight - main.clientHeight);
    await page.setViewportSize({ width, height: page.viewportSize().height + missing });
    await settled(page);
  }
}

/** A button of the page pressed, and the dialog that it opens. */
const dialog = (name) => async (page) => {
  await settled(page);
  await page.getByRole('button', { name }).first().click();
  await page.getByRole('dialog').waitFor();
};

/** A view as a frame of this size shows it. */
const framed = (width, height) => async (page) => {
  await page.setViewportSize({ width, height });
  await page.waitForFunction(() => !/finding the/i.test(document.body.innerText));
  for (const chart of await charts(page).all()) await drawn(page, picture(chart));
};

const knobs = '!knob=service.payment.replicas/!knob=journey.checkout.arrival-rps';
const overload = 'journey.checkout.arrival_rps=140';
const scenes = [
  ['first-sight', '', settled],
  ['tour', '', async (page) => {
    await page.addInitScript(() => localStorage.removeItem('headroom.tour'));
    await page.reload();
    await settled(page);
    await page.locator('.tour').waitFor();
  }],
  ...['checkout', 'later', 'budget', 'fan-out', 'caches', 'stampede', 'edge', 'pools', 'storm']
    .map((preset) => [preset, `#${preset}`, whole]),
  ['overload', `#checkout/${overload}`, whole],
  ['replay', '#checkout/journey.checkout.arrival_rps=122', async (page, at) => {
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByRole('slider', { name: 'Moment of the replay' }).fill('700');
    await page.getByRole('button', { name: 'A P99 request' }).click();
    await whole(page, at);
  }],
  ['gallery', '', async (page) => {
    await settled(page);
    await page.getByRole('button', { name: 'Examples' }).click();
    await page.getByRole('dialog').waitFor();
  }],
  ['share', '', dialog('Share')],
  ['scenarios', '', dialog('Scenarios')],
  ['help', '', dialog('Help')],
  ['explanation', '', dialog(/^P99 /)],
  ['table', '', async (page) => {
    await settled(page);
    await charts(page).first().getByRole('button', { name: /table/i }).click();
  }],
  ['compared', '', async (page, at) => {
    await settled(page);
    await page.getByRole('button', { name: 'Pin baseline' }).click();
    if (at.width < 1000) await page.getByRole('button', { name: 'Change parameters' }).click();
    await page.getByRole('slider', { name: 'Checkout: Arrival rate' }).first().press('ArrowLeft');
    await whole(page, at);
  }],
  ...['latency', 'load', 'cost', 'diagram'].flatMap((view) => [[640, 420], [320, 240]].map(([width, height]) => (
    [`frame-${view}-${height}`, `#checkout/!view=${view}/${knobs}`, framed(width, height)]
  ))),
  ['bad-link', '#no-such-thing', async (page) => {
    await settled(page);
    await page.getByRole('alert').waitFor();
  }],
];

// A suite outside a test runner: its two hooks are called by hand.
const hooks = {};
const suite = useSuite({ before: (start) => (hooks.start = start), after: (stop) => (hooks.stop = stop) });
await hooks.start();
try {
  for (const [name, hash, act] of scenes.filter(([known]) => known.includes(process.argv[2] ?? ''))) {
    for (const path of await shootAll(suite, name, act, hash)) console.log(path);
  }
} finally {
  await hooks.stop();
}
