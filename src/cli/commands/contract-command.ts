// `plimsoll contract`: what a bot has to write and read, from the schemas that a soak holds it to.

import { z } from 'zod';
import { CONTRACT_VERSION, ENVIRONMENT, eventSchema, overridesSchema } from '../../targets/command/contract.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { parseJson } from '../../json/parse.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';

export function contractCommand(host: Host, { jsonSchema }: { readonly jsonSchema?: boolean }): ExitCode {
  host.stdout.write(jsonSchema === true ? canonicalDocument(schemas()) : `${contractLines().join('\n')}\n`);
  return EXIT_CODES.ok;
}

/** JSON Schema 2020-12 of a line of events, and of the file of parameters. */
function schemas(): { readonly [name: string]: JsonValue } {
  return { contract: CONTRACT_VERSION, event: schemaOf(eventSchema), runtime_overrides: schemaOf(overridesSchema) };
}

function schemaOf(schema: z.ZodType): JsonValue {
  return parseJson(JSON.stringify(z.toJSONSchema(schema, { io: 'input' })));
}

function contractLines(): string[] {
  const names = Object.keys(ENVIRONMENT);
  const widest = Math.max(...names.map((name) => name.length));
  return [
    `The contract for bots, version ${CONTRACT_VERSION}`,
    '',
    'A bot finds in its environment:',
    ...Object.entries(ENVIRONMENT).map(([name, meaning]) => `  ${name.padEnd(widest)}  ${meaning}`),
    '',
    'It appends events to PLIMSOLL_EVENTS, one JSON object a line, in the order of their times. Each has a kind and a time, t_ms or t_us',
    'since 1970; kinds and fields that are not listed here are its own business. A field with ? may be left out.',
    '',
    ...eventSchema.options.flatMap(eventLines),
    '',
    'It reads its parameters from PLIMSOLL_OVERRIDES, which is replaced as a whole:',
    '  {"iteration":1,"parameters":{"base_spread_bps_delta":0.14,"impact_cap_ratio":0.09,...},"seq":1}',
    'and whenever seq has grown appends the event parameters_applied with the same seq and parameters.',
    '',
    '`plimsoll contract --json-schema` says the same as JSON Schema.',
  ];
}

/** Of every event, and said above. */
const COMMON_FIELDS: ReadonlySet<string> = new Set(['kind', 't_ms', 't_us']);

function eventLines({ shape, description = '' }: (typeof eventSchema.options)[number]): string[] {
  const lines = [`  ${shape.kind.value}: ${description}`];
  for (const [name, field] of Object.entries(shape)) {
    if (!COMMON_FIELDS.has(name)) lines.push(`      ${fieldLine(name, field)}`);
  }
  return lines;
}

function fieldLine(name: string, field: z.ZodType): string {
  const optional = field.safeParse(undefined).success || field instanceof z.ZodExactOptional ? '?' : '';
  const meaning = field.description;
  return `${name}${optional}${meaning === undefined ? '' : `: ${meaning}`}`;
}
