// Searching, as a journey of its own: in the dialog, on the home page and on search.html.

import assert from 'node:assert/strict';
import { DESK, PHONE, TABLET, accessible, tabTo } from './steps.mjs';

/** The longest word of a page's title, which a search must find it by. */
const wordOf = (page) =>
  page.locator('h1').evaluate((heading) => heading.textContent.match(/\p{L}+/gu).sort((a, b) => b.length - a.length)[0]);

export const SEARCHES = [
  {
    name: 'search and go, by keyboard alone',
    needs: 'topic',
    widths: [PHONE, TABLET, DESK],
    run: async (page, { root, topic }) => {
      await page.goto(root + topic);
      const word = await wordOf(page);
      await page.goto(`${root}index.html`);
      await tabTo(page, '.brand');
      await page.keyboard.press('/');
      const input = page.locator('dialog.search input');
      assert.ok(await input.evaluate((it) => it === document.activeElement), 'the focus is not in the box');
      await page.keyboard.type(word);
      await page.locator('dialog .hit[aria-selected]').waitFor();
      assert.equal(await input.getAttribute('aria-activedescendant'), await page.locator('dialog [aria-selected]').getAttribute('id'));
      assert.ok((await page.locator('dialog .hit mark').count()) > 0, 'nothing is marked');
      const first = await page.locator('dialog [aria-selected]').getAttribute('id');
      await page.keyboard.press('ArrowUp');
      assert.notEqual(await page.locator('dialog [aria-selected]').getAttribute('id'), first);
      await page.keyboard.press('ArrowDown');
      const url = await page.locator('dialog [aria-selected]').evaluate((it) => it.href);
      await page.keyboard.press('Enter');
      await page.waitForURL(url);
      await page.goBack();
      await page.waitForURL(`${root}index.html`);
      // A browser may bring the page back as it was; the dialog is closed in any case.
      assert.equal(await page.locator('dialog[open]').count(), 0);
    },
  },
  {
    name: 'leave a search',
    needs: 'topic',
    run: async (page, { root, topic }) => {
      await page.goto(root + topic);
      await tabTo(page, '.finder');
      await page.keyboard.press('Enter');
      await page.locator('dialog.search[open]').waitFor();
      await page.keyboard.type('qqqqxxxqqq');
      await page.waitForFunction(() => document.querySelector('dialog [role="status"]').textContent.includes('qqqqxxxqqq'));
      assert.equal(await page.locator('dialog .hit').count(), 0);
      await page.keyboard.press('Enter');
      assert.ok(page.url().endsWith(topic));
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('dialog[open]').count(), 0);
      assert.ok(await page.locator('.finder').evaluate((it) => it === document.activeElement), 'the focus is not back');
      await page.keyboard.press('Control+k');
      await page.locator('dialog.search[open]').waitFor();
    },
  },
  {
    name: 'search from the home page, and all results',
    needs: 'topic',
    widths: [PHONE, DESK],
    run: async (page, { root, topic }) => {
      await page.goto(root + topic);
      const word = await wordOf(page);
      await page.goto(`${root}index.html`);
      await page.locator('.searching input').fill(word);
      await page.locator('.searching .hit').first().waitFor();
      await page.keyboard.press('/');
      assert.equal(await page.locator('dialog').count(), 0, 'a shortcut worked in the box');
      await page.goto(`${root}search.html?q=${encodeURIComponent(word)}`);
      await page.locator('.hit').first().waitFor();
      assert.equal(await page.locator('#query').inputValue(), word);
      assert.ok((await page.locator('.hit').evaluateAll((all, end) => all.some((it) => it.href.includes(end)), topic)), 'the page is not found');
      assert.ok((await page.locator('.page-index a').count()) > 3);
    },
  },
  {
    name: 'a published site that has changed since',
    needs: 'topic',
    run: async (page, { root, topic }) => {
      let asked = 0;
      await page.route(/search\/terms-/, (route) => {
        asked += 1;
        return asked === 1 ? route.fulfill({ contentType: 'text/javascript', body: 'crib.shard("none", 0)' }) : route.continue();
      });
      await page.goto(root + topic);
      const word = await wordOf(page);
      await page.keyboard.press('/');
      await page.keyboard.type(word);
      await page.locator('dialog .hit').first().waitFor();
      assert.ok(asked > 1);
    },
  },
  {
    name: 'without JavaScript search.html is an index',
    needs: 'topic',
    isPlain: true,
    widths: [PHONE, DESK],
    run: async (page, { root, topic }) => {
      await page.goto(root + topic);
      await page.locator('.finder').press('Enter');
      await page.waitForURL(`${root}search.html`);
      assert.equal(await page.locator('.searching').filter({ visible: true }).count(), 0);
      assert.ok(await page.locator(`.page-index a[href="${topic}"]`).isVisible());
    },
  },
  ...['light', 'dark'].map((scheme) => ({
    name: `results are accessible (${scheme})`,
    needs: 'topic',
    widths: [PHONE, DESK],
    run: async (page, { root, topic }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(root + topic);
      const word = await wordOf(page);
      await page.keyboard.press('/');
      await accessible(page);
      await page.keyboard.type(word);
      await page.locator('dialog .hit').first().waitFor();
      await accessible(page);
      await page.goto(`${root}search.html?q=${encodeURIComponent(word)}`);
      await page.locator('.hit').first().waitFor();
      await accessible(page);
    },
  })),
];
