// The state of a run as a shape and words; the shape alone is enough to tell what is at work from what is over and what went wrong.

import type { VNode } from 'preact';
import type { RunState } from '../../src/dashboard/run-row.ts';

type Look = 'working' | 'over' | 'stopped' | 'broken';

const STATES: { readonly [state in RunState]: readonly [words: string, look: Look, meaning: string] } = {
  running: ['running', 'working', 'a process is at work in it'],
  completed: ['completed', 'over', 'it did all that it was to do'],
  failed_gate: ['failed its gate', 'over', 'an iteration failed, and the gate mode is hard'],
  exhausted: ['source ran out', 'over', 'there was no more data'],
  interrupted: ['interrupted', 'stopped', 'somebody stopped it; it can be resumed'],
  paused: ['paused', 'stopped', 'it was to stop after so much run time; it can be resumed'],
  cut_off: ['cut off', 'broken', 'it wrote no end and nobody is at work in it; it can be resumed'],
  target_failed: ['target failed', 'broken', 'what was under test was lost'],
  disk_full: ['disk full', 'broken', 'there was no room for what it wrote next'],
  unreadable: [
    'unreadable',
    'broken',
    'its files are not what they were when they were written, or of another version',
  ],
};

const SHAPES: { readonly [look in Look]: VNode } = {
  working: <path d="M2 1l7 4.5L2 10z" />,
  over: <rect x="1.5" y="1.5" width="8" height="8" />,
  stopped: <path d="M1.5 1h3v9h-3zM6.5 1h3v9h-3z" />,
  broken: <path d="M1 0h4L3.6 4.2 6 5 3.4 11H1zM7 0h3v11H5.8L8.2 4.4 5.8 3.6z" />,
};

export function StateBadge({ state }: { readonly state: RunState }): VNode {
  const [words, look, meaning] = STATES[state];
  return (
    <span class={`state ${look}`} title={meaning}>
      <svg viewBox="0 0 11 11" width="11" height="11" aria-hidden="true">
        {SHAPES[look]}
      </svg>
      {words}
    </span>
  );
}

export function stateWords(state: RunState): string {
  return STATES[state][0];
}
