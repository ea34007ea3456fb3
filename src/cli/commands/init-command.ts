// `plimsoll init`: a project file and the jobs of a CI, written once and the user's from then on. All or nothing, and never over something
// that is there.

import { dirname, join } from 'node:path';
import { resolveConfiguration } from '../../config/resolve-configuration.ts';
import { readConfigurationFiles } from '../../config/read-configuration-files.ts';
import { errorCode } from '../../files/disk.ts';
import { diskFailure } from '../../files/disk-failure.ts';
import { ensureFolder } from '../../files/ensure-folder.ts';
import { writeDurably } from '../../files/write-durably.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { Failure } from '../../std/failure.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { askInit } from '../init/ask-init.ts';
import type { InitAnswers, TypedInit } from '../init/ask-init.ts';
import { kitFiles, SCRIPT_PATH } from '../init/kit-files.ts';
import type { KitFile } from '../init/kit-files.ts';

export interface InitOptions extends TypedInit {
  readonly install?: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

type Fate = 'written' | 'unchanged' | 'replaced';

export async function initCommand(host: Host, options: InitOptions): Promise<ExitCode> {
  const answers = await askInit(host, options);
  const files = [
    projectFile(host, options, answers),
    ...kitFiles({ ...answers, install: installOf(host, options), version: host.version }),
  ];
  if (options.dryRun === true) {
    host.stdout.write(dryText(files, options));
    return EXIT_CODES.ok;
  }
  const fates = files.map((file) => ({ path: file.path, fate: fateOf(host, file) }));
  const standing = fates.filter(({ fate }) => fate === 'replaced');
  if (standing.length > 0 && options.force !== true) {
    throw new Failure('usage', 'nothing was written, because something else has these names already', {
      problems: standing.map(({ path }) => ({ source: path, message: 'exists, and says something else' })),
      hint: '--dry-run shows what would be written, --force replaces it',
    });
  }
  for (const { path, text } of files.filter((_, index) => fates[index]?.fate !== 'unchanged')) {
    const whole = join(host.cwd, path);
    ensureFolder(host.disk, dirname(whole));
    writeDurably(host.disk, whole, text);
  }
  host.stdout.write(options.json === true ? canonicalDocument({ files: fates }) : `${told(fates).join('\n')}\n`);
  return EXIT_CODES.ok;
}

function told(fates: readonly { readonly path: string; readonly fate: Fate }[]): readonly string[] {
  const hasScript = fates.some(({ path }) => path === SCRIPT_PATH);
  return [
    ...fates.map(({ path, fate }) => `${fate} ${path}`),
    '',
    'next:',
    "  plimsoll config explain    where every value comes from now, these files' among them",
    ...(hasScript
      ? [`  sh ${SCRIPT_PATH} smoke    what a pull request will run`]
      : ['  plimsoll smoke    is it sane?']),
    '  and keep the folder artifacts/ out of the repository (.gitignore)',
  ];
}

function dryText(files: readonly KitFile[], { json }: InitOptions): string {
  if (json === true) return canonicalDocument({ files });
  return files.map(({ path, text }) => `==> ${path} <==\n${text}`).join('\n');
}

/** What was typed or answered is checked as a run would check it. */
function projectFile(host: Host, { entries }: InitOptions, { profile, scenario }: InitAnswers): KitFile {
  const typed = new Map(entries.map(({ name, text }) => [name, text]));
  const settings = { profile, scenario, ...Object.fromEntries(typed) };
  const path = 'plimsoll.config.json';
  const text = canonicalDocument({ settings: withNumbers(settings) });
  const { profiles } = readConfigurationFiles(host.cwd, host.disk);
  resolveConfiguration({ commandLine: [], environment: {}, projectFile: { path, text }, profiles });
  return { path, text };
}

/** Numbers are numbers in a project file. */
function withNumbers(settings: { readonly [name: string]: string }): object {
  return Object.fromEntries(
    Object.entries(settings).map(([name, text]) => [name, /^\d+$/u.test(text) ? Number(text) : text]),
  );
}

/** A project whose own package names Plimsoll installs it with everything else. */
function installOf(host: Host, { install }: InitOptions): string {
  if (install !== undefined) return install;
  const manifest = textAt(host, 'package.json') ?? '';
  const names = /"plimsoll"\s*:/u.test(manifest) && textAt(host, 'package-lock.json') !== undefined;
  return names ? 'npm ci' : `npm install --no-save plimsoll@${host.version}`;
}

function fateOf(host: Host, { path, text }: KitFile): Fate {
  const found = textAt(host, path);
  if (found === undefined) return 'written';
  return found === text ? 'unchanged' : 'replaced';
}

/** Undefined where there is no such file. */
function textAt({ cwd, disk }: Host, path: string): string | undefined {
  const whole = join(cwd, path);
  try {
    return Buffer.from(disk.readFile(whole)).toString('utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw diskFailure(`read ${path}`, error, undefined, 'usage');
  }
}
