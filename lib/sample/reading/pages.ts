/** All pages, and where to find one. */
import { GOVERNANCE_PAGES } from './governance.ts';
import type { ServicePage } from './page.ts';
import { RUNNING_PAGES } from './running.ts';
import { STORING_PAGES } from './storing.ts';

export const PAGES: readonly [ServicePage, ...ServicePage[]] = [
  ...RUNNING_PAGES,
  ...STORING_PAGES,
  ...GOVERNANCE_PAGES,
];

/** The page of a service that is known to have one. */
export function findPage(source: string): ServicePage {
  return PAGES.find((page) => page.source === source) ?? PAGES[0];
}
