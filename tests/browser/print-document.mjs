// What `print.html` and `cheatsheet.html` hold, read from their text: our own output has double-quoted attributes.

import { readFileSync } from 'node:fs';

/** Returns what a PDF of the document has to show. */
export function document(file) {
  const html = readFileSync(file, 'utf8');
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
  const [, head, body] = main.match(/^([\s\S]*?)(<article[\s\S]*)$/) ?? [null, '', main];
  const headings = matches(body, /<h([1-6])([^>]*)>([\s\S]*?)<\/h\1>/g).map(([, level, , title]) => ({ level: Number(level), title: text(title) }));
  const articles = matches(body, /<article class="[^"]*" id="([^"]*)">[\s\S]*?<h([2-6]) class="h1"[^>]*>([\s\S]*?)<\/h\2>/g);
  const folders = matches(body, /<h([2-6]) class="folder" id="([^"]*)">/g).map(([, , id]) => id);
  const heading = new Map(articles.map(([, id, , title]) => [decode(id), text(title)]));
  const contents = matches(head, /<a href="#([^"]*)"><span>([\s\S]*?)<\/span>/g)
    .map(([, id, title]) => ({ title: text(title), heading: heading.get(decodeURIComponent(decode(id))), id }))
    .filter(({ id }) => !folders.includes(decode(id)));
  return {
    title: text(html.match(/<title>([\s\S]*?)<\/title>/)[1]),
    language: html.match(/<html lang="([^"]*)"/)[1],
    contentsTitle: text(head.match(/<h2 id="contents:">([\s\S]*?)<\/h2>/)?.[1] ?? ''),
    contents,
    articles,
    headings,
    folded: [
      ...matches(body, /<summary>([\s\S]*?)<\/summary>/g).map(([, summary]) => summary),
      ...matches(body, /<div class="fold">\s*<p>([\s\S]*?)<\/p>/g).map(([, paragraph]) => paragraph),
    ].filter((part) => !/<math|<svg/.test(part)).map(text).filter((part) => part !== wholeProgram(html)),
    code: matches(body.replaceAll(/<details class="whole">[\s\S]*?<\/details>/g, ''), /<pre[^>]*><code>([\s\S]*?)<\/code>/g)
      .flatMap(([, code]) => plain(code).split('\n').map((line) => line.trimEnd())),
    chips: matches(body, /<p class="chips">([\s\S]*?)<\/p>/g).map(([, chips]) => text(chips)),
    told: matches(body, /<a class="told" href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g).map(([, url, label]) => ({ url: decode(url), label: text(label) })),
  };
}

/** Returns the text of HTML in one line. */
export function text(html) {
  return plain(html).replaceAll(/\s+/g, ' ').trim();
}

export function decode(text) {
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function plain(html) {
  return decode(html.replaceAll(/<[^>]*>/g, ''));
}

/** What the fold of a whole program is called, which is not printed. */
function wholeProgram(html) {
  return text(html.match(/<details class="whole"><summary>([\s\S]*?)<\/summary>/)?.[1] ?? '');
}

function matches(text, pattern) {
  return [...text.matchAll(pattern)];
}
