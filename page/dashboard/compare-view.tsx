// Two runs side by side: verdicts, KPIs with the interval of their difference, parameters, and what was configured otherwise.

import type { ComponentChildren, VNode } from 'preact';
import type { PageSetting, RunPage } from '../../src/report/page/run-page.ts';
import { formatKpiValue } from '../../src/report/format-kpi.ts';
import { VerdictBadge } from '../parts/verdict-badge.tsx';
import { compareKpis } from './compare-kpis.ts';
import type { KpiDifference } from './compare-kpis.ts';
import { compareSettings } from './compare-settings.ts';
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
  const failure = one.failure ?? other.failure;
  return (
    <main>
      <div class="view-head">
        <h1>Compare</h1>
        <p class="small">
          <a href={hrefOf({ kind: 'compare', ids: [ids[1], ids[0]] })}>the other way round</a>
        </p>
      </div>
      {one.page === undefined || other.page === undefined ? (
        <p class="empty panel">{failure ?? 'Reading the runs.'}</p>
      ) : (
        <Comparison ids={ids} pages={[one.page, other.page]} />
      )}
    </main>
  );
}

interface ComparisonProps {
  readonly ids: readonly [string, string];
  readonly pages: readonly [RunPage, RunPage];
}

function Comparison({ ids, pages: [one, other] }: ComparisonProps): VNode {
  const heads = (
    <>
      <th scope="col" class="number">
        {ids[0]}
      </th>
      <th scope="col" class="number">
        {ids[1]}
      </th>
    </>
  );
  const settings = compareSettings(one.configuration, other.configuration);
  return (
    <>
      <div class="pair">
        <Side id={ids[0]} page={one} />
        <Side id={ids[1]} page={other} />
      </div>
      <Part title="KPIs of the judged iterations" caption="A difference whose interval does not hold 0 is marked.">
        <thead>
          <tr>
            <th scope="col">KPI</th>
            {heads}
            <th scope="col" class="number">
              difference
            </th>
            <th scope="col" class="number">
              its interval
            </th>
            <th scope="col">meaning</th>
          </tr>
        </thead>
        <tbody>{compareKpis(one, other).map(kpiRow)}</tbody>
      </Part>
      <Part title="Parameters" caption="As they stood at first and as they stand.">
        <thead>
          <tr>
            <th scope="col">parameter</th>
            {heads}
          </tr>
        </thead>
        <tbody>
          {one.parameters.map(({ name, start, now }) => {
            const theirs = other.parameters.find((parameter) => parameter.name === name);
            const isOther = theirs?.now !== now;
            return (
              <tr key={name} class={isOther ? 'differs' : ''}>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td class="number">{courseText(start, now)}</td>
                <td class="number">{theirs === undefined ? 'none' : courseText(theirs.start, theirs.now)}</td>
              </tr>
            );
          })}
        </tbody>
      </Part>
      <Part
        title="Configured otherwise"
        caption={`${settings.values.length === 0 ? 'Every value is the same' : 'Values that differ'}${settings.sources === 0 ? '.' : `; ${settings.sources} more came from another place with the same value.`}`}
      >
        {settings.values.length === 0 ? null : (
          <>
            <thead>
              <tr>
                <th scope="col">setting</th>
                {heads}
              </tr>
            </thead>
            <tbody>
              {settings.values.map(({ name, ours, theirs }) => (
                <tr key={name} class="differs">
                  <th scope="row">
                    <code>{name}</code>
                  </th>
                  <Setting setting={ours} />
                  <Setting setting={theirs} />
                </tr>
              ))}
            </tbody>
          </>
        )}
      </Part>
    </>
  );
}

function Side({ id, page: { plan, verdict, course } }: { readonly id: string; readonly page: RunPage }): VNode {
  return (
    <section class="panel" aria-label={id}>
      <h2>
        <a href={hrefOf({ kind: 'run', id })}>{id}</a>
      </h2>
      <p class="small">{plan.sentence}</p>
      <p>
        <VerdictBadge verdict={verdict.verdict} /> {verdict.headline}
      </p>
      <p class="small">{course.ending}</p>
    </section>
  );
}

interface PartProps {
  readonly title: string;
  readonly caption: string;
  readonly children: ComponentChildren;
}

function Part({ title, caption, children }: PartProps): VNode {
  return (
    <section class="panel" aria-label={title}>
      <h2>{title}</h2>
      <p class="small">{caption}</p>
      <div class="sideways" role="region" tabIndex={0} aria-label={`Table: ${title}`}>
        <table class="compared">{children}</table>
      </div>
    </section>
  );
}

function kpiRow({ name, ours, theirs, difference, lower, upper, meaning }: KpiDifference): VNode {
  const write = (value: number | undefined): string => (value === undefined ? 'no data' : formatKpiValue(name, value));
  const signed = (value: number): string => `${value > 0 ? '+' : ''}${formatKpiValue(name, value)}`;
  return (
    <tr key={name} class={meaning === 'higher' || meaning === 'lower' ? 'differs' : ''}>
      <th scope="row">
        <code>{name}</code>
      </th>
      <td class="number">{write(ours)}</td>
      <td class="number">{write(theirs)}</td>
      <td class="number">{difference === undefined ? '' : signed(difference)}</td>
      <td class="number">{lower === undefined || upper === undefined ? '' : `${signed(lower)} .. ${signed(upper)}`}</td>
      <td>{meaning}</td>
    </tr>
  );
}

function Setting({ setting }: { readonly setting: PageSetting | undefined }): VNode {
  if (setting === undefined) return <td class="number">none</td>;
  const [winner] = setting.candidates;
  return (
    <td class="number">
      {setting.value === '' ? 'by the scenario' : setting.value}
      {winner === undefined ? null : <span class="bounds">{winner.place}</span>}
    </td>
  );
}

function courseText(start: number, now: number): string {
  return start === now ? String(now) : `${start} → ${now}`;
}
