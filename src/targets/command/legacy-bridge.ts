// Bots of the toolkit before Plimsoll, which keep no contract: they append to artifacts/audit.jsonl and rewrite artifacts/reports/EDGE_REPORT.json.
// Their signs of life become heartbeats; their numbers are kept as what the bot said, beside the KPIs and never in their place, because
// too much is known to be wrong in them.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Disk } from '../../files/disk.ts';
import { quietly } from '../../files/quietly.ts';
import { writeFully } from '../../files/write-fully.ts';
import { EventLines } from './event-lines.ts';

/** Of a bot that names none. */
const INSTRUMENT = { symbol: 'LEGACY', tick_size: 1, lot_size: 1, position: 0 };
const TOTALS = ['net_bps', 'gross_bps', 'fees_eff_bps', 'slippage_bps', 'adverse_bps', 'inventory_bps'] as const;
const REASONS = ['min_interval', 'concurrency', 'backoff', 'risk', 'throttle'] as const;

/** What is wrong with those numbers, as far as it is known. */
export const LEGACY_ASSUMPTIONS: readonly string[] = [
  'The bot writes EDGE_REPORT.json and audit.jsonl. What they say is kept in the facts of each iteration (reported_...), and no KPI or gate rests on it.',
  'In EDGE_REPORT.json a maker that buys below the mid has a negative gross_bps, slippage counts as income, rebates count as costs, inventory_bps is no basis points, adverse selection is left out of net_bps, and fills and symbols are averaged without their size.',
  'audit.jsonl tells of no placed order, no fill, no latency and no denial for risk: risk_ratio, cancel_ratio and all KPIs of money are absent, not 0.',
  'The bot reads no parameters and acknowledges none: with which ones it ran is not known, and nothing can be tuned.',
];

export class LegacyBridge {
  readonly #disk: Disk;
  readonly #events: string;
  readonly #audit: string;
  readonly #report: string;
  #lines: EventLines | undefined;
  #reportMs = 0;
  #isOpen = true;
  #counts = { records: 0, allowed: 0, blocked: new Map<string, number>() };

  /** `folder`: in which the bot works. `events`: the file in which its signs of life are put, as if the bot did. */
  constructor(disk: Disk, folder: string, events: string) {
    this.#disk = disk;
    this.#events = events;
    this.#audit = join(folder, 'artifacts/audit.jsonl');
    this.#report = join(folder, 'artifacts/reports/EDGE_REPORT.json');
    this.#reportMs = this.#changedMs();
    // What stands there already is of an earlier run.
    if (existsSync(this.#audit)) this.#open(statSync(this.#audit).size);
  }

  /** To be called once the process runs. */
  begin(nowUs: number): void {
    this.#tell({ kind: 'ready', t_us: nowUs, contract: 1, instruments: [INSTRUMENT] });
  }

  poll(nowUs: number): void {
    if (!this.#isOpen) return;
    const reportMs = this.#changedMs();
    const lines = this.#newLines();
    for (const { text } of lines) this.#count(text);
    if (lines.length === 0 && reportMs === this.#reportMs) return;
    this.#reportMs = reportMs;
    this.#tell({ kind: 'heartbeat', t_us: nowUs });
  }

  /** Since the last call, and of the report as it stands. */
  facts(): { readonly [name: string]: number } {
    const { records, allowed, blocked } = this.#counts;
    this.#counts = { records: 0, allowed: 0, blocked: new Map() };
    const totals = totalsOf(this.#report);
    return {
      reported_audit_records: records,
      reported_replaces_allowed: allowed,
      ...Object.fromEntries(REASONS.map((reason) => [`reported_blocked_${reason}`, blocked.get(reason) ?? 0])),
      ...Object.fromEntries(
        TOTALS.flatMap((name) => {
          const value = totals[name];
          return typeof value === 'number' && Number.isFinite(value) ? [[`reported_${name}`, value + 0]] : [];
        }),
      ),
    };
  }

  close(): void {
    this.#isOpen = false;
    this.#lines?.close();
  }

  #newLines(): ReturnType<EventLines['next']> {
    if (this.#lines === undefined && existsSync(this.#audit)) this.#open(0);
    const lines = this.#lines;
    return lines === undefined ? [] : lines.next(lines.waiting());
  }

  #open(bytes: number): void {
    this.#lines = new EventLines(this.#audit, 'audit.jsonl', { bytes, lines: 0 });
  }

  #count(text: string): void {
    this.#counts.records += 1;
    const { kind, fields } = objectOf(text);
    if (kind !== 'REPLACE' || typeof fields !== 'object' || fields === null) return;
    const { allowed, reason }: { readonly [field: string]: unknown } = { ...fields };
    if (allowed === 1 || allowed === true) this.#counts.allowed += 1;
    else if (typeof reason === 'string') {
      this.#counts.blocked.set(reason, (this.#counts.blocked.get(reason) ?? 0) + 1);
    }
  }

  #changedMs(): number {
    return statSync(this.#report, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  }

  #tell(event: object): void {
    const file = this.#disk.openToAppend(this.#events);
    try {
      writeFully(this.#disk, file, Buffer.from(`${JSON.stringify(event)}\n`));
    } finally {
      quietly(() => this.#disk.close(file));
    }
  }
}

/** A report that is being written, or is none, says nothing. */
function totalsOf(path: string): { readonly [name: string]: unknown } {
  if (!existsSync(path)) return {};
  const { totals } = objectOf(readFileSync(path, 'utf8'));
  return typeof totals === 'object' && totals !== null ? { ...totals } : {};
}

function objectOf(text: string): { readonly [name: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
