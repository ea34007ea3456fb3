import { expect, test } from 'vitest';
import type { CommandLineEntry } from '../../config/command-line-layer.ts';
import { resolveConfiguration } from '../../config/resolve-configuration.ts';
import { fitToRecording } from './fit-to-recording.ts';
import { SMOKE_PLACE } from '../arguments/smoke-defaults.ts';

function fitted(durationSeconds: number, entries: readonly CommandLineEntry[] = []): object {
  const configuration = resolveConfiguration({ commandLine: entries, environment: {}, profiles: [] });
  return Object.fromEntries(fitToRecording(configuration, durationSeconds).map(({ name, text }) => [name, text]));
}
const typed = (name: string, text: string, place = 'argument 1'): CommandLineEntry => ({ name, text, place });

test('a short recording is cut into windows of a minute or more, a day into hours', () => {
  expect(fitted(59.9)).toEqual({ iterations: '1', iteration_duration: '58s' });
  expect(fitted(346)).toEqual({ iterations: '5', iteration_duration: '1m9s' });
  expect(fitted(86_400)).toEqual({ iterations: '24', iteration_duration: '59m59s' });
  expect(fitted(30 * 86_400)).toEqual({ iterations: '24', iteration_duration: '1h' });
});

test('what somebody asked for is left alone, and the rest fits it', () => {
  expect(fitted(346, [typed('iterations', '2')])).toEqual({ iteration_duration: '2m52s' });
  expect(fitted(346, [typed('iteration_duration', '2m')])).toEqual({ iterations: '2' });
  expect(fitted(346, [typed('iterations', '9'), typed('iteration_duration', '2h')])).toEqual({});
});

test('the length that smoke would take gives way, its number of iterations does not', () => {
  const own = [typed('iterations', '3', SMOKE_PLACE), typed('iteration_duration', '20m', SMOKE_PLACE)];
  expect(fitted(346, own)).toEqual({ iteration_duration: '1m55s' });
});
