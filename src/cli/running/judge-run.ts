// A stored run judged as the command line asks: by which policy, with which waivers. For the gate, and for all that rests on its verdict.

import { relative } from 'node:path';
import { KPI_GATE_FILE } from '../../artifacts/layout.ts';
import type { StoredRun } from '../../artifacts/read-run.ts';
import type { CommandLineEntry } from '../../config/command-line-layer.ts';
import { explainRule } from '../../gates/explain-rule.ts';
import { RELEASE_AGAINST_BASELINE, RELEASE_POLICY } from '../../gates/gate-policy.ts';
import type { GatePolicy } from '../../gates/gate-policy.ts';
import { withProcessRulesOf } from '../../gates/process-rules.ts';
import { endingSentence } from '../../report/ending-sentence.ts';
import type { GateView, RulePlaces } from '../../report/gate-view.ts';
import { releaseNotes } from '../../report/release-notes.ts';
import { runWarnings } from '../../report/plan-text.ts';
import { rejudge } from '../../report/rejudge.ts';
import { Failure } from '../../std/failure.ts';
import type { Host } from '../host.ts';
import { openRun } from './open-run.ts';
import { readBaseline } from './read-baseline.ts';
import { readPolicy } from './read-policy.ts';
import { readWaivers } from './read-waivers.ts';
import type { WaiverOptions } from './read-waivers.ts';
import { verifyRun } from './verify-run.ts';

export interface JudgeOptions extends WaiverOptions {
  readonly entries: readonly CommandLineEntry[];
  readonly policy?: string;
  readonly release?: boolean;
  readonly baseline?: string;
  readonly explain?: boolean;
  /** Asks of the run what a release asks, whatever it is judged by. */
  readonly verified?: boolean;
}

export interface JudgedRun {
  readonly stored: StoredRun;
  readonly baseline?: StoredRun;
  readonly view: GateView;
}

/**
 * Throws `Failure`: `usage` where the options or a file of the user are wrong, `artifact` where the run is damaged or, for a release, does not
 * hold what `plimsoll verify` checks.
 */
export async function judgeRun(host: Host, run: string, options: JudgeOptions): Promise<JudgedRun> {
  const chosen = await choosePolicy(host, options);
  const stored = openRun(host, run, options.entries);
  const isRelease = options.release === true || options.verified === true;
  if (isRelease) refuseUnverified(host, stored);
  const { policy: own } = stored.record.plan;
  const asked =
    chosen.policy === undefined || options.release !== true ? chosen.policy : withProcessRulesOf(own, chosen.policy);
  const policy = asked ?? own;
  const baseline =
    options.baseline === undefined
      ? undefined
      : readBaseline(host, options.baseline, options.entries, { candidate: stored, policy });
  if (isRelease && baseline !== undefined) refuseUnverified(host, baseline);
  const waivers = await readWaivers(host, options, policy);
  const { judgement, kpis, line } = rejudge(stored, {
    ...(asked === undefined ? {} : { policy }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(waivers === undefined ? {} : { waivers }),
  });
  const { run_id: runId } = stored.record;
  const view: GateView = {
    runId,
    judgement,
    kpis,
    line,
    ending: endingSentence(stored),
    completed: stored.ended?.record.reason === 'completed',
    warnings: runWarnings(stored.record),
    notes: isRelease ? releaseNotes(stored, judgement.iterations) : [],
    explanations: options.explain === true ? judgement.rules.map(explainRule) : [],
    version: host.version,
    places: placesOf(host, stored, options.policy, chosen.lineOf),
  };
  return { stored, view, ...(baseline === undefined ? {} : { baseline }) };
}

interface ChosenPolicy {
  /** Absent: the run's own. */
  readonly policy?: GatePolicy;
  readonly lineOf: RulePlaces['lineOf'];
}

async function choosePolicy(host: Host, { policy, release, baseline }: JudgeOptions): Promise<ChosenPolicy> {
  if (policy !== undefined && release === true) {
    throw new Failure('usage', '--release and --policy are two policies, and a gate has one', {
      hint: 'leave one of them out',
    });
  }
  if (release === true) {
    return { policy: baseline === undefined ? RELEASE_POLICY : RELEASE_AGAINST_BASELINE, lineOf: () => undefined };
  }
  return policy === undefined ? { lineOf: () => undefined } : readPolicy(host, policy);
}

/** Built-in rules stand in no file: a finding then points at the verdict that the run left. */
function placesOf(
  host: Host,
  { folder }: StoredRun,
  policyFile: string | undefined,
  lineOf: RulePlaces['lineOf'],
): RulePlaces {
  const file = policyFile ?? `${relative(host.cwd, folder) || '.'}/${KPI_GATE_FILE}`;
  return { file: file.replaceAll('\\', '/'), lineOf };
}

function refuseUnverified(host: Host, stored: StoredRun): void {
  const first = verifyRun(host.disk, stored).find(({ passed }) => !passed);
  if (first === undefined) return;
  throw new Failure('artifact', `${stored.folder} is not what it says it is: ${first.finding}`, {
    hint: '`plimsoll verify` tells everything that does not hold; a release rests on another run',
  });
}
