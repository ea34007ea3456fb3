import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { textStream } from './text-stream.ts';

function losing(code: string): { readonly losses: string[]; readonly text: string } {
  const stream = Object.assign(new PassThrough(), { fd: -1 });
  const losses: string[] = [];
  const written = textStream(stream, (error) => losses.push(String(error.code)));
  written.write('before');
  for (let count = 0; count < 2; count += 1) stream.emit('error', Object.assign(new Error('no'), { code }));
  written.write('after');
  return { losses, text: String(stream.read()) };
}

test('a reader that went away costs the rest of the text and nothing else', () => {
  expect(losing('EPIPE')).toEqual({ losses: [], text: 'before' });
});

test('a full disk is told once, and nothing more is written', () => {
  expect(losing('ENOSPC')).toEqual({ losses: ['ENOSPC'], text: 'before' });
});
