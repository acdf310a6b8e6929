// For every reader: no page wider than its window, nothing that axe objects to, a name on every control.

import assert from 'node:assert/strict';
import test from 'node:test';
import { charts, eachFrame, filter, focused, nextFrame, slider, tile, type, value } from './driver.mjs';
import { axe, presets, themes, useSuite, widths } from './support.mjs';

const suite = useSuite(test);
const controls = ['button', 'slider', 'textbox', 'searchbox', 'combobox', 'switch', 'checkbox', 'link', 'image', 'dialog', 'region'];

/** Controls, pictures and regions as assistive technology is told of them. */
async function named(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes.filter((node) => !node.ignored && controls.includes(node.role?.value))
    .map((node) => ({ role: node.role.value, name: (node.name?.value ?? '').trim() }));
}

/** Every control has a name, and sliders, boxes and lists one of their own. */
async function allNamed(page) {
  const found = await named(page);
  assert.ok(found.length > 20);
  assert.deepEqual(found.filter(({ name }) => !name), []);
  const knobs = found.filter(({ role }) => !['button', 'region'].includes(role)).map(({ role, name }) => `${role} ${name}`);
  assert.deepEqual(knobs.filter((name, i) => knobs.indexOf(name) !== i), []);
}

const overflow = (page) => page.evaluate(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  // Who sticks out, for the message.
  return [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > clientWidth + 1)
    .slice(0, 5).map((one) => `${one.tagName}.${one.getAttribute('class')} at ${scrollWidth} of ${clientWidth}`);
});

for (const preset of presets) {
  test(`${preset} fits into every window, and all that it shows has a name`, async (t) => {
    const { page, context, faults } = await suite.open(`#${preset}`);
    t.after(() => context.close());
    for (const width of [...widths, 320]) {
      await page.setViewportSize({ width, height: 900 });
      await nextFrame(page);
      assert.deepEqual(await overflow(page), [], `${width} px wide`);
      const fold = page.getByRole('button', { name: 'Change parameters' });
      if (await fold.isVisible()) {
        await fold.click();
        assert.deepEqual(await overflow(page), [], `${width} px wide with its parameters`);
        await page.getByRole('button', { name: 'Hide parameters' }).click();
      }
      // The strip's tiles scroll by themselves where they must, and no text is cut in the middle of a number.
      const cut = await page.locator('.tile-value .number').evaluateAll((all) => (
        all.filter((one) => one.getBoundingClientRect().right > one.closest('.tile').getBoundingClientRect().right)
          .map((one) => one.textContent)
      ));
      assert.deepEqual(cut, [], `${width} px wide`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    // All sections open: every knob there is.
    const folded = page.locator('.part-head[aria-expanded=false]');
    while (await folded.count() > 0) await folded.first().click();
    await allNamed(page);
    assert.deepEqual(await axe(page), []);
    faults.none();
  });
}

const dialogs = {
  gallery: (page) => page.getByRole('button', { name: 'Examples' }).click(),
  scenarios: (page) => page.getByRole('button', { name: 'Scenarios' }).click(),
  share: (page) => page.getByRole('button', { name: 'Share' }).click(),
  help: (page) => page.getByRole('button', { name: 'Help' }).click(),
  'explanation of P99': (page) => tile(page, 'P99').click(),
  'explanation of the cost': (page) => tile(page, 'Cost a month').click(),
  'explanation of the bottleneck': (page) => tile(page, 'Bottleneck').click(),
};

test('each dialog is named, fits, passes axe, and gives the focus back', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  for (const [name, open] of Object.entries(dialogs)) {
    await t.test(name, async () => {
      await open(page);
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      assert.ok(await dialog.getByRole('heading', { level: 2 }).innerText());
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await axe(page), [], colorScheme);
      }
      await page.setViewportSize({ width: 320, height: 640 });
      assert.deepEqual(await overflow(page), []);
      assert.deepEqual(await axe(page), [], '320 px wide');
      await page.setViewportSize({ width: 1440, height: 900 });
      assert.ok(await dialog.evaluate((one) => one.contains(document.activeElement)), 'the focus is in it');
      const opener = await page.evaluate(() => document.activeElement.textContent);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      const back = await focused(page);
      assert.ok(back && back !== opener, 'the focus is back');
      await open(page);
      await dialog.getByRole('button', { name: 'Close', exact: true }).click();
      await dialog.waitFor({ state: 'hidden' });
      assert.equal(await focused(page), back, 'and by the button too');
    });
  }
  faults.none();
});

