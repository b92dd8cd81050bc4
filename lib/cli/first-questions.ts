/** What `npm start` asks of a fresh index: each is a command that the reader can type next. */

export interface FirstQuestion {
  readonly title: string;
  /** Arguments of traildex, without those that say where to work. */
  readonly argv: readonly string[];
}

const LIMIT = ['--limit', '5'] as const;

export const EVIDENCE_QUESTIONS: readonly FirstQuestion[] = [
  { title: 'What happened last?', argv: ['query', ...LIMIT] },
  { title: 'Which calls were denied?', argv: ['query', '--errors', ...LIMIT] },
  { title: 'Who signed in to the console?', argv: ['query', '--name', 'ConsoleLogin', ...LIMIT] },
  { title: 'What did the root users do?', argv: ['query', '--principal', '*:root', ...LIMIT] },
  {
    title: 'Who touched the audit trail itself?',
    argv: [
      'query',
      '--name',
      'StopLogging',
      '--name',
      'DeleteTrail',
      '--name',
      'UpdateTrail',
      '--name',
      'PutEventSelectors',
      ...LIMIT,
    ],
  },
];

/** The sample holds a story: a leaked access key. */
export const SAMPLE_QUESTIONS: readonly FirstQuestion[] = [
  ...EVIDENCE_QUESTIONS.slice(2),
  {
    title: 'That user was made with a leaked key of report-export. What was the key denied?',
    argv: ['query', '--principal', 'user/report-export', '--errors', '--limit', '8'],
  },
  {
    title: 'And what did it do to users and keys?',
    argv: ['query', '--principal', 'user/report-export', '--source', 'iam', '--limit', '8'],
  },
];
