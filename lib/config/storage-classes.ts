/**
 * What S3's storage classes ask of lifecycle steps, and what a small object costs there.
 *
 * The factors compare the storage of a log file of 2 KB, about the average, with its storage in S3 Standard at
 * the list prices of us-east-1; docs/configuration.md has them in full.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html and, for the
 * smallest size that is billed, …/storage-class-intro.html#sc-compare.
 */
import type { StorageClassName } from './sections/bucket.ts';

export interface StorageClass {
  /** Days after delivery before which objects cannot go there. */
  readonly notBeforeDays: number;
  /** Days that are billed at least, and that objects stay before they can go on. */
  readonly stayDays: number;
  /** Where objects can go on to. */
  readonly next: readonly StorageClassName[];
  /** Nobody reads an object there before it is restored. */
  readonly isArchive: boolean;
  /** Why a small object does not pay there, for people. */
  readonly smallObject: string;
}

const as128KiB = (factor: number) =>
  `bills each object as 128 KiB or more, so that one of 2 KB costs ${factor} times what it does in Standard`;
const plus40KiB = (factor: number) =>
  `adds 40 KiB to each object, so that one of 2 KB costs ${factor} times what it does in Standard`;

export const CLASSES: Readonly<Record<StorageClassName, StorageClass>> = {
  STANDARD_IA: {
    notBeforeDays: 30,
    stayDays: 30,
    next: ['INTELLIGENT_TIERING', 'ONEZONE_IA', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'],
    isArchive: false,
    smallObject: as128KiB(35),
  },
  INTELLIGENT_TIERING: {
    notBeforeDays: 0,
    stayDays: 0,
    next: ['ONEZONE_IA', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'],
    isArchive: false,
    smallObject: 'bills objects of less than 128 KiB as Standard does',
  },
  ONEZONE_IA: {
    notBeforeDays: 30,
    stayDays: 30,
    next: ['GLACIER', 'DEEP_ARCHIVE'],
    isArchive: false,
    smallObject: as128KiB(28),
  },
  GLACIER_IR: {
    notBeforeDays: 0,
    stayDays: 90,
    next: ['GLACIER', 'DEEP_ARCHIVE'],
    isArchive: false,
    smallObject: as128KiB(11),
  },
  GLACIER: {
    notBeforeDays: 0,
    stayDays: 90,
    next: ['DEEP_ARCHIVE'],
    isArchive: true,
    smallObject: plus40KiB(7),
  },
  DEEP_ARCHIVE: {
    notBeforeDays: 0,
    stayDays: 180,
    next: [],
    isArchive: true,
    smallObject: plus40KiB(5),
  },
};
