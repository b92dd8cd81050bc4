/** What appears for the first time: principals, accounts, regions, services, APIs. */
import type { FindingsQuestion } from '../question.ts';
import { ACCOUNTS, APIS, PRINCIPALS, REGIONS, SERVICES } from './dimensions.ts';
import { firstSeenQuestion } from './first-seen.ts';

export const FIRST_SEEN_QUESTIONS: readonly FindingsQuestion[] = [
  firstSeenQuestion({
    id: 'first-seen-principals',
    title: 'Who acted for the first time?',
    why: 'Intruders make users and roles to come back with. Somebody should know each new one by name.',
    severity: 'medium',
    technique: { id: 'T1136.003', name: 'Create Account: Cloud Account' },
    dimension: PRINCIPALS,
    circumstances: ['eventName', 'sourceIPAddress'],
    falsePositives: [
      'New colleagues, and roles that a deployment has just made.',
      'An AWS service that acts in the account for the first time.',
      'A user or role that is there for long and was never used before.',
    ],
    next: 'query --principal {principal} --asc',
  }),
  firstSeenQuestion({
    id: 'first-seen-accounts',
    title: 'Which accounts appear for the first time?',
    why: 'An account that nobody opened on purpose costs money and stands outside of what is guarded.',
    severity: 'medium',
    technique: { id: 'T1136.003', name: 'Create Account: Cloud Account' },
    dimension: ACCOUNTS,
    circumstances: ['principal', 'eventName'],
    falsePositives: [
      'Accounts that were opened as planned, or that an organization trail has begun to cover.',
    ],
    next: 'query --account {recipientAccountId} --asc',
  }),
  firstSeenQuestion({
    id: 'first-seen-regions',
    title: 'Which regions are used for the first time?',
    why: 'Regions that nobody looks at are where stolen credentials mine coins and hide machines.',
    severity: 'medium',
    technique: { id: 'T1535', name: 'Unused/Unsupported Cloud Regions' },
    dimension: REGIONS,
    circumstances: ['principal', 'eventName'],
    falsePositives: [
      'Tools that list something in every region, and console pages that do.',
      'A service of a known region that makes a call in another one.',
    ],
    next: 'query --event-region {awsRegion} --asc',
  }),
  firstSeenQuestion({
    id: 'first-seen-services',
    title: 'Which services are used for the first time?',
    why: 'A service that nobody used before is a new project, or somebody who looks at what the credentials allow.',
    severity: 'low',
    technique: { id: 'T1526', name: 'Cloud Service Discovery' },
    dimension: SERVICES,
    circumstances: ['eventName', 'principal'],
    falsePositives: ['New projects, and services that AWS has just launched or begun to log.'],
    next: 'query --source {eventSource} --asc',
  }),
  firstSeenQuestion({
    id: 'first-seen-apis',
    title: 'Which API calls are made for the first time?',
    why: 'Credentials in other hands do other things. The index keeps names of calls without their services: a ListTags is not new once any service had one.',
    severity: 'info',
    technique: { id: 'T1526', name: 'Cloud Service Discovery' },
    dimension: APIS,
    circumstances: ['eventSource', 'principal'],
    falsePositives: [
      'New versions of tools and of the console make other calls.',
      'Work that comes once a year.',
    ],
    next: 'query --name {eventName} --asc',
  }),
];
