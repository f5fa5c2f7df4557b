// What journeys are made of.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export const PHONE = 320;
export const TABLET = 768;
export const DESK = 1440;

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Presses Tab until the focus is on the first element that matches, or on one that does. */
export async function tabTo(page, selector) {
  for (let n = 0; n < 300; n += 1) {
    if (await page.evaluate((it) => document.activeElement.matches(it), selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not get to ${selector}`);
}

export async function accessible(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { preload: false }));
  assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}`)), []);
}
