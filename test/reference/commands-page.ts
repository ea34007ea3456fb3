// docs/commands.md: what every command says of itself when it is asked for help.

import { run } from '../../src/cli/memory-host.fixture.ts';

const HEADER = `# Commands

What \`plimsoll COMMAND --help\` says of each; written by \`npm run docs\`. Exit codes are the contract with scripts, \`--json\` that with programs.
`;

export async function commandsPage(): Promise<string> {
  const chapters = await chaptersOf([]);
  return `${HEADER}\n${chapters.join('\n')}`;
}

/** A command's own chapter, then those of the commands below it. */
async function chaptersOf(command: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await run([...command, '--help']);
  const chapter = `## ${['plimsoll', ...command].join(' ')}\n\n\`\`\`text\n$ ${['plimsoll', ...command].join(' ')} --help\n${stdout.trimEnd()}\n\`\`\`\n`;
  const chapters = [chapter];
  for (const name of subcommandsIn(stdout)) chapters.push(...(await chaptersOf([...command, name])));
  return chapters;
}

function subcommandsIn(help: string): readonly string[] {
  const [, listed = ''] = /^Commands:\n((?: .*\n)+)/mu.exec(help) ?? [];
  return [...listed.matchAll(/^ {2}([a-z][a-z-]*)/gmu)].flatMap(([, name = '']) => (name === 'help' ? [] : [name]));
}
