import { useBackend } from '@axiswise/backend';
import { referenceNets } from '@axiswise/bench';
import { testBackend } from '@axiswise/testing';
import { describe, expect, it } from 'vitest';
import { compareLosses } from './compare-losses.ts';
import { findPeers, reference } from './peers.ts';

const peers = findPeers(1).found.filter(({ name }) => name === reference);
const reason = peers.length > 0 ? '' : ' (skipped: no Python with PyTorch here, see README.md)';

describe.skipIf(peers.length === 0)(`the losses of ten steps${reason}`, () => {
  it.each(referenceNets.map((net) => [net.name, net] as const))(
    'of the %s net are those of PyTorch, but for rounding',
    async (_, net) => {
      const engine = await useBackend(testBackend(), { threads: 1 });
      const [comparison] = await compareLosses(net, { engine, peers });
      expect(comparison).toMatchObject({ agrees: true });
      // Both sides could agree on learning nothing.
      expect(comparison.ours).toHaveLength(10);
      expect(Math.abs(comparison.ours[9] - comparison.ours[0])).toBeGreaterThan(
        comparison.ourError * comparison.ours[0],
      );
    },
  );
});
