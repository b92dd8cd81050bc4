import { describe, expect, it } from 'vitest';
import { formatVerifyMessage, parseVerifyMessage } from '../../../lambdas/verify/verify-message.ts';

const BODY =
  '{"accountId":"111122223333","from":"2026-03-16T07:00:00.000Z","until":"2026-03-17T09:25:10.000Z"}';
const MESSAGE = {
  accountId: '111122223333',
  from: new Date('2026-03-16T07:00:00Z'),
  until: new Date('2026-03-17T09:25:10Z'),
};

describe('a verify message', () => {
  it('is written and read', () => {
    expect(formatVerifyMessage(MESSAGE)).toBe(BODY);
    expect(parseVerifyMessage(BODY)).toEqual(MESSAGE);
  });

  it('may hold more than is asked for', () => {
    expect(parseVerifyMessage(BODY.replace('{', '{"version":2,'))).toEqual(MESSAGE);
  });

  it.each([
    ['', 'The message "" is not JSON.'],
    ['{"accountId":', 'The message "{\\"accountId\\":" is not JSON.'],
  ])('that is no JSON is refused: %s', (body, message) => {
    expect(() => parseVerifyMessage(body)).toThrow(message);
  });

  it.each([
    ['null', 'its accountId'],
    ['[]', 'its accountId'],
    [BODY.replace('111122223333', '../../other'), 'its accountId'],
    [BODY.replace('"111122223333"', '111122223333'), 'its accountId'],
    [BODY.replace('2026-03-16T07:00:00.000Z', 'yesterday'), 'its from'],
    [BODY.replace('"2026-03-16T07:00:00.000Z"', '1773644400000'), 'its from'],
    [BODY.replace('2026-03-17T09:25:10.000Z', ''), 'its until'],
    [BODY.replace('2026-03-17T09:25:10.000Z', '2026-03-15T00:00:00.000Z'), 'its until'],
  ])('that asks for nothing is refused: %s', (body, what) => {
    expect(() => parseVerifyMessage(body)).toThrow(`asks for no verification: ${what} is not as {`);
  });

  it('is quoted without what a terminal would obey', () => {
    expect(() => parseVerifyMessage('\u001b[2J')).toThrow('The message "\\u001b[2J" is not JSON.');
  });
});
