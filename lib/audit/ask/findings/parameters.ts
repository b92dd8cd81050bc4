/** Parameters that several questions share. */
import type { Arguments, Parameter } from '../question.ts';

/** Enough for a lifetime; a number beyond it is a slip. */
const MOST = 36_500;

export function wholeNumber(name: string, about: string, usual: string): Parameter {
  return {
    name,
    about,
    usual,
    complaint: (value) =>
      /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= MOST
        ? undefined
        : `--${name} takes a whole number from 1 to ${MOST}, not ${JSON.stringify(value)}.`,
  };
}

/** One flag, whichever question it is given to. */
export const DAYS = wholeNumber('days', 'how many days without a call, such as 90', '90');

/** The value of a parameter that `wholeNumber` declared: as given, or as usual. */
export function numberOf({ name, usual }: Parameter, args: Arguments): number {
  return Number(args[name] ?? usual);
}
