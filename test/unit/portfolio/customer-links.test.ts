import { expect, test } from 'vitest';
import { linksOf, portfoliosChanged } from '../../../lib/portfolio/customer-links.ts';

const customer = (partners: Record<string, { since: string }>, more: { name?: string; domain?: string } = {}) => ({
  customerId: 'contoso',
  name: 'Contoso',
  partners,
  ...more,
});
const [january, march] = [{ since: '2026-01-01' }, { since: '2026-03-02' }];

test('a link keeps its day, takes one that is given, and begins today when it is new', () => {
  const stored = { kept: january, moved: january, gone: january };
  const wanted = [{ id: 'kept' }, { id: 'moved', since: '2025-12-31' }, { id: 'new' }, { id: 'constructor' }];
  expect(linksOf(stored, wanted, '2026-03-02')).toEqual({
    kept: january,
    moved: { since: '2025-12-31' },
    new: march,
    constructor: march,
  });
});

test('a change touches the portfolios that show it otherwise', () => {
  const before = customer({ kept: january, moved: january, gone: january });
  expect(portfoliosChanged(before, customer({ kept: january, moved: march, new: march }))).toEqual([
    'moved',
    'gone',
    'new',
  ]);
  expect(portfoliosChanged(before, before)).toEqual([]);
  expect(portfoliosChanged(before, { ...before, name: 'New' })).toEqual(['kept', 'moved', 'gone', '~operator']);
  expect(portfoliosChanged(before, { ...before, domain: 'contoso.example' })).toContain('kept');
  expect(portfoliosChanged(undefined, customer({}))).toEqual(['~operator']);
});
