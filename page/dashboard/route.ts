// Which page the address means. It stands behind the `#`, so that the server never sees it and a page can be kept as a bookmark.

import { useEffect, useState } from 'preact/hooks';

export type Route =
  | { readonly kind: 'runs' }
  | { readonly kind: 'run'; readonly id: string }
  | { readonly kind: 'compare'; readonly ids: readonly [string, string] }
  | { readonly kind: 'history' }
  | { readonly kind: 'decisions'; readonly filter: URLSearchParams }
  | { readonly kind: 'unknown' };

export function hrefOf(route: Exclude<Route, { kind: 'unknown' }>): string {
  switch (route.kind) {
    case 'runs':
      return '#/';
    case 'run':
      return `#/run/${encodeURIComponent(route.id)}`;
    case 'compare':
      return `#/compare/${route.ids.map(encodeURIComponent).join('/')}`;
    case 'history':
      return '#/history';
    case 'decisions': {
      const filter = route.filter.toString();
      return filter === '' ? '#/decisions' : `#/decisions?${filter}`;
    }
    default:
      return route satisfies never;
  }
}

function readRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/u, '').split('?', 2);
  const [kind, ...parts] = path.split('/');
  const [one, other] = parts.map(decode);
  if (kind === '' && parts.length === 0) return { kind: 'runs' };
  if (kind === 'run' && one !== undefined && parts.length === 1) return { kind, id: one };
  if (kind === 'compare' && one !== undefined && other !== undefined && parts.length === 2) {
    return { kind, ids: [one, other] };
  }
  if (kind === 'history' && parts.length === 0) return { kind };
  if (kind === 'decisions' && parts.length === 0) return { kind, filter: new URLSearchParams(query) };
  return { kind: 'unknown' };
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => {
      setHash(location.hash);
      scrollTo(0, 0);
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return readRoute(hash);
}

/** What is no encoding stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
