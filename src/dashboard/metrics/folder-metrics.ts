// What the metrics page says of the folder of all runs and of its disk, and the names under which the tool before this one told of its soak:
// without labels, of one run, the newest.

import type { FollowedRun } from '../followed-run.ts';
import type { FolderSize } from './folder-size.ts';
import type { MetricFamily, SampleFamily } from './metric-family.ts';

export function folderMetrics(size: FolderSize | undefined): readonly MetricFamily[] {
  return [
    gauge('plimsoll_artifacts_bytes', 'Size of the folder of all runs', size?.bytes),
    gauge('plimsoll_artifacts_budget_bytes', 'What the folder of all runs may hold', size?.budgetBytes),
    gauge('plimsoll_disk_free_bytes', 'Free on the disk on which the folder lies', size?.freeBytes),
    counter('plimsoll_rotation_failures_total', 'Steps of the rotation that failed', size?.rotationFailures),
  ];
}

export function priorMetrics(run: FollowedRun | undefined, size: FolderSize | undefined): readonly MetricFamily[] {
  const kpis = run?.standing.newest?.kpis;
  const valueOf = (name: 'risk_ratio' | 'net_bps'): number | undefined => {
    const kpi = kpis?.[name];
    return kpi?.kind === 'value' ? kpi.value : undefined;
  };
  return [
    gauge('soak_risk_ratio', 'plimsoll_risk_ratio of the newest run', valueOf('risk_ratio')),
    gauge('soak_net_bps', 'plimsoll_net_bps of the newest run', valueOf('net_bps')),
    gauge('soak_iteration', 'Iterations of the newest run that count', run?.digest.completed),
    gauge('soak_artifacts_size_mb', 'Size of the folder of all runs, megabytes', size && size.bytes / 1e6),
    counter('soak_rotation_failure_total', 'Steps of the rotation that failed', size?.rotationFailures),
  ];
}

function gauge(name: string, help: string, value: number | undefined): SampleFamily {
  return { kind: 'gauge', name, help, samples: value === undefined ? [] : [{ labels: {}, value }] };
}

function counter(name: string, help: string, value: number | undefined): SampleFamily {
  return { ...gauge(name, help, value), kind: 'counter' };
}
