// Tests that start a real `plimsoll` process run what users run: the compiled program. It is built once before them.
import { execFileSync } from 'node:child_process';

export function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