suite.onPage('no width between telephone and desk scrolls sideways', '', async (page) => {
  for (const width of [560, 601, 616, 631, 641, 700, 760, 999]) {
    await page.setViewportSize({ width, height: 900 });
    await nextFrame(page);
    assert.deepEqual(await overflow(page), [], `${width} px wide`);
  }
});

test('with colours of one\'s own, sliders and what is pressed are still seen', async (t) => {
  const { page, context } = await suite.open('', { forcedColors: 'active' });
  t.after(() => context.close());
  await page.getByRole('button', { name: 'Pin baseline' }).click();
  const pinned = page.getByRole('button', { name: 'Unpin baseline' });
  await page.waitForFunction((button) => {
    const one = document.body.appendChild(document.createElement('i'));
    one.style.background = 'Highlight';
    const { backgroundColor } = getComputedStyle(one);
    one.remove();
    return getComputedStyle(button).backgroundColor === backgroundColor;
  }, await pinned.elementHandle());
  assert.equal(await pinned.getAttribute('aria-pressed'), null, 'its name says it already');
  assert.equal(await slider(page, 'Checkout: Arrival rate').evaluate((one) => getComputedStyle(one).forcedColorAdjust), 'none');
});

test('a finger that scrolls over a slider leaves it where it was', async (t) => {
  const { page, context } = await suite.open('', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  t.after(() => context.close());
  await page.getByRole('button', { name: 'Change parameters' }).click();
  const input = slider(page, 'Checkout: Arrival rate');
  await input.scrollIntoViewIfNeeded();
  const [before, { x, y, width, height }] = [await input.inputValue(), await input.boundingBox()];
  const finger = await context.newCDPSession(page);
  const touch = (type, ...touchPoints) => finger.send('Input.dispatchTouchEvent', { type, touchPoints });
  const [left, top] = [x + 0.9 * width, y + height / 2];
  await touch('touchStart', { x: left, y: top });
  for (let i = 1; i <= 20; i += 1) await touch('touchMove', { x: left, y: top - 10 * i });
  await page.waitForFunction(() => scrollY > 50);
  // The page runs on when the finger is lifted, how far depends on how fast frames came.
  const rest = await page.evaluateHandle(() => ({ ended: new Promise((done) => addEventListener('scrollend', done, { once: true })) }));
  await touch('touchEnd');
  await rest.evaluate(({ ended }) => ended.then(() => true));
  assert.equal(await input.inputValue(), before);
  // Along the slider it moves it.
  await input.evaluate((one) => one.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await nextFrame(page);
  const now = await input.boundingBox();
  await touch('touchStart', { x: left, y: now.y + height / 2 });
  for (let i = 1; i <= 10; i += 1) await touch('touchMove', { x: left - 10 * i, y: now.y + height / 2 });
  await touch('touchEnd');
  await page.waitForFunction(([one, old]) => one.value !== old, [await input.elementHandle(), before]);
});

/** Names what has the focus where none of it can be seen: it is outside the window, or something stands before it. */
const hidden = (page) => page.evaluate(() => {
  const one = document.activeElement;
  const { left, top, width, height } = one.getBoundingClientRect();
  const steps = [0.05, 0.25, 0.5, 0.75, 0.95];
  const isSeen = (x, y) => {
    const there = document.elementFromPoint(left + x * width, top + y * height);
    return one === document.body || (there && (one.contains(there) || there.contains(one)));
  };
  return steps.some((x) => steps.some((y) => isSeen(x, y))) ? [] : [one.getAttribute('aria-label') ?? one.textContent.trim()];
});

for (const [who, isNew] of [['who were here before', false], ['who are shown the tour', true]]) {
  test(`on a telephone the focus stays in sight, for those ${who}`, async (t) => {
    const { page, context } = await suite.open('', { viewport: { width: 390, height: 844 }, isNew });
    t.after(() => context.close());
    await page.locator('.chart').last().waitFor();
    for (const key of ['Tab', 'Shift+Tab']) {
      const unseen = [];
      for (let stop = 0; stop < 70; stop += 1) {
        await page.keyboard.press(key);
        unseen.push(...await hidden(page));
      }
      assert.deepEqual(unseen, [], key);
    }
  });
}

test('in a low window the numbers leave room for the rest', async (t) => {
  const { page, context } = await suite.open();
  t.after(() => context.close());
  for (const [width, height] of [[1024, 600], [1024, 500], [844, 390]]) {
    await page.setViewportSize({ width, height });
    await page.mouse.move(width * 0.7, height - 20);
    await page.mouse.wheel(0, 400);
    const taken = () => page.evaluate(() => document.querySelector('.strip').getBoundingClientRect().bottom / innerHeight);
    await eachFrame(page, `room in ${width} × ${height}`, async () => (await taken() < 0.4) || undefined);
  }
});

test('axe finds nothing in the states that are not the usual one', async (t) => {
  // Colours fade from one theme to the other; where motion is not wanted they do not, and axe reads what will stay.
  const options = { reducedMotion: 'reduce' };
  const { page, context, faults } = await suite.open('#checkout/journey.checkout.arrival_rps=140', options);
  t.after(() => context.close());
  await page.locator('.headline', { hasText: 'Overloaded' }).waitFor();
  // A serious caveat unfolded, a pinned baseline, a service selected, a wrong value, a banner, a chart as a table.
  await page.locator('.caveats summary').click();
  await page.getByRole('button', { name: 'Pin baseline' }).click();
  await page.getByRole('button', { name: /^Shipping, / }).click();
  await type(page, 'Shipping: Replicas', 'lots');
  await charts(page).getByRole('button', { name: 'Table' }).first().click();
  await page.evaluate(() => (location.hash = 'nonsense'));
  await page.getByRole('alert').waitFor();
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await axe(page), [], colorScheme);
  }
  faults.none();
});

