import { describe, expect, it } from 'vitest';
import { label, svgDocument } from './drawing.ts';
import { element } from './element.ts';

describe('element', () => {
  it('rounds numbers, escapes texts and omits undefined attributes', () => {
    expect(element('g', { x: 1 / 3, title: '<"&\'>', fill: undefined }, '<b/>')).toBe(
      '<g x="0.33" title="&lt;&quot;&amp;&#39;&gt;"><b/></g>',
    );
    expect(element('path', { d: 'M0 0' })).toBe('<path d="M0 0"/>');
  });

  it('replaces characters that XML forbids', () => {
    expect(element('g', { title: 'a\u0000b' })).toBe('<g title="a\ufffdb"/>');
  });
});

describe('label', () => {
  it('escapes its text', () => {
    expect(label(1, 2, '<b> & "c"')).toContain('>&lt;b&gt; &amp; &quot;c&quot;</text>');
  });

  it('is centred, also if it is rotated', () => {
    expect(label(5, 10, 'a', { size: 10, baseline: 'middle' })).toContain('x="5" y="13"');
    expect(label(5, 10, 'a', { size: 10, baseline: 'middle', rotate: -90 })).toContain(
      'x="0" y="3" transform="translate(5 10) rotate(-90)"',
    );
  });
});

it('a document has a description', () => {
  const document = svgDocument({ width: 10, height: 20, svg: '<b/>' }, '<b> & "c"');
  expect(document).toContain('width="10" height="20" viewBox="0 0 10 20"');
  expect(document).toContain('role="img" aria-label="&lt;b&gt; &amp; &quot;c&quot;"');
});
