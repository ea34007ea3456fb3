import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { askPerson } from './ask-person.ts';

function terminal(): { input: PassThrough; ask: ReturnType<typeof askPerson>; shown: () => string } {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = '';
  output.on('data', (text: Buffer) => {
    shown += text.toString();
  });
  return { input, ask: askPerson(input, output), shown: () => shown };
}

test('shows the question and gives the answer without blanks around it', async () => {
  const { input, ask, shown } = terminal();
  const answer = ask('profile? ');
  input.write(' steady_safe \n');
  expect(await answer).toBe('steady_safe');
  expect(shown()).toBe('profile? ');
});

test('takes what was pasted ahead for the next answers', async () => {
  const { input, ask } = terminal();
  input.write('one\ntwo\n\n');
  expect([await ask('1? '), await ask('2? '), await ask('3? ')]).toEqual(['one', 'two', '']);
});

test('gives nothing once the input has ended', async () => {
  const { input, ask } = terminal();
  const answer = ask('1? ');
  input.end('one\n');
  expect([await answer, await ask('2? '), await ask('3? ')]).toEqual(['one', undefined, undefined]);
});