test('a baseline, its table and a replay widen no page', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  await page.getByRole('button', { name: 'Pin baseline' }).click();
  await slider(page, 'Shipping: Replicas').press('ArrowRight');
  await page.getByRole('table', { name: 'What changed against the baseline' }).waitFor();
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.getByRole('button', { name: 'A P99 request' }).click();
  for (const width of [...widths, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await nextFrame(page);
    assert.deepEqual(await overflow(page), [], `${width} px wide`);
  }
  faults.none();
});

test('charts are pictures whose names say what they show, now', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  const pictures = page.locator('canvas:not([aria-hidden])');
  assert.equal(await pictures.count(), await page.locator('canvas[role=img][aria-label]').count());
  assert.ok(await pictures.count() >= 4);
  const picture = page.getByRole('img', { name: /^Latency distribution\. / });
  const before = await picture.getAttribute('aria-label');
  assert.match(before, /960 ms/);
  const p99 = await value(page, 'P99');
  await slider(page, 'Shipping: Replicas').press('ArrowRight');
  await page.waitForFunction((old) => (
    document.querySelector('canvas[aria-label^="Latency distribution"]').getAttribute('aria-label') !== old
  ), before);
  assert.ok(await value(page, 'P99') < p99);
  faults.none();
});

test('the verdict is read out, once it stands', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  const live = page.locator('[aria-live=polite]');
  await live.getByText(/^Meets its objective: P99 of 960 ms/).waitFor({ state: 'attached' });
  await type(page, 'Checkout: SLO latency', '500ms');
  await live.getByText(/^Misses its objective: P99 of 960 ms is over 500 ms/).waitFor({ state: 'attached' });
  faults.none();
});

test('the theme of the visitor is kept, and the filter says when it lets nothing through', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  await page.getByRole('button', { name: 'Theme: as the system' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  await filter(page, 'no such knob');
  await page.getByText('No parameter has that').waitFor();
  faults.none();
});
