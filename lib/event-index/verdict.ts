/**
 * What a summary can say to a filter: yes, no, or that only the full record knows, because the summary is cut.
 */
export type Verdict = 'yes' | 'no' | 'unsure';

export function verdictOf(holds: boolean): Verdict {
  return holds ? 'yes' : 'no';
}

export function anyOf<Value>(values: Iterable<Value>, test: (value: Value) => Verdict): Verdict {
  let result: Verdict = 'no';
  for (const value of values) {
    const verdict = test(value);
    if (verdict === 'yes') return 'yes';
    if (verdict === 'unsure') result = 'unsure';
  }
  return result;
}

export function allOf<Value>(values: Iterable<Value>, test: (value: Value) => Verdict): Verdict {
  return negated(anyOf(values, (value) => negated(test(value))));
}

export function negated(verdict: Verdict): Verdict {
  if (verdict === 'unsure') return 'unsure';
  return verdict === 'yes' ? 'no' : 'yes';
}
