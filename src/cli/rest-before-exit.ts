// Lets V8's background compilers come to rest before the process ends. A compiler that asks for a garbage collection while Node already waits
// for it to end waits for ever, and so does Node (https://github.com/nodejs/node/issues/54918): rare, but a gate that hangs blocks whatever
// waits for its verdict. While the event loop turns, such a request is served.

/** Of the whole process, in microseconds: what all threads have used of the processor so far. */
export type UsedTime = () => number;

const TICK_MS = 5;
/** A compiler at work uses all of a tick; our own looking takes a tenth of this. */
const IDLE_US = 1_000;
/** Under load a compiler may get no turn in a tick. */
const IDLE_TICKS = 2;
const MOST_TICKS = 400;

/** Resolves once no thread has worked for some milliseconds, and after two seconds whatever they do. */
export async function restBeforeExit(usedUs: UsedTime, sleep: (ms: number) => Promise<void>): Promise<void> {
  let idle = 0;
  for (let tick = 0; tick < MOST_TICKS && idle < IDLE_TICKS; tick += 1) {
    const before = usedUs();
    // oxlint-disable-next-line no-await-in-loop -- Each look is at the time that passed before it.
    await sleep(TICK_MS);
    idle = usedUs() - before < IDLE_US ? idle + 1 : 0;
  }
}
