// What becomes of the moves that several rules ask of one parameter. Caution wins: a riskier move happens only where nothing speaks
// against it, and a limit or bound only ever shortens a move.

import { PARAMETERS, quantise } from '../config/parameters.ts';
import type { ParameterName } from '../config/parameters.ts';
import type { Finding } from './evaluate-rules.ts';
import { LARGEST_RISE, MOVES_PER_PARAMETER } from './rules.ts';
import type { Move } from './rules.ts';
import type { ProposedChange } from './tuner.ts';

export interface Combination {
  /** Absent where nothing is asked, everything is held back or no room is left. */
  readonly change?: ProposedChange;
  /** What was asked and not done, and why. */
  readonly held: readonly string[];
}

interface Ask {
  readonly finding: Finding;
  readonly move: Move;
  /** The signed change that is left of the move after its own limit. */
  readonly reach: number;
}

/**
 * Moves in one direction add up, the largest two at most. Where rules ask for opposite directions the safer one wins, even if its
 * limit leaves it no room. A riskier move also gives way to `calming`, the reasons for which nothing may raise risk now, and to a rule
 * that would ask for the safer direction but lacks its data. `floor` is why this parameter is not to be moved the safer way now: trading
 * is too thin already, and all is calm; its relief then meets no objection.
 */
export function combineMoves(
  parameter: ParameterName,
  current: number,
  findings: readonly Finding[],
  calming: readonly string[],
  floor?: string,
): Combination {
  const asks = findings.flatMap((finding) =>
    finding.rule.moves
      .filter((move) => move.parameter === parameter)
      .map((move) => ({ finding, move, reach: reach(move, current) })),
  );
  const safer = asks.filter(({ move }) => isSafer(move));
  const riskier = asks.filter((ask) => !isSafer(ask.move) && hasFired(ask));
  if (floor !== undefined) {
    const waiting = safer.filter(hasFired).map((ask) => `${parameter}: ${name(ask)} waits, ${floor}`);
    return addUp(parameter, current, riskier, waiting);
  }
  const objections = [
    ...calming,
    ...safer.filter((ask) => ask.finding.state !== 'silent').map(({ finding }) => objection(finding)),
  ];
  if (objections.length === 0) return addUp(parameter, current, riskier, []);
  const held = riskier.map((ask) => `${parameter}: ${name(ask)} gives way to ${objections.join('; ')}`);
  return addUp(parameter, current, safer.filter(hasFired), held);
}

/** All asks have one direction. */
function addUp(
  parameter: ParameterName,
  current: number,
  asks: readonly Ask[],
  heldBefore: readonly string[],
): Combination {
  const stuck = asks.filter((ask) => ask.reach === 0);
  const ranked = asks
    .filter((ask) => ask.reach !== 0)
    .toSorted((one, other) => Math.abs(other.reach) - Math.abs(one.reach));
  const taken = ranked.slice(0, MOVES_PER_PARAMETER);
  const waiting = ranked.slice(MOVES_PER_PARAMETER);
  const sum = taken.reduce((total, ask) => total + ask.reach, 0);
  const delta = withinBounds(parameter, current, Math.min(sum, LARGEST_RISE[parameter] ?? Infinity));
  const held = [
    ...heldBefore,
    ...(delta === 0 ? asks : stuck).map((ask) => `${parameter}: ${name(ask)} finds no room at ${current}`),
    ...waiting.map((ask) => `${parameter}: ${name(ask)} waits, ${MOVES_PER_PARAMETER} moves are enough`),
  ];
  if (delta === 0) return { held };
  const reasons = taken.map((ask) => `${name(ask)} asks ${askText(ask.move)}: ${ask.finding.evidence}`);
  return { change: { parameter, delta, reasons }, held };
}

/** The change that keeps the new value inside the apply bounds. A bound shortens a move and never starts or turns one. */
function withinBounds(parameter: ParameterName, current: number, change: number): number {
  const { min, max } = PARAMETERS[parameter].applyBounds;
  const target = quantise(parameter, change > 0 ? Math.min(current + change, max) : Math.max(current + change, min));
  const reached = target >= min && target <= max && Math.sign(target - current) === Math.sign(change);
  return reached ? withoutDust(target - current) : 0;
}

/** What a move changes from `current` under its own limit: nothing where the value is at the limit or beyond it. */
function reach(move: Move, current: number): number {
  if ('atLeast' in move) return Math.max(0, move.atLeast - current);
  const { step, limit } = move;
  if (limit === undefined) return step;
  return step > 0 ? Math.min(step, Math.max(0, limit - current)) : Math.max(step, Math.min(0, limit - current));
}

function isSafer(move: Move): boolean {
  const rises = 'atLeast' in move || move.step > 0;
  return (PARAMETERS[move.parameter].saferDirection === 'up') === rises;
}

function hasFired(ask: Ask): boolean {
  return ask.finding.state === 'fired';
}

function objection({ rule, state }: Finding): string {
  return state === 'fired' ? rule.name : `${rule.name}, which cannot be judged`;
}

function name(ask: Ask): string {
  return ask.finding.rule.name;
}

function askText(move: Move): string {
  if ('atLeast' in move) return `at least ${move.atLeast}`;
  const signed = `${move.step > 0 ? '+' : ''}${move.step}`;
  if (move.limit === undefined) return signed;
  return `${signed} ${move.step > 0 ? 'up' : 'down'} to ${move.limit}`;
}

/** Parameters are multiples of quanta no finer than a millionth, so is their difference. */
function withoutDust(value: number): number {
  return Number(value.toFixed(6));
}
