// The journeys that matter most, in Firefox: read, open a fold, change colours, search and go.
//
//   node firefox.mjs SITE          SITE is an output folder of `crib build`
//
// Needs Firefox (FIREFOX=/path, else /usr/bin/firefox-esr). Closes with "N passed, N failed".

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';
import { serve } from './server.mjs';

const site = resolve(process.argv[2] ?? '');
const firefox = process.env.FIREFOX ?? '/usr/bin/firefox-esr';
for (const file of [join(site, 'index.html'), firefox]) {
  if (!existsSync(file)) {
    console.error(`${file} is missing; usage: node firefox.mjs SITE`);
    process.exit(2);
  }
}
const topic = readdirSync(site, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.html'))
  .sort()
  .find((file) => /<body class="page">[^]*class="study[^]*class="next"/.test(readFileSync(join(site, file), 'utf8')));

const JOURNEYS = {
  'a fold': async (page, root) => {
    await page.goto(root + topic);
    await page.focus('.study > details > summary');
    await page.keyboard.press('Enter');
    assert.equal((await page.$$('.study > details[open]')).length, 1);
  },
  'colours are kept': async (page, root) => {
    await page.goto(root + topic);
    await page.keyboard.press('t');
    await page.keyboard.press('t');
    await page.goto(`${root}index.html`);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  },
  'search and go': async (page, root) => {
    await page.goto(`${root}index.html`);
    await page.keyboard.press('/');
    await page.waitForSelector('dialog.search[open]');
    await page.keyboard.type('__init__');
    await page.waitForSelector('dialog .hit[aria-selected]');
    const url = await page.$eval('dialog [aria-selected]', (hit) => hit.href);
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    assert.equal(page.url(), url);
    await page.goto(`${root}search.html?q=N%2B1`);
    await page.waitForSelector('.hit');
  },
};

const server = await serve(site);
const browser = await puppeteer.launch({ browser: 'firefox', executablePath: firefox, headless: true });
let passed = 0;
let failed = 0;
for (const [place, root] of Object.entries({ disk: pathToFileURL(join(site, '/')).href, server: server.url })) {
  for (const [name, run] of Object.entries(JOURNEYS)) {
    for (const width of [320, 1440]) {
      const problems = await travel(root, width, run);
      if (problems.length === 0) passed += 1;
      else failed += 1;
      problems.forEach((problem) => console.log(`FAILED ${name} (${place}, ${width}px): ${problem}`));
    }
  }
}
await browser.close();
await server.stop();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function travel(root, width, run) {
  const problems = [];
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.setViewport({ width, height: 800 });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith(root) && !request.url().startsWith('data:')) problems.push(`request to ${request.url()}`);
  });
  try {
    await run(page, root);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) problems.push(`${overflow}px of sideways scroll`);
  } catch (error) {
    problems.push(error.message);
  }
  await context.close();
  return problems;
}
