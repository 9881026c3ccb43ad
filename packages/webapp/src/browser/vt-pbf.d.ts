declare module 'vt-pbf' {
  interface CutTile {
    readonly features: readonly { type: number; geometry: number[][][]; tags: Record<string, string> }[];
  }
  const encoder: {
    fromGeojsonVt(layers: Record<string, CutTile>, options: { version: number; extent: number }): Uint8Array;
  };
  export default encoder;
}
