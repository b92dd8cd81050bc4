/**
 * Where the benchmark's questions come from: 15 metric filters, numbered 4.x until version 5.0 and 5.x since 6.0.
 *
 * Like the benchmark's filters these questions do not ask whether the call succeeded: an attempt counts. Its lists are
 * taken as they are; what they lack is asked by questions of our own.
 */

export function cisStandard(number: number): string {
  return `CIS AWS Foundations 4.${number} (v1.4 to v5.0), 5.${number} (v6.0, v7.0)`;
}
