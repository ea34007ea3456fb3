// How a run that is watched is shown: the screen of a soak on a terminal, which stays when the watcher leaves; one line for each iteration
// elsewhere.

import type { SoakResult } from '../../soak/soak-host.ts';
import type { Host } from '../host.ts';
import type { Followed } from '../running/follow-run.ts';
import { endSentence } from '../../report/ending-sentence.ts';
import { iterationLine, LINE_HEADER } from './iteration-line.ts';
import { openLiveScreen } from './live-screen.ts';
import type { LiveScreen } from './live-screen.ts';
import { PictureMaker } from './run-picture.ts';
import { screenLines } from './screen-lines.ts';
import { styleFor } from './style.ts';

const NOBODY = 'nobody is at work on it; it may be resumed (q leaves)';

export class FollowerScreen {
  readonly #host: Host;
  readonly #maker: PictureMaker;
  /** Absent in a pipe. */
  readonly #screen: LiveScreen | undefined;
  #ended: SoakResult | undefined;
  #isAtWork = true;
  #iterations = 0;
  /** The newest thing that happened: an end, or a standstill, is as old as that. */
  #newestMs = 0;

  constructor(host: Host) {
    this.#host = host;
    this.#maker = new PictureMaker(host.wallClockMs());
    const isScreen = host.stdout.isTerminal && host.env['TERM'] !== 'dumb';
    this.#screen = isScreen ? openLiveScreen(host.stdout, () => host.wallClockMs()) : undefined;
  }

  /** Where the run stands at its end; undefined while it goes on. */
  get ended(): SoakResult | undefined {
    return this.#ended;
  }

  take(followed: readonly Followed[]): void {
    for (const one of followed) {
      this.#newestMs = one.atMs;
      if (one.kind === 'skimmed') this.#maker.skim(one.iteration, one.verdict, one.atMs);
      else this.#note(one);
    }
  }

  /** `isAtWork`: whether a process holds the run. */
  show(isAtWork: boolean): void {
    if (this.#screen === undefined && this.#isAtWork && !isAtWork && this.#ended === undefined) {
      this.#host.stdout.write(`${NOBODY}\n`);
    }
    this.#isAtWork = isAtWork;
    this.#screen?.draw(() => this.#lines());
  }

  /** The last screen stays. */
  close(): void {
    this.#screen?.close(this.#lines());
  }

  #note({ event, atMs }: Extract<Followed, { kind: 'event' }>): void {
    this.#maker.note(event, atMs);
    if (event.kind === 'run_started') {
      this.#maker.startedAt(atMs);
      this.#iterations = event.run.plan.iterations;
      this.#line(`${event.run.run_id}\n${LINE_HEADER}`);
    } else if (event.kind === 'iteration_completed') {
      this.#line(iterationLine(event.summary, this.#iterations));
    } else if (event.kind === 'run_resumed') {
      this.#ended = undefined;
      this.#line(`resumed after iteration ${event.record.iterations}`);
    } else if (event.kind === 'run_ended') {
      this.#ended = event.result;
      const { line, judgement, iterations } = event.result;
      this.#line(`${endSentence(event.result, iterations, this.#iterations)}\n${line}\nverdict: ${judgement.verdict}`);
    }
  }

  #line(text: string): void {
    if (this.#screen === undefined) this.#host.stdout.write(`${text}\n`);
  }

  #lines(): readonly string[] {
    const { stdout } = this.#host;
    const stands = this.#ended !== undefined || !this.#isAtWork;
    const picture = this.#maker.picture(stands ? this.#newestMs : this.#host.wallClockMs());
    const size = { columns: stdout.columns(), rows: stdout.rows() };
    if (picture === undefined) return [];
    const { leftMs: _unknown, ...standing } = picture;
    const shown = stands ? standing : picture;
    const isAlone = !this.#isAtWork && this.#ended === undefined;
    return screenLines(shown, size, styleFor(stdout, this.#host), isAlone ? NOBODY : undefined);
  }
}
