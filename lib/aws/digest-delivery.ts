/** Stores digests as CloudTrail does: gzip, the signature in the object's user metadata. */
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { DigestDelivery } from '../operations/sign-digests/ports.ts';

export function openDigestDelivery(client: S3Client, bucket: string): DigestDelivery {
  return {
    async putDigest({ key, body, metadata }) {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: body,
          ContentType: 'application/json',
          ContentEncoding: 'gzip',
          Metadata: { ...metadata },
        }),
      );
    },
  };
}
