import { expect, test } from 'vitest';
import { type Asset, findAsset, hashed } from '../../../../functions/dashboard/site/asset-addresses.ts';

const styles = hashed('styles.css', 'text/css', 'a { color: red }');
const script = hashed('app.js', 'text/javascript', 'alert(1)');
const icon: Asset = { name: 'icon.svg', contentType: 'image/svg+xml', body: '<svg/>' };
const all = [styles, script, icon];

const served = (name: string) => {
  const found = findAsset(all, name);
  return found && [found.asset.body, found.cacheControl];
};

test('a file stands at an address that changes with its content, and is kept for good', () => {
  expect(styles.name).toMatch(/^styles-[0-9a-f]{12}\.css$/u);
  expect(hashed('styles.css', 'text/css', 'a { color: blue }').name).not.toBe(styles.name);
  expect(served(styles.name)).toEqual([styles.body, 'public, max-age=31536000, immutable']);
  expect(served(script.name)).toEqual([script.body, 'public, max-age=31536000, immutable']);
});

test('a file without a hash is asked for again after a day', () => {
  expect(served('icon.svg')).toEqual([icon.body, 'public, max-age=86400']);
});

test('a page of another version gets the file that this one has, which nobody keeps', () => {
  const other = hashed('styles.css', 'text/css', 'a { color: blue }');
  expect(served(other.name)).toEqual([styles.body, 'no-store']);
  expect(served('app-0123456789ab.js')).toEqual([script.body, 'no-store']);
});

test.each(['styles.css', 'app.js', 'other-0123456789ab.css', 'styles-0123456789ab.js', 'icon-0123456789ab.svg', ''])(
  'there is no file %j',
  (name) => {
    expect(served(name)).toBeUndefined();
  },
);
