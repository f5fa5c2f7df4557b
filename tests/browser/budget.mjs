// What a first visit costs: gzipped scripts, stylesheet, and all that a page loads at once.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMITS = { scripts: 20, styles: 12, whole: 40 };

/** Records one check a page. Images are loaded when they come into sight, and are not counted. */
export function checkBudget(site, pages, record) {
  for (const page of pages) {
    const html = readFileSync(join(site, page));
    // These hold many pages, and nobody comes to them first.
    if (/<body class="(print|cheatsheet|search)"/.test(html)) continue;
    const load = (pattern) =>
      [...html.toString().matchAll(pattern)]
        .filter(([, url]) => !/^(https?:|data:|\/)/.test(url))
        .reduce((sum, [, url]) => sum + size(readFileSync(join(site, dirname(page), decodeURI(url)))), 0);
    const scripts = load(/<script src="([^"]*)"/g);
    const styles = load(/<link rel="stylesheet" href="([^"]*)"/g);
    const icons = load(/<link rel="icon" href="([^"]*)"/g);
    const sizes = { scripts, styles, whole: size(html) + scripts + styles + icons };
    const problems = Object.entries(LIMITS)
      .filter(([part, limit]) => sizes[part] > limit * 1024)
      .map(([part, limit]) => `${part}: ${sizes[part]} bytes gzipped are more than ${limit} KB`);
    record(`${page} (budget)`, problems);
  }
}

function size(bytes) {
  return gzipSync(bytes, { level: 9 }).length;
}
