/** All that is measured, in the order of the report. */
import type { Measure } from '../common/measure.ts';
import { coldStart } from './cold-start.ts';
import { exportOfADay } from './export.ts';
import { ingestLocal } from './ingest-local.ts';
import { memory } from './memory.ts';
import { profile } from './profile.ts';
import { questions } from './questions.ts';
import { slowTable } from './slow-table.ts';
import { splitAndMap } from './split-and-map.ts';
import { storedBytes } from './stored-bytes.ts';
import { tinyFiles } from './tiny-files.ts';
import { verifyMonth } from './verify.ts';
import { wholeFunction } from './whole-function.ts';
import { writeUnits } from './write-units.ts';

export const MEASURES: readonly Measure[] = [
  writeUnits,
  splitAndMap,
  wholeFunction,
  profile,
  memory,
  tinyFiles,
  slowTable,
  coldStart,
  questions,
  exportOfADay,
  storedBytes,
  ingestLocal,
  verifyMonth,
];
