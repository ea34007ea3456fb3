// What the tuner wanted, what the guards made of it and what the run then ran with: from the journal, which tells of every iteration, also of
// those whose files rotation removed. Why the tuner wanted it stands in the summaries.

import type { IterationSummary } from '../../artifacts/iteration-summary.ts';
import type { IterationCompleted } from '../../artifacts/journal-record.ts';
import type { RunPlan } from '../../artifacts/run-record.ts';
import { PARAMETER_NAMES, PARAMETERS } from '../../config/parameters.ts';
import type { ParameterName } from '../../config/parameters.ts';
import { valuesPerEntry } from './column-builder.ts';
import type { PageBand, PageDecision, PageMark, PageParameter, PageTuning } from './run-page.ts';

type Decision = IterationCompleted['decisions'][number];

/** More than anybody reads; the journal has them all. */
const MOST_DECISIONS = 400;
const MOST_RATIONALES = 60;

export class TuningBuilder {
  readonly #plan: RunPlan;
  readonly #per: number;
  readonly #parameters: ReadonlyMap<ParameterName, ParameterCourse>;
  readonly #counts = { granted: 0, trimmed: 0, refused: 0, reverts: 0 };
  readonly #guards = new Map<string, number>();
  readonly #findings = new Map<string, number>();
  readonly #frozen: number[] = [];
  readonly #bands: PageBand[] = [];
  readonly #decisions: PageDecision[] = [];
  readonly #rationales: { iteration: number; sentences: readonly string[] }[] = [];
  #changedAfter = 0;
  #omitted = 0;

