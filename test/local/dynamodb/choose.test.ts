import { describe, expect, it } from 'vitest';
import { chooseEngine, parseEngineChoice } from '../../../lib/local/dynamodb/choose.ts';

const present = async () => true;
const absent = async () => false;

describe('the engine of a data directory', () => {
  it.each([
    ['a new one where dynoxide runs', 'auto', undefined, present, 'dynoxide'],
    ['a new one where it does not', 'auto', undefined, absent, 'dynalite'],
    ['what was asked for', 'dynalite', undefined, present, 'dynalite'],
    ['what made it, whatever is installed now', 'auto', 'dynalite', present, 'dynalite'],
    ['what made it, asked for as well', 'dynoxide', 'dynoxide', present, 'dynoxide'],
  ] as const)('is %s', async (_what, requested, recorded, hasDynoxide, name) => {
    expect((await chooseEngine({ requested, recorded, hasDynoxide })).name).toBe(name);
  });

  it.each([
    [
      'another one is asked for',
      'dynalite',
      'dynoxide',
      present,
      'made by dynoxide; dynalite cannot read them',
    ],
    [
      'what made it does not run here',
      'auto',
      'dynoxide',
      absent,
      'made by dynoxide, which does not run on this machine',
    ],
    [
      'what is asked for does not run here',
      'dynoxide',
      undefined,
      absent,
      'dynoxide does not run on this machine',
    ],
  ] as const)('is refused where %s', async (_what, requested, recorded, hasDynoxide, message) => {
    await expect(chooseEngine({ requested, recorded, hasDynoxide })).rejects.toThrow(message);
  });
});

describe('TRAILDEX_DYNAMODB', () => {
  it.each([
    [undefined, 'auto'],
    ['', 'auto'],
    ['auto', 'auto'],
    ['dynoxide', 'dynoxide'],
    ['dynalite', 'dynalite'],
  ])('%j means %s', (text, choice) => {
    expect(parseEngineChoice(text)).toBe(choice);
  });

  it('is refused with what it takes', () => {
    expect(() => parseEngineChoice('Dynalite')).toThrow(
      'TRAILDEX_DYNAMODB is "Dynalite"; it takes dynoxide, dynalite or auto.',
    );
  });
});
