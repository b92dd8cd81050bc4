/** Forms of AWS names that several settings take. */
import { z } from 'zod';

export const ACCOUNT_ID = /^\d{12}$/;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const BUCKET_NAME =
  /^(?=.{3,63}$)(?!xn--|\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9-]|\.(?!\.))*[a-z0-9]$/;

const RESOURCE_OF_ARN = {
  sns: 'an SNS topic',
  kms: 'a KMS key (…:key/…, no alias)',
  s3: 'an S3 bucket',
} as const;

const ARN = {
  sns: /^arn:aws(?:-[a-z-]+)?:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
  kms: /^arn:aws(?:-[a-z-]+)?:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
  s3: /^arn:aws(?:-[a-z-]+)?:s3:::[a-z0-9.-]{3,63}$/,
} as const;

/** The ARN of a resource of one service. */
export function arn(service: keyof typeof ARN) {
  return z.string().regex(ARN[service], `takes the ARN of ${RESOURCE_OF_ARN[service]}`);
}
