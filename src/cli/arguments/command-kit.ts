// How every command of Plimsoll is set up with commander: its output goes to the host, its complaints become failures with a hint, and its
// help ends with examples and exit codes.

import type { Command, CommanderError } from 'commander';
import { Failure } from '../../std/failure.ts';
import { exitCodesHelp } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';

/** Where a command leaves its exit code. */
export type Settle = (exitCode: ExitCode) => unknown;

export function subcommand(parent: Command, host: Host, name: string): Command {
  return configured(parent.command(name), host);
}

/** Commander writes to the host and hands its complaints over instead of ending the process. */
export function configured(command: Command, host: Host): Command {
  return command
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      // Complaints are thrown and printed in one place; what is left is help that nobody asked for by name.
      writeErr: (text) => host.stderr.write(text),
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(host.stdout.columns(), 120),
      getErrHelpWidth: () => Math.min(host.stderr.columns(), 120),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride((error) => {
      const isHelp = error.code === 'commander.help' || error.exitCode === 0;
      throw isHelp ? error : usageFailure(error, command);
    });
}

function usageFailure(error: CommanderError, command: Command): Failure {
  const [sentence = '', ...suggestions] = error.message.replace(/^error: /u, '').split('\n');
  const suggestion = suggestions.join(' ').replace(/^\(Did you mean (.*)\?\)$/u, 'did you mean $1? ');
  return new Failure('usage', sentence.replace(/\.$/u, ''), {
    hint: `${suggestion}\`${fullName(command)} --help\` explains the command`,
  });
}

function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}

export function helpText(examples: readonly (readonly [string, string])[], exitCodes: readonly ExitCode[]): string {
  const widest = Math.max(...examples.map(([typed]) => typed.length));
  const lines = examples.map(([typed, meaning]) => `  ${typed.padEnd(widest)}  ${meaning}`);
  return ['', 'Examples:', ...lines, '', exitCodesHelp(exitCodes)].join('\n');
}
