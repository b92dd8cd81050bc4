import { expect, it } from 'vitest';
import { eventsIn } from '../../bench/common/events-in.ts';
import { textIn } from '../../lib/event-index/item-reading.ts';
import { logFile } from './log-files.ts';

const KEY =
  'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/17/111122223333_CloudTrail_us-east-1_20260317T0915Z_Mu0KsOhtH1ar15ZZ.json.gz';
const record = (eventID: string, eventTime = '2026-03-17T09:00:00Z') => ({
  eventID,
  eventTime,
  eventName: 'GetObject',
  awsRegion: 'us-east-1',
  recipientAccountId: '111122223333',
});

it('gives each event with its item and its place, and leaves out what is no event', () => {
  const found = [...eventsIn(logFile(KEY, [record('a'), 'text', record('b'), { eventID: 'no time' }]))];
  expect(found.map(({ event }) => event.eventID)).toEqual(['a', 'b']);
  expect(found.map(({ item }) => textIn(item, 'logFile'))).toEqual([
    '20260317T0915Z_Mu0KsOhtH1ar15ZZ#0',
    '20260317T0915Z_Mu0KsOhtH1ar15ZZ#2',
  ]);
});

it('gives equal copies one identity, and others another', () => {
  const records = [record('a'), record('a'), record('a', '2026-03-17T09:00:01Z'), record('b')];
  const identities = [...eventsIn(logFile(KEY, records))].map(({ identity }) => identity);
  expect(new Set(identities).size).toBe(3);
  expect(identities[0]).toBe(identities[1]);
});

it('names the log file that it is told', () => {
  const [found] = eventsIn(logFile('elsewhere.json.gz', [record('a')]), () => KEY);
  expect(found && textIn(found.item, 'logFile')).toBe('20260317T0915Z_Mu0KsOhtH1ar15ZZ#0');
});
