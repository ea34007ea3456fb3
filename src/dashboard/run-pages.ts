// The page of each run, made when somebody asks for it and kept until the run changed. A long run takes long to be read, so its page is made anew
// only after ten times as long as that took: whoever watches it costs a tenth of a processor at most.

import type { FollowedRun } from './followed-run.ts';

/** Answers the page's JSON, or why there is none. */
export type BuildPage = (folder: string) => Promise<{ readonly json: string } | { readonly failure: string }>;

export type PageAnswer = Built & { readonly revision: number };
type Built = Awaited<ReturnType<BuildPage>>;

interface Held {
  readonly revision: number;
  readonly answer: Promise<PageAnswer>;
  readyMs: number;
  tookMs: number;
}

const MOST_HELD = 8;
const PATIENCE = 10;

export class RunPages {
  readonly #build: BuildPage;
  readonly #nowMs: () => number;
  readonly #held = new Map<string, Held>();

  constructor(build: BuildPage, nowMs: () => number) {
    this.#build = build;
    this.#nowMs = nowMs;
  }

  of({ id, folder, row }: FollowedRun): Promise<PageAnswer> {
    const held = this.#held.get(id);
    const isOver = row.state !== 'running' && held?.revision !== row.revision;
    if (held !== undefined && !isOver && !this.#isStale(held, row.revision)) return held.answer;
    this.#held.delete(id);
    const startMs = this.#nowMs();
    const { revision } = row;
    const answer = this.#build(folder).then((built) => ({ ...built, revision }));
    const next: Held = { revision, answer, readyMs: Infinity, tookMs: 0 };
    this.#held.set(id, next);
    const [oldest] = this.#held.keys();
    if (this.#held.size > MOST_HELD && oldest !== undefined) this.#held.delete(oldest);
    const settle = (): void => {
      next.readyMs = this.#nowMs();
      next.tookMs = next.readyMs - startMs;
    };
    answer.then(settle, settle);
    return answer;
  }

  #isStale({ revision, readyMs, tookMs }: Held, now: number): boolean {
    return revision !== now && this.#nowMs() - readyMs >= PATIENCE * tookMs;
  }
}
