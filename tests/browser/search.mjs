// How well the guide's search finds, beside minisearch over the same sections.
//
//   node search.mjs SITE [-v]      SITE is the output folder of `crib build` for the guide
//
// Needs no browser: the search's own script runs here as it does there. Each line of
// ../search/queries.tsv is a query, a tab, and pages of which one must be among the first three.
// `-v` shows what came instead. Closes with "N passed, N failed".

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import MiniSearch from 'minisearch';

const [site, flag] = process.argv.slice(2);
if (!site || !existsSync(join(site, 'search/index.js'))) {
  console.error('usage: node search.mjs SITE [-v]: SITE must have been built');
  process.exit(2);
}
const cases = join(process.env.CRIB_SEARCH_CASES ?? resolve(dirname(fileURLToPath(import.meta.url)), '../search'));
const lines = (name) =>
  readFileSync(join(cases, name), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('# '))
    .map((line) => line.split('\t'));

const loaded = { bytes: 0, files: 0 };
const crib = { shard: null };
for (const name of ['search-text', 'search']) vm.runInNewContext(readFileSync(asset(name), 'utf8'), { window: { crib } });
const { find } = crib.search(load);

const failures = [];
let passed = 0;
const check = (name, holds, detail) => {
  if (holds) passed += 1;
  else failures.push(`${name}: ${detail}`);
};

checkUnits();
const ours = await ranks(async (query) => (await find(query, 10)).map(({ url }) => url));
const theirs = await ranks(miniSearch(await documents()));
for (const [at, [query, pages]] of lines('queries.tsv').entries()) {
  const { rank, found } = ours[at];
  check(`query ${query}`, rank > 0 && rank <= 3, `rank ${rank || 'none'}, wanted ${pages}, found ${found.slice(0, 3).join(' ')}`);
}
const [we, they] = [summary(ours), summary(theirs)];
console.log(`ours:       ${we.text}; loaded ${loaded.files} files, ${(loaded.bytes / 1024).toFixed(0)} KiB for all queries`);
console.log(`minisearch: ${they.text}`);
check('ours is at least as good as minisearch', we.inThree >= they.inThree && we.reciprocal >= they.reciprocal, `${we.text} against ${they.text}`);
if (flag === '-v') compare();
failures.forEach((failure) => console.log(`FAILED ${failure}`));
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);

function asset(name) {
  const files = readdirSync(join(site, 'assets'));
  return join(site, 'assets', files.find((file) => file.startsWith(`${name}.`) && file.endsWith('.js')));
}

async function load(name) {
  const text = readFileSync(join(site, 'search', `${name}.js`), 'utf8');
  loaded.bytes += text.length;
  loaded.files += 1;
  let data;
  crib.shard = (_, given) => (data = given);
  vm.runInNewContext(text, { crib });
  return data;
}

/** What a query is cut into is among what the same text is cut into, or its parts are. */
function checkUnits() {
  for (const [text, terms] of lines('terms.tsv')) {
    const known = terms.split(' ');
    const units = crib.searchText.units(text);
    const lost = units.filter(
      ({ term, parts }) => !known.includes(term) && !(parts.length > 0 && parts.every((part) => known.includes(part))),
    );
    check(`units of ${text}`, units.length > 0 && lost.length === 0, JSON.stringify(units));
  }
}

/** Returns every section of the book, as the index has it. */
async function documents() {
  const index = await load('index');
  const found = [];
  for (const [name] of index.texts) {
    for (const [page, title, trail, sections] of await load(name)) {
      for (const [anchor, heading, text] of sections) {
        found.push({ id: found.length, page, title, trail: trail.join(' '), heading: heading || title, anchor, text });
      }
    }
  }
  return found;
}

function miniSearch(documents) {
  const mini = new MiniSearch({
    fields: ['title', 'heading', 'text'],
    storeFields: ['page'],
    searchOptions: { boost: { title: 4, heading: 2 }, prefix: true, fuzzy: 0.2 },
  });
  mini.addAll(documents);
  return async (query) => [...new Set(mini.search(query).map(({ page }) => page))].slice(0, 10);
}

async function ranks(search) {
  const found = [];
  for (const [query, pages] of lines('queries.tsv')) {
    const results = await search(query);
    const rank = results.findIndex((page) => pages.split(' ').includes(page)) + 1;
    found.push({ rank, found: results });
  }
  return found;
}

function summary(results) {
  const within = (n) => results.filter(({ rank }) => rank > 0 && rank <= n).length;
  const reciprocal = results.reduce((sum, { rank }) => sum + (rank ? 1 / rank : 0), 0) / results.length;
  const text = `${within(1)} first, ${within(3)} in the first three of ${results.length}, mean reciprocal rank ${reciprocal.toFixed(3)}`;
  return { inThree: within(3), reciprocal, text };
}

function compare() {
  lines('queries.tsv').forEach(([query], at) => {
    if (ours[at].rank !== theirs[at].rank) console.log(`${query}: ours ${ours[at].rank}, minisearch ${theirs[at].rank}`);
  });
}