  /** `completed`: how many iterations the journal acknowledges. */
  constructor(plan: RunPlan, completed: number) {
    this.#plan = plan;
    this.#per = valuesPerEntry(completed);
    this.#parameters = new Map(
      PARAMETER_NAMES.map((name) => [name, { steps: [[1, plan.parameters[name]]], marks: [] }]),
    );
  }

  /** One after the other, as the journal tells them. */
  addRecord({ iteration, decisions, revert, parameters_next: next }: IterationCompleted): void {
    let changed = false;
    for (const [name, { steps }] of this.#parameters) {
      if (steps.at(-1)?.[1] === next[name]) continue;
      changed = true;
      steps.push([iteration + 1, next[name]]);
    }
    if (changed) this.#changedAfter += 1;
    for (const decision of decisions) this.#addDecision(iteration, decision);
    if (revert === undefined) return;
    this.#counts.reverts += 1;
    this.#tell({ iteration, outcome: 'revert', reason: revert.reason });
    for (const decision of revert.decisions) this.#addDecision(iteration, decision);
    const { hold } = revert;
    if (hold === undefined) return;
    const through = hold.until_iteration ?? this.#plan.iterations;
    this.#bands.push({ kind: 'panic', from: hold.from_iteration, through, reason: hold.reason });
  }

  /** One after the other, those that there are. */
  addSummary({ iteration, tuning }: IterationSummary, isFrozen: boolean): void {
    if (isFrozen) this.#frozen.push(iteration);
    if (tuning.rationale.length > 0) this.#rationales.push({ iteration, sentences: tuning.rationale });
    if (this.#rationales.length > MOST_RATIONALES) this.#rationales.shift();
    if (!tuning.applied) return;
    for (const finding of tuning.rationale.flatMap(findingOf)) {
      this.#findings.set(finding, (this.#findings.get(finding) ?? 0) + 1);
    }
  }

  parameters(): readonly PageParameter[] {
    return [...this.#parameters].map(([name, course]) => this.#parameter(name, course));
  }

  bands(): readonly PageBand[] {
    const freezes = stretches(this.#frozen).map(([from, through]) => ({ kind: 'freeze', from, through }) as const);
    return [...freezes, ...this.#bands];
  }

  tuning(): PageTuning {
    return {
      sentences: this.#sentences(),
      counts: this.#counts,
      decisions: this.#decisions,
      rationales: this.#rationales,
    };
  }

  /** How many older decisions are not listed. */
  get omitted(): number {
    return this.#omitted;
  }

  #addDecision(iteration: number, decision: Decision): void {
    const { parameter, outcome, from, wanted, to, reason, steps } = decision;
    this.#counts[outcome] += 1;
    const guard = outcome === 'granted' ? undefined : steps.findLast((step) => step.outcome === outcome)?.guard;
    if (guard !== undefined) this.#guards.set(guard, (this.#guards.get(guard) ?? 0) + 1);
    this.#tell({ iteration, outcome, parameter, from, wanted, to, ...(guard === undefined ? {} : { guard }), reason });
    const marks = this.#parameters.get(parameter)?.marks;
    if (marks !== undefined) addMark(marks, [outcome, iteration, wanted, to, 1], this.#per);
  }

  #tell(decision: PageDecision): void {
    const same = this.#decisions.findLast(({ parameter }) => parameter === decision.parameter);
    if (same !== undefined && goesOn(same, decision)) {
      this.#decisions[this.#decisions.indexOf(same)] = { ...same, through: decision.iteration };
      return;
    }
    this.#decisions.push(decision);
    if (this.#decisions.length <= MOST_DECISIONS) return;
    this.#decisions.shift();
    this.#omitted += 1;
  }

  #parameter(name: ParameterName, { steps, marks }: ParameterCourse): PageParameter {
    const { unit, meaning, applyBounds: bounds, saferDirection } = PARAMETERS[name];
    const start = this.#plan.parameters[name];
    const pinnedBy = this.#plan.pinned[name];
    return {
      name,
      unit,
      meaning,
      start,
      now: steps.at(-1)?.[1] ?? start,
      bounds,
      saferDirection,
      ...(pinnedBy === undefined ? {} : { pinnedBy }),
      steps: this.#per === 1 ? steps : fewerSteps(steps, this.#per),
      marks,
    };
  }

  #sentences(): readonly string[] {
    const { tune, guards } = this.#plan;
    if (!tune) return ['Nothing was tuned: the run held the parameters that it began with.'];
    const { granted, trimmed, refused, reverts } = this.#counts;
    const asked = granted + trimmed + refused;
    const moved = this.parameters().filter(({ steps }) => steps.length > 1).length;
    const sentences = [
      this.#changedAfter === 0
        ? 'The tuner changed nothing.'
        : `The tuner moved ${moved} of ${PARAMETER_NAMES.length} parameters, after ${iterationsCount(this.#changedAfter)}.`,
    ];
    if (this.#findings.size > 0) sentences.push(`What it saw in these: ${countsText(this.#findings)}.`);
    const held = this.#guards.size === 0 ? '' : `, by ${countsText(this.#guards)}`;
    if (asked > 0) {
      sentences.push(
        `Of ${asked} wanted changes the guards granted ${granted}, trimmed ${trimmed} and refused ${refused}${held}.`,
      );
    }
    if (!guards) sentences.push('The guards were off: pin, bounds and late iteration alone reviewed a change.');
    if (this.#frozen.length > 0)
      sentences.push(`${upper(iterationsCount(this.#frozen.length))} ran frozen, because those before were steady.`);
    if (reverts > 0)
      sentences.push(
        `It panicked ${reverts === 1 ? 'once' : `${reverts} times`} and went back to a vector known to be good or safe.`,
      );
    return sentences;
  }
}

type Step = readonly [number, number];

interface ParameterCourse {
  readonly steps: Step[];
  readonly marks: PageMark[];
}

/** `adverse selection` of a finding; nothing of a sentence about one parameter, which says what became of a finding. */
function findingOf(sentence: string): readonly string[] {
  const [name, ...rest] = sentence.split(': ');
  if (name === undefined || rest.length === 0 || PARAMETER_NAMES.some((parameter) => parameter === name)) return [];
  return [name];
}

/** The same answer to the same wish, after the next iteration. */
function goesOn(before: PageDecision, next: PageDecision): boolean {
  return (
    next.outcome === 'refused' &&
    before.outcome === 'refused' &&
    before.guard === next.guard &&
    before.from === next.from &&
    before.wanted === next.wanted &&
    before.reason === next.reason &&
    (before.through ?? before.iteration) + 1 === next.iteration
  );
}

/** In a long run one mark for each outcome in each bucket of iterations. */
function addMark(marks: PageMark[], mark: PageMark, per: number): void {
  const [outcome, iteration, wanted, to] = mark;
  const bucket = Math.floor((iteration - 1) / per);
  // Where every iteration has a bucket of its own there is nothing to put together.
  const newest = per === 1 ? -1 : marks.length - 1;
  for (let index = newest; index >= 0; index -= 1) {
    const earlier = marks[index];
    if (earlier === undefined || Math.floor((earlier[1] - 1) / per) !== bucket) break;
    if (earlier[0] !== outcome) continue;
    marks[index] = [outcome, iteration, wanted, to, earlier[4] + 1];
    return;
  }
  marks.push(mark);
}

/** Of each bucket of iterations the least, the greatest and the last value, where each of them came first. */
function fewerSteps(steps: readonly Step[], per: number): readonly Step[] {
  const buckets = new Map<number, Step[]>();
  for (const step of steps) {
    const bucket = Math.floor((step[0] - 1) / per);
    const own = buckets.get(bucket) ?? [];
    own.push(step);
    buckets.set(bucket, own);
  }
  return [...buckets.values()].flatMap((own) => {
    const values = own.map(([, value]) => value);
    const kept = new Set([values.indexOf(Math.min(...values)), values.indexOf(Math.max(...values)), own.length - 1]);
    return own.filter((_, index) => kept.has(index));
  });
}

/** From numbers in ascending order to the first and last of each unbroken stretch. */
function stretches(numbers: readonly number[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last !== undefined && last[1] + 1 === number) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}

function countsText(counts: ReadonlyMap<string, number>): string {
  const ranked = [...counts].toSorted(([, one], [, other]) => other - one);
  return ranked.map(([name, count]) => `${name} (${count})`).join(', ');
}

function iterationsCount(count: number): string {
  return `${count} iteration${count === 1 ? '' : 's'}`;
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
