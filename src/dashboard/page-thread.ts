// Asks a thread for the pages of runs. The thread is started when the first page is asked for; where it dies, the next page starts another.

import { Worker } from 'node:worker_threads';
import type { PageReply, PageRequest } from './page-worker.ts';
import type { BuildPage } from './run-pages.ts';

type Answer = Awaited<ReturnType<BuildPage>>;

export class PageThread {
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #worker: Worker | undefined;
  #asked = 0;

  readonly build: BuildPage = (folder) => {
    const worker = this.#worker ?? this.#start();
    this.#asked += 1;
    const request: PageRequest = { nth: this.#asked, folder };
    return new Promise((resolve) => {
      this.#waiting.set(request.nth, resolve);
      worker.postMessage(request);
    });
  };

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./page-worker.js', import.meta.url));
    this.#worker = worker;
    worker.on('message', ({ nth, ...answer }: PageReply) => {
      this.#waiting.get(nth)?.(answer);
      this.#waiting.delete(nth);
    });
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      this.#worker = undefined;
      for (const resolve of this.#waiting.values())
        resolve({ failure: 'the run is too large to be shown on this machine' });
      this.#waiting.clear();
    });
    return worker;
  }
}
