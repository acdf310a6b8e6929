// What one step of a slider costs the page: the work of its main thread (script, style, layout, paint, and what workers
// tell it meanwhile), from the browser's own trace. `node tools/bench-page.mjs FILE`: names and fragments, a line each with a tab between.
// The steps are those of a key that is held down, so that nothing but the browser's input and the page itself has work there.
// A task lasts longer than it computes where workers and the compositor want the same processors: both times are printed.
// Prints medians and 95th percentiles; nothing fails by being slow. Not what users see; tests/e2e has that.

import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { knowsTour, launch } from '../tests/e2e/support.mjs';
import { drawn, charts, picture, simulated } from '../tests/e2e/driver.mjs';
import { serve } from './site.mjs';

const STEPS = 100;
/** So many steps a second, as keyboards repeat. */
const PACE = 30;
/** Longer than this, a task is felt [ms]. */
const LONG = 50;

const sorted = (list) => [...list].sort((a, b) => a - b);
const at = (list, share) => sorted(list)[Math.min(list.length - 1, Math.floor(share * list.length))];
const ms = (x) => `${x.toFixed(1)} ms`;

/** Everything that the browser noted while `run` ran. */
async function traced(session, run) {
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] },
  });
  await run();
  const done = new Promise((resolve) => { session.once('Tracing.tracingComplete', resolve); });
  await session.send('Tracing.end');
  await done;
  return events;
}

/** Holds an arrow down, to the right and to the left in turn. */
async function hold(session) {
  const sent = [];
  const began = performance.now();
  for (let step = 0; step < STEPS; step += 1) {
    const [key, code] = step % 20 < 10 ? ['ArrowRight', 39] : ['ArrowLeft', 37];
    await wait(Math.max(0, began + (step * 1000) / PACE - performance.now()));
    // A page that is late gets the next one all the same.
    sent.push(session.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode: code, autoRepeat: step > 0,
    }));
  }
  await Promise.all(sent);
}

async function measure(page, site, name, fragment) {
  await page.goto(`${site.url}#${fragment}`);
  await simulated(page);
  for (const chart of (await charts(page).all()).slice(0, 4)) await drawn(page, picture(chart));
  const slider = page.getByRole('slider', { name: /Arrival rate$/ }).first();
  await slider.scrollIntoViewIfNeeded();
  await slider.focus();
  const session = await page.context().newCDPSession(page);
  const events = await traced(session, () => hold(session));
  await session.detach();
  const keys = events.filter((e) => e.name === 'EventDispatch' && e.args?.data?.type === 'keydown');
  if (keys.length !== STEPS) throw new Error(`${keys.length} of ${STEPS} keys in the trace: has the browser renamed them?`);
  const all = events
    .filter((e) => e.ph === 'X' && e.pid === keys[0].pid && e.tid === keys[0].tid && e.name === 'RunTask')
    .map((e) => ({ end: e.ts + (e.dur ?? 0), took: (e.dur ?? 0) / 1e3, computed: (e.tdur ?? 0) / 1e3 }));
  // A step is what ends after its key and not after the next: the task that the key comes in is the first of it.
  const begins = keys.map((key) => key.ts).sort((a, b) => a - b);
  const steps = begins.slice(0, -1).map((begin, n) => all.filter((t) => t.end > begin && t.end <= begins[n + 1]));
  const spread = (what) => {
    const work = steps.map((tasks) => tasks.reduce((sum, task) => sum + task[what], 0));
    return `median ${ms(at(work, 0.5))}, P95 ${ms(at(work, 0.95))}`;
  };
  const longest = Math.max(...all.map((t) => t.took));
  const long = all.filter((t) => t.took > LONG).length;
  console.log(
    `${name.padEnd(28)} main thread a step: ${spread('took')} (computing ${spread('computed')});`
    + ` longest task ${ms(longest)}, ${long} over ${LONG} ms`,
  );
}

const links = readFileSync(process.argv[2], 'utf8').trim().split('\n').map((line) => line.split('\t'));
const site = await serve();
const browser = await launch();
try {
  for (const [name, fragment] of links) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 1400 } });
    await knowsTour(context);
    await measure(await context.newPage(), site, name, fragment);
    await context.close();
  }
} finally {
  await browser.close();
  await site.close();
}
