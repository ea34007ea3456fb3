// The verdict of one iteration while its run goes on. In hard mode a FAIL ends the run, so every iteration is a look at which a good run could
// be lost, and the error of a FAIL is divided among all that are planned. In soft mode each verdict stands for itself.

import type { GateKpis } from '../edge/process-kpis.ts';
import type { GatePolicy } from './gate-policy.ts';
import { judge } from './judge.ts';
import type { Judgement } from './judgement.ts';

/** The part of a run's plan that says what a verdict leads to. */
export interface LookPlan {
  readonly policy: GatePolicy;
  readonly gate_mode: 'soft' | 'hard';
  readonly iterations: number;
}

export function judgeIteration(plan: LookPlan, kpis: GateKpis, iteration: number): Judgement {
  return judge(plan.policy, kpis, [iteration], { looks: plan.gate_mode === 'hard' ? plan.iterations : 1 });
}
