/** All that is measured, in the order of the report. */
import type { Measure } from '../common/measure.ts';
import { coldStart } from './cold-start.ts';
import { exportOfADay } from './export.ts';
import { ingestLocal } from './ingest-local.ts';
import { memory } from './memory.ts';
import { questions } from './questions.ts';
import { splitAndMap } from './split-and-map.ts';
import { storedBytes } from './stored-bytes.ts';
import { tinyFiles } from './tiny-files.ts';
import { wholeFunction } from './whole-function.ts';
import { writeUnits } from './write-units.ts';

export const MEASURES: readonly Measure[] = [
  writeUnits,
  splitAndMap,
  wholeFunction,
  memory,
  tinyFiles,
  coldStart,
  questions,
  exportOfADay,
  storedBytes,
  ingestLocal,
];
