import { describe, expect, it, onTestFinished } from 'vitest';
import { openPublishedKeys } from '../../lib/aws/published-keys.ts';
import { CREDENTIALS, type ReceivedRequest, startFaultServer } from '../helpers/fault-server.ts';

const WINDOW = { from: new Date('2026-03-12T00:00:00Z'), until: new Date('2026-03-19T00:00:00Z') };
const DER = Buffer.from('the bytes of a key');

type Said =
  | { readonly output: object }
  | { readonly status: number; readonly type: string; readonly message: string };

/** CloudTrail that answers so, with the requests it got. */
async function publishedBy(answer: (number: number) => Said) {
  const requests: ReceivedRequest[] = [];
  const endpoint = await startFaultServer((request, response) => {
    const said = answer(requests.length);
    requests.push(request);
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if ('output' in said) {
      response.end(JSON.stringify(said.output));
    } else {
      response.statusCode = said.status;
      response.end(JSON.stringify({ __type: said.type, message: said.message }));
    }
  });
  const published = openPublishedKeys({ endpoint, credentials: CREDENTIALS, maxAttempts: 1 });
  onTestFinished(() => published.close());
  return { published, requests };
}

describe('the keys that CloudTrail publishes', () => {
  it('are those of a region and a time, named by their bytes', async () => {
    const { published, requests } = await publishedBy(() => ({
      output: {
        PublicKeyList: [
          {
            Value: DER.toString('base64'),
            ValidityStartTime: 1_772_323_200,
            ValidityEndTime: 1_774_915_200,
            Fingerprint: 'said to be another',
          },
          {},
        ],
      },
    }));
    expect(await published.list('eu-west-1', WINDOW)).toEqual([
      {
        fingerprint: '8b18eb35bb54a1c52d9cfbddb75a1736',
        der: new Uint8Array(DER),
        validFrom: '2026-03-01T00:00:00.000Z',
        validUntil: '2026-03-31T00:00:00.000Z',
      },
    ]);
    const [request] = requests;
    expect(request?.headers['x-amz-target']).toMatch(/\.ListPublicKeys$/);
    expect(request?.headers.authorization).toContain('/eu-west-1/cloudtrail/');
    expect(JSON.parse(request?.body ?? '')).toEqual({ StartTime: 1_773_273_600, EndTime: 1_773_878_400 });
  });

  it('are followed to the end of the list', async () => {
    const key = (text: string) => ({ Value: Buffer.from(text).toString('base64') });
    const { published, requests } = await publishedBy((number) => ({
      output: number === 0 ? { PublicKeyList: [key('a')], NextToken: 'more' } : { PublicKeyList: [key('b')] },
    }));
    const keys = await published.list('eu-west-1', WINDOW);
    expect(keys.map(({ der }) => Buffer.from(der).toString())).toEqual(['a', 'b']);
    expect(requests.map(({ body }) => JSON.parse(body).NextToken)).toEqual([undefined, 'more']);
  });

  it('are asked of each region by its own name', async () => {
    const { published, requests } = await publishedBy(() => ({ output: { PublicKeyList: [] } }));
    for (const region of ['eu-west-1', 'us-east-1', 'eu-west-1']) await published.list(region, WINDOW);
    const signedFor = requests.map(
      ({ headers }) => /\/([a-z0-9-]+)\/cloudtrail\//.exec(headers.authorization ?? '')?.[1],
    );
    expect(signedFor).toEqual(['eu-west-1', 'us-east-1', 'eu-west-1']);
  });

  it('that are refused fail with the region and the reason', async () => {
    const { published } = await publishedBy(() => ({
      status: 400,
      type: 'AccessDeniedException',
      message: 'You may not.',
    }));
    await expect(published.list('eu-west-1', WINDOW)).rejects.toMatchObject({
      name: 'PublicKeysError',
      code: 'public-keys-not-listed',
      message:
        'CloudTrail in eu-west-1 did not say which public keys it signs with (ListPublicKeys): ' +
        'AccessDeniedException: You may not.',
    });
  });
});
