// The user's own bot as the target: its command as typed, the limits that the settings give it, and this machine.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BOT_FOLDER } from '../../artifacts/layout.ts';
import type { RunPlan, RunRecord } from '../../artifacts/run-record.ts';
import type { Configuration } from '../../config/resolve-configuration.ts';
import { Failure } from '../../std/failure.ts';
import type { BotLimits } from '../../targets/command/bot-limits.ts';
import { plannedOptions } from '../../targets/command/command-options.ts';
import type { CommandTargetOptions, PlannedOptions } from '../../targets/command/command-options.ts';
import { openCommandTarget, reopenCommandTarget } from '../../targets/command/command-target.ts';
import type { BotMachine } from '../../targets/command/machine.ts';
import type { Target } from '../../targets/target.ts';
import type { ChosenTarget, TargetHost, TargetPlace } from './chosen-target.ts';

/** Throws `Failure('usage')` where no command was typed. */
export function chooseCommand(host: TargetHost, configuration: Configuration, bot: readonly string[]): ChosenTarget {
  if (bot.length === 0) {
    throw new Failure('usage', 'the target command needs the command that starts your bot', {
      hint: 'type it behind --, as you would type it here: plimsoll soak --target command -- python3 bot.py',
    });
  }
  const { settings, parameters } = configuration;
  if (settings.events === 'legacy' && settings.tune) {
    throw new Failure('usage', 'a legacy bot reads no parameters, so there is nothing to tune', {
      hint: 'add --no-tune',
    });
  }
  const options = {
    command: bot,
    events: settings.events,
    lifetime: settings.bot_lifetime,
    limits: {
      ready_seconds: settings.bot_ready_seconds,
      heartbeat_seconds: settings.bot_heartbeat_seconds,
      apply_seconds: settings.bot_apply_seconds,
      stop_seconds: settings.bot_stop_seconds,
      restarts: settings.bot_restarts,
    },
  };
  return {
    configuration,
    options,
    market: 'command',
    hasProcess: existsSync('/proc/self/stat'),
    open(place) {
      const { iteration_duration: seconds, sleep_seconds: pause } = settings;
      const plan = { iteration_us: Math.round(seconds * 1e6), sleep_seconds: pause, parameters };
      return openCommandTarget(targetOptions(host, plan, options, place), machineOf(host, place));
    },
  };
}

/** `bot`: what was typed anew, if anything: it must be what the run was begun with. */
export function reopenCommand(
  host: TargetHost,
  { plan, target }: RunRecord,
  bot: readonly string[],
  place: TargetPlace,
): Target {
  const options = plannedOptions.parse(plan.target.options);
  const { command } = options;
  if (bot.length > 0 && JSON.stringify(bot) !== JSON.stringify(command)) {
    throw new Failure('usage', `the run was begun with another command: ${command.join(' ')}`, {
      hint: 'leave the command out, or take another run',
    });
  }
  const instruments = target.instruments.map(({ symbol, tick_size: tickSize, lot_size: lotSize }) => ({
    symbol,
    tickSize,
    lotSize,
  }));
  return reopenCommandTarget(targetOptions(host, plan, options, place), machineOf(host, place), instruments);
}

function targetOptions(
  { cwd }: Pick<TargetHost, 'cwd'>,
  plan: Pick<RunPlan, 'iteration_us' | 'sleep_seconds' | 'parameters'>,
  { command, events, lifetime, limits }: PlannedOptions,
  { runFolder }: TargetPlace,
): CommandTargetOptions {
  return {
    command,
    lifetime,
    limits: limitsOf(limits),
    iterationUs: plan.iteration_us,
    pauseUs: Math.round(plan.sleep_seconds * 1e6),
    parameters: plan.parameters,
    botFolder: join(runFolder, BOT_FOLDER),
    ...(events === 'legacy' ? { legacyFolder: cwd } : {}),
  };
}

function limitsOf(limits: PlannedOptions['limits']): BotLimits {
  return {
    readySeconds: limits.ready_seconds,
    heartbeatSeconds: limits.heartbeat_seconds,
    applySeconds: limits.apply_seconds,
    stopSeconds: limits.stop_seconds,
    restarts: limits.restarts,
  };
}

function machineOf(host: TargetHost, { stop }: TargetPlace): BotMachine {
  const never = new AbortController().signal;
  return {
    ...host.bots,
    disk: host.disk,
    wallUs: () => host.wallClockMs() * 1000,
    sleep: (milliseconds) => host.sleep(milliseconds, stop),
    rest: (milliseconds) => host.sleep(milliseconds, never),
    stopRequested: () => stop.aborted,
  };
}
