// Delivers alerts to one address, one after the other, without anybody waiting for it: what cannot be delivered is tried again for a while,
// then counted and dropped. Holds a bounded number of them.

import { ATTEMPTS, isWorthRetrying, retryDelayMs } from '../../alerts/retry.ts';
import type { Host } from '../host.ts';

export type Network = Pick<Host, 'request' | 'sleep' | 'chance'>;

export interface Delivered {
  readonly sent: number;
  readonly lost: number;
  /** Why the last one was lost, without the address. */
  readonly problem?: string;
}

const ANSWER_WITHIN_MS = 10_000;
const QUEUE = 100;
const NO_TIME = 'it did not answer before the run was over';

export class Postman {
  readonly #network: Network;
  readonly #url: string;
  readonly #stop = new AbortController();
  readonly #queue: string[] = [];
  #pumping: Promise<void> = Promise.resolve();
  #isPumping = false;
  #sent = 0;
  #lost = 0;
  #problem: string | undefined;

  constructor(network: Network, url: string) {
    this.#network = network;
    this.#url = url;
  }

  /** Returns at once. Where too many wait already, the oldest of them is lost. */
  post(body: string): void {
    this.#queue.push(body);
    if (this.#queue.length > QUEUE) {
      this.#queue.shift();
      this.#lose('too many were waiting');
    }
    if (this.#isPumping) return;
    this.#isPumping = true;
    this.#pumping = this.#pump();
  }

  /** Waits for what is still to be delivered, for so long at most; then it is given up. */
  async close(graceMs: number): Promise<Delivered> {
    const over = new AbortController();
    await Promise.race([this.#pumping, this.#network.sleep(graceMs, over.signal)]);
    over.abort();
    this.#stop.abort();
    await this.#pumping;
    return { sent: this.#sent, lost: this.#lost, ...(this.#problem === undefined ? {} : { problem: this.#problem }) };
  }

  async #pump(): Promise<void> {
    for (let body = this.#queue.shift(); body !== undefined; body = this.#queue.shift()) {
      const problem = await this.#deliver(body);
      if (problem === undefined) this.#sent += 1;
      else this.#lose(problem);
    }
    this.#isPumping = false;
  }

  #lose(problem: string): void {
    this.#lost += 1;
    // That time ran out says less than what an earlier attempt met with.
    if (problem !== NO_TIME || this.#problem === undefined) this.#problem = problem;
  }

  /** Answers why it was not delivered. */
  async #deliver(body: string): Promise<string | undefined> {
    let problem = NO_TIME;
    for (let attempt = 1; attempt <= ATTEMPTS && !this.#stop.signal.aborted; attempt += 1) {
      const attempted = await ask(this.#network, { url: this.#url, method: 'POST', body }, this.#stop.signal);
      if (attempted.kind === 'taken') return undefined;
      if (!this.#stop.signal.aborted) problem = attempted.problem;
      if (!attempted.mayPass || attempt === ATTEMPTS) break;
      await this.#network.sleep(retryDelayMs(attempt, this.#network.chance(), attempted.retryAfter), this.#stop.signal);
    }
    return problem;
  }
}

type Attempted =
  | { readonly kind: 'taken'; readonly status: number }
  | { readonly kind: 'refused'; readonly problem: string; readonly mayPass: boolean; readonly retryAfter?: number };

/** One request, given up after ten seconds or once `stop` is aborted. The problem names no address: it may hold a secret. */
export async function ask(
  network: Network,
  request: Parameters<Host['request']>[0],
  stop: AbortSignal,
): Promise<Attempted> {
  const late = new AbortController();
  const answered = new AbortController();
  const until = AbortSignal.any([late.signal, stop]);
  void network.sleep(ANSWER_WITHIN_MS, AbortSignal.any([answered.signal, stop])).then(() => late.abort());
  try {
    const { status, retryAfter } = await network.request(request, until);
    if (status >= 200 && status < 300) return { kind: 'taken', status };
    const refused = { kind: 'refused', problem: `it answered ${status}`, mayPass: isWorthRetrying(status) } as const;
    return retryAfter === undefined ? refused : { ...refused, retryAfter };
  } catch (error) {
    const problem = late.signal.aborted ? `no answer within ${ANSWER_WITHIN_MS / 1000} s` : networkProblem(error);
    return { kind: 'refused', problem, mayPass: true };
  } finally {
    answered.abort();
  }
}

const CODES: { readonly [code: string]: string } = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up',
  ENETUNREACH: 'the network cannot be reached',
  EHOSTUNREACH: 'it cannot be reached',
};

function networkProblem(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : undefined;
  return code === undefined ? 'it cannot be reached' : (CODES[code] ?? `it cannot be reached (${code})`);
}
