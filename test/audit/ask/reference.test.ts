import { describe, expect, it } from 'vitest';
import { renderQuestion, renderReference } from '../../../lib/audit/ask/reference.ts';
import { eventsQuestion } from './questions.ts';

describe('docs/questions.md', () => {
  it('is what the declarations say', async () => {
    await expect(renderReference()).toMatchFileSnapshot('../../../docs/questions.md');
  });

  it('links to headings that it has', () => {
    const page = renderReference();
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.length).toBeGreaterThan(40);
    expect(links).toEqual(headings);
  });

  it('says all about a question', () => {
    const question = eventsQuestion({
      technique: { id: 'T1562.008', name: 'Disable Logs' },
      standard: 'CIS 4.5',
      parameters: [
        { name: 'key', about: 'the id of the key' },
        { name: 'days', about: 'how old', usual: '90' },
      ],
      falsePositives: ['A stack was removed.'],
    });
    expect(renderQuestion(question)).toBe(`## deleted-buckets

**Which buckets were deleted?** They are gone.

- Severity: high
- Technique: [T1562.008 Disable Logs](https://attack.mitre.org/techniques/T1562/008/)
- Standard: CIS 4.5
- Ask: \`traildex ask deleted-buckets --key … --days 90\`
- \`--key\`: the id of the key
- \`--days\`: how old (usual: 90)
- Next: \`traildex show {eventID}\`

Perhaps harmless:

- A stack was removed.`);
  });
});
