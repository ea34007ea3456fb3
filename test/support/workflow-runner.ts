// Runs workflows of GitHub on this machine, as far as Plimsoll's kit uses them: every job in a fresh folder, its `run` steps by bash as a runner
// does, checkout and artifacts by copying. What it does not know it refuses, so that a workflow cannot drift away from what is tested here.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const SCALAR = z.union([z.string(), z.number(), z.boolean()]);
const VALUES = z.record(z.string(), SCALAR);
const STEP = z.strictObject({
  name: z.string().optional(),
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: VALUES.optional(),
  env: VALUES.optional(),
  run: z.string().optional(),
  shell: z.literal('bash').optional(),
  'working-directory': z.string().optional(),
  'continue-on-error': z.boolean().optional(),
  'timeout-minutes': z.number().max(360).optional(),
});
const JOB = z.union([
  z.strictObject({
    needs: z.string().optional(),
    'runs-on': z.literal('ubuntu-latest'),
    'timeout-minutes': z.number().max(360),
    steps: z.array(STEP),
  }),
  z.strictObject({ needs: z.string().optional(), uses: z.string(), with: VALUES.optional() }),
]);
const WORKFLOW = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  // What is not asked for here is forbidden to the job.
  permissions: z.record(z.string(), z.enum(['read', 'write'])),
  concurrency: z.looseObject({ group: z.string() }).optional(),
  jobs: z.record(z.string(), JOB),
});
export type Step = z.infer<typeof STEP>;

export function readWorkflow(text: string): z.infer<typeof WORKFLOW> {
  return WORKFLOW.parse(parse(text));
}

/** The steps of an action that is made of steps. */
export function readCompositeSteps(text: string): readonly Step[] {
  const action = z.looseObject({ runs: z.looseObject({ using: z.literal('composite'), steps: z.array(STEP) }) });
  return action.parse(parse(text)).runs.steps;
}

export interface Runner {
  /** What a checkout brings. */
  readonly repository: string;
  /** What `${{ name }}` stands for; a number as text. */
  readonly values: { readonly [expression: string]: string };
  readonly env: { readonly [name: string]: string | undefined };
  /** Where artifacts lie between jobs: a folder for each name. */
  readonly store: string;
}

export interface StepResult {
  readonly job: string;
  readonly step: string;
  readonly status: number;
  readonly output: string;
  readonly seconds: number;
}

export interface WorkflowResult {
  /** Of the `run` steps, in their order; those of a job that needs one that failed are not there. */
  readonly steps: readonly StepResult[];
  /** What the jobs wrote into their summaries. */
  readonly summary: string;
}

export function runWorkflow(name: string, runner: Runner): WorkflowResult {
  const text = readFileSync(join(runner.repository, '.github/workflows', name), 'utf8');
  const failed = new Set<string>();
  const steps: StepResult[] = [];
  let summary = '';
  for (const [id, job] of Object.entries(readWorkflow(text).jobs)) {
    if (job.needs !== undefined && failed.has(job.needs)) {
      failed.add(id);
      continue;
    }
    const ran =
      'uses' in job
        ? runWorkflow(job.uses.replace('./.github/workflows/', ''), { ...runner, values: withInputs(runner, job.with) })
        : runJob(id, job.steps, runner);
    steps.push(...ran.steps.map((step) => Object.assign({}, step, { job: id })));
    summary += ran.summary;
    if (ran.steps.some(({ status, step }) => status !== 0 && step !== 'Comment')) failed.add(id);
  }
  return { steps, summary };
}

function withInputs({ values }: Runner, given: z.infer<typeof VALUES> = {}): Runner['values'] {
  const inputs = Object.entries(given).map(([name, value]) => [`inputs.${name}`, String(value)]);
  return { ...values, ...Object.fromEntries(inputs) };
}

function runJob(job: string, steps: readonly Step[], runner: Runner): WorkflowResult {
  const workspace = mkdtempSync(join(tmpdir(), 'plimsoll-job-'));
  const results: StepResult[] = [];
  try {
    const summaryFile = join(workspace, '.summary');
    writeFileSync(summaryFile, '');
    let hasFailed = false;
    for (const step of steps) {
      const always = (step.if ?? '').includes('!cancelled()');
      if ((hasFailed && !always) || !holds(step.if, runner)) continue;
      if (step.run === undefined) {
        useAction(step, workspace, runner);
        continue;
      }
      const env = { ...runner.env, GITHUB_STEP_SUMMARY: summaryFile };
      const result = runStep(job, step, { ...runner, env }, workspace);
      results.push(result);
      hasFailed ||= result.status !== 0 && step['continue-on-error'] !== true;
    }
    return { steps: results, summary: readFileSync(summaryFile, 'utf8') };
  } finally {
    rmSync(workspace, { recursive: true });
  }
}

export function runStep(
  job: string,
  step: Step,
  runner: Omit<Runner, 'repository' | 'store'>,
  cwd: string,
): StepResult {
  const script = filled(step.run ?? '', runner);
  const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, filled(String(value), runner)]);
  const begun = Date.now();
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd,
    env: { ...runner.env, ...Object.fromEntries(own) },
    encoding: 'utf8',
  });
  const seconds = (Date.now() - begun) / 1000;
  return { job, step: step.name ?? script, status: status ?? -1, output: `${stdout}${stderr}`, seconds };
}

function useAction(step: Step, workspace: string, runner: Runner): void {
  const { name = '', path = '' } = Object.fromEntries(
    Object.entries(step.with ?? {}).map(([key, value]) => [key, filled(String(value), runner)]),
  );
  const { uses = 'nothing' } = step;
  switch (uses) {
    case 'actions/checkout@v4':
      cpSync(runner.repository, workspace, { recursive: true });
      return;
    case 'actions/setup-node@v4':
      return;
    case 'actions/upload-artifact@v4': {
      if (!existsSync(join(workspace, path))) return;
      rmSync(join(runner.store, name), { recursive: true, force: true });
      cpSync(join(workspace, path), join(runner.store, name), { recursive: true });
      return;
    }
    case 'actions/download-artifact@v4':
      mkdirSync(join(workspace, path), { recursive: true });
      cpSync(join(runner.store, name), join(workspace, path), { recursive: true });
      return;
    default:
      throw new Error(`the action ${uses} is not known here`);
  }
}

function filled(text: string, { values }: Pick<Runner, 'values'>): string {
  return text.replaceAll(/\$\{\{ (.*?) \}\}/gu, (_, expression: string) => valueOf(expression, values));
}

function valueOf(expression: string, values: Runner['values']): string {
  const value = values[expression];
  if (value === undefined) throw new Error(`nobody says what \${{ ${expression} }} is`);
  return value;
}

/** A condition is a value, its parts joined by `&&`; that nothing is cancelled is known. */
function holds(condition: string | undefined, { values }: Runner): boolean {
  if (condition === undefined) return true;
  const [, inner = condition] = /^\$\{\{ (.*) \}\}$/u.exec(condition) ?? [];
  return inner
    .split(' && ')
    .filter((part) => part !== '!cancelled()')
    .every((part) => {
      const [, name, least] = /^(\S+) > (\d+)$/u.exec(part) ?? [];
      if (name !== undefined) return Number(valueOf(name, values)) > Number(least);
      return !['', 'false'].includes(valueOf(part, values));
    });
}
