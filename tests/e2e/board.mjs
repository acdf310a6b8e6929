// The diagram as its user handles it: services and calls by their names, threads that are pulled. Not what comes of it.

import { readFileSync } from 'node:fs';

/** The link of a system of so many services; `tests/it/editing.rs` writes these. */
export const system = (services) => `#${readFileSync(new URL(`systems/${services}.txt`, import.meta.url), 'utf8').trim()}`;

export const picture = (page) => page.locator('.system-svg');
export const node = (page, name) => page.locator('.node', { has: page.locator('title', { hasText: new RegExp(`^${name}, `) }) });
export const call = (page, from, to) => page.locator(`.edge[aria-label^="Call from ${from} to ${to},"]`);
export const nodes = (page) => page.locator('.node .node-name').allTextContents();
export const undo = (page) => page.keyboard.press('Control+z');
export const middle = async (locator) => {
  const { x, y, width, height } = await locator.boundingBox();
  return [x + width / 2, y + height / 2];
};

/** Drags from the middle of one thing to the middle of another. */
export async function pull(page, from, to, during = async () => {}) {
  await from.scrollIntoViewIfNeeded();
  const [begin, end] = [await middle(from), await middle(to)];
  await page.mouse.move(...begin);
  await page.mouse.down();
  await page.mouse.move(...end, { steps: 8 });
  await during();
  await page.mouse.up();
}

/** The dot at the side of a service from which calls are pulled. */
export async function handle(page, name) {
  await node(page, name).hover();
  return node(page, name).locator('.handle-touch');
}
