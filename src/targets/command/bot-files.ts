// Where everything of a bot lies: in one folder, which belongs to its run.

import { basename, join } from 'node:path';

export interface BotFiles {
  readonly folder: string;
  readonly overrides: string;
  readonly stop: string;
  readonly output: string;
  /** Which process it is, while there is one. */
  readonly identity: string;
  /** The bot's own. */
  readonly workFolder: string;
}

export function botFiles(folder: string): BotFiles {
  return {
    folder,
    overrides: join(folder, 'runtime_overrides.json'),
    stop: join(folder, 'stop'),
    output: join(folder, 'output.log'),
    identity: join(folder, 'process.json'),
    workFolder: join(folder, 'work'),
  };
}

/** Each start of the bot has a file of events of its own. `life` from 1. */
export function eventsFile({ folder }: BotFiles, life: number): string {
  return join(folder, `events-${life}.jsonl`);
}

/** The lives of which there are events, in order. */
export function livesIn(names: readonly string[]): readonly number[] {
  return names
    .flatMap((name) => {
      const [, life] = /^events-(\d+)\.jsonl$/u.exec(basename(name)) ?? [];
      return life === undefined ? [] : [Number(life)];
    })
    .toSorted((left, right) => left - right);
}
