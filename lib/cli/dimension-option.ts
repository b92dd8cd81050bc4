/** A dimension as people type it: by its name, or by the field of an answer that it counts. */
import { InvalidArgumentError } from 'commander';
import { DIMENSIONS, type Dimension, fieldOf } from '../audit/dimensions.ts';
import type { EventFilters } from '../event-index/filters.ts';
import { UsageError } from './errors.ts';
import { didYouMean } from './nearest.ts';

/** @throws InvalidArgumentError */
export function parseDimension(typed: string): Dimension {
  const name = typed.toLowerCase();
  // The flag that filters by regions cannot be called --region, which says where to work.
  const plain = name === 'event-region' ? 'region' : name;
  const dimension = DIMENSIONS.find((known) => known === plain || fieldOf(known).toLowerCase() === plain);
  if (dimension !== undefined) return dimension;
  throw new InvalidArgumentError(`Use ${DIMENSIONS.join(', ')}.${didYouMean(typed, DIMENSIONS)}`);
}

/** @throws UsageError where no event can have a value. */
export function refuseContradiction(dimension: Dimension | undefined, { succeeded }: EventFilters): void {
  if (dimension === 'error' && succeeded)
    throw new UsageError(
      'Calls that succeeded have no error: leave out --succeeded, or count something else.',
    );
}

/** What the answer leaves out, or counts more than once, by the nature of what it counts. */
export function describeDimension(dimension: Dimension | undefined): string[] {
  if (dimension === 'error') return ['Only calls that failed are counted: the others have no error.'];
  if (dimension === 'resource') return ['An event is counted once for each resource that it names.'];
  return [];
}
