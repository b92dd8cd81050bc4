import { describe, expect, it } from 'vitest';
import { placeFlags, programName } from '../../lib/cli/place-flags.ts';

describe('a command to be copied', () => {
  it('works in the same place', () => {
    expect(placeFlags({ local: true, data: 'my data' })).toEqual(['--local', "--data 'my data'"]);
    expect(
      placeFlags({ stack: 'Audit', profile: 'p', region: 'eu-west-1', endpointUrl: 'http://localhost:1' }),
    ).toEqual(['--stack Audit', '--profile p', '--region eu-west-1', '--endpoint-url http://localhost:1']);
    expect(placeFlags({ quiet: true })).toEqual([]);
  });

  it('is called as this one was', () => {
    expect(programName({})).toBe('traildex');
    expect(programName({ npm_command: 'exec' })).toBe('npx traildex');
  });
});
