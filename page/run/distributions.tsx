// What lies behind the percentiles of the judged iterations: distributions, the markout curve, and how quote decisions ended.

import type { VNode } from 'preact';
import { durationText } from '../../src/report/duration-text.ts';
import type { PageMarkout, PageQuotes, RunPage } from '../../src/report/page/run-page.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Histogram } from '../parts/histogram.tsx';

export function Distributions({ page }: { readonly page: RunPage }): VNode {
  return (
    <section class="panel" aria-labelledby="spread">
      <h2 id="spread">Quotes, fills and latencies of the judged iterations</h2>
      <div class="grid">
        <Blocks quotes={page.quotes} />
        <Markouts markouts={page.markouts} />
        {page.distributions.map((distribution) => (
          <Histogram key={distribution.name} distribution={distribution} />
        ))}
      </div>
    </section>
  );
}

const MEANINGS: { readonly [name: string]: string } = {
  allowed: 'allowed',
  risk: 'denied by the risk guard',
  min_interval: 'sooner than the least interval',
  throttle: 'over the replace budget',
  concurrency: 'a request was in flight',
};

function Blocks({ quotes: { decisions, messages } }: { readonly quotes: PageQuotes }): VNode {
  const total = decisions.reduce((sum, { count }) => sum + count, 0);
  const sent = messages.reduce((sum, { count }) => sum + count, 0);
  return (
    <figure class="chart">
      <figcaption>
        <strong>Quote decisions</strong> <span class="unit">{total.toLocaleString('en')} of the judged iterations</span>
      </figcaption>
      <dl class="shares">
        {decisions.map(({ name, count }) => (
          <div key={name}>
            <dt>
              <code>{name}</code> {MEANINGS[name] === name ? '' : MEANINGS[name]}
            </dt>
            <dd>
              <Share part={count} of={total} look={name === 'allowed' ? 'good' : 'held'} />
            </dd>
          </div>
        ))}
      </dl>
      <p class="note">
        Sent: {messages.map(({ name, count }) => `${name} ${percent(count, sent)}`).join(', ')} of{' '}
        {sent.toLocaleString('en')} messages
      </p>
    </figure>
  );
}

function Share({ part, of, look }: { readonly part: number; readonly of: number; readonly look: string }): VNode {
  const width = of > 0 ? (100 * part) / of : 0;
  return (
    <>
      <svg class={`share ${look}`} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="all" width="100" height="8" />
        <rect class="part" width={width} height="8" />
      </svg>
      <b>{percent(part, of)}</b>
    </>
  );
}

function percent(part: number, of: number): string {
  return of > 0 ? `${((100 * part) / of).toFixed(1)} %` : 'no data';
}

const WIDTH = 420;
const HEIGHT = 130;
const TOP = 16;

function Markouts({ markouts }: { readonly markouts: readonly PageMarkout[] }): VNode | null {
  const values = markouts.flatMap(({ adverseBps }) => (adverseBps === undefined ? [] : [adverseBps]));
  if (values.length === 0) return null;
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const y = (value: number): number => TOP + ((high - value) / (high - low || 1)) * (HEIGHT - 2 * TOP);
  const step = WIDTH / markouts.length;
  const points = markouts.flatMap(({ adverseBps, horizonUs }, index) =>
    adverseBps === undefined ? [] : [{ x: (index + 0.5) * step, value: adverseBps, horizonUs }],
  );
  return (
    <figure class="chart">
      <figcaption>
        <strong>Markout curve</strong>{' '}
        <span class="unit">bps against us after each fill; at 1 s it is adverse_bps</span>
      </figcaption>
      <svg
        class="histogram"
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 18}`}
        role="img"
        aria-label={`Markout curve: ${points.map(({ horizonUs, value }) => `${durationShort(horizonUs)} ${value.toFixed(2)} bps`).join(', ')}`}
      >
        <path class="ground" d={`M0 ${y(0)}H${WIDTH}`} />
        <path
          class="curve"
          d={points.map(({ x, value }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y(value)}`).join('')}
        />
        {points.map(({ x, value, horizonUs }) => (
          <g key={horizonUs}>
            <circle class="dot" cx={x} cy={y(value)} r="3.5" />
            <text x={x} y={y(value) - 8} text-anchor="middle">
              {value.toFixed(2)}
            </text>
            <text class="tick" x={x} y={HEIGHT + 13} text-anchor="middle">
              {durationShort(horizonUs)}
            </text>
          </g>
        ))}
      </svg>
      <DataTable
        label="Values of the markout curve"
        columns={[
          { title: 'after' },
          { title: 'bps against us', align: 'right' },
          { title: 'fills', align: 'right' },
          { title: 'left out', align: 'right' },
        ]}
        rows={markouts.map(({ horizonUs, adverseBps, fills, leftOut }) => ({
          key: horizonUs,
          cells: [
            durationShort(horizonUs),
            adverseBps?.toFixed(3) ?? 'no data',
            fills.toLocaleString('en'),
            String(leftOut),
          ],
        }))}
      />
    </figure>
  );
}

function durationShort(microseconds: number): string {
  return microseconds < 1_000_000 ? `${microseconds / 1000} ms` : durationText(microseconds);
}
