// How sure each rule must be. A policy passes only where every rule passes, so each may go by its own bound (an intersection-union test,
// Berger 1982). It fails where any rule fails, so the error of a FAIL is divided among the rules by weight (Bonferroni, weighted), and
// among the looks at which a FAIL would end the run.

import { assert } from '../std/assert.ts';
import type { GatePolicy, GateRule } from './gate-policy.ts';
import type { StatedError } from './judgement.ts';
import { kindOf } from './rule-kinds.ts';

export interface Levels {
  /** Of the bound that must lie on the good side for a PASS. */
  readonly pass: number;
  /** Of the bound that must lie on the bad side for a FAIL. */
  readonly fail: number;
}

/** `rules`: those that are judged together. `looks`: how often a FAIL is possible, 1 for a verdict that is given once. */
export function levelsOf(policy: GatePolicy, rules: readonly GateRule[], rule: GateRule, looks: number): Levels {
  const { confidence: pass } = policy;
  if (!canErr(rule)) return { pass, fail: pass };
  const all = rules.filter(canErr).reduce((sum, one) => sum + weightOf(one), 0);
  const fail = 1 - (errorOfFail(policy) * weightOf(rule)) / (all * looks);
  // The bound on the side of a FAIL never lies on the other side of the value.
  return { pass, fail: Math.max(fail, LEAST_CONFIDENCE) };
}

export function statedError(policy: GatePolicy, looks: number): StatedError {
  assert(Number.isInteger(looks) && looks >= 1, 'looks are counted from 1');
  return { false_pass: rounded(1 - policy.confidence), false_fail: rounded(errorOfFail(policy)), looks };
}

const LEAST_CONFIDENCE = 0.51;

function canErr(rule: GateRule): boolean {
  return kindOf(rule).errs && rule.hard !== undefined;
}

function weightOf({ weight = 1 }: GateRule): number {
  return weight;
}

function errorOfFail({ fail_confidence: failConfidence, confidence }: GatePolicy): number {
  return 1 - (failConfidence ?? confidence);
}

/** 1 - 0.9 is a hair less than 0.1. */
function rounded(error: number): number {
  return Number(error.toPrecision(12));
}
