import path from 'node:path';
import { ownFolds, type Source } from '@axiswise/data';
import { sgfFolder } from './sgf-folder.ts';

const name = 'tygem-9d';

/**
 * 5,000 games between 9-dan players of the Tygem server, July 2016, as SGF in `sgf/tygem-9d/` of
 * the data folder: about a million positions.
 *
 * They are not downloaded: get them from github.com/yenw/computer-go-dataset (TYGEM, Kifu,
 * 2016-07). Options and splits are those of {@link sgfFolder}.
 */
export const tygem: Source = {
  name,
  description: 'games of 9-dan players, 19×19 (Tygem, July 2016)',
  byHand: {
    folder: `sgf/${name}`,
    how: 'put the SGF files of TYGEM, Kifu, 2016-07 from github.com/yenw/computer-go-dataset there',
  },
  records: { train: 925_060, test: 106_632 },
  ...ownFolds,
  // It names its test games, also for a run that was trained on others.
  load: ({ scoredBy: _, ...context }) =>
    sgfFolder(path.join(context.dataDir, 'sgf', name), name).load(context),
};
