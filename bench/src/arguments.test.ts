import { describe, expect, it } from 'vitest';
import { parseArguments, UsageError } from './arguments.js';

describe('parseArguments', () => {
  it('has defaults', () => {
    expect(parseArguments([])).toMatchObject({
      rounds: 5,
      persistence: 'none',
      quick: false,
      command: 'npm run bench',
    });
    expect(parseArguments(['--quick'])).toMatchObject({ rounds: 2, command: 'npm run bench -- --quick' });
  });

  it('keeps the order of the drivers whatever was typed', () => {
    expect(parseArguments(['--drivers', 'floor,longshore']).drivers).toEqual(['longshore', 'floor']);
  });

  it('gives a command that can be repeated, without the files it wrote', () => {
    const { command } = parseArguments(['--only', 'process-(1|10)$', '--json', '/somewhere/out.json', '--write']);
    expect(command).toBe("npm run bench -- --only 'process-(1|10)$' --write");
  });

  it.each([
    [['--fast'], /--fast/],
    [['all'], /all/],
    [['--rounds', '0'], /--rounds/],
    [['--drivers', 'celery'], /no driver is called "celery"/],
    [['--persistence', 'always'], /--persistence/],
    [['--only', 'speed'], /--only/],
  ])('refuses %j', (argv, message) => {
    expect(() => parseArguments(argv)).toThrow(UsageError);
    expect(() => parseArguments(argv)).toThrow(message);
  });
});
