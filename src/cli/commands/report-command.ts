// `plimsoll report RUN`: a run shown again, from its artifacts alone: as text, as JSON, or as one HTML file.

import { relative, resolve } from 'node:path';
import type { CommandLineEntry } from '../../config/command-line-layer.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { runDocument } from '../../report/run-document.ts';
import { viewRun } from '../../report/view-run.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { openRun } from '../running/open-run.ts';
import { readWaivers } from '../running/read-waivers.ts';
import type { WaiverOptions } from '../running/read-waivers.ts';
import { writeIdentifiedReport } from '../running/write-report.ts';
import { Failure } from '../../std/failure.ts';
import { reportLines } from '../terminal/report-lines.ts';
import { styleFor } from '../terminal/style.ts';

export interface ReportOptions extends WaiverOptions {
  readonly entries: readonly CommandLineEntry[];
  readonly json: boolean;
  readonly html: boolean;
  /** Where the HTML goes. */
  readonly file?: string;
}

/** Showing a failed run is no failure: the exit code is about the reading. `plimsoll gate` answers for the verdict. */
export async function reportCommand(host: Host, run: string, options: ReportOptions): Promise<ExitCode> {
  const { entries, json, html } = options;
  if (options.file !== undefined && !html) {
    throw new Failure('usage', '--file says where the HTML goes, and none was asked for', { hint: 'add --html' });
  }
  // The page of a run that is at work shows what is acknowledged by now.
  const stored = openRun(host, run, entries, html ? 'may be begun' : 'whole');
  const { run_id, started_at, plan } = stored.record;
  if (html) {
    const waivers = await readWaivers(host, options, plan.policy);
    const file = options.file === undefined ? undefined : resolve(host.cwd, options.file);
    const path = writeIdentifiedReport(host, stored, file, waivers);
    host.stdout.write(json ? canonicalDocument({ run_id, file: path }) : `report: ${relative(host.cwd, path)}\n`);
    return EXIT_CODES.ok;
  }
  const view = viewRun(stored, await readWaivers(host, options, plan.policy));
  if (json) {
    host.stdout.write(canonicalDocument({ run_id, folder: stored.folder, started_at, ...runDocument(view) }));
    return EXIT_CODES.ok;
  }
  const style = styleFor(host.stdout, host);
  const lines = [
    style.bold(run_id),
    `started ${started_at}`,
    ...reportLines(view, style),
    `artifacts: ${relative(host.cwd, stored.folder) || '.'}`,
  ];
  host.stdout.write(`${lines.join('\n')}\n`);
  return EXIT_CODES.ok;
}
