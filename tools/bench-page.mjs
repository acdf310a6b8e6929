// What one step of a slider costs the page: the work of its main thread (script, style, layout, paint, and what workers
// tell it meanwhile), from the browser's own trace. `node tools/bench-page.mjs FILE`: names and fragments, a line each with a tab between.
// Prints medians and 95th percentiles; nothing fails by being slow. Not what users see; tests/e2e has that.

import { readFileSync } from 'node:fs';
import { launch } from '../tests/e2e/support.mjs';
import { drawn, charts, nextFrame, picture, simulated } from '../tests/e2e/driver.mjs';
import { serve } from './site.mjs';

const STEPS = 100;
/** Longer than this, a task is felt [ms]. */
const LONG = 50;

const sorted = (list) => [...list].sort((a, b) => a - b);
const at = (list, share) => sorted(list)[Math.min(list.length - 1, Math.floor(share * list.length))];
const ms = (x) => `${x.toFixed(1)} ms`;

/** Everything that the browser noted while `run` ran. */
async function traced(page, run) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing'] },
  });
  await run();
  const done = new Promise((resolve) => { session.once('Tracing.tracingComplete', resolve); });
  await session.send('Tracing.end');
  await done;
  await session.detach();
  return events;
}

/** Tasks of the page's main thread [ms]. */
function tasks(events) {
  const mark = events.find((e) => e.name === 'step-0');
  return events
    .filter((e) => e.ph === 'X' && e.pid === mark.pid && e.tid === mark.tid && e.name === 'RunTask')
    .map((e) => ({ from: e.ts / 1e3, took: (e.dur ?? 0) / 1e3 }));
}

async function measure(page, site, name, fragment) {
  await page.goto(`${site.url}#${fragment}`);
  await simulated(page);
  for (const chart of (await charts(page).all()).slice(0, 4)) await drawn(page, picture(chart));
  const slider = page.getByRole('slider', { name: /Arrival rate$/ }).first();
  await slider.scrollIntoViewIfNeeded();
  await slider.focus();
  const events = await traced(page, async () => {
    for (let step = 0; step < STEPS; step += 1) {
      await page.evaluate((n) => performance.mark(`step-${n}`), step);
      await page.keyboard.press(step % 20 < 10 ? 'ArrowRight' : 'ArrowLeft');
      await nextFrame(page);
    }
    await page.evaluate((n) => performance.mark(`step-${n}`), STEPS);
  });
  const all = tasks(events);
  if (all.length === 0) throw new Error('the trace has no tasks: has the browser renamed them?');
  const marks = Array.from({ length: STEPS + 1 }, (_, n) => events.find((e) => e.name === `step-${n}`).ts / 1e3);
  const work = marks.slice(1).map((end, n) => (
    all.filter((t) => t.from >= marks[n] && t.from < end).reduce((sum, t) => sum + t.took, 0)
  ));
  const longest = Math.max(...all.map((t) => t.took));
  const long = all.filter((t) => t.took > LONG).length;
  console.log(
    `${name.padEnd(28)} main thread a step: median ${ms(at(work, 0.5))}, P95 ${ms(at(work, 0.95))};`
    + ` longest task ${ms(longest)}, ${long} over ${LONG} ms`,
  );
}

const links = readFileSync(process.argv[2], 'utf8').split('\n').map((line) => line.split('\t'));
const site = await serve();
const browser = await launch();
try {
  for (const [name, fragment] of links) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 1400 } });
    await measure(page, site, name, fragment);
    await page.close();
  }
} finally {
  await browser.close();
  await site.close();
}
