// A rotation from the look at the folder to the last step, for who makes no file of its plan: again until the folder is within its limits or
// nothing more may go, because how much a compression saves is known only afterwards.

import { applyPlan } from './apply-plan.ts';
import type { AppliedStep, RotationPlace } from './apply-plan.ts';
import { sealPlan } from './plan-file.ts';
import { planRotation } from './plan-rotation.ts';
import type { FolderBytes } from './rotation-plan.ts';
import type { RotationPolicy } from './rotation-policy.ts';
import { surveyFolder } from './survey-folder.ts';

const MOST_ROUNDS = 3;

export interface Rotated {
  readonly applied: readonly AppliedStep[];
  readonly bytes: FolderBytes;
  /** Whether the folder holds more than it may, with all gone that may go. */
  readonly isOver: boolean;
}

/** Throws `Failure` as its parts do: a folder that cannot be read, an empty policy, a log that cannot be written. */
export function rotateFolder(place: RotationPlace, policy: RotationPolicy): Rotated {
  const { disk, out, nowMs } = place;
  const applied: AppliedStep[] = [];
  for (let round = 1; ; round += 1) {
    const decision = planRotation(surveyFolder(disk, out), policy, nowMs);
    const { bytes } = decision;
    if (decision.steps.length === 0 || round > MOST_ROUNDS)
      return { applied, bytes, isOver: bytes.now > bytes.allowed };
    applied.push(...applyPlan(place, sealPlan(disk, out, decision, { policy, nowMs })));
  }
}
