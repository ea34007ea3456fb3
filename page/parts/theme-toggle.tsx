// The button that turns the page dark or light.

import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { chooseTheme, currentTheme, onThemeChange } from './theme.ts';

export function ThemeToggle(): VNode {
  const [theme, setTheme] = useState(currentTheme());
  useEffect(() => onThemeChange(() => setTheme(currentTheme())), []);
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <button type="button" class="quiet" onClick={() => chooseTheme(other)}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.5" />
        <path d="M8 1.5a6.5 6.5 0 0 1 0 13z" fill="currentColor" />
      </svg>
      {other}
    </button>
  );
}
