// What stands in run.json, from the plan, the target and the host.

import { RUN_FORMAT, sealRun } from '../artifacts/run-record.ts';
import type { InstrumentRecord, RunPlan, RunRecord } from '../artifacts/run-record.ts';
import { hashJson } from '../json/hash.ts';
import type { Instrument } from '../market/instrument.ts';
import type { TargetDescription } from '../targets/target.ts';
import type { SoakHost } from './soak-host.ts';

export function runRecord(plan: RunPlan, target: TargetDescription, host: SoakHost): RunRecord {
  return sealRun({
    format: RUN_FORMAT,
    run_id: host.runId,
    started_at: host.wallClock(),
    versions: host.versions,
    plan,
    plan_sha256: hashJson(plan),
    configuration: host.configuration,
    configuration_sha256: hashJson(host.configuration),
    target: {
      kind: target.kind,
      instruments: target.instruments.map((instrument) => {
        const position = target.holdings?.[instrument.symbol];
        return { ...instrumentRecord(instrument), ...(position === undefined ? {} : { position }) };
      }),
      assumptions: target.assumptions,
    },
  });
}

export function instrumentRecord({ symbol, tickSize, lotSize }: Instrument): InstrumentRecord {
  return { symbol, tick_size: tickSize, lot_size: lotSize };
}
