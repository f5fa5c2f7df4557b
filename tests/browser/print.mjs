// PDFs of books, made by `crib export pdf` and read by programs that crib does not use.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { document } from './print-document.mjs';
import { open } from './print-pdf.mjs';

const BROWSER = process.env.CHROMIUM ?? '/usr/bin/chromium';
const SIZES = { a4: [595, 842], letter: [612, 792] };

/** Records what is wrong with the PDFs of the book that a site was built from. */
export async function checkPrint(site, record) {
  const root = dirname(site);
  if (!existsSync(join(root, 'book.toml'))) throw new Error(`${root} has no book.toml: the PDFs of ${site} need its book`);
  await checkBook(root, site, 'a4', record);
  await checkLight(site, record);
}

/** On paper all is light, whatever the reader has chosen for the screen. */
async function checkLight(site, record) {
  const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ colorScheme: 'dark' });
    for (const path of ['print.html', 'cheatsheet.html'].filter((path) => existsSync(join(site, path)))) {
      await page.goto(pathToFileURL(join(site, path)).href);
      const darkest = () => page.evaluate(() => {
        document.documentElement.dataset.theme = 'dark';
        const light = (colour) => Math.min(...colour.match(/[\d.]+/g).slice(0, 3).map(Number));
        const boxes = [...document.querySelectorAll('body, article, .code, .study, .callout, .cheat')].slice(0, 200);
        return Math.min(...boxes.map((box) => getComputedStyle(box).backgroundColor).filter((colour) => /^rgb\(/.test(colour)).map(light));
      });
      const screen = await darkest();
      await page.emulateMedia({ media: 'print' });
      const paper = await darkest();
      await page.emulateMedia({ media: 'screen' });
      record(`${path} (light on paper)`, screen < 60 && paper > 200 ? [] : [`backgrounds are ${screen} on screen and ${paper} on paper`]);
    }
  } finally {
    await browser.close();
  }
}

