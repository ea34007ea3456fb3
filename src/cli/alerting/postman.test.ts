// Delivery in a world whose time is stepped and whose network answers as told.

import { describe, expect, it } from 'vitest';
import type { HttpAnswer, HttpRequest } from '../host.ts';
import { heartbeat } from './heartbeat.ts';
import { Postman } from './postman.ts';
import type { Network } from './postman.ts';

type Reply = number | 'refused' | 'hang';

/** Replies in their order, the last one again and again. */
function world(replies: readonly Reply[]) {
  const requests: HttpRequest[] = [];
  const waiting = new Set<{ readonly atMs: number; readonly wake: () => void }>();
  let nowMs = 0;
  const network: Network = {
    chance: () => 0.5,
    sleep: (milliseconds, until) =>
      new Promise((resolve) => {
        const sleeper = { atMs: nowMs + milliseconds, wake: resolve };
        waiting.add(sleeper);
        const done = (): void => {
          waiting.delete(sleeper);
          resolve();
        };
        if (until.aborted) done();
        else until.addEventListener('abort', done);
      }),
    request: (request, until) =>
      new Promise<HttpAnswer>((resolve, reject) => {
        requests.push(request);
        const reply = replies[Math.min(requests.length, replies.length) - 1];
        if (typeof reply === 'number') resolve({ status: reply });
        else if (reply === 'refused') reject(Object.assign(new Error('secret'), { cause: { code: 'ECONNREFUSED' } }));
        else until.addEventListener('abort', () => reject(new Error('aborted')));
      }),
  };
  /** Lets everything that is ready happen, then goes to the next sleeper's time, until that lies beyond `toMs`. */
  const step = async (toMs: number): Promise<void> => {
    for (;;) {
      for (let turn = 0; turn < 3000; turn += 1) await Promise.resolve();
      const next = [...waiting].toSorted((left, right) => left.atMs - right.atMs)[0];
      if (next === undefined || next.atMs > toMs) break;
      nowMs = next.atMs;
      waiting.delete(next);
      next.wake();
    }
    nowMs = toMs;
  };
  return { network, requests, step };
}

describe('the postman', () => {
  it('tries again what failed for the moment, and not what was refused', async () => {
    const { network, requests, step } = world([500, 'refused', 200, 404, 200]);
    const postman = new Postman(network, 'http://x/secret');
    postman.post('one');
    postman.post('two');
    postman.post('three');
    await step(60_000);
    expect(requests.map(({ body }) => body)).toEqual(['one', 'one', 'one', 'two', 'three']);
    const closed = postman.close(3000);
    await step(120_000);
    expect(await closed).toEqual({ sent: 2, lost: 1, problem: 'it answered 404' });
  });

  it('gives up after five attempts', async () => {
    const { network, requests, step } = world([503]);
    const postman = new Postman(network, 'http://x/');
    postman.post('one');
    await step(600_000);
    expect(requests).toHaveLength(5);
    const closed = postman.close(3000);
    await step(700_000);
    expect(await closed).toEqual({ sent: 0, lost: 1, problem: 'it answered 503' });
  });

  it('waits ten seconds for an answer, and at the end no longer than it is given', async () => {
    const { network, requests, step } = world(['hang']);
    const postman = new Postman(network, 'http://x/');
    postman.post('one');
    postman.post('two');
    await step(9999);
    expect(requests).toHaveLength(1);
    await step(11_000);
    expect(requests).toHaveLength(2);
    const closed = postman.close(3000);
    await step(13_999);
    const early = await Promise.race([closed, Promise.resolve('not yet')]);
    expect(early).toBe('not yet');
    await step(14_000);
    expect(await closed).toMatchObject({ sent: 0, lost: 2 });
  });

  it('holds a hundred that wait and loses the oldest', async () => {
    const { network, requests, step } = world(['hang', 200]);
    const postman = new Postman(network, 'http://x/');
    for (let index = 0; index < 151; index += 1) postman.post(`${index}`);
    await step(12_000);
    const closed = postman.close(3000);
    await step(20_000);
    expect(await closed).toMatchObject({ sent: 101, lost: 50, problem: 'too many were waiting' });
    expect(requests.at(-1)?.body).toBe('150');
  });

  it('never tells an address', async () => {
    const { network, step } = world(['refused']);
    const postman = new Postman(network, 'http://x/secret');
    postman.post('one');
    const closed = postman.close(3000);
    await step(5000);
    expect(JSON.stringify(await closed)).not.toContain('secret');
    expect((await closed).problem).toBe('the connection was refused');
  });
});

describe('the heartbeat', () => {
  it('beats at once and again after each interval, and counts what was missed', async () => {
    const { network, requests, step } = world([200, 500, 200]);
    const stop = new AbortController();
    const beaten = heartbeat(network, 'http://x/', 60_000, stop.signal);
    await step(150_000);
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
    stop.abort();
    expect(await beaten).toEqual({ beats: 3, missed: 1, problem: 'it answered 500' });
  });

  it('ends with the run though its address hangs, and does not count that beat', async () => {
    const { network, step } = world(['hang']);
    const stop = new AbortController();
    const beaten = heartbeat(network, 'http://x/', 60_000, stop.signal);
    await step(100);
    stop.abort();
    expect(await beaten).toEqual({ beats: 0, missed: 0 });
  });
});
