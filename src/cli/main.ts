#!/usr/bin/env node
// The program `plimsoll`. It answers --version itself, before anything else is loaded, because scripts ask often.

import { packageVersion } from './package-version.ts';

// Until a command has said how it ended, the process has not succeeded.
process.exitCode = 1;

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  process.stdout.write(`${packageVersion()}\n`);
  process.exitCode = 0;
} else {
  const [{ runCli }, { openNodeHost }] = await Promise.all([import('./run-cli.ts'), import('./node-host.ts')]);
  process.exitCode = await runCli(openNodeHost(argv));
}
