// What the pages' commands need beyond an empty folder and the installed package: files that a page takes for granted, a shorter form of what
// would take hours, what a command is to answer where that is not 0, and who looks after what is not run here. Every line must be used.

export interface CommandRule {
  /** Of the command as the page shows it. */
  readonly of: RegExp;
  /** What is run in its place, and stands for it. */
  readonly scaled?: (command: string) => string;
  /** Run before it, in the same folder; its own exit code must be 0. */
  readonly before?: string;
  /** What it may answer; else 0, and 0, 3 or 4 for what ends with a verdict. */
  readonly exits?: readonly number[];
  /** What it must print. */
  readonly tells?: RegExp;
  /** Runs until it is stopped: it is interrupted once it has printed this. */
  readonly until?: RegExp;
  /** Not run here: who runs it. */
  readonly ranBy?: string;
  /** What a machine must have; without it the command is left out and the test says so. */
  readonly needs?: string;
}

export interface Staging {
  /** Variables of the environment. */
  readonly env?: { readonly [name: string]: string };
  /** Run in the page's folder before its first command. */
  readonly first?: string;
  readonly rules: readonly CommandRule[];
}

/** Soaks that are only begun take minutes where the page says hours; `\dh` of everything else becomes minutes too. */
const minutesForHours = (command: string): string => command.replaceAll(/\b(\d+)h\b/gu, '$1m');
const shorter = (command: string): string => `${minutesForHours(command)} --iteration-duration 1m`;

/** By page. A page that is not here is run as it stands. */
export const STAGING: { readonly [page: string]: Staging } = {
  'README.md': {
    rules: [
      { of: /^npm ci && npx plimsoll soak/u, ranBy: 'test/readme.test.ts' },
      { of: /^npm ci && npm test/u, ranBy: '.ci/run' },
      { of: /^npx plimsoll soak$/u, ranBy: 'test/readme.test.ts' },
      { of: /--target replay/u, before: 'cp "$RECORDING" recording.gz', needs: '$RECORDING' },
      { of: /--scenario spike|--set min_interval_ms/u, tells: /kpi_gate/u },
      { of: /--profile ultra_safe/u, scaled: (command) => `${command} --iterations 2`, tells: /"kpi_gate|gate_line/u },
    ],
  },
  'docs/operating.md': {
    env: { RUN: 'weekly' },
    rules: [
      { of: /soak --iterations 24 --run-id nightly/u, scaled: shorter },
      { of: /--resume nightly/u, tells: /nothing to resume/u },
      { of: /--run-id weekly/u, scaled: shorter, exits: [130], tells: /as asked after 6 of 24/u },
      { of: /--resume weekly/u, scaled: minutesForHours, exits: [130], tells: /resumed after iteration 6/u },
      { of: /--resume "\$RUN"/u, scaled: minutesForHours, exits: [0], tells: /resumed after iteration 12/u },
      {
        of: /\.\/carried/u,
        before: 'mkdir carried && cp -R artifacts/soak/runs/weekly carried/',
        tells: /resumed after iteration 17/u,
      },
      { of: /--resume latest/u, tells: /resumed after iteration 17/u },
    ],
  },
  'docs/alerts.md': { rules: [{ of: /^export |^plimsoll alerts test/u, ranBy: 'test/alerts.test.ts' }] },
  'docs/scenarios.md': {
    rules: [{ of: /--scenario my\.json/u, scaled: (command) => `${command} --iterations 2 --iteration-duration 5m` }],
  },
  'docs/bots.md': {
    rules: [
      {
        of: /examples\/maker\.py/u,
        before: 'cp -R "$REPOSITORY/examples" .',
        scaled: (command) =>
          command.replace('--iterations 6 --iteration-duration 10s', '--iterations 2 --iteration-duration 1s'),
        needs: 'python3',
        tells: /kpi_gate/u,
      },
      { of: /--events legacy/u, ranBy: 'test/command-target.test.ts' },
      { of: /^tell\(\)/u, ranBy: 'test/bots-page.test.ts' },
    ],
  },
  'docs/commands.md': { rules: [{ of: /--help$/u, ranBy: 'test/reference-pages.test.ts' }] },
  'docs/ci.md': { rules: [{ of: /plimsoll init|ci\/plimsoll\.sh/u, ranBy: 'test/ci-page.test.ts' }] },
  'docs/runbooks.md': {
    first: [
      'plimsoll soak --iterations 8 --iteration-duration 30m --run-id good --quiet',
      'plimsoll soak --iterations 8 --iteration-duration 30m --run-id nightly --quiet --stop-after 1h || test $? -eq 130',
    ].join(' && '),
    rules: [
      { of: /--resume nightly/u, tells: /resumed after iteration 2/u },
      { of: /--resume latest/u, tells: /nothing to resume/u },
      { of: /ROLLBACK/u, tells: /mv /u },
    ],
  },
  'docs/start.md': {
    rules: [
      { of: /^npm install plimsoll/u, ranBy: 'test/package.test.ts' },
      { of: /plimsoll smoke/u, exits: [0] },
      { of: /--run-id first/u, exits: [0] },
    ],
  },
  'docs/watching.md': {
    rules: [
      { of: /plimsoll dashboard/u, scaled: (command) => `${command} --port 0`, until: /http:\/\/127/u },
      {
        of: /--metrics-port 9177/u,
        scaled: () => 'plimsoll soak --metrics-port 0 --iterations 1 --iteration-duration 1m',
        tells: /\/metrics/u,
      },
      { of: /^prometheus /u, ranBy: 'test/metrics.test.ts' },
      { of: /^promtool /u, before: 'cp -R "$REPOSITORY/ops" .', needs: 'promtool' },
    ],
  },
  'docs/guards.md': { rules: [{ of: /npm run guards/u, ranBy: 'test/guards.test.ts' }] },
  'docs/bundle.md': {
    first: [
      `echo '{"name":"strict","min_samples":1,"last_iterations":8,"rules":[{"kpi":"risk_ratio","good":"below","hard":0.001}]}' > strict.json`,
      '{ ! command -v ssh-keygen || ssh-keygen -q -t ed25519 -N "" -C "" -f ann; } > keygen',
      '{ ! test -e ann.pub || echo "ann@example.org $(cat ann.pub)" > signers; }',
    ].join(' && '),
    rules: [
      { of: /strict\.json/u, exits: [3] },
      { of: /--sign-with/u, needs: 'ssh-keygen' },
      { of: /--allowed-signers/u, needs: 'ssh-keygen', tells: /ok signature: by ann@example\.org/u },
    ],
  },
};

/** Blocks in other languages than these two are looked after by a test that names their page. */
export const CHECKED_BY: { readonly [page: string]: string } = {
  'docs/alerts.md': 'test/alerts.test.ts',
  'docs/bots.md': 'test/bots-page.test.ts',
  'docs/ci.md': 'test/ci-page.test.ts',
  'docs/gates.md': 'test/gates-page.test.ts',
  'docs/library.md': 'test/package.test.ts',
  'docs/scenarios.md': 'test/scenarios-page.test.ts',
  'docs/verify-and-release.md': 'test/verify-and-release.test.ts',
};
