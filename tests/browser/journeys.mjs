// What readers do, step by step: mostly with the keyboard, from disk and under a subpath, on a phone,
// a tablet and a desk, with JavaScript and without.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { SEARCHES } from './searches.mjs';
import { serve } from './server.mjs';
import { DESK, PHONE, TABLET, accessible, tabTo } from './steps.mjs';


/** Records one check for each journey, place and width. */
export async function checkJourneys(site, pages, record) {
  const book = bookOf(site, pages);
  const server = await serve(site);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  const places = { disk: pathToFileURL(join(site, '/')).href, server: server.url };
  try {
    for (const [place, root] of Object.entries(places)) {
      for (const journey of [...JOURNEYS, ...SEARCHES].filter(({ needs }) => !needs || book[needs])) {
        for (const width of journey.widths ?? [DESK]) {
          const problems = await travel(browser, { ...book, root, width }, journey);
          record(`${site}: ${journey.name} (${place}, ${width}px)`, problems);
        }
      }
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Finds pages that have what the journeys need. */
function bookOf(site, pages) {
  const html = new Map(pages.map((page) => [page, readFileSync(join(site, page), 'utf8')]));
  const find = (...parts) => pages.find((page) => parts.every((part) => html.get(page).includes(part)));
  const topic = 'class="page"';
  return {
    topic: find(topic, 'class="next"', 'class="prev"', 'class="toc"'),
    card: find(topic, 'class="study card"', 'class="next"'),
    code: find(topic, '<figure class="code'),
    // Paper has no tabs to choose from.
    tabs: pages.find((page) => page !== 'print.html' && html.get(page).includes('class="tabs"')),
    plans: find('class="home"', '<fieldset class="plans"'),
  };
}

async function travel(browser, book, journey) {
  const problems = [];
  const context = await browser.newContext({
    viewport: { width: book.width, height: 800 },
    hasTouch: book.width < DESK,
    javaScriptEnabled: !journey.isPlain,
    reducedMotion: 'reduce',
  });
  if (!book.root.startsWith('file:')) {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(book.root).origin });
  } else {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  }
  const page = await context.newPage();
  page.setDefaultTimeout(5000);
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`script: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(book.root) && !request.url().startsWith('data:')) {
      problems.push(`request to ${request.url()}`);
    }
  });
  try {
    await journey.run(page, book);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) problems.push(`${overflow}px of sideways scroll`);
  } catch (error) {
    problems.push(error.message.replaceAll('\n', ' '));
  }
  await context.close();
  return problems;
}

const JOURNEYS = [
  {
    name: 'skip to the content',
    needs: 'topic',
    widths: [PHONE, DESK],
    run: async (page, { root, topic }) => {
      await page.goto(root + topic);
      await page.keyboard.press('Tab');
      assert.ok(await page.locator('.skip').evaluate((link) => link === document.activeElement && link.getBoundingClientRect().top >= 0));
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    },
  },
  {
    name: 'open the sidebar and go to a page',
    widths: [PHONE, TABLET],
    run: async (page, { root }) => {
      await page.goto(`${root}index.html`);
      await tabTo(page, '.menu');
      await page.keyboard.press('Enter');
      await page.locator('#nav:popover-open').waitFor();
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('#nav:popover-open').count(), 0);
      assert.ok(await page.locator('.menu').evaluate((menu) => menu === document.activeElement), 'the focus is not back');
      await page.keyboard.press('Enter');
      await tabTo(page, '#nav summary');
      await page.keyboard.press('Enter');
      await tabTo(page, '#nav details[open] li + li a');
      const url = await page.evaluate(() => document.activeElement.href);
      await page.keyboard.press('Enter');
      await page.waitForURL(url);
      assert.equal(await page.locator('#nav:popover-open').count(), 0);
      assert.equal(await page.locator('#nav [aria-current]').evaluate((link) => link.href), url);
    },
  },
  {
    name: 'open a fold, and all of them',
    needs: 'card',
    widths: [PHONE, DESK],
    run: async (page, { root, card }) => {
      await page.goto(root + card);
      await tabTo(page, '.study > details > summary');
      await page.keyboard.press('Enter');
      assert.equal(await page.locator('.study > details[open]').count(), 1);
      const folds = await page.locator('.body details:not(.whole)').count();
      const open = () => page.locator('.body details:not(.whole)[open]').count();
      await page.keyboard.press('o');
      assert.equal(await open(), folds);
      await page.keyboard.press('o');
      assert.equal(await open(), 0);
      await page.locator('.folds button').press('Enter');
      assert.equal(await open(), folds);
    },
  },
  {
    name: 'copy code',
    needs: 'code',
    widths: [PHONE, DESK],
    run: async (page, { root, code, width }) => {
      await page.goto(root + code);
      if (width === PHONE) {
        assert.equal(await page.locator('.copy').first().evaluate((it) => getComputedStyle(it).opacity), '1');
      }
      const figure = page.locator('.code').first();
      await tabTo(page, '.code > .copy');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.querySelector('[role="status"]').textContent !== '');
      assert.equal(await page.locator('[role="status"]').textContent(), await figure.locator('.copy').textContent());
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      const shown = await figure.locator('pre code').first().textContent();
      assert.ok(copied.length > 0 && (shown.startsWith('>>>') || copied === shown), `copied ${copied}`);
    },
  },
  {
    name: 'mark pages as read, go on, and forget',
    needs: 'topic',
    widths: [PHONE, TABLET, DESK],
    run: async (page, { root, topic }) => {
      await page.goto(`${root}index.html`);
      assert.match(await page.locator('.progress .count').textContent(), /^0 /);
      assert.equal(await page.locator('.actions .button:not(.quiet)').count(), 2);
      await page.goto(root + topic);
      const mark = page.getByRole('button', { name: 'Mark as read' });
      await mark.press('Enter');
      assert.equal(await mark.getAttribute('aria-pressed'), 'true');
      await page.reload();
      assert.equal(await mark.getAttribute('aria-pressed'), 'true');
      assert.match(await page.locator('#nav [aria-current]').textContent(), /\(read\)$/);
      await page.keyboard.press('r');
      assert.equal(await page.locator('.read').count(), 0);
      await page.keyboard.press('r');
      const next = await page.locator('.pager .next').evaluate((link) => link.href);
      await page.keyboard.press('h');
      await page.waitForURL(`${root}index.html`);
      assert.match(await page.locator('.progress .count').textContent(), /^1 /);
      assert.equal(await page.locator('.map .read').count(), 1);
      assert.equal(await page.locator('.actions .button').first().evaluate((link) => link.href), next);
      const paths = await page.evaluate(() => Object.entries(localStorage).find(([key]) => key.endsWith(':read'))[1]);
      assert.deepEqual(JSON.parse(paths), [topic]);
      const forget = page.getByRole('button', { name: 'Forget my progress' });
      await forget.press('Enter');
      await page.keyboard.press('Escape');
      assert.ok(await forget.evaluate((it) => it === document.activeElement), 'the focus is not back');
      await forget.press('Enter');
      await page.getByRole('button', { name: 'Forget it' }).press('Enter');
      assert.match(await page.locator('.progress .count').textContent(), /^0 /);
      assert.equal(await page.locator('.map .read').count(), 0);
    },
  },
  {
    name: 'the list of shortcuts',
    needs: 'topic',
    widths: [PHONE, DESK],
    run: async (page, { root, topic }) => {
      await page.goto(root + topic);
      await tabTo(page, '.brand');
      await page.keyboard.press('?');
      await page.locator('dialog.help[open]').waitFor();
      assert.ok((await page.locator('dialog.help dt').count()) > 5);
      assert.ok(await page.evaluate(() => document.activeElement.closest('dialog')), 'the focus is not inside');
      await page.keyboard.press('n');
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('dialog[open]').count(), 0);
      assert.ok(page.url().endsWith(topic), 'a shortcut worked in a dialog');
      assert.ok(await page.locator('.brand').evaluate((it) => it === document.activeElement), 'the focus is not back');
      const button = page.getByRole('button', { name: 'Keyboard shortcuts' });
      await button.press('Enter');
      await page.locator('dialog.help .close').press('Enter');
      assert.ok(await button.evaluate((it) => it === document.activeElement), 'the focus is not back at the button');
    },
  },
  {
    name: 'shortcuts',
    needs: 'topic',
    run: async (page, { root, topic }) => {
      await page.goto(root + topic);
      const next = await page.locator('.pager .next').evaluate((link) => link.href);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Alt+n');
      await page.keyboard.press('Control+p');
      assert.ok(page.url().endsWith(topic));
      await page.keyboard.press('n');
      await page.waitForURL(next);
      await page.keyboard.press('p');
      await page.waitForURL(root + topic);
      await page.keyboard.press('t');
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
      await page.keyboard.press('h');
      await page.waitForURL(`${root}index.html`);
    },
  },
  {
    name: 'shortcuts switched off',
    needs: 'topic',
    run: async (page, { root, topic }) => {
      await page.goto(root + topic);
      await page.keyboard.press('?');
      await page.getByRole('switch').press('Space');
      await page.keyboard.press('Escape');
      for (const key of ['n', 'p', 'h', 't', 'r', 'o', '?']) await page.keyboard.press(key);
      await page.reload();
      for (const key of ['n', 'p', 'h', 't', 'r', 'o', '?']) await page.keyboard.press(key);
      assert.ok(page.url().endsWith(topic));
      assert.equal(await page.locator('[data-theme], [aria-pressed="true"], dialog[open], .study [open]').count(), 0);
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).press('Enter');
      await page.getByRole('switch').press('Space');
      await page.keyboard.press('Escape');
      await page.keyboard.press('h');
      await page.waitForURL(`${root}index.html`);
    },
  },
  {
    name: 'typing is not disturbed',
    needs: 'topic',
    run: async (page, { root, topic }) => {
      await page.goto(root + topic);
      for (const tag of ['input', 'textarea', 'select']) {
        await page.evaluate((name) => {
          const field = document.createElement(name);
          document.querySelector('main').prepend(field);
          field.focus();
        }, tag);
        await page.keyboard.type('nphtro?');
        assert.ok(page.url().endsWith(topic), `a shortcut worked in <${tag}>`);
        if (tag !== 'select') assert.equal(await page.locator(`main > ${tag}`).inputValue(), 'nphtro?');
      }
      assert.equal(await page.locator('[data-theme], [aria-pressed="true"], dialog').count(), 0);
    },
  },
  {
    name: 'colours are kept, and there from the start',
    needs: 'topic',
    run: async (page, { root, topic }) => {
      await page.goto(root + topic);
      await page.locator('.mode').press('Enter');
      await page.locator('.mode').press('Enter');
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
      const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      await page.addInitScript(() => {
        window.seen = {};
        const look = () => getComputedStyle(document.body).backgroundColor;
        new MutationObserver((_, observer) => {
          if (!document.body) return;
          window.seen.theme = document.documentElement.dataset.theme;
          observer.disconnect();
        }).observe(document, { childList: true, subtree: true });
        addEventListener('DOMContentLoaded', () => (window.seen.colour = look()));
      });
      await page.keyboard.press('n');
      await page.waitForURL((url) => !url.href.endsWith(topic));
      await page.waitForLoadState();
      assert.deepEqual(await page.evaluate(() => window.seen), { theme: 'dark', colour: dark });
    },
  },
  {
    name: 'a link to a folded card, and back',
    needs: 'card',
    widths: [PHONE, DESK],
    run: async (page, { root, card }) => {
      await page.goto(root + card);
      const fold = '.study.card:last-of-type';
      const id = await page.locator('.study.card').last().getAttribute('id');
      assert.ok(id, fold);
      const target = page.locator(`[id="${id}"]`);
      const isSeen = () => target.evaluate((it) => it.getBoundingClientRect().top >= 0 && it.getBoundingClientRect().top < innerHeight);
      // Something in the fold, as a link from a search would name it.
      await page.goto(`${root}${card}#${encodeURIComponent(id)}`);
      await page.waitForTimeout(100);
      assert.ok(await isSeen(), 'the card is not in sight');
      const away = await page.locator('.pager .next').evaluate((link) => link.href);
      await page.keyboard.press('n');
      await page.waitForURL(away);
      await page.goBack();
      assert.equal(page.url(), `${root}${card}#${encodeURIComponent(id)}`);
      await page.waitForTimeout(100);
      assert.ok(await isSeen(), 'the card is not in sight after going back');
    },
  },
  {
    name: 'an address with a fragment that is no text',
    needs: 'topic',
    run: async (page, { root, topic }) => {
      await page.goto(`${root}${topic}#100%`);
      await page.evaluate(() => (location.hash = '#%E0%A4%A'));
      await page.waitForTimeout(100);
      await page.keyboard.press('h');
      await page.waitForURL(`${root}index.html`);
    },
  },
  {
    name: 'tabs',
    needs: 'tabs',
    widths: [PHONE, DESK],
    run: async (page, { root, tabs }) => {
      await page.goto(root + tabs);
      const chosen = () => page.locator('.tabs').first().locator('[aria-selected="true"]').textContent();
      const before = await chosen();
      await tabTo(page, '[role="tab"]');
      await page.keyboard.press('ArrowRight');
      const after = await chosen();
      assert.notEqual(after, before);
      assert.equal(await page.locator('.tabs').first().locator('.tab:visible').count(), 1);
      await page.reload();
      assert.equal(await chosen(), after);
    },
  },
  {
    name: 'the contents follow',
    needs: 'topic',
    widths: [PHONE, DESK],
    run: async (page, { root, topic, width }) => {
      await page.goto(root + topic);
      const link = page.locator('.toc > details > ol > li > a').nth(1);
      const hash = await link.getAttribute('href');
      if (width < DESK) {
        assert.equal(await page.locator('.toc [open]').count(), 0);
        await page.locator('.toc summary').press('Enter');
      }
      await link.press('Enter');
      await page.waitForFunction((url) => document.querySelector('.toc [aria-current]')?.getAttribute('href') === url, hash);
      if (width < DESK) assert.equal(await page.locator('.toc details[open]').count(), 0);
      await page.evaluate(() => scrollTo(0, 0));
      await page.waitForFunction(() => !document.querySelector('.toc [aria-current]'));
    },
  },
  ...[false, true].map((isPlain) => ({
    name: `choose a plan${isPlain ? ' without JavaScript' : ''}`,
    needs: 'plans',
    isPlain,
    widths: [PHONE, TABLET, DESK],
    run: async (page, { root }) => {
      await page.goto(`${root}index.html`);
      const pages = page.locator('.map li[data-priority]');
      const seen = () => page.locator('.map li[data-priority]:visible').count();
      assert.equal(await seen(), await pages.count());
      await page.locator('.plans [value="1"]').press('Space');
      const urgent = await page.locator('.map li[data-priority="1"]').count();
      assert.equal(await seen(), urgent);
      assert.ok(urgent > 0 && urgent < (await pages.count()));
      await page.keyboard.press('ArrowDown');
      assert.equal(await seen(), urgent + (await page.locator('.map li[data-priority="2"]').count()));
      if (isPlain) return;
      await page.reload();
      assert.ok(await page.locator('.plans [value="2"]').isChecked(), 'the plan is forgotten');
    },
  })),
  {
    name: 'nothing can be remembered',
    needs: 'topic',
    run: async (page, { root, topic }) => {
      await page.addInitScript(() => {
        for (const store of ['localStorage', 'sessionStorage']) {
          Object.defineProperty(window, store, {
            get: () => {
              throw new DOMException('blocked', 'SecurityError');
            },
          });
        }
      });
      await page.goto(root + topic);
      await page.keyboard.press('r');
      assert.equal(await page.locator('.done button').getAttribute('aria-pressed'), 'true');
      await page.keyboard.press('t');
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
      await page.goto(`${root}index.html`);
      assert.match(await page.locator('.progress .count').textContent(), /^0 /);
    },
  },
  {
    name: 'what is remembered makes no sense',
    needs: 'topic',
    run: async (page, { root, topic }) => {
      await page.goto(root + topic);
      await page.evaluate(() => {
        const id = document.documentElement.dataset.book;
        for (const key of ['read', 'last', 'mode', 'tab', 'plan', 'keys']) localStorage.setItem(`crib:${id}:${key}`, '{"a":');
        localStorage.setItem(`crib:${id}:read`, '{"a":1}');
        sessionStorage.setItem(`crib:${id}:open`, '7');
      });
      await page.reload();
      await page.keyboard.press('r');
      await page.goto(`${root}index.html`);
      assert.match(await page.locator('.progress .count').textContent(), /^1 /);
    },
  },
  {
    name: 'without JavaScript',
    needs: 'topic',
    isPlain: true,
    widths: [PHONE, TABLET, DESK],
    run: async (page, { root, topic, card, width }) => {
      await page.goto(root + (card ?? topic));
      for (const control of ['.mode', '.done', '.folds', '.copy', '.progress']) {
        assert.equal(await page.locator(control).filter({ visible: true }).count(), 0, `${control} does nothing`);
      }
      if (card) {
        await page.locator('.study > details > summary').first().press('Enter');
        assert.ok(await page.locator('.study > details > .fold').first().isVisible());
      }
      if (width < DESK) await page.locator('.menu').press('Enter');
      const link = page.locator('#nav details[open] a').first();
      assert.ok(await link.isVisible());
      await link.press('Enter');
      assert.equal(await page.locator('h1').count(), 1);
    },
  },
  ...['light', 'dark'].map((scheme) => ({
    name: `dialogs are accessible (${scheme})`,
    needs: 'topic',
    widths: [PHONE, DESK],
    run: async (page, { root, topic }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(root + topic);
      await page.keyboard.press('r');
      await page.keyboard.press('?');
      await accessible(page);
      await page.goto(`${root}index.html`);
      await accessible(page);
      await page.getByRole('button', { name: 'Forget my progress' }).press('Enter');
      await accessible(page);
    },
  })),
  {
    name: 'targets are large enough',
    needs: 'topic',
    widths: [PHONE, DESK],
    run: async (page, { root, topic }) => {
      for (const path of [topic, 'index.html']) {
        await page.goto(root + path);
        const small = await page.evaluate(() =>
          [...document.querySelectorAll('button, summary, input:not([disabled]), .pager a, .side a, .row a, .toc a, .foot a')]
            .filter((it) => it.checkVisibility({ visibilityProperty: true }) && it.getClientRects().length)
            .map((it) => (it.closest('.row, .plans label') ?? it).getBoundingClientRect())
            .filter(({ width, height }) => width > 1 && (width < 23.9 || height < 23.9))
            .map(({ width, height, top }) => `${width}×${height} at ${top}`),
        );
        assert.deepEqual(small, []);
      }
    },
  },
];
