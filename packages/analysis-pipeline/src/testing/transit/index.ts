export { boxesOf, type OverpassServer, startOverpassServer } from './overpass-server.js';
export { pbfExtract } from './pbf-writer.js';
export { zipOf } from './zip-writer.js';
