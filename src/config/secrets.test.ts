import { describe, expect, it } from 'vitest';
import { explainLines } from './explain-lines.ts';
import { project, resolve, set } from './given.fixture.ts';

const SECRET = 'https://hooks.example.org/T0KEN';

describe('a secret', () => {
  it.each([
    ['the environment', { environment: { PLIMSOLL_ALERT_URL: SECRET } }],
    ['the project file', { projectFile: project(JSON.stringify({ settings: { alert_url: SECRET } })) }],
  ])('from %s is known to the program, and neither printed nor written down', (_from, inputs) => {
    const configuration = resolve(inputs);
    expect(configuration.settings.alert_url).toBe(SECRET);
    expect(JSON.stringify(configuration.provenance)).not.toContain('T0KEN');
    const lines = explainLines(configuration).join('\n');
    expect(lines).not.toContain('T0KEN');
    expect(lines).toContain('alert_url = (secret)');
  });

  it('is taken from no argument, and the refusal does not repeat it', () => {
    const refused = (): unknown => resolve({ commandLine: set(`alert_url=${SECRET}`) });
    expect(refused).toThrow(expect.objectContaining({ code: 'usage' }));
    try {
      refused();
    } catch (error) {
      expect(JSON.stringify(error)).not.toContain('T0KEN');
    }
  });

  it('that nobody gave is told as none', () => {
    expect(explainLines(resolve({}), 'heartbeat_url')[0]).toBe('heartbeat_url = (none)');
  });
});

describe('the events to alert of', () => {
  const eventsOf = (text: string): string =>
    resolve({ commandLine: set(`alert_events=${text}`) }).settings.alert_events;

  it('are some of those there are, in one order, or none', () => {
    expect(eventsOf('end, verdict,end')).toBe('verdict,end');
    expect(eventsOf('none')).toBe('none');
    expect(() => eventsOf('none,end')).toThrow(/problem/u);
    expect(() => eventsOf('')).toThrow(/problem/u);
  });
});
