// Every link, image, script and stylesheet of a site leads to a file, every fragment to an id.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Records one check a page. Reads the HTML as text: our own output has double-quoted attributes. */
export async function checkLinks(site, pages, record) {
  const html = new Map(pages.map((page) => [page, readFileSync(join(site, page), 'utf8')]));
  const ids = new Map(
    [...html].map(([page, text]) => [page, new Set([...text.matchAll(/\sid="([^"]*)"/g)].map((match) => decode(match[1])))]),
  );
  for (const [page, text] of html) {
    const problems = [];
    for (const [tag] of text.matchAll(/<[a-z][^>]*>/g)) {
      for (const [, , url] of tag.matchAll(/\s(href|src|poster)="([^"]*)"/g)) {
        problems.push(...problemsOf(site, page, decode(url), ids));
      }
    }
    record(`${page} (links)`, problems);
  }
}

function problemsOf(site, page, url, ids) {
  if (/^(https?|mailto|data|tel):/.test(url)) return [];
  const [path, fragment] = url.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), decodeURIComponent(path.split('?')[0])));
  // Pages for "not found" may be served anywhere, so their links may begin at the site's top.
  if (path.startsWith('/')) return page === '404.html' ? [] : [`absolute link ${url}`];
  const target = join(site, file);
  if (!existsSync(target) || statSync(target).isDirectory()) return [`${url} leads to no file`];
  if (fragment && fragment !== 'top' && ids.has(file) && !ids.get(file).has(decodeURIComponent(fragment))) {
    return [`${url} leads to no id`];
  }
  return [];
}

function decode(text) {
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
