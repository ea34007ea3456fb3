// `plimsoll report A B`: two runs side by side, from their artifacts alone.

import { relative, resolve } from 'node:path';
import { canonicalDocument } from '../../json/canonical.ts';
import { comparisonLines } from '../../report/comparison-text.ts';
import { buildRunPage } from '../../report/page/build-run-page.ts';
import { comparePages } from '../../report/page/compare-pages.ts';
import type { RunPage } from '../../report/page/run-page.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { openRun } from '../running/open-run.ts';
import { readWaivers } from '../running/read-waivers.ts';
import { writeComparison } from '../running/write-report.ts';
import type { ReportOptions } from './report-command.ts';

const COMPARISON_FILE = 'comparison.html';

/** The exit code is about the reading, as for a report of one run. */
export async function compareCommand(host: Host, a: string, b: string, options: ReportOptions): Promise<ExitCode> {
  const [first, second] = [await pageOf(host, a, options), await pageOf(host, b, options)];
  const comparison = comparePages(first, second);
  if (options.html) {
    const file = writeComparison(host, resolve(host.cwd, options.file ?? COMPARISON_FILE), first, second);
    host.stdout.write(options.json ? canonicalDocument({ file }) : `comparison: ${relative(host.cwd, file)}\n`);
    return EXIT_CODES.ok;
  }
  if (options.json) {
    const sides = { a: sideOf(first), b: sideOf(second) };
    host.stdout.write(canonicalDocument({ ...sides, ...comparison }));
    return EXIT_CODES.ok;
  }
  host.stdout.write(`${comparisonLines(first, second, comparison).join('\n')}\n`);
  return EXIT_CODES.ok;
}

async function pageOf(host: Host, run: string, options: ReportOptions): Promise<RunPage> {
  const stored = openRun(host, run, options.entries, 'may be begun');
  const waivers = await readWaivers(host, options, stored.record.plan.policy);
  return buildRunPage(stored, { identified: true, ...(waivers === undefined ? {} : { waivers }) });
}

function sideOf({ identity, plan, verdict, course }: RunPage): object {
  return {
    ...(identity === undefined ? {} : { run_id: identity.runId }),
    plan_sha256: plan.planSha256,
    verdict: verdict.verdict,
    gate_line: verdict.gateLine,
    judged: verdict.judged,
    ending: course.ending,
  };
}
