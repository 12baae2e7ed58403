import { textTable } from '@axiswise/messages';
import { notice, printResult } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';

export default defineCommand({
  builder: (yargs) => yargs.example('$0 doctor', 'every engine with its measured speed'),
  handler: async (args) => {
    const { probeBackends } = await import('@axiswise/backend');
    notice('measuring every engine, a few seconds…');
    const backends = await probeBackends();
    const taken = backends.find(({ available }) => available)?.name ?? null;
    await printResult(
      args,
      { node: process.versions.node, backends, default: taken },
      [
        `Node ${process.versions.node}, ${process.platform} ${process.arch}`,
        '',
        textTable(
          [
            { title: 'engine' },
            { title: 'version' },
            { title: 'threads', align: 'right' },
            { title: 'GFLOP/s', align: 'right' },
            { title: 'state' },
          ],
          backends.map(({ name, available, reason, version, threads, gflops }) => [
            name,
            version ?? '-',
            threads?.toString() ?? '-',
            gflops?.toFixed(1) ?? '-',
            available ? (name === taken ? 'available, the default' : 'available') : reason,
          ]),
        ),
      ].join('\n'),
    );
  },
});
