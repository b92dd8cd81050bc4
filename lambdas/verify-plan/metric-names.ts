/** What the verify-plan function's metrics are called: declared once, for the code that writes them and the alarms on them. */
export const VERIFY_PLAN_SERVICE = 'verify-plan';

export const VERIFY_PLAN_METRIC = {
  /** Accounts that a verification was asked for. No value at all means that no plan has come to its end. */
  accountsPlanned: 'VerifyAccountsPlanned',
} as const;
