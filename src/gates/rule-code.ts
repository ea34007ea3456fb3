// Why a rule's verdict is what it is, for programs: stable words beside the sentences, which may change.

export type RuleCode =
  /** PASS: shown to lie on the good side of every line. */
  | 'holds'
  /** WARN: shown to lie beyond the soft line, or not shown to keep it. */
  | 'soft_line_broken'
  | 'soft_line_open'
  /** FAIL: shown to lie beyond the hard line. */
  | 'hard_line_broken'
  /** INCONCLUSIVE: neither side of the hard line is shown, or what would show it is lacking. */
  | 'hard_line_open'
  | 'too_few_samples'
  | 'too_few_iterations'
  | 'no_interval'
  | 'unusable_interval'
  /** No data, whatever the rule's policy makes of that. */
  | 'no_iteration'
  | 'no_value'
  | 'not_finite'
  | 'no_baseline';
