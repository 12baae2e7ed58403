import { createRequire } from 'node:module';
import { loadNativePackage } from '@axiswise/messages';

/** Pixels per unit of the SVG: sharp in print and on dense screens. */
const scale = 2;

const require = createRequire(import.meta.url);

/** Characters that Arimo lacks; they need the fonts of the machine, if it has any. */
const beyondArimo = /[^\u0000-\u052f\u1e00-\u22ff]/u;

/** Draws an SVG as PNG, twice as large, with the font of this package: the same on every machine. */
export async function drawPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await loadNativePackage('@resvg/resvg-js', () => import('@resvg/resvg-js'));
  const image = new Resvg(svg, {
    background: '#fff',
    fitTo: { mode: 'zoom', value: scale },
    font: {
      loadSystemFonts: beyondArimo.test(svg),
      fontFiles: [
        require.resolve('@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf'),
        require.resolve('@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf'),
      ],
      defaultFontFamily: 'Arimo',
      sansSerifFamily: 'Arimo',
    },
  });
  return image.render().asPng();
}
