/** All that is measured, in the order of the report. */
import type { Measure } from '../common/measure.ts';

export const MEASURES: readonly Measure[] = [];
