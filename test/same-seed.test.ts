// One seed, one market: on this machine over a hundred seeds, and across versions of Node where `PLIMSOLL_NODES` names some, such as
// `PLIMSOLL_NODES=22,24`. Those are fetched by npx, which needs a registry, so that nothing depends on it otherwise.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Exchange } from '../src/venue/exchange.ts';
import { ReferenceMaker } from '../src/maker/reference-maker.ts';
import { SCENARIOS } from '../src/venue/scenario.ts';
import { RecordingSink } from './support/recording-sink.ts';
import { MIDDLE } from './support/soak-market.ts';

const SEEDS = Array.from({ length: 100 }, (_, index) => index + 1);
const SECONDS = 30;
const OTHER_NODES = (process.env['PLIMSOLL_NODES'] ?? '').split(',').filter((version) => version !== '');

/** Hash of the trades of a short market with the reference maker in it. */
function tradeHash(seed: number): string {
  const scenario = SCENARIOS[seed % SCENARIOS.length];
  if (scenario === undefined) throw new Error('there are scenarios');
  const sink = new RecordingSink();
  const exchange = new Exchange(scenario, seed, sink);
  exchange.connect(new ReferenceMaker({ instrument: exchange.instrument, entry: exchange, sink, parameters: MIDDLE }));
  exchange.run(SECONDS * 1_000_000);
  return `${exchange.tradeHash}/${exchange.tradeCount}/${exchange.valueBps}/${sink.fills.length}`;
}

/** The same computation on the compiled program, for a Node that reads no TypeScript. */
const PORTABLE = `
  const { Exchange } = await import('./dist/venue/exchange.js');
  const { ReferenceMaker } = await import('./dist/maker/reference-maker.js');
  const { SCENARIOS } = await import('./dist/venue/scenario.js');
  const { createHash } = await import('node:crypto');
  let fills = 0;
  const sink = { mid() {}, decision() {}, sent() {}, acknowledged() {}, opened() {}, closed() {}, feed() {}, fill() { fills += 1; } };
  const hash = createHash('sha256');
  for (let seed = 1; seed <= ${SEEDS.length}; seed += 1) {
    fills = 0;
    const exchange = new Exchange(SCENARIOS[seed % SCENARIOS.length], seed, sink);
    const parameters = ${JSON.stringify(MIDDLE)};
    exchange.connect(new ReferenceMaker({ instrument: exchange.instrument, entry: exchange, sink, parameters }));
    exchange.run(${SECONDS * 1_000_000});
    hash.update(exchange.tradeHash + '/' + exchange.tradeCount + '/' + exchange.valueBps + '/' + fills);
  }
  console.log(process.version + ' ' + hash.digest('hex'));
`;

describe('one seed', () => {
  const hashes = SEEDS.map(tradeHash);

  it('gives one market, run twice, and each of a hundred seeds another', () => {
    expect(SEEDS.map(tradeHash)).toEqual(hashes);
    expect(new Set(hashes).size).toBe(SEEDS.length);
  });

  it.skipIf(OTHER_NODES.length === 0)(
    `gives one market on every version of Node that PLIMSOLL_NODES names${OTHER_NODES.length === 0 ? ' [SKIPPED: it names none]' : ''}`,
    () => {
      const here = createHash('sha256').update(hashes.join('')).digest('hex');
      const cwd = fileURLToPath(new URL('..', import.meta.url));
      for (const version of OTHER_NODES) {
        const argv = ['--yes', '--package', `node@${version}`, 'node', '--input-type=module', '--eval', PORTABLE];
        const [running = '', there] = execFileSync('npx', argv, { cwd, encoding: 'utf8' }).trim().split(' ');
        expect(running).toMatch(new RegExp(`^v${version}\\.`));
        expect(there, running).toBe(here);
      }
    },
    300_000,
  );
});
