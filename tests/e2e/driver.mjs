// The page as its user handles it: knobs by their names, tiles, tables, links. Every wait is for a condition.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const exact = (page, role, name) => page.getByRole(role, { name, exact: true });
export const slider = (page, name) => exact(page, 'slider', name);
export const box = (page, name) => exact(page, 'textbox', name);
export const select = (page, name) => exact(page, 'combobox', name);
export const headline = (page) => page.locator('.headline');
export const parameters = (page) => page.getByRole('complementary', { name: 'Parameters' });

/** Shows the knobs whose label, object or path has all of these words; none shows them all. */
export async function filter(page, words = '') {
  await page.getByRole('searchbox', { name: 'Filter parameters' }).fill(words);
}

/** Types a value into a number box and leaves it. */
export async function type(page, name, text) {
  const input = box(page, name);
  await input.fill(text);
  await input.press('Enter');
}

/** The tiles' texts, whole, by their labels. */
export async function tiles(page) {
  const texts = await page.locator('.tile').evaluateAll((all) => all.map((tile) => [
    tile.querySelector('.tile-label').firstChild.textContent.trim(),
    { value: tile.querySelector('.tile-value').textContent, all: tile.textContent },
  ]));
  assert.equal(texts.length, 8);
  return Object.fromEntries(texts);
}

export const tile = (page, label) => page.locator('.tile').filter({
  has: page.locator('.tile-label', { hasText: new RegExp(`^${label.replace('.', '\\.')}(?![.\\d])`) }),
});

const units = {
  '': 1, d: 86_400, h: 3600, min: 60, s: 1, ms: 1e-3, µs: 1e-6, ns: 1e-9, '%': 0.01,
  '/s': 1, 'k/s': 1e3, 'M/s': 1e6, 'G/s': 1e9, k: 1e3, M: 1e6, USD: 1,
};

/** The number that a shown text means, in seconds, per second and fractions. */
export function quantity(text) {
  const found = /^([−+<]?)([\d.\u202f]+(?:e-?\d+)?|∞) ?(.*)$/.exec(text.trim());
  assert.ok(found && found[3] in units, `no quantity: ${text}`);
  const size = found[2] === '∞' ? Infinity : Number(found[2].replaceAll('\u202f', '')) * units[found[3]];
  return found[1] === '−' ? -size : size;
}

/** The number on a tile. */
export async function value(page, label) {
  return quantity((await tiles(page))[label].value);
}

/** Looks once a frame until `look` gives something, at most half a minute. */
export async function eachFrame(page, what, look) {
  for (const end = Date.now() + 30_000; ;) {
    const found = await look();
    if (found !== undefined) return found;
    assert.ok(Date.now() < end, `waited in vain for ${what}`);
    await nextFrame(page);
  }
}

/** Waits until a button or whatever can be pressed is, or is not: the page may draw a moment after it was told. */
export async function pressed(one, wanted = true) {
  const node = await one.elementHandle();
  await one.page().waitForFunction(([it, now]) => it.getAttribute('aria-pressed') === now, [node, String(wanted)]);
}

/** Waits until there is nothing to undo. */
export const nothingToUndo = (page) => page.getByRole('button', { name: 'Undo', disabled: true }).waitFor();

/** Waits until the number on a tile is as `holds` says. */
export function until(page, label, holds) {
  return eachFrame(page, `${label}: ${holds}`, async () => {
    const now = await value(page, label);
    return holds(now) ? now : undefined;
  });
}

/** Waits until the browser has drawn twice. */
export const nextFrame = (page) => page.evaluate(() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(done));
}));

/** Waits until the simulation of the present scenario is finished. */
export async function simulated(page) {
  await page.locator('.progress', { hasText: /^simulated (once|\d+ times)/ }).waitFor({ state: 'attached', timeout: 90_000 });
  // The curves come from the same worker; a tile says when they are missing.
  await page.getByText('finding the most…').waitFor({ state: 'hidden' });
  await page.locator('.is-stale').waitFor({ state: 'hidden' });
}

/** The table of formulas beside simulated values: cells by output. */
export async function table(page) {
  const compare = page.locator('details.compare');
  if (!(await compare.evaluate((details) => details.open))) await compare.locator('summary').click();
  await compare.locator('tbody tr').first().waitFor();
  const rows = await compare.locator('tbody tr').evaluateAll((all) => all.map((row) => (
    [...row.cells].map((cell) => cell.textContent)
  )));
  return Object.fromEntries(rows.map(([name, formula, simulation, interval, gap]) => (
    [name, { formula, simulation, interval, gap }]
  )));
}

