import { describe, expect, it } from 'vitest';
import { refuseS3Request, renderS3Refusal } from '../../lib/local/s3-request.ts';

function refuse(method: string, url: string, headers: Record<string, string> = {}) {
  return refuseS3Request(
    { method, url, headers: { host: '127.0.0.1:4000', ...headers } },
    { accountId: '111122223333', foreignBuckets: new Set(['lent']) },
  );
}

describe('a request that the emulator answers rightly', () => {
  it.each([
    ['POST', '/'],
    ['GET', '/?x-id=ListBuckets'],
    ['PUT', '/trail'],
    ['PUT', '/trail/'],
    ['HEAD', '/trail'],
    [
      'GET',
      '/trail?list-type=2&prefix=AWSLogs%2F&max-keys=5&start-after=a&continuation-token=x&delimiter=%2F',
    ],
    ['POST', '/trail?delete='],
    ['GET', '/trail/a/b.json.gz?x-id=GetObject'],
    ['HEAD', '/trail/a/b.json.gz'],
    ['PUT', '/trail/a/b.json.gz?x-id=PutObject'],
    ['DELETE', '/trail/a/b.json.gz?x-id=DeleteObject'],
    ['POST', '/trail/a?uploads='],
    ['PUT', '/trail/a?partNumber=1&uploadId=u&x-id=UploadPart'],
    ['POST', '/trail/a?uploadId=u'],
    ['DELETE', '/trail/a?uploadId=u&x-id=AbortMultipartUpload'],
    ['GET', '/trail/a?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0'],
  ])('passes: %s %s', (method, url) => {
    expect(refuse(method, url)).toBeUndefined();
  });

  it('passes with a range or a condition on reading', () => {
    expect(refuse('GET', '/trail/a', { range: 'bytes=0-1', 'if-match': '"e"' })).toBeUndefined();
  });
});

describe('a request that the emulator would misread', () => {
  it.each([
    ['PUT', '/trail/a?tagging=', 'PutObjectTagging'],
    ['PUT', '/trail/a?%74agging', 'PutObjectTagging'],
    ['PUT', '/trail/a?acl=', 'PutObjectAcl'],
    ['PUT', '/trail/a?legal-hold=', 'PutObjectLegalHold'],
    ['GET', '/trail/a?tagging=', 'GetObjectTagging'],
    ['GET', '/trail/a?versionId=1', 'GetObjectVersionId'],
    ['GET', '/trail/a?uploadId=u', 'GetObjectUploadId'],
    ['DELETE', '/trail/a?versionId=1', 'DeleteObjectVersionId'],
    ['PUT', '/trail/a?partNumber=1', 'PutObjectPartNumber'],
    ['POST', '/trail/a?select&select-type=2', 'PostObjectSelect'],
    ['PUT', '/trail?versioning=', 'PutBucketVersioning'],
    ['PUT', '/trail/?versioning=', 'PutBucketVersioning'],
    ['DELETE', '/trail?policy=', 'DeleteBucketPolicy'],
    ['DELETE', '/trail', 'DeleteBucket'],
    ['GET', '/trail', 'GetBucket'],
    ['GET', '/trail?list-type=2&versions', 'GetBucketListType'],
    ['PATCH', '/trail/a', 'PATCHObject'],
  ])('is refused by name: %s %s', (method, url, operation) => {
    expect(refuse(method, url)).toEqual({
      status: 501,
      code: 'NotImplemented',
      message: `The local environment has no ${operation}.`,
    });
  });

  it.each([
    ['PUT', 'if-none-match'],
    ['PUT', 'if-match'],
    ['PUT', 'x-amz-copy-source'],
    ['PUT', 'x-amz-tagging'],
    ['PUT', 'x-amz-write-offset-bytes'],
    ['HEAD', 'if-match'],
    ['DELETE', 'if-match'],
  ])('is refused for a header that is not read: %s %s', (method, name) => {
    expect(refuse(method, '/trail/a', { [name]: '*' })).toMatchObject({
      status: 501,
      message: expect.stringContaining(name),
    });
  });

  it('is refused for a bucket of another account', () => {
    expect(refuse('GET', '/trail/a', { 'x-amz-expected-bucket-owner': '444455556666' })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
    expect(refuse('GET', '/trail/a', { 'x-amz-expected-bucket-owner': '111122223333' })).toBeUndefined();
  });

  it('passes for a bucket that somebody else owns, whoever that is', () => {
    for (const url of ['/lent/a/b', '/lent?list-type=2'])
      expect(refuse('GET', url, { 'x-amz-expected-bucket-owner': '444455556666' })).toBeUndefined();
    expect(refuse('GET', '/lent2/a', { 'x-amz-expected-bucket-owner': '444455556666' })).toBeDefined();
  });

  it('is refused under another name of this machine: a web page could use one', () => {
    for (const host of ['trail.localhost:4000', 'evil.example', '', '127.0.0.1.evil.example']) {
      expect(refuse('GET', '/trail/a', { host })).toMatchObject({ status: 403 });
    }
  });

  it('is refused when it is too large, with the way out', () => {
    expect(refuse('PUT', '/trail/a', { 'content-length': '11534337' })).toMatchObject({
      status: 400,
      code: 'EntityTooLarge',
      message: expect.stringContaining('multipart'),
    });
    expect(refuse('PUT', '/trail/a', { 'content-length': '11534336' })).toBeUndefined();
  });
});

it("says so in S3's words", () => {
  expect(renderS3Refusal({ status: 501, code: 'NotImplemented', message: 'no <a> & b' })).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NotImplemented</Code><Message>no &lt;a&gt; &amp; b</Message></Error>',
  );
});
