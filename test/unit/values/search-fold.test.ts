import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldForSearch } from '../../../lib/values/search-fold.ts';

test.each([
  ['İSTANBUL Yazılım', 'istanbul yazilim'],
  ['ISTANBUL', 'istanbul'],
  ['Müller', 'muller'],
  ['Mu\u0308ller', 'muller'],
  ['MÜLLER', 'muller'],
  ['Straße', 'strasse'],
  ['STRAẞE', 'strasse'],
  ['Łódź', 'lodz'],
  ['Øresund', 'oresund'],
  ['Þór Ægir Œuvre Đakovo', 'thor aegir oeuvre dakovo'],
  ['ﬁnance ＡＢＣ', 'finance abc'],
  ['Ångström', 'angstrom'],
  ['Йога', 'иога'],
  ['ΆΛΦΑΣ άλφας', 'αλφασ αλφασ'],
  ['がく', 'がく'],
  ['हिन्दी', 'हिन्दी'],
])('%s is searched as %s', (text, folded) => {
  expect(foldForSearch(text)).toBe(folded);
});

test('what is folded stays so, and no form of a text is lost to a search by another', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const folded = foldForSearch(text);
      expect(foldForSearch(folded)).toBe(folded);
      for (const form of [text.toLowerCase(), text.normalize('NFD'), text.normalize('NFC')])
        expect(foldForSearch(form)).toBe(folded);
    }),
    { numRuns: 2000 },
  );
});
