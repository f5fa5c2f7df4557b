// The W3C checker (vnu) over a whole site.

import { spawnSync } from 'node:child_process';
import vnu from 'vnu-jar';

/** Records one check: no error in any page. */
export async function checkMarkup(site, record) {
  const run = spawnSync(
    'java',
    ['-jar', String(vnu.vnuJar ?? vnu), '--format', 'json', '--skip-non-html', '--errors-only', site],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (run.error) throw new Error(`the W3C checker needs Java: ${run.error.message}`);
  const { messages } = JSON.parse(run.stderr);
  const problems = messages.map(
    ({ url, lastLine, lastColumn, message }) => `${url}:${lastLine}:${lastColumn}: ${message}`,
  );
  record(`${site}: W3C checker`, problems);
}
