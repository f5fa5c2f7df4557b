// Every page from disk in Chromium: widths, colour schemes, JavaScript on and off, axe.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [320, 768, 1440];

/** Records, for each page, that it reads well everywhere and asks no other host for anything. */
export async function checkPages(site, pages, record) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  try {
    for (const scheme of ['light', 'dark']) {
      const context = await browser.newContext({ colorScheme: scheme });
      await each(pages, (page) => checkWithScripts(context, site, page, scheme, record));
      await context.close();
    }
    const plain = await browser.newContext({ javaScriptEnabled: false });
    await each(pages, (page) => checkWithoutScripts(plain, site, page, record));
    await plain.close();
  } finally {
    await browser.close();
  }
}

/** Runs a check over all pages, two at a time. */
async function each(pages, check) {
  const waiting = [...pages];
  const worker = async () => {
    for (let page = waiting.shift(); page; page = waiting.shift()) await check(page);
  };
  await Promise.all([worker(), worker()]);
}

async function checkWithScripts(context, site, path, scheme, record) {
  const problems = [];
  const page = await context.newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`script: ${error.message}`));
  page.on('request', (request) => {
    if (!/^(file|data):/.test(request.url())) problems.push(`request to ${request.url()}`);
  });
  page.on('requestfailed', (request) => problems.push(`missing: ${request.url()}`));
  await page.goto(pathToFileURL(join(site, path)).href);
  const isRedirect = await page.locator('meta[http-equiv="refresh"]').count();
  if (!isRedirect) {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      problems.push(...(await sidewaysScroll(page, width)));
    }
    const headings = await page.locator('h1').count();
    if (headings !== 1) problems.push(`${headings} level-1 headings`);
    problems.push(...(await accessibility(page)));
    problems.push(...(await joinedLines(page)));
  }
  await page.close();
  record(`${path} (${scheme})`, problems);
}

async function sidewaysScroll(page, width) {
  const overflow = await page.evaluate(() => {
    const root = document.documentElement;
    return root.scrollWidth - root.clientWidth;
  });
  return overflow > 0 ? [`${overflow}px of sideways scroll at ${width}px`] : [];
}

/** Lines of code that do not begin below the line before: the page shows two of them side by side. */
async function joinedLines(page) {
  const joined = await page.evaluate(() => {
    const found = [];
    for (const block of document.querySelectorAll('pre > code')) {
      const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      let before = -Infinity;
      let begins = true;
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        for (const { 0: part, index } of node.data.matchAll(/\n|[^\n]+/g)) {
          if (part !== '\n' && begins) {
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + 1);
            const place = range.getClientRects()[0];
            if (place && place.top <= before) found.push(part);
            before = place?.top ?? before;
          }
          begins = part === '\n';
        }
      }
    }
    return found;
  });
  return joined.map((line) => `not on a line of its own: ${line}`);
}

async function accessibility(page) {
  // Folds are opened, so that what they hide is judged too.
  await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { preload: false }));
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `axe ${id}: ${node.target.join(' ')}: ${node.failureSummary.split('\n').at(-1).trim()}`),
  );
}

async function checkWithoutScripts(context, site, path, record) {
  const page = await context.newPage();
  await page.setViewportSize({ width: 360, height: 800 });
  const problems = [];
  await page.goto(pathToFileURL(join(site, path)).href, { waitUntil: 'commit' }).catch(() => {});
  await page.waitForLoadState();
  const heading = page.locator('h1').first();
  if (!(await heading.isVisible())) problems.push('no visible heading without JavaScript');
  await page.close();
  record(`${path} (no JavaScript)`, problems);
}
