// The page of one run, asked for again whenever the run changed. The server may answer with a page that is a little behind, because that of a long
// run takes long to make; then it is asked once more a while later.

import { useEffect, useState } from 'preact/hooks';
import type { RunPage } from '../../src/report/page/run-page.ts';

export interface FetchedPage {
  readonly page?: RunPage;
  /** Why there is none. */
  readonly failure?: string;
}

const ASK_AGAIN_MS = 2000;

/** `revision`: of the run's newest row; absent where there is no such run. */
export function useRunPage(id: string, revision: number | undefined): FetchedPage {
  const [fetched, setFetched] = useState<FetchedPage>({});
  useEffect(() => {
    if (revision === undefined) return undefined;
    const stop = new AbortController();
    let timer: number | undefined;
    const ask = async (): Promise<void> => {
      const answer = await askFor(id, stop.signal);
      if (stop.signal.aborted) return;
      setFetched((before) => (answer.failure === undefined || before.page === undefined ? answer : before));
      if (answer.revision < revision) timer = window.setTimeout(() => void ask(), ASK_AGAIN_MS);
    };
    void ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [id, revision]);
  return fetched;
}

async function askFor(id: string, signal: AbortSignal): Promise<FetchedPage & { readonly revision: number }> {
  try {
    const answer = await fetch(`api/runs/${encodeURIComponent(id)}`, { signal });
    const body: unknown = await answer.json();
    if (answer.ok && isRunPage(body)) return { page: body, revision: Number(answer.headers.get('x-revision')) };
    return { failure: errorOf(body), revision: Infinity };
  } catch {
    return { failure: 'The server does not answer.', revision: 0 };
  }
}

/** The server that sent this script sent the page; what is looked at here is whether it is one or an error. */
function isRunPage(body: unknown): body is RunPage {
  return typeof body === 'object' && body !== null && 'series' in body;
}

function errorOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'error' in body
    ? String(body.error)
    : 'The server made a mistake.';
}
