#!/usr/bin/env node
// The program `plimsoll`. It answers --version itself, before anything else is loaded, because scripts ask often.

import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { EXIT_CODES } from './exit-codes.ts';
import { packageVersion } from './package-version.ts';
import { restBeforeExit } from './rest-before-exit.ts';
import { processStreams } from './text-stream.ts';

// Until a command has said how it ended, the process has not succeeded.
process.exitCode = 1;

const argv = process.argv.slice(2);
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  processStreams(process, EXIT_CODES.target_failed).stdout.write(`${packageVersion()}\n`);
  process.exitCode = EXIT_CODES.ok;
} else {
  // A soak keeps little and throws much away: heaps that grew for speed would hold tens of MB of what is dead, for a few percent of it.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--optimize-for-size');
  const [{ runCli }, { openNodeHost }] = await Promise.all([import('./run-cli.ts'), import('./node-host.ts')]);
  process.exitCode = await runCli(openNodeHost(argv));
  await restBeforeExit(usedUs, setTimeout);
}

function usedUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
