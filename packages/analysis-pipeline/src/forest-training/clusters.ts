import { distanceGreatCircle, type Position } from '@sojourn/datamodel/geo';

/**
 * Centres of groups of positions of which each is within reach of another of its group: DBSCAN (Ester et al., 1996) where
 * one position is enough to begin a cluster. On the sphere, where the reference measures on a map in metres.
 * @param reach metres
 */
export function clusterCentres(positions: readonly Position[], reach: number): Position[] {
  const left = new Set(positions);
  const centres: Position[] = [];
  for (const seed of left) {
    left.delete(seed);
    const cluster = [seed];
    for (const member of cluster) {
      for (const other of left) {
        if (distanceGreatCircle(member, other) > reach) continue;
        left.delete(other);
        cluster.push(other);
      }
    }
    const mean = (axis: 0 | 1) => cluster.reduce((sum, point) => sum + point[axis], 0) / cluster.length;
    centres.push([mean(0), mean(1)]);
  }
  return centres;
}

/** Whether both ends of a way are within reach of a centre, be it the same one or not. @param reach metres */
export function connects(centres: readonly Position[], reach: number, ends: readonly Position[]): boolean {
  return ends.every((end) => centres.some((centre) => distanceGreatCircle(end, centre) <= reach));
}
