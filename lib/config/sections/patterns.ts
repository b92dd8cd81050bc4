/**
 * Forms that several settings take: names of AWS, lists without repeats.
 *
 * Each says in words what it takes (`takes` in its metadata): lib/config/takes.ts hands the words to the
 * messages and to docs/configuration.md, because a regular expression tells a person nothing.
 */
import { z } from 'zod';

/** A text of a form that needs words. */
export function text(form: RegExp, takes: string) {
  return z.string().regex(form).meta({ takes });
}

/** Entries may stand in any order, but none twice. */
export function distinctList<Entry extends z.ZodType>(entry: Entry) {
  return z
    .array(entry)
    .refine((entries) => new Set(entries).size === entries.length)
    .meta({ distinct: true });
}

export function accountId() {
  return text(/^\d{12}$/, 'an account id of 12 digits, in quotes');
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function bucketName() {
  const form = /^(?=.{3,63}$)(?!xn--|\d+\.\d+\.\d+\.\d+$)[a-z0-9](?:[a-z0-9-]|\.(?!\.))*[a-z0-9]$/;
  return text(form, 'the name of an S3 bucket');
}

const ARN = {
  sns: {
    form: /^arn:aws(?:-[a-z-]+)?:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
    of: 'an SNS topic (no FIFO topic)',
  },
  kms: {
    form: /^arn:aws(?:-[a-z-]+)?:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
    of: 'a KMS key (…:key/…, no alias)',
  },
  s3: { form: /^arn:aws(?:-[a-z-]+)?:s3:::[a-z0-9.-]{3,63}$/, of: 'an S3 bucket' },
} as const;

/** The ARN of a resource of one service. */
export function arn(service: keyof typeof ARN) {
  const { form, of } = ARN[service];
  return text(form, `the ARN of ${of}`);
}
