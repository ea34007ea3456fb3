// The log of what the guards decided, of all runs, narrowed by run, guard, parameter and outcome. What is asked for stands in the address.

import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { DecisionAnswer } from '../../src/dashboard/decision-answer.ts';
import { Choice } from './choice.tsx';
import { DecisionRow } from './decision-row.tsx';
import { useLive } from './live-runs.ts';
import type { LiveRuns } from './live-runs.ts';
import { hrefOf } from './route.ts';

const FIELDS = [
  ['run', 'Run', 'all runs'],
  ['guard', 'Guard', 'all guards'],
  ['parameter', 'Parameter', 'all parameters'],
  ['outcome', 'Outcome', 'all outcomes'],
] as const;

interface DecisionsViewProps {
  readonly filter: URLSearchParams;
  readonly live: LiveRuns;
}

export function DecisionsView({ filter, live }: DecisionsViewProps): VNode {
  const { revision } = useLive(live);
  const query = filter.toString();
  const [answer, setAnswer] = useState<DecisionAnswer>();
  useEffect(() => {
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const response = await fetch(`api/decisions?${query}`, { signal: stop.signal });
        setAnswer(await response.json());
      } catch {
        // What is shown stays; the sign above tells that the connection is lost.
      }
    };
    void ask();
    return () => stop.abort();
  }, [query, revision]);
  const choose = (field: string, value: string): void => {
    const next = new URLSearchParams(filter);
    if (value === '') next.delete(field);
    else next.set(field, value);
    location.hash = hrefOf({ kind: 'decisions', filter: next });
  };
  return (
    <main>
      <div class="view-head">
        <h1>Decisions of the guards</h1>
        <p class="small" role="status">
          {answer === undefined ? 'Reading.' : countText(answer)}
        </p>
      </div>
      <form class="filters" onSubmit={(event) => event.preventDefault()} aria-label="Which decisions">
        {FIELDS.map(([field, name, all]) => (
          <Choice
            key={field}
            name={name}
            all={all}
            value={filter.get(field) ?? ''}
            choices={(answer?.choices[field] ?? []).map(({ value, count }) => ({ value, name: `${value} (${count})` }))}
            onChoose={(value) => choose(field, value)}
          />
        ))}
      </form>
      <div class="panel wide">
        <table class="decisions">
          <caption class="unseen">Decisions, the newest first</caption>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Run</th>
              <th scope="col" class="number">
                Iteration
              </th>
              <th scope="col">Outcome</th>
              <th scope="col">Parameter</th>
              <th scope="col">Change</th>
              <th scope="col">Guard</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {(answer?.decisions ?? []).map((decision, index) => (
              <DecisionRow key={index} decision={decision} />
            ))}
          </tbody>
        </table>
        {answer?.decisions.length === 0 ? <p class="empty">No decision fits.</p> : null}
      </div>
    </main>
  );
}

function countText({ decisions, matching, forgotten }: DecisionAnswer): string {
  const shown = matching > decisions.length ? `the newest ${decisions.length} of ${matching}` : `${matching}`;
  return `${shown} decision${matching === 1 ? '' : 's'}${forgotten === 0 ? '' : `; ${forgotten} older ones stand in the journals alone`}`;
}
