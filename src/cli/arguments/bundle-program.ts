// The arguments and help of `plimsoll bundle` and `plimsoll bundle verify`.

import { Argument } from 'commander';
import type { Command } from 'commander';
import type { BundleOptions } from '../commands/bundle-command.ts';
import type { BundleVerifyOptions } from '../commands/bundle-verify-command.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { helpText, subcommand } from './command-kit.ts';
import type { Settle } from './command-kit.ts';

const CODES = [
  EXIT_CODES.ok,
  EXIT_CODES.bug,
  EXIT_CODES.usage,
  EXIT_CODES.gate_failed,
  EXIT_CODES.inconclusive,
  EXIT_CODES.target_failed,
  EXIT_CODES.artifact,
];

const CONTENTS = `
In it: README.md and BUNDLE.json (verdict first), the gate's evidence, PRODUCTION_SNAPSHOT.json where the run has one, the trend, plan and configuration
with provenance, the journal, what verify found, every change of a parameter with its reason, a rollback plan with the parameters to go back to, and
SHA256SUMS. The same run, policy and version of Plimsoll give the same bytes. Nothing is packed that looks like a credential.`;

export function addBundle(program: Command, host: Host, settle: Settle): void {
  const command = subcommand(program, host, 'bundle')
    .description(
      'Packs everything that a release rests on into one file, for an operator to sign off. Refuses a run in which `plimsoll verify` finds fault, and one that did not pass the release gate.',
    )
    .summary('packs what a release rests on, for sign-off')
    .usage('[options] <run>\n       plimsoll bundle verify [options] <file>')
    .addArgument(new Argument('<run>', 'a run id, the folder of a run, or latest'))
    .option('--out <file>', 'where to write it (default: RUN_ID.tar.gz here)')
    .option('--baseline <run>', 'judges against what was released before, and rolls back to that')
    .option('--policy <file>', 'judges by a gate file (default: the release gate)')
    .option('--waivers <file>', 'lets rules fail for a while, as for plimsoll gate')
    .option('--now <day>', 'the day that waivers are held against (default: today, UTC)')
    .option(
      '--allow-unpassed',
      'packs a run that did not pass too, as a record; the exit code stays that of the verdict',
    )
    .option('--sign-with <key>', 'signs the checksums with an SSH key of yours, by ssh-keygen')
    .option('--json', 'prints one JSON document')
    .addHelpText('after', CONTENTS)
    .addHelpText(
      'after',
      helpText(
        [
          ['plimsoll bundle latest --out release.tar.gz', 'the newest run, if it passes'],
          [
            'plimsoll bundle new --baseline old --out release.tar.gz',
            'no worse than the last one, and back to it if need be',
          ],
          ['plimsoll bundle latest --sign-with ~/.ssh/id_ed25519', 'signed by you'],
          ['plimsoll bundle verify release.tar.gz', 'is it whole, and what does it say?'],
        ],
        CODES,
      ),
    )
    .action(async (run: string, options: BundleOptions) => {
      const { bundleCommand } = await import('../commands/bundle-command.ts');
      settle(await bundleCommand(host, run, options));
    });
  addVerify(command, host, settle);
}

function addVerify(bundle: Command, host: Host, settle: Settle): void {
  subcommand(bundle, host, 'verify')
    .description(
      'Checks a bundle without unpacking it: that it holds the files it lists, each as it was, and no other; that no credential was slipped in; that its documents fit one another; that no byte around them was changed; and, where it is asked for, who signed it. Ends with 6 where anything does not hold, otherwise with the exit code of the verdict in it.',
    )
    .summary('checks a bundle')
    .addArgument(new Argument('<file>', 'a bundle'))
    .option('--allowed-signers <file>', 'who may sign: `ann@example.org ssh-ed25519 AAAA...` on each line')
    .option('--identity <id>', 'who must have signed: one of them')
    .option('--json', 'prints one JSON document')
    .addHelpText(
      'after',
      helpText(
        [
          ['plimsoll bundle verify release.tar.gz', 'is it whole, and what does it say?'],
          [
            'plimsoll bundle verify release.tar.gz --allowed-signers signers --identity ann@example.org',
            'and did Ann sign it?',
          ],
        ],
        CODES,
      ),
    )
    .action(async (file: string, options: BundleVerifyOptions) => {
      const { bundleVerifyCommand } = await import('../commands/bundle-verify-command.ts');
      settle(await bundleVerifyCommand(host, file, options));
    });
}
