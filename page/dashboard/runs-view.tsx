// All runs: what each is, whether it is healthy, and what the tuner did to it. Narrowed by what is typed and chosen above it; two can be held against
// each other.

import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { RunRow } from '../../src/dashboard/run-row.ts';
import { VERDICTS } from '../../src/gates/judgement.ts';
import { Choice } from './choice.tsx';
import { useLive } from './live-runs.ts';
import type { LiveRuns } from './live-runs.ts';
import { hrefOf } from './route.ts';
import { RunRowView } from './run-row-view.tsx';
import { marketTitle } from './run-title.ts';
import { stateWords } from './state-badge.tsx';

export function RunsView({ live }: { readonly live: LiveRuns }): VNode {
  const { rows, runsThere, isCaughtUp, connection } = useLive(live);
  const [text, setText] = useState('');
  const [state, setState] = useState('');
  const [verdict, setVerdict] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const shown = rows.filter(
    (row) =>
      (state === '' || row.state === state) &&
      (verdict === '' || row.verdict?.verdict === verdict) &&
      `${row.id} ${marketTitle(row)} ${row.plan?.seed ?? ''}`.toLowerCase().includes(text.toLowerCase()),
  );
  const states = [...new Set(rows.map((row) => row.state))].map((one) => ({ value: one, name: stateWords(one) }));
  // The newest two that were chosen, the older one as that which the other is held against.
  const pair = rows.filter(({ id }) => chosen.includes(id)).map(({ id }) => id);
  const choose = (id: string, isChosen: boolean): void =>
    setChosen(isChosen ? [...chosen.slice(-1), id] : chosen.filter((one) => one !== id));
  return (
    <main>
      <div class="view-head">
        <h1>Runs</h1>
        <p class="small">{countText({ rows, runsThere, isCaughtUp })}</p>
      </div>
      <form class="filters" onSubmit={(event) => event.preventDefault()} aria-label="Which runs">
        <label>
          Find
          <input type="search" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <Choice name="State" all="any state" value={state} choices={states} onChoose={setState} />
        <Choice
          name="Verdict"
          all="any verdict"
          value={verdict}
          choices={VERDICTS.map((one) => ({ value: one, name: one.replace('_', ' ') }))}
          onChoose={setVerdict}
        />
        <CompareLink pair={pair} />
      </form>
      {rows.length === 0 ? (
        <p class="empty panel">
          {connection === 'live'
            ? 'There is no run here yet. Take one with '
            : 'Nothing was heard from the server yet. '}
          {connection === 'live' ? <code>plimsoll soak</code> : null}
        </p>
      ) : (
        <div class="panel wide">
          <table class="runs">
            <caption class="unseen">Runs, the newest first</caption>
            <thead>
              <tr>
                <th scope="col">
                  <span class="unseen">Compare</span>
                </th>
                <th scope="col">Run</th>
                <th scope="col">State</th>
                <th scope="col">Verdict</th>
                <th scope="col" class="number">
                  net, bps
                </th>
                <th scope="col">net over iterations</th>
                <th scope="col" class="number">
                  risk
                </th>
                <th scope="col" class="number">
                  maker share
                </th>
                <th scope="col" class="number">
                  p95 latency, ms
                </th>
                <th scope="col">Guards</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <RunRowView key={row.id} row={row} live={live} isChosen={chosen.includes(row.id)} onChoose={choose} />
              ))}
            </tbody>
          </table>
          {shown.length === 0 ? <p class="empty">No run fits.</p> : null}
        </div>
      )}
    </main>
  );
}

function CompareLink({ pair: [newer, older] }: { readonly pair: readonly string[] }): VNode {
  if (newer === undefined || older === undefined) {
    return <p class="small compare">Choose two runs to hold them against each other.</p>;
  }
  return (
    <a class="button compare" href={hrefOf({ kind: 'compare', ids: [older, newer] })}>
      Compare the two
    </a>
  );
}

interface Counted {
  readonly rows: readonly RunRow[];
  readonly runsThere: number;
  readonly isCaughtUp: boolean;
}

function countText({ rows, runsThere, isCaughtUp }: Counted): string {
  const running = rows.filter(({ state }) => state === 'running').length;
  const count = `${rows.length} run${rows.length === 1 ? '' : 's'}, ${running} at work`;
  if (!isCaughtUp) return `${count}; still reading`;
  return runsThere > rows.length ? `${count}; ${runsThere - rows.length} older ones are not shown` : count;
}
