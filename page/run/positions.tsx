// Positions in the instruments' own base currencies, and what each instrument of several contributed to the judged iterations.

import type { VNode } from 'preact';
import type { RunPage } from '../../src/report/page/run-page.ts';
import { formatKpiValue } from '../../src/report/format-kpi.ts';
import { Chart } from '../parts/chart.tsx';
import { shortNumber } from '../parts/short-number.ts';
import { DataTable } from '../parts/data-table.tsx';
import { kpiFormat } from './kpi-titles.ts';
import type { RunFrame } from './run-frame.ts';

export function Positions({ page, frame }: { readonly page: RunPage; readonly frame: RunFrame }): VNode {
  const { series, symbols } = page;
  return (
    <section class="panel" aria-labelledby="positions">
      <h2 id="positions">Positions and value</h2>
      <div class="grid">
        <Chart
          {...frame}
          title="Net asset value"
          unit="quote currency, at each iteration's end"
          lines={[{ label: 'value', column: series.equity, colour: 'accent' }]}
          layers={[frame.bands]}
          include={[0]}
          height={150}
          format={kpiFormat('pnl_per_hour')}
          tick={shortNumber}
        />
        {Object.entries(series.inventory).map(([symbol, { end, maxAbs }]) => (
          <Chart
            key={symbol}
            {...frame}
            title={`Position in ${symbol}`}
            unit="base currency"
            lines={[
              { label: 'at the end', column: end, colour: 'accent' },
              { label: 'largest, either way', column: maxAbs, colour: 'part-adverse', dash: [6, 4] },
            ]}
            layers={[frame.bands]}
            include={[0]}
            height={150}
            format={(value) => String(Number(value.toPrecision(5)))}
          />
        ))}
      </div>
      {symbols.length === 0 ? null : (
        <DataTable
          label="What each instrument contributed"
          columns={[
            { title: 'instrument' },
            ...['net_bps', 'maker_taker_ratio', 'fills', 'notional', 'pnl', 'last position'].map((title) => ({
              title,
              align: 'right' as const,
            })),
          ]}
          rows={symbols.map((row) => ({
            key: row.symbol,
            cells: [
              row.symbol,
              row.net_bps === undefined ? 'no data' : formatKpiValue('net_bps', row.net_bps),
              row.maker_taker_ratio === undefined
                ? 'no data'
                : formatKpiValue('maker_taker_ratio', row.maker_taker_ratio),
              formatKpiValue('fills', row.fills),
              formatKpiValue('traded_notional', row.traded_notional),
              formatKpiValue('traded_notional', row.pnl),
              formatKpiValue('inventory_max_abs', row.position_end),
            ],
          }))}
        />
      )}
    </section>
  );
}
