/** The template of a stack with nothing set, whole: whatever changes it is seen in a review. */
import { expect, it } from 'vitest';
import { synthesizeConfiguration } from './stack-templates.ts';

/** Hashes of functions' code: they change with every line of it. */
const ASSET_HASH = /\b[0-9a-f]{64}\b/g;

const text = JSON.stringify(synthesizeConfiguration('default').template);

it('the default template is what it was', () => {
  expect(text).toMatch(ASSET_HASH);
  expect(JSON.parse(text.replaceAll(ASSET_HASH, '<asset hash>'))).toMatchSnapshot();
});
