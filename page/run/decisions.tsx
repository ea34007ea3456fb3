// Every change that was wanted and what became of it, in words, newest first, with what the tuner saw before it; to be narrowed down.

import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { PageDecision, PageTuning } from '../../src/report/page/run-page.ts';
import { Later } from '../parts/later.tsx';
import { OutcomeMark } from './mark-legend.tsx';

const ALL = 'all';

export interface DecisionsProps {
  readonly tuning: PageTuning;
}

export function Decisions({ tuning }: DecisionsProps): VNode {
  const { decisions, rationales } = tuning;
  const [outcome, setOutcome] = useState(ALL);
  const [parameter, setParameter] = useState(ALL);
  const [guard, setGuard] = useState(ALL);
  const shown = decisions
    .filter((one) => outcome === ALL || one.outcome === outcome)
    .filter((one) => parameter === ALL || one.parameter === parameter)
    .filter((one) => guard === ALL || one.guard === guard)
    .toReversed();
  const sayings = useMemo(() => new Map(rationales.map((one) => [one.iteration, one.sentences])), [rationales]);
  const namesOf = (pick: (one: PageDecision) => string | undefined): readonly string[] => [
    ...new Set(decisions.flatMap((one) => pick(one) ?? [])),
  ];
  return (
    <section class="panel" aria-labelledby="decisions">
      <h2 id="decisions">Decisions</h2>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <Choice label="outcome" value={outcome} names={namesOf((one) => one.outcome)} choose={setOutcome} />
        <Choice label="parameter" value={parameter} names={namesOf((one) => one.parameter)} choose={setParameter} />
        <Choice label="guard" value={guard} names={namesOf((one) => one.guard)} choose={setGuard} />
        <output class="small">
          {shown.length} of {decisions.length} shown
        </output>
      </form>
      <div class="scroll tall" role="region" tabIndex={0} aria-label="Decisions, newest first">
        <ol class="decisions">
          {shown.map((decision) => (
            <li key={`${decision.iteration} ${decision.parameter ?? 'revert'} ${decision.outcome}`}>
              <span class="when">{whenText(decision)}</span>
              <span class={`outcome ${decision.outcome}`}>
                <OutcomeMark outcome={decision.outcome} /> {decision.outcome}
              </span>
              <span class="what">
                {whatText(decision)}
                <span class="reason">
                  {decision.guard === undefined ? decision.reason : `${decision.guard}: ${decision.reason}`}
                </span>
                {sayings.has(decision.iteration) ? (
                  <Later
                    summary="what the tuner saw"
                    of={`iteration ${decision.iteration}, ${decision.parameter ?? 'revert'}`}
                  >
                    {() => (
                      <ul class="plain">
                        {sayings.get(decision.iteration)?.map((sentence) => (
                          <li key={sentence}>{sentence}</li>
                        ))}
                      </ul>
                    )}
                  </Later>
                ) : null}
              </span>
            </li>
          ))}
        </ol>
        {shown.length === 0 ? (
          <p class="note">{decisions.length === 0 ? 'Nothing was decided.' : 'Nothing matches.'}</p>
        ) : null}
      </div>
    </section>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly names: readonly string[];
  readonly choose: (name: string) => void;
}

function Choice({ label, value, names, choose }: ChoiceProps): VNode {
  return (
    <label>
      {label}{' '}
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        <option value={ALL}>all</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function whenText({ iteration, through }: PageDecision): string {
  return through === undefined ? `after ${iteration}` : `after ${iteration} to ${through}`;
}

function whatText({ outcome, parameter, from, wanted, to }: PageDecision): VNode {
  if (outcome === 'revert') return <b>back to a vector that is known to be good, or safe</b>;
  return (
    <span>
      <code>{parameter}</code> {outcome === 'refused' ? `stays at ${from}, wanted ${wanted}` : `${from} → ${to}`}
      {outcome === 'trimmed' ? `, wanted ${wanted}` : ''}
    </span>
  );
}
