// One of a list, or all of it.

import type { VNode } from 'preact';

interface ChoiceProps {
  readonly name: string;
  /** What no choice is called. */
  readonly all: string;
  /** Empty: all. */
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly name: string }[];
  readonly onChoose: (value: string) => void;
}

export function Choice({ name, all, value, choices, onChoose }: ChoiceProps): VNode {
  // What was chosen stays there to be seen, also where nothing has it any more.
  const known = value === '' || choices.some((one) => one.value === value);
  return (
    <label>
      {name}
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{all}</option>
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {one.name}
          </option>
        ))}
        {known ? null : <option value={value}>{value}</option>}
      </select>
    </label>
  );
}
