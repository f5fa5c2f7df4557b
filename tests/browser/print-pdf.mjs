// A PDF as poppler's tools and pdf-lib read it.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFString } from 'pdf-lib';

/** Returns what a PDF holds. */
export async function open(file) {
  const read = sheets(file, '-raw');
  const pages = sheets(file, '-layout').map((text, index) => page(text, read[index]));
  const document = await PDFDocument.load(readFileSync(file), { updateMetadata: false });
  return {
    info: info(file),
    pages,
    lines: pages.flatMap(({ lines }) => lines),
    squeezed: squeezed(read),
    words: words(file),
    ...structure(document),
  };
}

function sheets(file, ...how) {
  return poppler('pdftotext', [...how, file, '-']).split('\f').slice(0, -1);
}

/** A sheet's text, as it stands and as it was written. The first line is its head. */
function page(text, read) {
  return { text, read, lines: text.split('\n').filter((line) => line.trim() !== '') };
}

function info(file) {
  const lines = poppler('pdfinfo', [file]).split('\n').map((line) => line.match(/^([^:]+):\s*(.*)$/));
  return Object.fromEntries(lines.filter(Boolean).map(([, key, value]) => [key, value]));
}

/** The text in the order in which it was written, without blanks. */
function squeezed(pages) {
  const text = pages.join('');
  return text.normalize('NFKC').replaceAll(/[\s\u00ad\u200b]+/g, '');
}

function words(file) {
  const found = [];
  let page = 0;
  let width = 0;
  for (const line of poppler('pdftotext', ['-bbox', file, '-']).split('\n')) {
    const start = line.match(/<page width="([\d.]+)"/);
    if (start) {
      page += 1;
      width = Number(start[1]);
    }
    const word = line.match(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*)<\/word>/);
    if (!word) continue;
    const [left, top, right, bottom] = word.slice(1, 5).map(Number);
    found.push({ left, right, height: bottom - top, word: word[5], page, width });
  }
  return found;
}

function structure(document) {
  const { catalog, context } = document;
  const numbers = new Map(document.getPages().map((page, index) => [page.ref.tag, index + 1]));
  const named = catalog.lookupMaybe(PDFName.of('Dests'), PDFDict);
  const pageOf = (destination) => {
    const target = destination instanceof PDFName ? named?.lookupMaybe(destination, PDFArray) : destination;
    return target instanceof PDFArray ? numbers.get(target.get(0).tag) : undefined;
  };
  const links = document.getPages().flatMap((page) => {
    const annotations = page.node.Annots()?.asArray() ?? [];
    return annotations.map((reference) => context.lookup(reference, PDFDict)).map((annotation) => {
      const destination = annotation.lookup(PDFName.of('Dest'));
      const action = annotation.lookupMaybe(PDFName.of('A'), PDFDict);
      return {
        name: destination instanceof PDFName ? destination.decodeText() : undefined,
        page: pageOf(destination),
        url: string(action?.lookup(PDFName.of('URI'))),
      };
    });
  });
  return { links, language: string(catalog.lookup(PDFName.of('Lang'))), outline: outline(catalog) };
}

/** Returns the entries of the outline in order, with how deep each is. */
function outline(catalog) {
  const entries = [];
  const walk = (entry, depth) => {
    for (; entry; entry = entry.lookupMaybe(PDFName.of('Next'), PDFDict)) {
      entries.push({ title: string(entry.lookup(PDFName.of('Title'))), depth });
      walk(entry.lookupMaybe(PDFName.of('First'), PDFDict), depth + 1);
    }
  };
  walk(catalog.lookupMaybe(PDFName.of('Outlines'), PDFDict)?.lookupMaybe(PDFName.of('First'), PDFDict), 0);
  return entries;
}

function string(object) {
  return object instanceof PDFString || object instanceof PDFHexString ? object.decodeText() : undefined;
}

function poppler(program, args) {
  const run = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (run.error) throw new Error(`the PDFs need ${program}, of poppler-utils: ${run.error.message}`);
  if (run.status !== 0) throw new Error(`${program} failed: ${run.stderr}`);
  return run.stdout;
}
