// The commands that docs/operating.md shows, run in their order, hours standing for minutes.

import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run, temporaryFolder } from '../src/cli/memory-host.fixture.ts';

const PAGE = readFileSync(new URL('../docs/operating.md', import.meta.url), 'utf8');

/** As typed, without the program's name, and what the shell makes of the rest. */
const COMMANDS = [...PAGE.matchAll(/^ {4}plimsoll (.*?)(?: \|\| .*)?$/gmu)].map(([, typed = '']) =>
  typed.replace('"$RUN"', 'weekly').replace(/(\d)h/u, '$1m').split(' '),
);

it('shows commands that do what it says of them', async () => {
  const cwd = temporaryFolder();
  const ended: string[] = [];
  for (const typed of COMMANDS) {
    if (typed.includes('./carried/weekly')) {
      mkdirSync(join(cwd, 'carried'));
      cpSync(join(cwd, 'artifacts/soak/runs/weekly'), join(cwd, 'carried/weekly'), { recursive: true });
    }
    const begins = typed[0] === 'soak' && !typed.includes('--resume');
    const { exitCode, stdout, stderr } = await run(begins ? [...typed, '--iteration-duration', '1m'] : typed, { cwd });
    expect(stderr).toBe('');
    const [told = ''] = /nothing to resume|resumed after iteration \d+|as asked after \d+ of 24/u.exec(stdout) ?? [];
    ended.push(
      `${typed.slice(0, 3).join(' ')}: ${exitCode === 130 ? 'paused' : 'over'}${told === '' ? '' : `, ${told}`}`,
    );
  }
  expect(ended).toEqual([
    'soak --iterations 24: over',
    'soak --resume nightly: over, nothing to resume',
    'watch nightly: over',
    'soak --iterations 24: paused, as asked after 6 of 24',
    'soak --resume weekly: paused, resumed after iteration 6',
    'soak --resume weekly: paused, resumed after iteration 12',
    'soak --resume ./carried/weekly: over, resumed after iteration 17',
    'artifacts status: over',
    'artifacts plan --budget: over',
    'artifacts apply: over',
    'soak --resume latest: over, resumed after iteration 17',
  ]);
});
