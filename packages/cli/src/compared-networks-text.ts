import type { ComparedNetwork, ComparedNetworks } from '@axiswise/compare/compared-networks';
import { type NetworkGeometry, shapeInWords } from '@axiswise/geometry';
import { count, listAnd, plural, textTable } from '@axiswise/messages';

/** Writes the networks that a comparison would train, size by size, and how it would tune them. */
export const comparedNetworksText = (compared: ComparedNetworks): string =>
  [sizesText(compared), tuningText(compared)].join('\n\n');

function sizesText({ budget, reference, scales }: ComparedNetworks): string {
  const what = budget === 'macs' ? 'multiply-adds' : 'parameters';
  return scales
    .map(({ scale, size, strategies }) => {
      const heading =
        size === null
          ? 'every network as large as it is declared'
          : `${count(size)} ${what}: as many as ${reference} has` +
            (scale === 1 ? '' : `, times ${scale}`);
      const notes = strategies.flatMap(({ name, sizeRatio, shape }) => {
        const words = shapeInWords({ ratio: sizeRatio ?? 1, shape });
        return words === undefined ? [] : [`${name}: ${words}.`];
      });
      return [heading, networksTable(strategies), ...notes].join('\n');
    })
    .join('\n\n');
}

const networksTable = (strategies: readonly ComparedNetwork[]): string =>
  textTable(
    [
      { title: 'strategy' },
      { title: 'filters and units' },
      { title: 'parameters', align: 'right' },
      { title: 'multiply-adds', align: 'right' },
      { title: 'widths ×', align: 'right' },
      { title: 'of the size', align: 'right' },
    ],
    strategies.map(({ name, network, widthMultiplier, sizeRatio }) => [
      name,
      widthsOf(network).join(', '),
      count(network.totals.parameters),
      count(network.totals.macs),
      widthMultiplier.toFixed(3),
      sizeRatio === null ? '' : sizeRatio.toFixed(3),
    ]),
  );

/** The filters or units of every layer that has a width of its own. */
const widthsOf = ({ layers }: NetworkGeometry): number[] =>
  layers.flatMap(({ kind, spec }) => (typeof kind.width === 'object' ? [kind.width.of(spec)] : []));

function tuningText({ tuning, scales }: ComparedNetworks): string {
  if (!tuning) return 'untuned: every strategy is trained as it is declared';
  const { configurations, metric, space, rungs } = tuning;
  const names = Object.keys(space);
  const fewer = scales[0].strategies
    .filter(({ tunes }) => tunes.length < names.length)
    .map(
      ({ name, tunes }) => `${name}: ${tunes.length === 0 ? 'nothing to tune' : listAnd(tunes)}`,
    );
  return [
    `${plural(configurations, 'configuration')} for each strategy and size, chosen by the ${metric} on the ` +
      'validation examples:',
    textTable(
      [{ title: 'what' }, { title: 'from' }, { title: 'to' }, { title: 'scale' }],
      Object.entries(space).map(([name, parameter]) =>
        'choices' in parameter
          ? [name, listAnd(parameter.choices.map(String)), '', '']
          : [name, String(parameter.from), String(parameter.to), parameter.scale],
      ),
    ),
    ...fewer,
    `${rungs
      .map(
        ({ epochs, trials }, i) => `${i === 0 ? 'all' : 'the best'} ${trials} to epoch ${epochs}`,
      )
      .join(', ')}`,
  ].join('\n');
}
