import { describe, expect, it } from 'vitest';
import { nextCommand, nextCommandPattern } from '../../lib/cli/next-command.ts';

const query = {
  template: 'query --principal {principal} --around {eventID}',
  program: 'npx traildex',
  place: ['--data d'],
};

describe('the next command', () => {
  it('has the values of the first row that has them all', () => {
    const rows = [
      { principal: 'mary' },
      { principal: 'john', eventID: 'e-2' },
      { principal: 'x', eventID: 'e-3' },
    ];
    expect(nextCommand(rows, query)).toBe('npx traildex query --data d --principal john --around e-2');
  });

  it('quotes what a shell would run', () => {
    const rows = [{ principal: "$(reboot)'", eventID: 'e 2' }];
    expect(nextCommand(rows, query)).toBe(
      "npx traildex query --data d --principal '$(reboot)'\\''' --around 'e 2'",
    );
  });

  it('is none where a value would be taken for a flag, or is missing', () => {
    expect(nextCommand([{ principal: 'mary', eventID: '--evidence=x' }], query)).toBeUndefined();
    expect(nextCommand([{ principal: 'mary', eventID: '-q' }], query)).toBeUndefined();
    expect(nextCommand([{ principal: '', eventID: 'e' }], query)).toBeUndefined();
    expect(nextCommand([{ principal: 'mary' }], query)).toBeUndefined();
    expect(nextCommand([], query)).toBeUndefined();
  });

  it('takes numbers, and needs no values', () => {
    expect(nextCommand([{ days: 90 }], { template: 'ask x --days {days}', program: 't', place: [] })).toBe(
      't ask x --days 90',
    );
  });

  it('can be shown without values', () => {
    expect(nextCommandPattern(query)).toBe(
      'npx traildex query --data d --principal PRINCIPAL --around EVENT_ID',
    );
  });
});
