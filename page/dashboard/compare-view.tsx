// Two runs beside each other, as `plimsoll report A B` shows them, and following them while they are at work.

import type { VNode } from 'preact';
import { CompareReport } from '../compare/compare-report.tsx';
import { useLive } from './live-runs.ts';
import type { LiveRuns } from './live-runs.ts';
import { hrefOf } from './route.ts';
import { useRunPage } from './use-run-page.ts';

interface CompareViewProps {
  readonly ids: readonly [string, string];
  readonly live: LiveRuns;
}

export function CompareView({ ids, live }: CompareViewProps): VNode {
  const { rows } = useLive(live);
  const revisionOf = (id: string): number | undefined => rows.find((row) => row.id === id)?.revision;
  const one = useRunPage(ids[0], revisionOf(ids[0]));
  const other = useRunPage(ids[1], revisionOf(ids[1]));
  if (one.page !== undefined && other.page !== undefined) {
    return (
      <CompareReport
        first={one.page}
        second={other.page}
        aside={<a href={hrefOf({ kind: 'compare', ids: [ids[1], ids[0]] })}>the other way round</a>}
      />
    );
  }
  return (
    <main>
      <h1>Two runs, A and B</h1>
      <p class="empty panel">{one.failure ?? other.failure ?? 'Reading the runs.'}</p>
      <p>
        <a href={hrefOf({ kind: 'runs' })}>All runs</a>
      </p>
    </main>
  );
}
