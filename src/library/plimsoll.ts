// What a program gets by `import { ... } from 'plimsoll'`: run a soak, read a run, judge it, and the types that a target is written with.
// docs/library.md explains it. Everything else of the package is its own business and may change with any version.

export { soak } from './soak.ts';
export type { OwnTarget, SoakedRun, SoakRequest, TargetStart } from './soak.ts';
export { readRun } from './read-run.ts';
export type { StoredRun } from '../artifacts/read-run.ts';
export { judgeRun } from './judge-run.ts';
export type { JudgedRun, JudgeRequest } from './judge-run.ts';
export type { Place } from './quiet-host.ts';
export type { SettingValues } from './entries-of.ts';
export { Failure } from '../std/failure.ts';
export type { FailureCode, Problem } from '../std/failure.ts';
export { BUY, SELL } from '../market/side.ts';
export type { Side } from '../market/side.ts';
export type { Instrument } from '../market/instrument.ts';
export type { DecisionOutcome, EventSink, Fill, OrderMessageKind } from '../market/event-sink.ts';
export type { Target, TargetDescription, Window, WindowObserver, WindowOutcome } from '../targets/target.ts';
export type { ParameterName, Parameters } from '../config/parameters.ts';
export type { SettingName } from '../config/settings.ts';
export type { Kpi, KpiName, Kpis } from '../edge/edge-report.ts';
export type { Judgement, RuleResult, Verdict } from '../gates/judgement.ts';
export type { IterationSummary } from '../artifacts/iteration-summary.ts';
export type { RunPlan, RunRecord } from '../artifacts/run-record.ts';
