// Opens every page of built sites as a reader would, and holds it to the promises of the README.
//
//   node run.mjs SITE [SITE ...]        each SITE is an output folder of `crib build`
//
// Needs Chromium (CHROMIUM=/path, else /usr/bin/chromium), Java for the W3C checker, and for PDFs
// poppler's tools and crib itself (CRIB=/path, else target/release/crib or target/debug/crib).
// Fails, naming what is missing, where it cannot run. Closes with "N passed, N failed".

import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkBudget } from './budget.mjs';
import { checkJourneys } from './journeys.mjs';
import { checkLinks } from './links.mjs';
import { checkMarkup } from './markup.mjs';
import { checkPages } from './pages.mjs';
import { checkHardBook, checkPrint } from './print.mjs';

const sites = process.argv.slice(2).map((site) => resolve(site));
if (sites.length === 0) {
  console.error('usage: node run.mjs SITE [SITE ...]');
  process.exit(2);
}

const results = { passed: 0, failures: [] };
/** Counts one check; `problems` is a list of what it found. */
const record = (name, problems) => {
  if (problems.length === 0) {
    results.passed += 1;
  } else {
    results.failures.push({ name, problems });
  }
};

for (const site of sites) {
  if (!existsSync(join(site, 'index.html'))) {
    console.error(`${site} has no index.html: build the book first`);
    process.exit(2);
  }
  const pages = readdirSync(site, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.html'))
    .sort();
  await checkMarkup(site, record);
  await checkPages(site, pages, record);
  await checkLinks(site, pages, record);
  checkBudget(site, pages, record);
  await checkJourneys(site, pages, record);
  await checkPrint(site, record);
}
await checkHardBook(record);

for (const { name, problems } of results.failures) {
  console.log(`FAILED ${name}`);
  problems.slice(0, 20).forEach((problem) => console.log(`  ${problem}`));
  if (problems.length > 20) console.log(`  … and ${problems.length - 20} more`);
}
console.log(`${results.passed} passed, ${results.failures.length} failed`);
process.exit(results.failures.length === 0 ? 0 : 1);
