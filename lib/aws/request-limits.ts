/**
 * How long a function waits for a service before it tries again; without a limit of ours a lost answer would be noticed
 * by nobody before Lambda ends the invocation.
 *
 * S3 has no socketTimeout: it would break off bodies that wait for the tables, so trail-bucket.ts has a limit of its own.
 */

/** All services accept a connection within milliseconds. */
const CONNECTION_TIMEOUT_MS = 3_000;

/**
 * Until an answer begins. The services answer in milliseconds and the emulators, when busy, within seconds. All tries of
 * the SDK (four at DynamoDB) together stay far below the minutes that an invocation has.
 */
const REQUEST_TIMEOUT_MS = 15_000;

/** The `requestHandler` of a client whose answers are small: one that stalls in the middle is given up as well. */
export function answerLimits(requestTimeoutMs = REQUEST_TIMEOUT_MS) {
  return { ...requestLimits(requestTimeoutMs), socketTimeout: requestTimeoutMs };
}

/** The `requestHandler` of an SDK client. */
export function requestLimits(requestTimeoutMs = REQUEST_TIMEOUT_MS) {
  return {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: requestTimeoutMs,
    // Otherwise the SDK only warns.
    throwOnRequestTimeout: true,
  };
}
