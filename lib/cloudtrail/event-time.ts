/**
 * When it happened: any ISO 8601 spelling of a moment, brought to whole UTC seconds, `YYYY-MM-DDTHH:mm:ssZ`.
 *
 * CloudTrail documents and writes exactly that form, but the basic form (`20131102T010628Z`) stands in its own guide,
 * and records that passed through other tools carry fractions and offsets. The result is a sort key, so it always has
 * 20 characters and its text order is time order: fractions are cut off, years are 0001 to 9999. A time without a
 * zone is UTC, as all of CloudTrail's are. Dates that no calendar has, and leap seconds, are no times.
 */

const EXTENDED = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,]\d+)?(Z|[+-]\d\d(?::?\d\d)?)?$/i;
const BASIC = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?:[.,]\d+)?(Z|[+-]\d\d(?::?\d\d)?)?$/i;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MS_PER_MINUTE = 60_000;

/** The moment in whole UTC seconds, or undefined if `text` is not an ISO 8601 date and time between years 1 and 9999. */
export function parseEventTime(text: string): string | undefined {
  const match = EXTENDED.exec(text) ?? BASIC.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', zone = 'Z'] = match;
  if (!isDate(Number(year), Number(month), Number(day))) return undefined;
  if (hour > '23' || minute > '59' || second > '59') return undefined;
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  return zone === 'Z' || zone === 'z' ? written : toUtc(written, zone);
}

function isDate(year: number, month: number, day: number): boolean {
  if (year < 1 || day < 1) return false;
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const lastDay = month === 2 && isLeapYear ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
  return day <= lastDay;
}

function toUtc(written: string, zone: string): string | undefined {
  const hours = zone.slice(1, 3);
  const minutes = zone.length > 3 ? zone.slice(-2) : '00';
  if (hours > '23' || minutes > '59') return undefined;
  const ahead = (Number(hours) * 60 + Number(minutes)) * MS_PER_MINUTE;
  const moment = Date.parse(written) + (zone.startsWith('-') ? ahead : -ahead);
  const utc = new Date(moment).toISOString();
  // Year 0 and five-digit years come out longer or as 0000: neither sorts as text among the others.
  return utc.length === 24 && !utc.startsWith('0000') ? `${utc.slice(0, 19)}Z` : undefined;
}
