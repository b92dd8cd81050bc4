/**
 * The environment variables that child processes get from the machine: the one place that reads them.
 *
 * Next to nothing is passed on. Somebody's AWS profile, keys, proxy or NODE_OPTIONS must not reach code that is to talk
 * to the embedded AWS and to nothing else.
 */
const PASSED_ON = ['PATH', 'LANG', 'SystemRoot', 'HOME', 'USERPROFILE'] as const;

export function childEnvironment(variables: Readonly<Record<string, string>>): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return { ...environment, ...variables };
}
