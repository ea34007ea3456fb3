// Plimsoll's profile of JSON, narrower than RFC 8259: what a writer here may write and a reader here accepts. Beyond these types the
// profile refuses -0, integers that a double cannot hold exactly, lone surrogates, and nesting deeper than `MAX_DEPTH`.

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * How many arrays and objects may stand inside one another. A document of ours nests less than ten deep; the limit keeps every
 * recursive reader of it, ours or another's, clear of the end of its stack, and an indented document from growing with its square.
 */
export const MAX_DEPTH = 1_000;