/** What a chart saves as CSV: every digit of what it shows. */
export async function csv(page, chart) {
  const arriving = page.waitForEvent('download');
  await chart.getByRole('button', { name: /as CSV$/ }).click();
  return readFileSync(await (await arriving).path(), 'utf8');
}

export const charts = (page) => page.locator('section.chart');
/** The canvas of a chart that shows its data; axes and grid lie on another under it. */
export const picture = (chart) => chart.locator('canvas[role=img]');

/** What is on a canvas: its pixels against its size on the page, how many are inked and in how many colours. */
const ink = (canvas) => canvas.evaluate((one) => {
  // From a copy: browsers warn of a canvas that is read again and again.
  const copy = new OffscreenCanvas(one.width, one.height).getContext('2d', { willReadFrequently: true });
  copy.drawImage(one, 0, 0);
  const { data } = copy.getImageData(0, 0, one.width, one.height);
  const colours = new Set();
  let inked = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] > 0) {
      inked += 1;
      colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
    }
  }
  return { pixels: [one.width, one.height], size: [one.clientWidth, one.clientHeight], inked, colours: colours.size };
});

/** Brings a canvas into view and waits until it is drawn in its full size. */
export async function drawn(page, canvas) {
  const ratio = await page.evaluate(() => devicePixelRatio);
  await canvas.scrollIntoViewIfNeeded();
  return eachFrame(page, 'a picture', async () => {
    const now = await ink(canvas);
    const isFull = now.pixels.every((length, i) => length === Math.round(now.size[i] * ratio));
    return now.inked > 0 && isFull ? now : undefined;
  });
}

/** Everything that the page says of its scenario, to the last digit where it has them. */
export async function everything(page) {
  const files = [];
  for (const chart of await charts(page).all()) files.push(await csv(page, chart));
  return { tiles: await tiles(page), table: await table(page), files, headline: await headline(page).innerText() };
}

/** Drags a slider's thumb by a share of its track, with the mouse, in steps; `during` is called before it is let go. */
export async function drag(page, name, share, during = async () => {}) {
  const input = slider(page, name);
  await input.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await input.boundingBox();
  const at = await input.evaluate((range) => Number(range.value) / Number(range.max));
  const thumb = 16;
  const place = (part) => x + thumb / 2 + part * (width - thumb);
  await page.mouse.move(place(at), y + height / 2);
  await page.mouse.down();
  await page.mouse.move(place(Math.min(1, Math.max(0, at + share))), y + height / 2, { steps: 12 });
  await during();
  await page.mouse.up();
}

export const hash = (page) => page.evaluate(() => location.hash);

/** Waits until the address says something else than it did. */
export async function addressChanged(page, before) {
  await page.waitForFunction((old) => location.hash !== old, before);
  return hash(page);
}

/** The button that has the focus, by its name. */
export const focused = (page) => page.evaluate(() => {
  const one = document.activeElement;
  return one.matches('button') ? one.getAttribute('aria-label') ?? one.textContent : null;
});

/** Opens an example from the gallery. */
export async function openExample(page, title) {
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('dialog', { name: 'Examples' }).getByRole('button', { name: title }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

/** A row of the table in the explanation of the bottleneck: what goes into a service's waiting. */
export async function inputs(page, service) {
  await tile(page, 'Bottleneck').click();
  const dialog = page.getByRole('dialog', { name: 'Bottleneck' });
  const row = dialog.getByRole('row').filter({ has: page.getByRole('rowheader', { name: service, exact: true }) });
  const [visits, work, slots, busy, wait] = await row.getByRole('cell').allInnerTexts();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  return { visits: quantity(visits), work, slots, busy: quantity(busy), wait };
}

/** All text of the page, and all that is said instead of pictures. */
export function words(page) {
  return page.evaluate(() => {
    const said = [...document.querySelectorAll('*')].flatMap((element) => (
      ['aria-label', 'aria-valuetext', 'title', 'alt', 'value', 'd', 'x', 'width', 'points', 'transform']
        .map((name) => element.getAttribute(name))
    ));
    return [document.body.innerText, document.title, ...said.filter(Boolean)].join('\n');
  });
}
