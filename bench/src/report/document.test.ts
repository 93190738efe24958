import { describe, expect, it } from 'vitest';
import { replaceBlock } from './document.js';

const page = '# Title\n\n<!-- bench:none -->\nold\n<!-- /bench:none -->\n\nWords of a person.\n';

describe('replaceBlock', () => {
  it('replaces what stands between the markers and nothing else', () => {
    expect(replaceBlock(page, 'none', 'new')).toBe(
      '# Title\n\n<!-- bench:none -->\n\nnew\n\n<!-- /bench:none -->\n\nWords of a person.\n',
    );
  });

  it('can be repeated', () => {
    const once = replaceBlock(page, 'none', 'new');
    expect(replaceBlock(once, 'none', 'new')).toBe(once);
  });

  it('appends markers to a page without them', () => {
    expect(replaceBlock(page, 'everysec', 'new')).toMatch(
      /Words of a person\.\n\n<!-- bench:everysec -->\n\nnew\n\n<!-- \/bench:everysec -->\n$/,
    );
  });

  it('refuses a page with half a pair', () => {
    expect(() => replaceBlock('<!-- bench:none -->', 'none', 'new')).toThrow(/damaged/);
  });
});
