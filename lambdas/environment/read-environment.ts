/**
 * Reads the environment variables of a function, as their names are declared in its env.ts. What is missing or malformed
 * stops the cold start with the name of the variable and of the function.
 */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface EnvironmentReader {
  /** Never empty. */
  required(name: string): string;
  /** A whole number above 0; undefined where the variable is not set, or empty. */
  positiveInteger(name: string): number | undefined;
  requiredPositiveInteger(name: string): number;
}

/** `functionName` is for the messages: `backfill`. */
export function readEnvironment(environment: Environment, functionName: string): EnvironmentReader {
  const nameOf = (variable: string) => `The environment variable ${variable} of the ${functionName} function`;
  const required = (name: string): string => {
    const value = environment[name];
    if (!value) throw new Error(`${nameOf(name)} is not set.`);
    return value;
  };
  const requiredPositiveInteger = (name: string): number => {
    const value = required(name);
    const parsed = Number(value);
    if (Number.isSafeInteger(parsed) && parsed > 0) return parsed;
    throw new Error(`${nameOf(name)} is "${value}"; it takes a whole number above 0.`);
  };
  return {
    required,
    requiredPositiveInteger,
    positiveInteger: (name) => (environment[name] ? requiredPositiveInteger(name) : undefined),
  };
}
