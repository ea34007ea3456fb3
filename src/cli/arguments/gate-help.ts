// What the gate prints in which format, and what its help says of modes, formats and waivers.

export const GATE_FORMATS = ['text', 'json', 'junit', 'sarif', 'markdown'] as const;
export type GateFormat = (typeof GATE_FORMATS)[number];

export const GATE_HELP = [
  '',
  'Mode: hard ends with 3 on a FAIL. soft ends with 0 on a FAIL, and says so; what is inconclusive, missing or damaged still ends with 4 or',
  '6. Only --mode chooses it, no variable and no project file, and not for a release.',
  'Formats: json is all of it. junit has one test case per rule: FAIL is a failure; INCONCLUSIVE and NO_DATA are errors; a waived FAIL, and a',
  'rule told to stand aside without data, is skipped; PASS and WARN pass. sarif has one result for each rule that did not pass, at its line',
  'in the gate file; a waived one is suppressed. markdown is for a pull request.',
  'Waivers: {"waivers": [{"rule": "net_bps", "reason": "...", "author": "...", "expires": "2026-12-31"}]}. While its day has not passed, a',
  'waiver makes the FAIL of its rule a WARN. It is printed in every format; an expired one too, and changes nothing.',
].join('\n');