/** Records what is wrong with the PDFs of a small book on the other paper, which has all that is hard to print. */
export async function checkHardBook(record) {
  const root = mkdtempSync(join(tmpdir(), 'crib-print-'));
  try {
    for (const [path, content] of Object.entries(HARD)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    crib(root, ['build']);
    await checkBook(root, join(root, 'public'), 'letter', record);
  } finally {
    rmSync(root, { recursive: true });
  }
}

async function checkBook(root, site, paper, record) {
  const folder = mkdtempSync(join(tmpdir(), 'crib-print-'));
  try {
    const book = join(folder, 'book.pdf');
    crib(root, ['export', 'pdf', '--browser', BROWSER, '--output', book]);
    const printed = document(join(site, 'print.html'));
    const pdf = await open(book);
    const check = (what, problems) => record(`${root}: PDF, ${what}`, problems);
    check('form', form(pdf, printed, paper));
    check('outline', outline(pdf, printed));
    check('contents', contents(pdf, printed));
    check('links', links(pdf, printed));
    check('folds', missing(pdf, printed.folded));
    check('code', code(pdf, printed));
    check('sides', sides(pdf));
    check('scale', scale(pdf, printed));
    check('last lines', lastLines(pdf, printed));
    if (existsSync(join(site, 'cheatsheet.html'))) {
      const sheet = join(folder, 'sheet.pdf');
      crib(root, ['export', 'pdf', '--cheatsheet', '--browser', BROWSER, '--output', sheet]);
      checkSheet(await open(sheet), document(join(site, 'cheatsheet.html')), paper, check);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function checkSheet(pdf, printed, paper, check) {
  check('cheat sheet: form', form(pdf, printed, paper));
  check('cheat sheet: code', code(pdf, printed, 60));
  check('cheat sheet: sides', sides(pdf));
  check('cheat sheet: cards', missing(pdf, printed.headings.map(({ title }) => title)));
  check('cheat sheet: links', links(pdf, printed));
}

function form(pdf, printed, paper) {
  const problems = [];
  const expect = (what, is, wanted) => {
    if (is !== wanted) problems.push(`${what} is ${is}, not ${wanted}`);
  };
  expect('tagged', pdf.info.Tagged, 'yes');
  expect('title', pdf.info.Title, printed.title);
  expect('language', pdf.language, printed.language);
  const [width, height] = pdf.info['Page size'].match(/[\d.]+/g).map(Number).map(Math.round);
  expect('size', `${width} × ${height}`, SIZES[paper].join(' × '));
  const { articles } = printed;
  if (articles.length > 0 && (pdf.pages.length < articles.length + 2 || pdf.pages.length > articles.length * 20)) {
    problems.push(`${pdf.pages.length} sheets for ${articles.length} pages`);
  }
  pdf.pages.forEach((page, index) => {
    const footer = `${index + 1}/${pdf.pages.length}`;
    const isCover = index === 0 && articles.length > 0;
    if (squeeze(page.lines.at(-1) ?? '').endsWith(footer) === isCover) problems.push(`sheet ${index + 1}: ${isCover ? 'a' : 'no'} page number`);
  });
  return problems;
}

/** Every heading is an entry, as deep as it is in the book. */
function outline(pdf, printed) {
  const [cover, list, ...entries] = pdf.outline;
  const problems = [];
  if (cover?.title !== printed.title || cover.depth !== 0) problems.push('the book is not the first entry');
  if (list?.title !== printed.contentsTitle || list.depth !== 1) problems.push('the contents are not the second entry');
  // The deepest level of HTML stands for all that would be deeper.
  const wanted = printed.headings.map(({ title, level }) => `${'  '.repeat(level - 1)}${title}`);
  const found = entries.map(({ title, depth }) => `${'  '.repeat(depth)}${title.replaceAll(/\s+/g, ' ').trim()}`);
  for (let at = 0; at < Math.max(wanted.length, found.length); at += 1) {
    if (wanted[at] !== found[at]) return [...problems, `entry ${at + 3} is “${found[at]}”, not “${wanted[at]}”`];
  }
  return problems;
}

/** The number behind each title is that of the sheet on which the page of that title begins. */
function contents(pdf, printed) {
  const problems = [];
  const first = pdf.pages.findIndex((page, index) => index > 0 && !page.text.includes(printed.contentsTitle));
  const footers = /^\s*\d+\s*\/\s*\d+\s*$/gm;
  const listed = squeeze(pdf.pages.slice(1, first).map(({ read }) => read).join('\n').replaceAll(footers, ''));
  let at = 0;
  for (const { title, heading } of printed.contents) {
    const start = listed.indexOf(squeeze(title), at);
    const number = start < 0 ? undefined : listed.slice(start + squeeze(title).length).match(/^\d+/)?.[0];
    if (number === undefined) {
      problems.push(`no number behind ${title}`);
      continue;
    }
    at = start + squeeze(title).length;
    const begins = (index) => count(squeeze(pdf.pages[index]?.text ?? ''), squeeze(heading)) > 0;
    const head = (index) => squeeze(pdf.pages[index]?.lines[0] ?? '').includes(squeeze(title).slice(0, 40));
    if (!begins(number - 1)) problems.push(`${title} is not on sheet ${number}`);
    if (!head(number - 1) || head(number - 2)) problems.push(`${title} does not begin on sheet ${number}`);
  }
  if (printed.contents.length !== printed.articles.length) problems.push('the contents do not list every page');
  return problems;
}

function links(pdf, printed) {
  const problems = pdf.links.filter(({ name, page }) => name && page === undefined).map(({ name }) => `${name} leads nowhere`);
  problems.push(...pdf.links.filter(({ url }) => url && !/^(https?|mailto|tel):/.test(url)).map(({ url }) => `${url} leads to a file`));
  const inside = pdf.links.filter(({ page }) => page !== undefined).length;
  if (inside < printed.contents.length) problems.push(`only ${inside} links within`);
  for (const { url, label } of printed.told) {
    const shown = squeeze(label + `(${url})`);
    // A line may end anywhere in it, and so may a sheet.
    if (!pdf.squeezed.includes(shown) && !pdf.squeezed.includes(shown.slice(0, 40))) problems.push(`${url} is not shown`);
  }
  return problems;
}

/** What is folded on a page is open on paper. */
function missing(pdf, texts) {
  const begins = (text) => squeeze(text).slice(0, 30);
  return texts.filter((text) => !pdf.squeezed.includes(begins(text))).map((text) => `not there: ${text}`);
}

/** Lines that are not too long stand on one line, and all of them are there. */
function code(pdf, printed, width = 80) {
  const lines = new Set(pdf.lines.map(squeeze));
  const isWhole = (line) => lines.has(line) || pdf.lines.some((shown) => squeeze(shown).includes(line));
  const problems = [];
  for (const line of new Set(printed.code)) {
    const isShort = [...line].length <= width;
    if (isShort && [...line].length >= 50 && !isWhole(squeeze(line))) problems.push(`broken: ${line}`);
  }
  return problems;
}

/** No word stands beyond the margins, where it would be cut. */
function sides(pdf) {
  return pdf.words
    .filter(({ left, right, width }) => left < 25 || right > width - 25)
    .map(({ word, page }) => `sheet ${page}: ${word} is in the margin`);
}

/** Where anything is wider than the sheet, Chromium makes all of the book smaller, but not the heads of sheets. */
function scale(pdf, printed) {
  const heights = pdf.words.filter(({ word, page }) => page === 2 && word === printed.contentsTitle).map(({ height }) => height);
  const ratio = Math.max(...heights) / Math.min(...heights);
  const wanted = 22 / 8.5;
  const isRight = heights.length === 2 && Math.abs(ratio / wanted - 1) < 0.08;
  return isRight ? [] : [`the title of the contents is ${ratio.toFixed(2)} times as high as the head, not ${wanted.toFixed(2)} times`];
}

/** A heading, and the line above a card, stand above something. */
function lastLines(pdf, printed) {
  const first = pdf.pages.findIndex((page, index) => index > 0 && !page.text.includes(printed.contentsTitle));
  const titles = new Set([...printed.headings.map(({ title }) => title), ...printed.chips].map(squeeze));
  return pdf.pages
    .map(({ lines }, index) => ({ last: lines.filter((line) => !/^\s*\d+\s*\/\s*\d+\s*$/.test(line)).at(-1) ?? '', index }))
    .filter(({ last, index }) => index >= first && titles.has(squeeze(last)))
    .map(({ last, index }) => `sheet ${index + 1} ends with the heading ${last.trim()}`);
}

function crib(root, args) {
  const candidates = [process.env.CRIB, 'target/release/crib', 'target/debug/crib'].filter(Boolean).map((path) => resolve(path));
  const program = candidates.find((path) => existsSync(path));
  if (!program) throw new Error(`the PDFs need crib: none of ${candidates.join(', ')} is there; build it, or name it with CRIB`);
  const run = spawnSync(program, ['--root', root, ...args], { encoding: 'utf8' });
  if (run.error) throw run.error;
  if (run.status !== 0) throw new Error(`crib ${args.join(' ')} in ${root} failed:\n${run.stderr}`);
  if (/warning/.test(run.stderr)) throw new Error(`crib ${args.join(' ')} in ${root}: ${run.stderr}`);
}

/** Text without what a line's end may add or take away. */
function squeeze(text) {
  return text.normalize('NFKC').replaceAll(/[\s\u00ad\u200b]+/g, '');
}

function count(text, part) {
  return text.split(part).length - 1;
}

const RULER = `x = "${'1234567890'.repeat(8).slice(6, 79)}"`;
const WIDE = `| ${'abcdefgh'.split('').map((letter) => `Column ${letter}`).join(' | ')} |\n|${' --- |'.repeat(8)}\n| ${'some_long_identifier_here and words | '.repeat(8)}`;
const HARD = {
  'book.toml': `[book]\nid = "hard"\ntitle = 'A "hard" \\ book'\nlanguage = "en-GB"\nauthors = ["Ada"]\n[print]\npaper = "letter"\n
[checks]\nunlisted-card = "allow"\n[[anatomy]]\npages = ["**/*.md"]\nexcept = ["index.md"]\nsections = [
  { heading = "Code", required = false }, { heading = "Wide", required = false },
  { heading = "Cheat card", role = "cheat-card", required = false }]\n`,
  'content/index.md': '# Home\n\nText.\n',
  'content/one/code.md': `---\ntitle: 'Quotes " and \\ and a title that goes on for so long that no head of a sheet can hold it on one line'\n---\n# Code\n\n## Code\n
\`\`\`python norun reason="a ruler"\n${RULER}\n# ${'long '.repeat(60)}end\n\`\`\`\n
\`\`\`python numbers norun reason="many lines"\n${Array.from({ length: 120 }, (_, line) => `line_${line} = ${line}`).join('\n')}\n\`\`\`\n
## Cheat card\n\n\`\`\`python norun reason="a ruler"\n${RULER.slice(0, 59)}"\n\`\`\`\n`,
  'content/one/deep/wide.md': `# Wide\n\n## Wide\n\n${WIDE}\n
\`\`\`mermaid\nflowchart LR\n  ${Array.from({ length: 12 }, (_, step) => `S${step}[a step of it]`).join(' --> ')}\n\`\`\`\n
[Named](https://example.org/${'very-'.repeat(30)}long) and <https://example.org/bare> and [home](../../index.md).\n
${Array.from({ length: 14 }, (_, n) => `<!-- card: c${n} -->\n\n<details><summary>Question ${n} of many?</summary>\n\nAnswer ${n}. ${'Words of it. '.repeat(9)}\n\n</details>\n`).join('\n')}`,
};
